package scot.nrm.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scot.nrm.decision.deadline.DecisionTable;
import scot.nrm.engine.DecisionTables;
import scot.nrm.gate.Difference.Kind;
import scot.nrm.journeys.RevisedFiles;
import scot.nrm.modelcheck.ProgramsTables;

/** Tests the differences between two sets of files. */
@Tag("quick")
class ComparisonTest {

  private static final Collection<DecisionTables.Check> TABLES = ProgramsTables.checks();
  private static final UnaryOperator<String> TEAMS = group -> group.replace('-', ' ');

  // --- the revisions that history brought

  @Test
  void eachRevisionIsDescribedInSentences() {
    Map<String, String> said = new HashMap<>();
    RevisedFiles.all()
        .forEach((revision, files) -> said.put(revision, Comparison.text(compared(files))));

    assertThat(said).hasSize(11).doesNotContainValue("");
    assertThat(said.values()).noneMatch(text -> text.contains(".;"));
    assertThat(said.get("organisations-renamed"))
        .isEqualTo(
            """
            config/authorities.yaml
              The entry nrm.organisations.authorities.ukhtc now has names [2010-04-06]: from: 2010-04-06, name: United Kingdom Human Trafficking Centre, Serious Organised Crime Agency, short-name: UKHTC.
              The entry nrm.organisations.authorities.ukhtc now has names [2013-10-07]: from: 2013-10-07, name: National Crime Agency, short-name: NCA, article: the.""");
    assertThat(said.get("lawful-to-home-office"))
        .startsWith(
            "processes/competent-authority.dmn\n"
                + "  Row 7 (Rule_LawfulFromJune2009) is new: \"Description\": Lawful non-EEA nationals")
        .endsWith(
            "  Change to an answer. The table answers differently if \"Form received\" is from 1 June 2009 and \"Raised in an"
                + " immigration process?\" is no and \"Nationality\" is non-eea and \"Immigration"
                + " issue?\" is no: before Reasonable grounds by: UKHTC, Conclusive grounds by: UKHTC,"
                + " Basis: D13.7, now Reasonable grounds by: UKBA, Conclusive grounds by: UKBA, Basis:"
                + " D13.7 2009.");
    assertThat(said.get("thirty-days"))
        .endsWith(
            "  Change to a deadline. The table answers differently if \"Period starts\" is from 30 January 2023: before Period: reflection, Value: 45, Unit: days; Period: reflection-review, Value: 30, Unit: days, now Period: reflection, Value: 30, Unit: days; Period: reflection-review, Value: 20, Unit: days.");
    assertThat(said.get("childrens-reporter"))
        .endsWith(
            "  Change to an answer. The table answers differently if \"Occasion\" is rg-positive or rg-negative or cg-positive or cg-negative and \"Date of the letter\" is from 1 July 2011: now also Code: NRM 05, Letter (template): nrm-05, Addressee: childrens-reporter, Minute of reasons enclosed: no.");
    assertThat(said.get("review-before-decision"))
        .contains(
            "The field Date of the decision (cgDecisionDate) has a change in the custom property notBefore: before rgDecisionDate, now reflectionEndDate.",
            "The call Conclusive grounds (Call_ConclusiveGrounds) now has the in mapping reflectionReviewOpens: reflectionReviewOpens.",
            "The flow from Gateway_Fork to Review finished (Flow_Fork_To_Review) has a change in \"To\": before Review of the reflection period (SubProcess_Review), now Review finished (Event_ReviewOver).");
    assertThat(said.get("assurance-panel"))
        .contains(
            "Change to a safeguard: the entry nrm.decisions [conclusive-grounds from 2016-01-01] is new: ",
            "forms/assure-conclusive-grounds.form\n  The file is new.");
    assertThat(said.get("local-panel"))
        .contains(
            "Change to a safeguard: the task Confirm both grounds (Task_ConfirmTogether) is new");
    assertThat(said.get("single-competent-authority"))
        .contains("The entry nrm.organisations.authorities.sca is new");
    assertThat(said.get("guardian"))
        .contains("The entry nrm.message-starts now has appoint-guardian: concern-accepted.");
    assertThat(said.get("scottish-calendar"))
        .contains(
            "The entry nrm.bank-holidays.calendars [2009-08-17] is new: from: 2009-08-17; calendar: scotland.");
  }

  // --- diagrams

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "camunda:candidateGroups=\"${authorities.group(cgAuthority, &#39;second-officer&#39;)}\" | camunda:candidateGroups=\"nrm-manager\" | The task Confirm conclusive grounds (Task_ConfirmConclusiveGrounds) has a change in \"Candidate groups\": before Second officer of the authority for conclusive grounds, now Nrm manager.",
        "<camunda:property name=\"act\" value=\"confirm\" /> | <camunda:property name=\"act\""
            + " value=\"review\" /> | Change to a safeguard: the task Confirm conclusive grounds"
            + " (Task_ConfirmConclusiveGrounds) has a change in the extension property act: before"
            + " confirm, now review.",
        "<camunda:property name=\"act\" value=\"confirm\" /> | | Change to a safeguard: the task Confirm conclusive grounds (Task_ConfirmConclusiveGrounds) no longer has the extension property act: before confirm."
      })
  void aTasksPropertyHasItsNameInModeler(String before, String after, String sentence) {
    assertThat(changed("processes/conclusive-grounds.bpmn", before, after == null ? "" : after))
        .extracting(Difference::sentence)
        .containsExactly(sentence);
  }

  @Test
  void aTimerAMessageAMappingAConditionAndAListenerAreCompared() {
    assertThat(
            changed(
                "processes/reflection-period.bpmn",
                "${reflectionReviewOpens}</bpmn:timeDate>",
                "${reflectionEndDate}</bpmn:timeDate>"))
        .singleElement()
        .satisfies(
            timer -> {
              assertThat(timer.kind()).isEqualTo(Kind.CHANGED);
              assertThat(timer.property()).isEqualTo("\"Timer date\"");
              assertThat(timer.before()).isEqualTo("${reflectionReviewOpens}");
              assertThat(timer.after()).isEqualTo("${reflectionEndDate}");
            });
    String call = "<camunda:in source=\"cgTargetDate\" target=\"cgTargetDate\" />";
    assertThat(changed("processes/nrm-case.bpmn", call, ""))
        .allSatisfy(
            mapping -> assertThat(mapping.property()).isEqualTo("the in mapping cgTargetDate"))
        .isNotEmpty();
    assertThat(
            changed(
                "processes/conclusive-grounds.bpmn",
                "<bpmn:message id=\"Message_",
                "<bpmn:message camunda:x=\"y\" id=\"Message_"))
        .isNotEmpty()
        .allSatisfy(message -> assertThat(message.name()).startsWith("the message "));
  }

  /** An inclusive gateway takes every flow whose condition is met. */
  @Test
  void anElementThatBecomesAnotherKindIsAChange() {
    assertThat(
            changed(
                "processes/support-as-adult.bpmn",
                text ->
                    text.replaceFirst(
                        "(?s)exclusiveGateway( id=\"Gateway_Consents\".*?)exclusiveGateway",
                        "inclusiveGateway$1inclusiveGateway")))
        .extracting(Difference::marked)
        .containsExactly(
            "Change to what happens. The inclusive gateway Consent given? (Gateway_Consents) has a change in what it is: before exclusive gateway, now inclusive gateway.");
  }

  @Test
  void aStepInAnotherLaneIsDescribedWithItsLane() {
    assertThat(
            changed(
                "processes/nrm-case.bpmn",
                text ->
                    text.replaceFirst("<bpmn:flowNodeRef>Call_Intake</bpmn:flowNodeRef>", "")
                        .replaceFirst(
                            "(?=<bpmn:flowNodeRef>Gateway_Referred<)",
                            "<bpmn:flowNodeRef>Call_Intake</bpmn:flowNodeRef>")))
        .extracting(Difference::marked)
        .containsExactly(
            "The call Receive and log the referral (Call_Intake) has a change in \"Lane\": before {{authority.intake.short}} (Lane_Ukhtc), now Local authority (Lane_LocalAuthority).");
  }

  @Test
  void aStepWithoutAShapeIsNoLongerDrawn() {
    assertThat(
            changed(
                "processes/route.bpmn",
                text ->
                    text.replaceFirst(
                        "(?s)<bpmndi:BPMNShape id=\"Service_CheckRoute_di.*?</bpmndi:BPMNShape>",
                        "")))
        .extracting(Difference::marked)
        .containsExactly(
            "The service task Route by the table (Service_CheckRoute) is no longer drawn.");
  }

  @Test
  void anAnnotationIsCompared() {
    assertThat(
            changed(
                "processes/support-as-adult.bpmn",
                text ->
                    text.replace(
                        "</bpmn:process>",
                        "<bpmn:textAnnotation id=\"TextAnnotation_1\"><bpmn:text>Ask in person</bpmn:text></bpmn:textAnnotation></bpmn:process>")))
        .extracting(Difference::marked)
        .containsExactly("The text annotation TextAnnotation_1 is new: \"Text\": Ask in person.");
  }

  @Test
  void theDirectionOfAPoolIsAMatterOfPlace() {
    String file = "processes/nrm-case.bpmn";
    String shape = "bpmnElement=\"Lane_Ukba\" isHorizontal=\"true\"";
    assertThat(Comparison.text(changed(file, shape, shape.replace("true", "false"))))
        .endsWith("(Lane_Ukba) has only moved.");
    String lane = "<bpmn:lane id=\"Lane_Ukba\"";
    List<Difference> added =
        changed(
            file,
            text ->
                text.replace(lane, "<bpmn:lane id=\"Lane_New\" name=\"Police\" />" + lane)
                    .replace(
                        "<bpmndi:BPMNShape id=\"Lane_Ukba_di\"",
                        "<bpmndi:BPMNShape id=\"Lane_New_di\" bpmnElement=\"Lane_New\" isHorizontal=\"true\"><dc:Bounds x=\"190\" y=\"892\" width=\"1221\" height=\"90\" /></bpmndi:BPMNShape><bpmndi:BPMNShape id=\"Lane_Ukba_di\""));
    assertThat(Comparison.text(added)).contains("Police").doesNotContain("isHorizontal");
  }

  @Test
  void removedAndNewStepsAreDescribed() {
    String file = "processes/find-address.bpmn";
    byte[] shipped = read(file);
    String text = new String(shipped, StandardCharsets.UTF_8);
    String id =
        Pattern.compile("<bpmn:userTask id=\"(\\w+)\"")
            .matcher(text)
            .results()
            .findFirst()
            .get()
            .group(1);
    byte[] without =
        text.replaceFirst("(?s)<bpmn:userTask .*?</bpmn:userTask>", "")
            .getBytes(StandardCharsets.UTF_8);

    assertThat(Comparison.of(Map.of(file, shipped), Map.of(file, without), TABLES, TEAMS))
        .filteredOn(difference -> difference.kind() == Kind.GONE)
        .extracting(Difference::element)
        .containsExactly(id);
    assertThat(Comparison.of(Map.of(file, without), Map.of(file, shipped), TABLES, TEAMS))
        .filteredOn(difference -> difference.kind() == Kind.NEW)
        .singleElement()
        .satisfies(
            task ->
                assertThat(task.after())
                    .contains(
                        "\"Candidate groups\": Case owner of the authority that is working on the case;"));
  }

  // --- tables

  @Test
  void aRewrittenTableWithTheSameAnswersSaysSo() {
    String file = "processes/competent-authority.dmn";
    String shipped = text(file);
    Matching row = new Matching(shipped, "(?s) *<rule id=\"Rule_UkNational\">.*?</rule>\n");
    String moved =
        shipped
            .replace(row.found(), "")
            .replaceFirst(
                "(?= *<rule id=\"Rule_NotKnown\">)", Matcher.quoteReplacement(row.found()));

    assertThat(Comparison.text(compared(Map.of(file, bytes(moved)))))
        .isEqualTo(
            """
            processes/competent-authority.dmn
              Row 4 (Rule_UkNational) has a change in its place: before 2, now 4.
              The table answers every question as before.""");
  }

  @Test
  void columnsAndTheHitPolicyAreCompared() {
    String file = "processes/letters.dmn";
    assertThat(changed(file, "hitPolicy=\"COLLECT\"", "hitPolicy=\"RULE ORDER\""))
        .extracting(Difference::sentence)
        .containsExactly(
            "The table Letters (letters) has a change in \"Hit policy\": before COLLECT, now RULE ORDER.",
            "The table answers every question as before.");
    assertThat(changed(file, "hitPolicy=\"COLLECT\"", "hitPolicy=\"FIRST\""))
        .extracting(Difference::kind)
        .containsExactly(Kind.CHANGED, Kind.NOT_COMPARED);
    assertThat(changed(file, "label=\"Addressee\"", "label=\"To\""))
        .extracting(Difference::property)
        .containsExactly("\"Label\"", "");
    assertThat(changed(file, "<text>adult</text>", "<text>grownUp</text>"))
        .extracting(Difference::kind)
        .containsExactly(Kind.CHANGED, Kind.NOT_COMPARED);
  }

  // --- forms, letters and data

  @Test
  void aFieldOfAFormIsComparedPropertyByProperty() {
    String file = "forms/decide-leave.form";
    String shipped = text(file);
    Matching required = new Matching(shipped, "\"required\": true");
    assertThat(changed(file, required.found(), "\"required\": false"))
        .isNotEmpty()
        .allSatisfy(field -> assertThat(field.property()).isEqualTo("\"Required\""));
    assertThat(changed(file, "\"type\": \"radio\"", "\"type\": \"select\""))
        .isNotEmpty()
        .allSatisfy(field -> assertThat(field.property()).isEqualTo("\"Type\""));
    assertThatThrownBy(() -> changed(file, "{", "["))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("forms/decide-leave.form: It is not a form. Save it with Camunda Modeler.");
  }

  @Test
  void aMovedFieldHasOnlyMoved() {
    String form =
        """
        {"components": [%s], "type": "default", "id": "f"}""";
    String one = "{\"id\": \"a\", \"type\": \"textfield\", \"label\": \"One\", \"key\": \"one\"}";
    String two = "{\"id\": \"b\", \"type\": \"textfield\", \"label\": \"Two\", \"key\": \"two\"}";

    assertThat(
            Comparison.of(
                Map.of("forms/f.form", bytes(form.formatted(one + "," + two))),
                Map.of("forms/f.form", bytes(form.formatted(two + "," + one))),
                TABLES,
                TEAMS))
        .extracting(Difference::sentence)
        .singleElement()
        .asString()
        .matches("The field (One|Two) \\((one|two)\\) has only moved\\.");
  }

  @ParameterizedTest
  @ValueSource(strings = {" []", "", "\n# - {from: [1], stage: intake, takes: new}"})
  void theFirstRowOfAnEmptyListIsNewAndNothingIsRemoved(String empty) {
    String file = "config/cases-under-way.yaml";
    byte[] none = bytes("cases-under-way:" + empty + "\n");
    byte[] one = bytes("cases-under-way:\n- {from: [1], stage: intake, takes: move}\n");

    assertThat(Comparison.of(Map.of(file, none), Map.of(file, one), TABLES, TEAMS))
        .extracting(Difference::sentence)
        .containsExactly(
            "The entry cases-under-way [1 intake] is new: from: 1; stage: intake; takes: move.");
    assertThat(Comparison.of(Map.of(file, one), Map.of(file, none), TABLES, TEAMS))
        .extracting(Difference::sentence)
        .containsExactly("The entry cases-under-way [1 intake] is gone.");
  }

  @Test
  void d18ARequirementOfADecisionIsASafeguard() {
    assertThat(changed("config/decisions.yaml", "    people: 2", "    people: 1"))
        .isNotEmpty()
        .allSatisfy(
            row ->
                assertThat(row.sentence())
                    .startsWith("Change to a safeguard: the entry nrm.decisions [")
                    .endsWith(" has a change in people: before 2, now 1."));
  }

  @Test
  void aLettersWordsAreComparedLineByLine() {
    assertThat(
            Comparison.of(
                Map.of("config/letters/nrm-05.html", bytes("<p>Dear</p>\n<p>We decided.</p>\n")),
                Map.of("config/letters/nrm-05.html", bytes("<p>Dear</p>\n<p>It is decided.</p>\n")),
                TABLES,
                TEAMS))
        .extracting(Difference::name, Difference::sentence)
        .containsExactly(
            tuple(
                "the text",
                "The text has a change in line 2: before <p>We decided.</p>, now <p>It is decided.</p>."));
  }

  @Test
  void aScenariosInputAndResultAreMarked() {
    String file = "config/scenarios/one.json";
    String before =
        """
        {"about": "A child", "entered": [{"at": "2009-06-01T10:00", "starts": "nrm-case"}],
         "result": {"deadline": ["Due on 8 June 2009"]}}\
        """;

    assertThat(
            Comparison.of(
                Map.of(file, bytes(before)),
                Map.of(file, bytes(before.replace("8 June", "9 June").replace("nrm-", "my-"))),
                TABLES,
                TEAMS))
        .extracting(Difference::marked)
        .containsExactly(
            "Change to a scenario. The entry entered [2009-06-01T10:00] has a change in starts: before nrm-case, now my-case.",
            "Change to a scenario. The entry result.deadline has a change in its value: before Due on 8 June 2009, now Due on 9 June 2009.");
    assertThat(Comparison.text(Comparison.of(Map.of(), Map.of(file, bytes(before)), TABLES, TEAMS)))
        .endsWith("  The file is new.");
  }

  @Test
  void theTextOfANewLetterOrFormIsShown() {
    assertThat(
            Comparison.text(
                Comparison.of(
                    Map.of(),
                    Map.of(
                        "config/letters/a.html",
                        bytes(
                            "{{>letterhead}}\n<h1>For the guardian</h1>\n<p>Until {{reflectionEnd}}.</p>"),
                        "forms/b.form",
                        bytes(
                            "{\"components\": [{\"id\": \"F1\", \"key\": \"asked\", \"label\": \"Why?\", \"type\": \"textarea\"}]}")),
                    TABLES,
                    TEAMS)))
        .contains(
            "config/letters/a.html\n  The file is new: {{>letterhead}} For the guardian Until {{reflectionEnd}}.",
            "forms/b.form\n  The file is new.\n",
            "The field Why? (asked) is new: ");
  }

  @Test
  void newAndRemovedFilesAreListed() {
    assertThat(
            Comparison.text(
                Comparison.of(
                    Map.of("forms/a.form", bytes("{}")),
                    Map.of("forms/b.form", bytes("{}")),
                    TABLES,
                    TEAMS)))
        .isEqualTo(
            "forms/a.form\n  Change to what is asked. The file is gone.\n\nforms/b.form\n  The file is new.");
  }

  @Test
  void aLongTextIsCutBetweenWordsAroundTheChange() {
    String file = "forms/log-referral.form";

    List<Difference> changed = changed(file, "## Log the referral", "## Log the NRM form");

    assertThat(Comparison.text(changed))
        .contains("before ## Log the referral\n", "\nCheck…, now ## Log the NRM form\n")
        .endsWith("\nCheck…");
  }

  @Test
  void aTextThatEndsWithAFullStopGetsNoSecondOne() {
    String file = "config/letters/nrm-03.html";

    assertThat(
            Comparison.text(
                Comparison.of(
                    Map.of(file, bytes("Write to us.")),
                    Map.of(file, bytes("Write to us at once.")),
                    TABLES,
                    TEAMS)))
        .endsWith("before Write to us., now Write to us at once.")
        .doesNotContain("..");
  }

  // --- any file

  @Property(tries = 60)
  void anAddedBlankLineIsNoDifference(@ForAll int seed) {
    String file = any(files("processes", "forms", "config"), seed);
    if (file.matches(".*\\.(bpmn|dmn|form|yaml)")) {
      byte[] shipped = read(file);
      byte[] spaced = bytes(text(file) + "\n");

      assertThat(Comparison.of(Map.of(file, shipped), Map.of(file, shipped), TABLES, TEAMS))
          .isEmpty();
      assertThat(Comparison.of(Map.of(file, shipped), Map.of(file, spaced), TABLES, TEAMS))
          .extracting(Difference::sentence)
          .containsExactly(
              "A detail without effect, such as a comment or a space, has only moved.");
    }
  }

  /** Modeler escapes quotation marks its own way, and writes its name and version. */
  @Property(tries = 60)
  void aFileThatModelerHasOnlySavedAgainIsTheSame(@ForAll int seed) {
    String file = any(files("processes", "forms"), seed);
    String shipped = text(file);
    String saved =
        file.endsWith(".form")
            ? shipped
                .replaceFirst("\"schemaVersion\": \\d+", "\"schemaVersion\": 19")
                .replaceFirst(
                    "\\}\\s*$",
                    ", \"exporter\": {\"name\": \"Camunda Modeler\", \"version\": \"5.50.1\"}}")
            : shipped
                .replace("'", "&#39;")
                .replaceFirst("exporterVersion=\"[^\"]*\"", "exporterVersion=\"5.50.1\"");

    assertThat(Comparison.isSame(file, bytes(shipped), bytes(saved))).isTrue();
    assertThat(
            Comparison.of(Map.of(file, bytes(shipped)), Map.of(file, bytes(saved)), TABLES, TEAMS))
        .extracting(Difference::sentence)
        .containsExactly("A detail without effect, such as a comment or a space, has only moved.");
    assertThat(
            Comparison.isSame(
                file, bytes(shipped), bytes(saved.replaceFirst("(id=\"|\"id\": \")", "$1x"))))
        .isFalse();
  }

  @Property(tries = 100)
  void aMovedShapeHasOnlyMoved(@ForAll int seed, @ForAll int which) {
    String file =
        any(files("processes").stream().filter(it -> it.endsWith(".bpmn")).toList(), seed);
    String shipped = text(file);
    MatchResult bounds =
        any(Pattern.compile("<dc:Bounds x=\"(-?\\d+)").matcher(shipped).results().toList(), which);
    String moved =
        shipped.substring(0, bounds.start(1))
            + (Integer.parseInt(bounds.group(1)) + 7)
            + shipped.substring(bounds.end(1));

    assertThat(compared(Map.of(file, bytes(moved))))
        .singleElement()
        .satisfies(
            difference -> {
              assertThat(difference.kind()).isEqualTo(Kind.MOVED);
              assertThat(difference.safeguard()).isFalse();
            });
  }

  /** If no answer is reported as changed, the engine evaluates both tables. */
  @Property(tries = 40)
  void aChangedCellIsDescribedWithTheAnswersThatChange(
      @ForAll int seed, @ForAll int which, @ForAll int other) {
    String file = any(files("processes").stream().filter(it -> it.endsWith(".dmn")).toList(), seed);
    String shipped = text(file);
    List<MatchResult> cells =
        Pattern.compile("(?s)<inputEntry id=\"([^\"]*_)([A-Za-z]+)\">\\s*<text>(.*?)</text>")
            .matcher(shipped)
            .results()
            .toList();
    MatchResult cell = any(cells, which);
    String text =
        any(cells.stream().filter(it -> it.group(2).equals(cell.group(2))).toList(), other)
            .group(3);
    String changed = shipped.substring(0, cell.start(3)) + text + shipped.substring(cell.end(3));
    List<Difference> differences = compared(Map.of(file, bytes(changed)));

    boolean same = any(text).equals(any(cell.group(3)));
    if (same) {
      assertThat(differences).allMatch(difference -> difference.kind() == Kind.MOVED);
    } else {
      assertThat(differences.get(0).kind()).isEqualTo(Kind.CHANGED);
      assertThat(differences.subList(1, differences.size()))
          .isNotEmpty()
          .allMatch(it -> it.kind() == Kind.ANSWER || it.kind() == Kind.NO_ANSWER);
      if (differences.get(1).kind() == Kind.NO_ANSWER) {
        sameAnswers(file, shipped, changed, new Random(seed));
      }
    }
  }

  private static void sameAnswers(String file, String shipped, String changed, Random random) {
    String name = file.replaceAll(".*/|\\.dmn", "");
    DecisionTables.Check asked =
        TABLES.stream().filter(it -> it.table().equals(name)).findFirst().orElseThrow();
    DecisionTable before = DecisionTable.of(name, shipped);
    DecisionTable after = DecisionTable.of(name, changed);
    for (int question = 0; question < 5; question++) {
      Map<String, Object> facts = new HashMap<>();
      asked
          .inputs()
          .forEach(
              (input, values) ->
                  facts.put(
                      input,
                      switch (values.kind()) {
                        case CHOICE -> any(values.values(), random.nextInt());
                        case DAY ->
                            LocalDate.of(2009, 4, 1).plusDays(random.nextInt(6000)).toString();
                        case LISTED -> any(listed(shipped, input), random.nextInt());
                      }));
      assertThat(asked.applicable(after.ask(facts)))
          .as(facts.toString())
          .isEqualTo(asked.applicable(before.ask(facts)));
    }
  }

  /** The predefined values of the column with an input. */
  private static List<String> listed(String table, String input) {
    return Pattern.compile(
            "(?s)<text>" + input + "</text>\\s*</inputExpression>\\s*<inputValues.*?</inputValues>")
        .matcher(table)
        .results()
        .flatMap(list -> Pattern.compile("\"([a-z-]+)\"").matcher(list.group()).results())
        .map(value -> value.group(1))
        .toList();
  }

  private static String any(String cell) {
    return cell.strip().equals("-") ? "" : cell.strip();
  }

  private static <T> T any(List<T> all, int seed) {
    return all.get(Math.floorMod(seed, all.size()));
  }

  private record Matching(String text, String pattern) {
    String found() {
      return Pattern.compile(pattern).matcher(text).results().findFirst().orElseThrow().group();
    }
  }

  private static List<Difference> changed(String file, String before, String after) {
    String shipped = text(file);
    assertThat(shipped).contains(before);
    return compared(Map.of(file, bytes(shipped.replace(before, after))));
  }

  private static List<Difference> changed(String file, UnaryOperator<String> change) {
    String shipped = text(file);
    assertThat(change.apply(shipped)).isNotEqualTo(shipped);
    return compared(Map.of(file, bytes(change.apply(shipped))));
  }

  private static List<Difference> compared(Map<String, byte[]> files) {
    Map<String, byte[]> before = new TreeMap<>();
    files.keySet().stream()
        .filter(file -> Files.exists(Path.of(file)))
        .forEach(file -> before.put(file, read(file)));
    return Comparison.of(before, files, TABLES, TEAMS);
  }

  private static List<String> files(String... folders) {
    List<String> files = new ArrayList<>();
    for (String folder : folders) {
      try (Stream<Path> all = Files.walk(Path.of(folder))) {
        all.filter(Files::isRegularFile).map(Path::toString).sorted().forEach(files::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files;
  }

  private static String text(String file) {
    return new String(read(file), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] read(String file) {
    try {
      return Files.readAllBytes(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

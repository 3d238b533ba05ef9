package scot.nrm.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.instance.OutputEntry;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scot.nrm.decision.deadline.DecisionTable;
import scot.nrm.engine.DecisionTables;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.letters.LetterTable.Row;
import scot.nrm.pages.Templates;
import scot.nrm.pages.Templates.Filled;

class LettersTableTest {

  private static final DecisionTable TABLE = DecisionTable.named("letters");
  private static final Path FILE = Path.of("processes/letters.dmn");

  /** A school reported the concern, and no one has answered yet. */
  private static final Map<String, Object> SCHOOL = facts(false, false);

  private static final Map<String, Object> LOCAL_AUTHORITY = facts(true, false);
  private static final Map<String, Object> POLICE = facts(false, true);

  @Test
  void d12AReferralIsAcknowledgedToTheLocalAuthorityAndTheFirstResponder() {
    assertThat(letters("referral-received", SCHOOL))
        .containsExactly(
            ": acknowledgement to local-authority",
            ": acknowledgement-to-first-responder to first-responder");
    assertThat(letters("referral-received", LOCAL_AUTHORITY))
        .containsExactly(": acknowledgement to local-authority");
  }

  @Test
  void d12MissingFactsAreRequestedFromTheLocalAuthority() {
    assertThat(letters("facts-missing", SCHOOL))
        .containsExactly(": request-for-missing-facts to local-authority");
  }

  @Test
  void aPositiveReasonableGroundsDecisionIsSentAsNrm03And05() {
    assertThat(letters("rg-positive", SCHOOL))
        .containsExactly(
            "NRM 03: nrm-03 to local-authority",
            "NRM 05: nrm-05 to first-responder",
            "NRM 05: nrm-05 to police");
  }

  @Test
  void d37NegativeReasonableGroundsAreSentAsNrm04WithTheMinuteAndNrm05Without() {
    assertThat(letters("rg-negative", SCHOOL))
        .containsExactly(
            "NRM 04: nrm-04 to local-authority with minute",
            "NRM 05: nrm-05 to first-responder",
            "NRM 05: nrm-05 to police");
  }

  @Test
  void aPositiveConclusiveDecisionIsSentAsNrm07And05() {
    assertThat(letters("cg-positive", SCHOOL))
        .containsExactly(
            "NRM 05: nrm-05 to first-responder",
            "NRM 05: nrm-05 to police",
            "NRM 07: nrm-07 to local-authority");
  }

  @Test
  void d37NegativeConclusiveGroundsAreSentWithTheMinuteInALetterWithoutACode() {
    assertThat(letters("cg-negative", SCHOOL))
        .containsExactly(
            "NRM 05: nrm-05 to first-responder",
            "NRM 05: nrm-05 to police",
            "no code known: negative-conclusive-grounds to local-authority with minute");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rg-positive", "rg-negative", "cg-positive", "cg-negative"})
  void nrm05GoesToEachAgencyOnce(String occasion) {
    assertThat(letters(occasion, LOCAL_AUTHORITY))
        .filteredOn(letter -> letter.startsWith("NRM 05"))
        .containsExactly("NRM 05: nrm-05 to police");
    assertThat(letters(occasion, POLICE))
        .filteredOn(letter -> letter.startsWith("NRM 05"))
        .containsExactly("NRM 05: nrm-05 to first-responder");
  }

  @Test
  void d15AndD22TheLocalAuthorityIsNotifiedOfExtensions() {
    assertThat(letters("rg-extended", SCHOOL))
        .containsExactly(": reasonable-grounds-extended to local-authority");
    assertThat(letters("reflection-extended", POLICE))
        .containsExactly(": reflection-extended to local-authority");
  }

  @Test
  void d21EveryoneWhoHasNotAnsweredTheReviewIsReminded() {
    assertThat(letters("review-reminder", SCHOOL))
        .containsExactly(
            ": review-reminder to local-authority",
            ": review-reminder to first-responder",
            ": review-reminder to police");
    assertThat(letters("review-reminder", with(SCHOOL, "policeAnswered")))
        .containsExactly(
            ": review-reminder to local-authority", ": review-reminder to first-responder");
    assertThat(
            letters(
                "review-reminder",
                with(with(SCHOOL, "localAuthorityAnswered"), "firstResponderAnswered")))
        .containsExactly(": review-reminder to police");
    assertThat(letters("review-reminder", LOCAL_AUTHORITY))
        .containsExactly(": review-reminder to local-authority", ": review-reminder to police");
    assertThat(letters("review-reminder", POLICE))
        .containsExactly(
            ": review-reminder to local-authority", ": review-reminder to first-responder");
    assertThat(letters("review-reminder", with(POLICE, "firstResponderAnswered")))
        .as("an officer has answered, the force has not")
        .containsExactly(": review-reminder to local-authority", ": review-reminder to police");
  }

  @ParameterizedTest
  @CsvSource({
    "referral-received, acknowledgement",
    "rg-positive, nrm-03",
    "rg-negative, nrm-04",
    "cg-positive, nrm-07",
    "cg-negative, negative-conclusive-grounds",
    "rg-extended, reasonable-grounds-extended",
    "reflection-extended, reflection-extended",
  })
  void d7LettersOnTheChildsBehalfGoToThePersonOnceAnAdult(String occasion, String letter) {
    List<String> ofAChild = letters(occasion, SCHOOL);
    List<String> ofAnAdult = letters(occasion, with(SCHOOL, "adult"));

    assertThat(ofAChild)
        .anyMatch(sent -> sent.contains(": " + letter + " to local-authority"))
        .noneMatch(sent -> sent.contains("person-or-representative"));
    assertThat(
            ofAnAdult.stream()
                .map(
                    sent ->
                        sent.replace(
                            letter + "-to-adult to person-or-representative",
                            letter + " to local-authority")))
        .containsExactlyElementsOf(ofAChild);
    assertThat(ofAnAdult).noneMatch(sent -> sent.contains("local-authority"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "facts-missing", "review-reminder", "child-not-known", "copy-reminder",
        "direct-referral-reminder", "child-missing", "child-found", "stage-suspended"
      })
  void d7RequestsAndNoticesGoToTheLocalAuthorityForAnAdultToo(String occasion) {
    assertThat(letters(occasion, with(SCHOOL, "adult")))
        .isEqualTo(letters(occasion, SCHOOL))
        .contains(
            ": "
                + (occasion.equals("facts-missing") ? "request-for-missing-facts" : occasion)
                + " to local-authority");
  }

  @Test
  void d10D11AndD12TheLocalAuthorityIsNotifiedOfAnUnknownChildAndReminded() {
    assertThat(letters("child-not-known", SCHOOL))
        .containsExactly(": child-not-known to local-authority");
    assertThat(letters("copy-reminder", LOCAL_AUTHORITY))
        .containsExactly(": copy-reminder to local-authority");
    assertThat(letters("direct-referral-reminder", POLICE))
        .containsExactly(": direct-referral-reminder to local-authority");
  }

  @ParameterizedTest
  @ValueSource(strings = {"child-missing", "child-found"})
  void d34EachAgencyIsNotifiedOnceThatAChildIsMissingOrFound(String occasion) {
    String letter = ": " + occasion + " to ";

    assertThat(letters(occasion, with(SCHOOL, "authorityKnown")))
        .containsExactly(
            letter + "local-authority",
            letter + "first-responder",
            letter + "competent-authority",
            letter + "police");
    assertThat(letters(occasion, SCHOOL))
        .containsExactly(letter + "local-authority", letter + "first-responder", letter + "police");
    assertThat(letters(occasion, LOCAL_AUTHORITY))
        .containsExactly(letter + "local-authority", letter + "police");
    assertThat(letters(occasion, POLICE))
        .containsExactly(letter + "local-authority", letter + "first-responder");
  }

  @Test
  void d35EachAgencyIsNotifiedOnceOfASuspendedStageAndNeverByNrm05() {
    assertThat(letters("stage-suspended", with(SCHOOL, "authorityKnown")))
        .containsExactly(
            ": stage-suspended to local-authority",
            ": stage-suspended to first-responder",
            ": stage-suspended to police");
    assertThat(letters("stage-suspended", LOCAL_AUTHORITY))
        .containsExactly(": stage-suspended to local-authority", ": stage-suspended to police");
    assertThat(letters("stage-suspended", POLICE))
        .containsExactly(
            ": stage-suspended to local-authority", ": stage-suspended to first-responder");
  }

  @Test
  void d14TransfersGoToTheOtherAuthorityAndClaimsToAsylumColleagues() {
    assertThat(letters("transfer", SCHOOL)).containsExactly(": transfer to competent-authority");
    assertThat(letters("asylum-colleagues", SCHOOL))
        .containsExactly(": asylum-colleagues to ukba-asylum");
  }

  @Test
  void d30TheApplicantForReconsiderationIsAnswered() {
    assertThat(letters("reconsideration-refused", SCHOOL))
        .containsExactly(": reconsideration-refused to who-asked");
    assertThat(letters("reconsideration-not-entitled", with(SCHOOL, "adult")))
        .containsExactly(": reconsideration-not-entitled to who-asked");
  }

  @Test
  void d29OnlyAnAdultIsWrittenToBeforeLeaveExpires() {
    assertThat(letters("leave-renewal", with(SCHOOL, "adult")))
        .containsExactly(": leave-renewal to person-or-representative");
    assertThat(letters("leave-renewal", SCHOOL)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "rg-negative, local-authority, false, <p>{{reflectionEnd}}</p>, reflectionEnd",
    "rg-positive, local-authority, false, <p>{{reflectionEnd}} {{reflectionDays}}</p>, ''",
    "rg-negative, local-authority, false, <p>Due {{cgTarget}}</p>, cgTarget",
    "rg-positive, local-authority, false, <p>Due {{cgTarget}}</p>, ''",
    "child-missing, police, false, <p>{{decision.date}}</p>, decision.date",
    "child-missing, police, false, <p>{{#decision.positive}}{{decision.date}}{{/decision.positive}}</p>, ''",
    "child-missing, police, false, <p>{{^minuteEnclosed}}{{leaveExpires}} {{code}}{{/minuteEnclosed}}</p>, code",
    "child-missing, police, false, <p>{{#to-police}}{{printedOn}}{{/to-police}}</p>, printedOn",
    "child-missing, police, false, <p>{{^to-police}}{{printedOn}}{{/to-police}}</p>, ''",
    "rg-negative, local-authority, true, <p>{{reasons}}</p>, ''",
    "cg-negative, first-responder, false, <p>{{reasons}} {{reflectionEnded}}</p>, reasons",
    "cg-positive, police, false, <p>{{#decision.positive}}{{transferredOn}}{{/decision.positive}}</p>, transferredOn",
    "cg-positive, police, false, <p>{{#decision.negative}}{{transferredOn}}{{/decision.negative}}</p>, ''"
  })
  void aLetterCannotPrintAValueThatItsOccasionNeverHas(
      String occasion,
      String addressee,
      boolean minute,
      String text,
      String unfilled,
      @TempDir Path folder)
      throws IOException {
    Files.writeString(folder.resolve("nrm-05.html"), "{{>letterhead}}" + text + "{{>close}}");
    LetterTable.TableCheck check =
        new LetterTable.TableCheck(new Templates(folder, KnownAuthorities.OF_THE_FILE));

    List<String> problems =
        check.problems(
            new DecisionTables.Answers() {
              @Override
              public List<Object> values(String input) {
                return List.of(input.equals("occasion") ? occasion : "2009-04-14");
              }

              @Override
              public List<Map<String, Object>> at(Map<String, Object> facts) {
                return List.of(
                    Map.of("letter", "nrm-05", "addressee", addressee, "minuteEnclosed", minute));
              }
            });

    assertThat(problems)
        .filteredOn(problem -> problem.startsWith("The letter nrm-05"))
        .isEqualTo(
            unfilled.isEmpty()
                ? List.of()
                : List.of(
                    "The letter nrm-05 prints {{%1$s}}, which never has a value on the occasion %2$s. Remove it from the letter, or put it with its words between {{#%1$s}} and {{/%1$s}}."
                        .formatted(unfilled, occasion)));
  }

  @Test
  void d30TheDayOfARequestIsPrintedOnlyOnOccasionsThatProvideIt(@TempDir Path folder)
      throws IOException {
    String letter = "{{>letterhead}}<p>%s</p>{{>close}}";
    for (String name : List.of("reasonable-grounds-extended", "reconsideration-refused")) {
      Files.writeString(folder.resolve(name + ".html"), letter.formatted("{{requestedOn}}"));
    }
    Files.writeString(
        folder.resolve("nrm-03.html"),
        letter.formatted("{{#requestedOn}}On {{requestedOn}}{{/requestedOn}}"));
    LetterTable.TableCheck check =
        new LetterTable.TableCheck(new Templates(folder, KnownAuthorities.OF_THE_FILE));
    String diagram = Files.readString(Path.of("processes/reconsideration.bpmn"));
    String occasion = ">reconsideration-refused<";
    assertThat(diagram).contains(occasion);

    assertThat(problems(check, diagram))
        .containsExactly(
            "The letter reasonable-grounds-extended prints {{requestedOn}}, which never has a value on the occasion rg-extended. Remove it from the letter, or put it with its words between {{#requestedOn}} and {{/requestedOn}}.");
    assertThat(problems(check, diagram.replace(occasion, ">reconsideration-${answer}<")))
        .hasSize(1);
    assertThat(problems(check, diagram.replace(occasion, ">rg-extended<")))
        .singleElement()
        .asString()
        .startsWith("The letter reconsideration-refused prints {{requestedOn}}, ");

    assertThat(problems(check, diagram.replace(occasion, ">reconsideration-refuse<")))
        .as("nobody would get it")
        .anyMatch(
            problem ->
                problem.startsWith(
                    "processes/reconsideration.bpmn: The table letters has no row for the occasion \"reconsideration-refuse\", so nobody would get a letter. Add a row, or write one of asylum-colleagues, "));

    assertThat(problems(check, diagram, sentOn("")))
        .as("a row for all occasions")
        .anyMatch(problem -> problem.contains("reconsideration-refused prints {{requestedOn}}"))
        .anyMatch(problem -> problem.contains("on the occasion child-found."))
        .noneMatch(problem -> problem.contains("on the occasion reconsideration-refused."));
    assertThat(problems(check, diagram, sentOn("not(\"child-found\", \"copy-reminder\")")))
        .as("a row for all others")
        .anyMatch(problem -> problem.contains("on the occasion child-missing."))
        .noneMatch(problem -> problem.contains("on the occasion child-found."));
  }

  /** The table with another first cell of the row that refuses a reconsideration. */
  private static String sentOn(String occasions) throws IOException {
    return Files.readString(FILE)
        .replaceFirst("<text>\"reconsideration-refused\"</text>", "<text>" + occasions + "</text>");
  }

  private static List<String> problems(LetterTable.TableCheck check, String diagram)
      throws IOException {
    return problems(check, diagram, Files.readString(FILE));
  }

  private static List<String> problems(LetterTable.TableCheck check, String diagram, String table) {
    return check.problems(
        Map.of(
            "letters.dmn", table.getBytes(StandardCharsets.UTF_8),
            "reconsideration.bpmn", diagram.getBytes(StandardCharsets.UTF_8)));
  }

  /** The register of letters would refuse the second one, and nobody would get any. */
  @Test
  void twoRowsThatSendTheSameLetterAreRefused() {
    LetterTable.TableCheck check =
        new LetterTable.TableCheck(new Templates(Path.of("none"), KnownAuthorities.OF_THE_FILE));
    Map<String, Object> row =
        Map.of("code", "", "letter", "child-found", "addressee", "police", "minuteEnclosed", false);

    assertThat(
            check.problems(
                new DecisionTables.Answers() {
                  @Override
                  public List<Object> values(String input) {
                    return List.of(input.equals("occasion") ? "child-found" : "2009-04-14");
                  }

                  @Override
                  public List<Map<String, Object>> at(Map<String, Object> facts) {
                    return Boolean.TRUE.equals(facts.get("adult"))
                        ? List.of(row, row)
                        : List.of(row);
                  }
                }))
        .containsExactly(
            "Two rows would send the letter child-found of child-found to police. Ask more in one of them, or remove it.");
  }

  @Test
  void aCodeThatIsTooLongForTheRegisterIsRefused() {
    LetterTable.TableCheck check =
        new LetterTable.TableCheck(new Templates(Path.of("none"), KnownAuthorities.OF_THE_FILE));
    Map<String, String> outputs =
        Map.of(
            "code",
            "\"NRM 05 (copy for them)\"",
            "letter",
            "\"nrm-05\"",
            "addressee",
            "\"police\"");

    assertThat(check.problems(List.of(new DecisionTables.Row(7, Map.of(), outputs))))
        .containsExactly(
            "Line 7: the code \"NRM 05 (copy for them)\" has more than 16 characters. Shorten it.");
  }

  /** The check would refuse a value that it doesn't know, although letters have it. */
  @Test
  void theCheckKnowsEveryValueOfALetter() {
    Row row = new Row("NRM 05", "nrm-05", Addressee.LOCAL_AUTHORITY, true);

    assertThat(LetterPlaceholders.all().keySet())
        .contains("reflectionEnd", "sender.phone")
        .allSatisfy(
            name ->
                assertThat(
                        Stream.of("rg-positive", "cg-negative", "cg-positive", "leave-renewal")
                            .filter(
                                occasion ->
                                    name.startsWith("to-")
                                        || LetterWriter.filled(name, occasion, row, true)
                                            != Filled.NEVER))
                    .as(name)
                    .isNotEmpty());
  }

  @Test
  void anOccasionMissingFromTheTableSendsNothing() {
    assertThat(letters("rg-", SCHOOL)).isEmpty();
  }

  @Test
  void d37EveryRowNamesAKnownAddresseeAndEveryLetterHasATemplate() {
    var rules = Dmn.readModelFromFile(FILE.toFile()).getModelElementsByType(Rule.class);

    assertThat(rules)
        .hasSize(41)
        .allSatisfy(
            rule -> {
              List<String> outputs =
                  rule.getOutputEntries().stream()
                      .map(OutputEntry::getTextContent)
                      .map(text -> text.strip().replace("\"", ""))
                      .toList();
              assertThat(Path.of("src/main/resources/letters", outputs.get(1) + ".html"))
                  .matches(Files::exists);
              assertThat(Addressee.of(outputs.get(2))).isNotNull();
              assertThat(rule.getDescription().getTextContent())
                  .containsPattern("D\\d+|Letters table");
            });
  }

  /** A row to the person requires an adult, because no letter can be sent to a child. */
  @Test
  void d37EveryRowToThePersonRequiresAnAdult() {
    var rules = Dmn.readModelFromFile(FILE.toFile()).getModelElementsByType(Rule.class);

    assertThat(rules)
        .filteredOn(
            rule ->
                rule.getOutputEntries().stream()
                    .anyMatch(
                        output -> output.getTextContent().contains("person-or-representative")))
        .hasSize(8)
        .allSatisfy(
            rule ->
                assertThat(rule.getInputEntries().stream().toList().get(1).getTextContent().strip())
                    .isEqualTo("true"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"child", "person", "carer", ""})
  void d37NothingCanBeAddressedToAPerson(String addressee) {
    assertThatThrownBy(() -> Addressee.of(addressee))
        .hasMessageContaining("No letter can be addressed to");
  }

  private static List<String> letters(String occasion, Map<String, Object> facts) {
    Map<String, Object> question = new HashMap<>(facts);
    question.put("occasion", occasion);
    return TABLE.ask(question).stream()
        .map(
            row ->
                "%s: %s to %s%s"
                    .formatted(
                        row.get("code"),
                        row.get("letter"),
                        row.get("addressee"),
                        Boolean.TRUE.equals(row.get("minuteEnclosed")) ? " with minute" : ""))
        .toList();
  }

  private static Map<String, Object> facts(boolean localAuthority, boolean police) {
    return Map.of(
        "adult", false,
        "firstResponderIsLocalAuthority", localAuthority,
        "firstResponderIsThePoliceForce", police,
        "localAuthorityAnswered", false,
        "firstResponderAnswered", false,
        "policeAnswered", false,
        "authorityKnown", false);
  }

  private static Map<String, Object> with(Map<String, Object> facts, String fact) {
    Map<String, Object> changed = new HashMap<>(facts);
    changed.put(fact, true);
    return changed;
  }
}

package scot.nrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import scot.nrm.journeys.RevisedFiles;

/** The command checks the files of a folder with those in force, without a database. */
class CheckCommandTest {

  @TempDir Path folder;

  @Test
  void changedFilesAreCheckedTogetherWithTheOthers() throws IOException {
    assertThat(check())
        .singleElement()
        .asString()
        .startsWith("There is no folder")
        .endsWith("with the changed files in its folders processes, forms and config.");

    String group = " camunda:candidateGroups=\"la-duty-social-work\"";
    changed("processes", "local-authority-assessment.bpmn", group, "");

    Path scenario = Files.createDirectories(folder.resolve("config/scenarios")).resolve("one.json");
    Files.writeString(scenario, "{\"about\": \"A child\", \"entered\": {}}");

    assertThat(check("--nrm.check=" + folder))
        .containsExactlyInAnyOrder(
            "processes/local-authority-assessment.bpmn: The task \"Accept the concern\" (Task_AcceptConcern) belongs to no group, so nobody would see it. Name its group under Candidate groups.",
            "config/scenarios/one.json: \"entered\" must be a list of up to 200 forms that were sent.");

    Files.delete(scenario);
    changed("processes", "local-authority-assessment.bpmn", group, group);
    Path letter = folder.resolve("config/letters/nrm-03.html");
    Files.createDirectories(letter.getParent());
    Files.writeString(letter, "\uFEFF{{>letterhead}}<p>{{leaveExpires}}</p>{{>close}}");
    changed("forms", "log-referral.form", "{\n  \"schema", "\uFEFF{\n  \"schema");

    assertThat(check("--nrm.check=" + folder))
        .containsExactly(
            "processes/letters.dmn: The letter nrm-03 prints {{leaveExpires}}, which never has a value on the occasion rg-positive. Remove it from the letter, or put it with its words between {{#leaveExpires}} and {{/leaveExpires}}.");

    changed("config", "decisions.yaml", "by: second-officer", "by: nobody");
    Files.writeString(
        letter, "{{>letterhead}}<p>{{child.nmaes}}, {{#to-police}}x{{/to-police}}</p>");

    assertThat(check("--nrm.check=" + folder))
        .hasSize(2)
        .noneMatch(one -> one.contains("start again"))
        .anyMatch(
            one ->
                one.contains(
                    "config/letters/nrm-03.html has the placeholder {{child.nmaes}}, which no letter has. Write one from the catalogue, such as child.names."))
        .anyMatch(one -> one.contains("decisions.yaml") && one.contains("nobody"));

    Files.writeString(letter, "{{>letterhead}}<p>{{caseNumber}}{{>close}}");

    assertThat(check("--nrm.check=" + folder))
        .anyMatch(
            one -> one.contains("config/letters/nrm-03.html is not well-formed in <p> of line 1:"));
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void correctFilesAreComparedWithThoseInForce(CapturedOutput output) throws IOException {
    changed("processes", "time-limits.dmn", "<text>45</text>", "<text>40</text>");
    changed("processes", "letters.dmn", "", "");
    Path letter = Path.of("letters", "nrm-05.html");
    Path copy = folder.resolve("config").resolve(letter);
    Files.createDirectories(copy.getParent());
    Files.writeString(
        copy,
        Files.readString(Path.of("src/main/resources").resolve(letter))
            .replaceFirst("</p>", " Thank you.</p>"));

    assertThat(check("--nrm.check=" + folder)).allMatch(one -> one.startsWith("Warning: "));
    assertThat(output)
        .contains("processes/time-limits.dmn\n")
        .contains("now Period: reflection, Value: 40, Unit: days")
        .contains("config/letters/nrm-05.html\n")
        .contains("Thank you.")
        .doesNotContain("processes/letters.dmn\n");
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void filesAsInForceChangeNothing(CapturedOutput output) throws IOException {
    changed("processes", "letters.dmn", "", "");

    assertThat(check("--nrm.check=" + folder)).isEmpty();
    assertThat(output).contains("Nothing is different.");
  }

  /** For example in a folder of one kind of file, or one that a zip has added. */
  @Test
  void aFileThatReplacesNoneIsRefused() throws IOException {
    changed("processes", "close-case.bpmn", "Case closed", "Case ended");

    assertThat(check("--nrm.check=" + folder.resolve("processes")))
        .containsExactly(
            "close-case.bpmn is in none of the folders processes and forms of %s, so it would not be checked. Move it there, or write the folder above it in --nrm.check."
                .formatted(folder.resolve("processes")));
    Files.createDirectories(folder.resolve("config/lists"));
    changed("config", "lists/form-options.yaml", "label: Health", "label: Health service");
    assertThat(check("--nrm.check=" + folder)).as("with a list of its forms").isEmpty();

    Files.writeString(folder.resolve("retention.yaml"), "nrm: {}");
    Files.writeString(folder.resolve("config/kept.yml"), "");
    Files.writeString(folder.resolve("config/nrm-03.html"), "");
    Files.writeString(folder.resolve("referred.json"), "{}");
    assertThat(check("--nrm.check=" + folder))
        .hasSize(4)
        .allMatch(problem -> problem.contains("replaces no file of config"));
    assertThat(check("--nrm.check=" + Files.createDirectories(folder.resolve("empty"))))
        .singleElement()
        .asString()
        .startsWith("There is nothing to check in");
  }

  @Test
  void anUnknownTaskInADataFileIsAWarning() throws IOException {
    changed("config", "notices.yaml", "task: Task_AcceptHandOver", "task: Task_AcceptHandover");
    changed("config", "filters.yaml", "tasks: [Task_MonitorSuspendedStage", "tasks: [Task_Watch");

    assertThat(check("--nrm.check=" + folder))
        .hasSize(2)
        .anyMatch(
            one ->
                one.startsWith(
                    "Warning: config/notices.yaml names Task_AcceptHandover, which is in no diagram."))
        .anyMatch(
            one ->
                one.startsWith(
                    "Warning: config/filters.yaml names Task_Watch, which is in no diagram."));
  }

  /** A field would always or never be shown, a text have a gap, or a limit not be checked. */
  @Test
  void aFormWithAnUnknownNameIsRefused() throws IOException {
    changed("forms", "log-referral.form", "=matchDecision", "=matchDecisoin");
    changed("forms", "note-case-closed.form", "{{showClosing}}", "{{showClosng}} {{caseNo}}");
    changed("forms", "confirm-reasonable-grounds.form", "{{limitReflection}}", "{{limitReflect}}");
    changed("forms", "close-case.form", "e\": \"concernDate\"", "e\": \"concrnDate\"");

    assertThat(check("--nrm.check=" + folder))
        .extracting(problem -> problem.split(": ")[0], problem -> problem.split(" ")[11])
        .containsExactly(
            tuple("forms/close-case.form", "concrnDate,"),
            tuple("forms/confirm-reasonable-grounds.form", "limitReflect,"),
            tuple("forms/log-referral.form", "matchDecisoin,"),
            tuple("forms/note-case-closed.form", "caseNo,"),
            tuple("forms/note-case-closed.form", "showClosng,"));
  }

  /** Each is named once, and not by the forms that have it. */
  @Test
  void aRowThatIsThereTwiceAMissingFirstKeyAndAnUnknownCountryAreRefused() throws IOException {
    changed("config", "councils.yaml", "id: falkirk, name: Falkirk", "id: fife, name: Falkirk");
    assertThat(check("--nrm.check=" + folder))
        .containsExactly(
            "config/councils.yaml has two rows with the id fife. Remove one, or correct its id.");

    changed("config", "councils.yaml", "nrm:\n", "");
    assertThat(check("--nrm.check=" + folder))
        .singleElement()
        .asString()
        .startsWith("config/councils.yaml has the setting councils")
        .endsWith("It has settings below nrm.councils only.");

    changed("config", "councils.yaml", "name: Fife", "name: Fife");
    Files.createDirectories(folder.resolve("config/lists"));
    changed("config", "lists/countries.yaml", "value: NG", "value: VN");
    assertThat(check("--nrm.check=" + folder))
        .containsExactly(
            "The list countries of config/lists has two rows with the value VN. Remove one, or correct its value.");

    changed("config", "lists/countries.yaml", "value: VN", "value: VN");
    changed("config", "eea.yaml", "country: AT", "country: AV");
    assertThat(check("--nrm.check=" + folder))
        .containsExactly(
            "config/eea.yaml has the country AV, which no form offers. Write the value of a country in config/lists/countries.yaml.");
  }

  /** The page of a revision refuses the same. */
  @Test
  void dataWithAnUnknownNameIsRefused() throws IOException {
    changed("config", "organisations.yaml", "police-force: fife", "police-force: fief");
    assertThat(check("--nrm.check=" + folder))
        .singleElement()
        .asString()
        .startsWith(
            "config/organisations.yaml: fife has the police-force fief, which isn't there.");

    changed("config", "organisations.yaml", "      police-force: fife\n", "");
    assertThat(check("--nrm.check=" + folder))
        .singleElement()
        .asString()
        .startsWith("config/organisations.yaml: fife has no police-force. Write one of british-");

    String name = "[{ from: 1949-01-01, name: British Transport Police }]";
    changed("config", "organisations.yaml", name, "[]");
    assertThat(check("--nrm.check=" + folder))
        .singleElement()
        .asString()
        .startsWith("The organisation british-transport-police has no name. Write one under names");

    changed(
        "config",
        "organisations.yaml",
        "ice-force: fife",
        "ice-force: fife\n      email: team at fife");
    assertThat(check("--nrm.check=" + folder))
        .containsExactly(
            "The organisation fife has the email team at fife, which is no address. Write it like team@example.gov.uk.");

    changed("config", "organisations.yaml", "police-force: fife", "police-force: fife");
    calendar("england");
    assertThat(check("--nrm.check=" + folder))
        .containsExactly(
            "A value can't be read: nrm.bank-holidays.calendars[0].calendar (config/bank-holidays.yaml, line 23). Write it as the head of its file says, and a day as 2009-04-01.");

    calendar("scotland }\n      - { from: 2010-04-06, calendar: scotland, authority: UKVI");
    assertThat(check("--nrm.check=" + folder))
        .containsExactly(
            "config/authorities.yaml has no authority with the code UKVI. It has UKHTC, UKBA");

    calendar("scotland");
    changed("config", "authorities.yaml", "intake: ukhtc-intake", "intake: ukhtc-intaek");
    assertThat(check("--nrm.check=" + folder))
        .singleElement()
        .asString()
        .contains("config/roles.yaml does not have all roles", "Missing: ukhtc-intaek.");
  }

  /**
   * They would guard nothing, and nobody would notice. Each block changes different rows, so one
   * check finds all its faults.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        """
          diagram: reflection-period, on- | diagram: reflection-perod, on- | D20: a row of config/safeguards.yaml names the diagram reflection-perod, which doesn't exist. Use an existing one, such as reflection-period.
          during: conclusive-grounds, due | during: conclusive-ground, due | D24: a row of config/safeguards.yaml names the decision conclusive-ground, which doesn't exist. Use an existing one, such as conclusive-grounds.
          due: reflectionReviewDate | due: reflectionReviewDat | D21: a row of config/safeguards.yaml names the date reflectionReviewDat, which doesn't exist. Use an existing one, such as reflectionReviewDate.
          waits: rgTargetDate, then: markLate | waits: rgTargetDate, then: markLat | D28: a row of config/safeguards.yaml names the step markLat, which doesn't exist. Use an existing one, such as markLate.
          hears: case-decided | hears: case-decide | D1: a row of config/safeguards.yaml names the message case-decide, which doesn't exist. Use an existing one, such as case-decided.
          runs: confirm-not-referred | runs: confirm-not-refered | D4: a row of config/safeguards.yaml names the step, diagram or form confirm-not-refered, which doesn't exist. Use an existing one, such as confirm-not-referred.
          after: openCase | after: openCas | D1: a row of config/safeguards.yaml names the step openCas, which doesn't exist. Use an existing one, such as openCase.
          when: rgOutcome == 'positive' | when: rgOutcom == 'positive' | D20: a row of config/safeguards.yaml names the value rgOutcom, which doesn't exist. Use an existing one, such as rgOutcome.
          runs: recordCaseOutcome, | then: markLate, | D33: a row of config/safeguards.yaml requires nothing. Give it one of waits, due, hears, runs and at-once.
          diagram: child-protection, runs | runs | D1: a row of config/safeguards.yaml requires something of every path through a diagram, but names none. Give it a diagram.
          """,
        """
          waits: reflectionEndDate, | waits: reflectionEndDat, | D20: a row of config/safeguards.yaml names the date reflectionEndDat, which doesn't exist. Use an existing one, such as reflectionEndDate.
          at-once: startChildProtection | at-once: startChildProtectio | D1: a row of config/safeguards.yaml names the step startChildProtectio, which doesn't exist. Use an existing one, such as startChildProtection.
          """,
        """
          after: openCase, at-once | at-once | D1: a row of config/safeguards.yaml has only one of after and at-once. Give it both.
          """,
        """
          rule: D20, waits | rule: 20, waits | config/safeguards.yaml needs rows, each with a rule such as D20 and with say
          """
      })
  void safeguardsThatGuardNothingAreRefused(String block) throws IOException {
    List<String[]> changes = block.lines().map(line -> line.split(" \\| ")).toList();
    Path file = Files.createDirectories(folder.resolve("config")).resolve("safeguards.yaml");
    String text = Files.readString(Path.of("config", "safeguards.yaml"));
    for (String[] change : changes) {
      assertThat(text).contains(change[0]);
      text = text.replace(change[0], change[1]);
    }
    Files.writeString(file, text);

    assertThat(check("--nrm.check=" + folder))
        .containsExactlyInAnyOrderElementsOf(changes.stream().map(change -> change[2]).toList());
  }

  /** The file in force still has it. */
  @Test
  void aRemovedEntryOfADataFileIsMissed() throws IOException {
    changed("config", "authorities.yaml", "      second-officer: ukba-second-officer\n", "");
    assertThat(check("--nrm.check=" + folder))
        .singleElement()
        .asString()
        .contains("UKBA has no group for second-officer.");

    changed("config", "authorities.yaml", "intake:", "intake:");
    changed(
        "config",
        "organisations.yaml",
        "    childrens-reporter:\n      names:\n        - { from: 1995-04-01, name: Scottish Children's Reporter Administration }\n",
        "");
    assertThat(check("--nrm.check=" + folder))
        .singleElement()
        .asString()
        .startsWith("config/organisations.yaml has no childrens-reporter under authorities");
  }

  private void calendar(String calendar) throws IOException {
    changed("config", "bank-holidays.yaml", "calendar: england-and-wales", "calendar: " + calendar);
  }

  /** YAML reads NO as no. */
  @Test
  void aListValueThatYamlReadsAsYesOrNoIsReported() throws IOException {
    Files.createDirectories(folder.resolve("config/lists"));
    changed("config", "lists/countries.yaml", "\"NO\"", "NO");

    assertThat(check("--nrm.check=" + folder))
        .containsExactly(
            "The row \"Norway\" of config/lists has the value false. Put a value that YAML reads as yes or no, such as \"NO\", in quotation marks.");

    changed("config", "lists/countries.yaml", ", label: Norway", "");

    assertThat(check("--nrm.check=" + folder))
        .containsExactly(
            "A row of config/lists has the value \"NO\" and the words \"\". Write both.");
  }

  @Test
  void anUnknownKeyOfADataFileIsReported() throws IOException {
    Files.createDirectories(folder.resolve("config/lists"));
    changed("config", "councils.yaml", "name: Fife", "name: Fife, phone: [1, 2, 3]");
    changed("config", "lists/countries.yaml", "label: Norway", "label: Norway, eea: x");
    changed("config", "eea.yaml", "country: MT", "country: MT, untill: 2010-01-01");

    String reads = "config/%s has a key that isn't known: %s";
    assertThat(check("--nrm.check=" + folder))
        .hasSize(3)
        .anyMatch(
            one ->
                one.startsWith(reads.formatted("councils.yaml", "nrm.councils[13].phone"))
                    && !one.contains(","))
        .anyMatch(
            one ->
                one.startsWith(
                    reads.formatted("lists/countries.yaml", "nrm.lists.countries[135].eea")))
        .anyMatch(one -> one.startsWith(reads.formatted("eea.yaml", "nrm.eea.members[22].untill")));
  }

  @Test
  void aLocalAuthorityNeedsAnIdAndAName() throws IOException {
    changed("config", "councils.yaml", "id: fife", "id: Fife");

    assertThat(check("--nrm.check=" + folder))
        .containsExactly(
            "A row of config/councils.yaml has the id \"Fife\" and the name \"Fife\". Write both, the id in small letters and hyphens.");
  }

  /** Each of these stops a start. */
  @Test
  void filesThatWouldStopAStartAreChecked() throws IOException {
    changed("config", "retention.yaml", "keep: 7y", "kep: 7y");
    changed("config", "notices.yaml", "nrm.notices:", "nrm.notices:\n  emial: x");
    changed(
        "config",
        "support-providers.yaml",
        "nrm.support-providers:",
        "nrm.support-providers:\n  x: y");

    assertThat(check("--nrm.check=" + folder))
        .hasSize(3)
        .anyMatch(problem -> problem.contains("retention.yaml has an unknown key"))
        .anyMatch(problem -> problem.contains("notices.yaml"))
        .anyMatch(problem -> problem.contains("support-providers.yaml"));

    Files.writeString(folder.resolve("config/retention.yaml"), "nrm:\n  retention:\n\trules: x");
    assertThat(check("--nrm.check=" + folder))
        .containsExactly(
            "config/retention.yaml: Line 3: this is not YAML (found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)). Check the spaces at its beginning, brackets and quotation marks.");

    Files.write(folder.resolve("config/retention.yaml"), new byte[] {(byte) 0xee});
    assertThat(check("--nrm.check=" + folder))
        .containsExactly("config/retention.yaml is not written in UTF-8. Save it as UTF-8.");
  }

  /**
   * A revision with diagrams, forms and files of {@code config/}. Whether both decisions were made
   * together is a value of its own: their date alone doesn't say, because a case that is
   * reconsidered has one.
   */
  @Test
  void aLocalPanelsRevisionChecksWhatItsChairConfirmed() throws IOException {
    for (Map.Entry<String, byte[]> file : RevisedFiles.all().get("local-panel").entrySet()) {
      Path to = folder.resolve(file.getKey());
      Files.createDirectories(to.getParent());
      Files.write(to, file.getValue());
    }

    assertThat(check("--nrm.check=" + folder))
        .allMatch(one -> one.startsWith("Warning: ") && one.contains("is not drawn"));

    Path diagram = folder.resolve("processes/conclusive-grounds.bpmn");
    Files.writeString(
        diagram,
        Files.readString(diagram)
            .replace("${decidedTogether == 'yes'}", "${cgDecisionDate != null}"));
    assertThat(check("--nrm.check=" + folder))
        .isNotEmpty()
        .allMatch(problem -> problem.startsWith("processes/conclusive-grounds.bpmn: "))
        .anyMatch(
            problem ->
                problem.contains(
                    "\"Decided together?\" (Gateway_DecidedTogether) asks cgDecisionDate, which nothing has set on this path: Decided together?."));
  }

  /** The guide's example, where reasonable grounds have seven working days instead of five. */
  @Test
  void aScenarioWithAnotherResultIsAProblem() throws IOException {
    scenario("yes");
    changed(
        "processes",
        "time-limits.dmn",
        "Entry_ReasonableGrounds_Value\">\n          <text>5<",
        "Entry_ReasonableGrounds_Value\">\n          <text>7<");
    String scenario = "config/scenarios/referred.json: Different deadline. ";
    assertThat(check("--nrm.check=" + folder))
        .containsExactly(
            scenario + "No longer: Reasonable grounds due on 15 June 2009",
            scenario + "No longer: Reasonable grounds first due on 15 June 2009",
            scenario + "New: Reasonable grounds due on 17 June 2009",
            scenario + "New: Reasonable grounds first due on 17 June 2009");
  }

  /** Everything else that is different follows from it. */
  @Test
  void whyAScenarioIsStuckIsReportedFirst() throws IOException {
    scenario("maybe");

    assertThat(check("--nrm.check=" + folder))
        .hasSizeGreaterThan(1)
        .first()
        .asString()
        .startsWith(
            "config/scenarios/referred.json: Stuck. New: \"Assess the child\" was refused: ");
  }

  /** The guide's example, with an answer to whether the child was trafficked. */
  private void scenario(String believedTrafficked) throws IOException {
    Files.writeString(
        Files.createDirectories(folder.resolve("config/scenarios")).resolve("referred.json"),
        Files.readString(Path.of("docs/policy/rehearse.md"))
            .split("```json\n")[1]
            .split("```")[0]
            .replace("\"yes\"", "\"" + believedTrafficked + "\""));
  }

  private static List<String> check(String... args) {
    return CheckCommand.run(args);
  }

  private void changed(String kind, String file, String from, String to) throws IOException {
    String text = Files.readString(Path.of(kind, file));
    assertThat(text).contains(from);
    Files.writeString(
        Files.createDirectories(folder.resolve(kind)).resolve(file), text.replace(from, to));
  }
}

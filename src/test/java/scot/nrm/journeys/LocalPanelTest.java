package scot.nrm.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.letters.Letter;
import scot.nrm.letters.Letters;
import scot.nrm.register.Register;
import scot.nrm.register.Register.Decision;
import scot.nrm.register.Stage;

/**
 * Revision 10: from June 2021 a local panel decides both grounds in one sitting, and its chair
 * confirms them. The decisions are the panel's, and so are the letters.
 */
class LocalPanelTest extends Revised {

  private static final String DAY = "2021-06-07";
  private static final Authority PANEL = Authority.of("GLASGOW-PANEL");

  @Autowired Register register;
  @Autowired Letters letters;

  @Test
  void d18OneSittingDecidesBothGroundsAndTheRegisterNamesThePanel() throws IOException {
    deployThePanel();
    Journey child =
        new Journey(engine)
            .referred(
                DAY, Invented.with(Invented.ukNational(DAY), "childDateOfBirth", "2009-07-23"))
            .logged(DAY);
    assertThat(child.candidateGroups("Task_DecideTogether")).containsExactly("panel-members");
    Map<String, Object> decided =
        Map.of(
            "rgProposal", "positive",
            "rgReasons", "She was found in a car wash",
            "cgProposal", "positive",
            "cgReasons", "The police have the messages");

    assertThatThrownBy(() -> child.does("panel.sitting", "Task_DecideTogether", decided))
        .as("D17")
        .hasMessageContaining("before you propose a decision");
    child.does(
        "panel.sitting",
        "Task_DecideTogether",
        Invented.with(decided, "localAuthorityContactedDate", DAY));
    child.does(
        "panel.chair",
        "Task_ConfirmTogether",
        Map.of("rgConfirmation", "confirm", "rgDecisionDate", DAY, "cgDecisionDate", DAY));
    child.workOffJobs();

    assertThat(register.decisions(child.caseNumber()))
        .extracting(Decision::stage, Decision::body, Decision::caseOwner, Decision::secondOfficer)
        .containsExactly(
            tuple(Stage.REASONABLE_GROUNDS, PANEL, "panel.sitting", "panel.chair"),
            tuple(Stage.CONCLUSIVE_GROUNDS, PANEL, "panel.sitting", "panel.chair"));
    assertThat(child.variable("cgOutcome")).isEqualTo("positive");
    assertThat(letters.of(child.caseNumber()))
        .filteredOn(letter -> letter.template().matches("nrm-0[37]"))
        .extracting(Letter::sender)
        .hasSize(2)
        .containsOnly("GLASGOW-PANEL");
    assertThat(child.incidents()).isZero();
  }

  private void deployThePanel() throws IOException {
    for (Map.Entry<String, String> file : files().entrySet()) {
      deploy(file.getKey(), file.getValue(), LOCAL_PANEL);
    }
  }

  /** The table and the diagrams, in the order in which they are deployed. */
  static Map<String, String> files() throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    String row =
        Files.readString(REVISION.resolve("competent-authority.xml"))
            .replace("2019-04-29", "2021-06-01")
            .replace("\"SCA\"", "\"GLASGOW-PANEL\"")
            .replace("SingleCompetentAuthority", "LocalPanel");
    files.put(
        "competent-authority.dmn",
        Files.readString(Path.of("processes/competent-authority.dmn"))
            .replace("\"UKHTC\",\"UKBA\"", "\"UKHTC\",\"UKBA\",\"SCA\",\"GLASGOW-PANEL\"")
            .replaceFirst("(?= *<rule id=\"Rule_Process\")", row.replace("\\", "\\\\")));
    files.put(
        "reasonable-grounds.bpmn",
        revised(
                "reasonable-grounds.bpmn",
                "      <bpmn:sequenceFlow id=\"Flow_DecisionOpened_To_ProposalWaiting\"",
                LOCAL_PANEL.resolve("reasonable-grounds.xml"))
            .replace(
                "sourceRef=\"Event_DecisionOpened\" targetRef=\"Gateway_ProposalWaiting\"",
                "sourceRef=\"Event_DecisionOpened\" targetRef=\"Gateway_LocalPanel\""));
    files.put(
        "conclusive-grounds.bpmn",
        revised(
                "conclusive-grounds.bpmn",
                "    <bpmn:sequenceFlow id=\"Flow_ConclusiveWorkStarted_To_DecideConclusiveGrounds\"",
                LOCAL_PANEL.resolve("conclusive-grounds.xml"))
            .replace(
                "sourceRef=\"Event_ConclusiveWorkStarted\" targetRef=\"SubProcess_DecideConclusiveGrounds\"",
                "sourceRef=\"Event_ConclusiveWorkStarted\" targetRef=\"Gateway_DecidedTogether\""));
    files.put(
        "nrm-case.bpmn",
        Files.readString(Path.of("processes/nrm-case.bpmn"))
            .replace(
                "<camunda:out source=\"rgDecisionDate\" target=\"rgDecisionDate\" />",
                "<camunda:out source=\"rgDecisionDate\" target=\"rgDecisionDate\" /><camunda:out"
                    + " source=\"cgDecisionDate\" target=\"cgDecisionDate\" />")
            .replace(
                "<camunda:in source=\"cgTargetDate\" target=\"cgTargetDate\" />",
                "<camunda:in source=\"cgTargetDate\" target=\"cgTargetDate\" /><camunda:in"
                    + " source=\"cgDecisionDate\" target=\"cgDecisionDate\" />"));
    return files;
  }
}

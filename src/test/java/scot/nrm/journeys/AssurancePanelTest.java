package scot.nrm.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import scot.nrm.pages.Browser;
import scot.nrm.register.Act;
import scot.nrm.register.Register;
import scot.nrm.register.Register.OfficerAct;
import scot.nrm.register.Stage;

/**
 * Revision 8: from 2016 an assurance panel checks a negative decision before it is confirmed. A row
 * of {@code config/decisions.yaml} requires it, a task of the diagram records it.
 */
class AssurancePanelTest extends RevisedApplication {

  private static final String DAY = "2016-02-01";
  private static final String AFTER_REFLECTION = "2016-03-21";

  @LocalServerPort int port;

  @Value("${nrm.demo.password}")
  String password;

  @Autowired Register register;

  private Journey reflecting() {
    return new Journey(engine)
        .referred(DAY, Invented.with(Invented.ukNational(DAY), "childDateOfBirth", "2004-07-23"))
        .logged(DAY)
        .reasonableGrounds("ukhtc", "positive", DAY)
        .executeJobs();
  }

  private static void proposes(Journey child, String user, String outcome) {
    child.does(
        user, "Task_ProposeConclusiveGrounds", Invented.conclusiveGrounds(outcome, "2016-03-20"));
  }

  private static void confirms(Journey child, String user) {
    child.does(
        user, "Task_ConfirmConclusiveGrounds", Invented.confirmConclusiveGrounds(AFTER_REFLECTION));
  }

  private void handsBack(Journey child, String user, String task) {
    String id = child.task(task).getId();
    child.as(
        user,
        () -> {
          engine.getTaskService().setAssignee(id, null);
          return null;
        });
  }

  private static void checks(Journey child, String user, String answer) {
    child.does(
        user,
        "Task_AssureConclusiveGrounds",
        Invented.with(
            Map.of("panelAnswer", answer),
            "cgSendBackReason",
            answer.equals("agree") ? null : "The police were not asked twice"));
  }

  @Test
  void d18ANegativeDecisionNeedsThePanelUnderAnyDiagram() throws IOException {
    Journey onTheOldDiagram = reflecting();
    deployThePanel();
    Journey child = reflecting();
    Journey recognised = reflecting();
    onTheOldDiagram.on(AFTER_REFLECTION);

    proposes(onTheOldDiagram, "ukhtc.owner", "negative");
    assertThatThrownBy(() -> confirms(onTheOldDiagram, "ukhtc.second"))
        .hasMessageContaining("The group assurance-panel has not reviewed this decision");

    proposes(recognised, "ukhtc.owner", "positive");
    assertThat(recognised.has("Task_ConfirmConclusiveGrounds")).as("passes by").isTrue();

    proposes(child, "panel.owner", "negative");
    assertThat(child.candidateGroups("Task_AssureConclusiveGrounds"))
        .containsExactly("assurance-panel");
    assertThatThrownBy(() -> checks(child, "panel.owner", "agree"))
        .hasMessageContaining("You proposed this decision yourself");
    checks(child, "panel.member", "send-back");
    handsBack(child, "panel.owner", "Task_ProposeConclusiveGrounds");
    proposes(child, "ukhtc.owner", "negative");
    checks(child, "panel.member", "agree");
    assertThatThrownBy(() -> confirms(child, "panel.member"))
        .hasMessageContaining("You have already acted in this decision. Someone else must");
    confirms(child, "ukhtc.second");
    child.executeJobs();

    assertThat(register.acts(child.caseNumber(), Stage.CONCLUSIVE_GROUNDS))
        .extracting(OfficerAct::act, OfficerAct::officer, OfficerAct::recordedAs)
        .containsExactly(
            tuple(Act.PROPOSED, "panel.owner", null),
            tuple(Act.SENT_BACK, "panel.member", "Checked by the assurance panel"),
            tuple(Act.PROPOSED, "ukhtc.owner", null),
            tuple(Act.REVIEWED, "panel.member", "Checked by the assurance panel"),
            tuple(Act.CONFIRMED, "ukhtc.second", null));
    assertThat(child.variable("cgOutcome")).isEqualTo("negative");
    assertThat(record("ukhtc.owner", child))
        .contains("Conclusive grounds. Checked by the assurance panel, sent back: negative.")
        .contains("Conclusive grounds. Checked by the assurance panel: negative.");
    assertThat(child.incidents()).isZero();
  }

  private void deployThePanel() throws IOException {
    deploy("conclusive-grounds.bpmn", diagram(), ASSURANCE_PANEL);
  }

  /** The panel reviews a negative proposal. */
  static String diagram() throws IOException {
    String toTheSecondOfficer = "targetRef=\"Task_ConfirmConclusiveGrounds\"";
    String panel =
        revised(
            "conclusive-grounds.bpmn",
            "      <bpmn:sequenceFlow id=\"Flow_DecisionOpened_To_ProposalWaiting\"",
            ASSURANCE_PANEL.resolve("conclusive-grounds.xml"));
    for (String flow :
        new String[] {
          "Flow_ProposalWaiting", "Flow_ProposeConclusiveGrounds_To_ConfirmConclusiveGrounds"
        }) {
      panel =
          panel.replaceFirst(
              "(<bpmn:sequenceFlow id=\"" + flow + "\"[^>]*)" + toTheSecondOfficer,
              "$1targetRef=\"Gateway_Negative\"");
    }
    return panel;
  }

  private String record(String user, Journey child) {
    return new String(
        new Browser(port)
            .signIn(user, password, "tasklist")
            .open("/nrm/cases/" + child.caseNumber() + "/record")
            .body(),
        StandardCharsets.UTF_8);
  }
}

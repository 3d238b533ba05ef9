package scot.nrm.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.beans.factory.annotation.Autowired;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.letters.Letter;
import scot.nrm.letters.Letters;
import scot.nrm.register.Outcome;
import scot.nrm.register.Register;
import scot.nrm.register.Register.Decision;
import scot.nrm.register.Stage;

/**
 * Revision 10: from June 2021 a local panel decides both grounds in one sitting, and its chair
 * confirms them. The decisions are the panel's, and so are the letters.
 */
@TestInstance(Lifecycle.PER_CLASS)
class LocalPanelTest extends RevisedApplication {

  private static final String DAY = "2021-06-07";
  private static final Authority PANEL = Authority.of("GLASGOW-PANEL");

  @Autowired Register register;
  @Autowired Letters letters;

  private final Map<String, Object> positive =
      Map.of("rgProposal", "positive", "rgReasons", "She was found in a car wash");

  private Journey child;

  @BeforeAll
  void deployRevision() {
    deploy(RevisedFiles.corrected("local-panel"), "local-panel");
  }

  /** The engine is shared with other tests. */
  @AfterAll
  void restoreFiles() {
    deploy(RevisedFiles.shipped(RevisedFiles.corrected("local-panel").keySet()), "as they are");
  }

  @BeforeEach
  void isWithThePanel() {
    child =
        new Journey(engine)
            .referred(
                DAY, Invented.with(Invented.ukNational(DAY), "childDateOfBirth", "2009-07-23"))
            .logged(DAY);
  }

  @Test
  void d18OneSittingDecidesBothGroundsAndTheRegisterNamesThePanel() {
    assertThat(child.candidateGroups("Task_DecideTogether")).containsExactly("panel-members");
    assertThat(child.due("Task_DecideTogether")).isEqualTo("2021-06-14");
    Map<String, Object> decided =
        Invented.with(
            Invented.with(positive, "cgProposal", "positive"),
            "cgReasons",
            "The police have the messages");

    assertThatThrownBy(() -> child.does("panel.sitting", "Task_DecideTogether", decided))
        .as("D17")
        .hasMessageContaining("before you propose a decision");
    sits(decided);
    assertThat(child.candidateGroups("Task_ConfirmTogether")).containsExactly("panel-chair");
    child.does(
        "panel.chair",
        "Task_ConfirmTogether",
        Invented.with(confirmed("yes"), "cgDecisionDate", DAY));
    child.executeJobs();

    assertThat(decisions())
        .containsExactly(
            tuple(Stage.REASONABLE_GROUNDS, Outcome.POSITIVE, DAY, "panel.sitting", "panel.chair"),
            tuple(Stage.CONCLUSIVE_GROUNDS, Outcome.POSITIVE, DAY, "panel.sitting", "panel.chair"));
    assertThat(child.variable("cgOutcome")).isEqualTo("positive");
    assertThat(letters.of(child.caseNumber()))
        .filteredOn(letter -> letter.template().matches("nrm-0[37]"))
        .extracting(Letter::sender)
        .hasSize(2)
        .containsOnly("GLASGOW-PANEL");
    assertThat(child.incidents()).isZero();
  }

  /** Nothing of the sitting counts when its decision is reconsidered. */
  @Test
  void d30ASittingsNegativeDecisionIsReconsideredByTheUsualTwoTasks() {
    sits(Map.of("rgProposal", "negative", "rgReasons", "Her age alone"));
    child.does("panel.chair", "Task_ConfirmTogether", confirmed("no"));
    assertThat(child.executeJobs().ended()).isTrue();

    reconsidered("2021-06-21");

    assertThat(child.has("Task_DecideTogether")).isFalse();
    assertThat(child.candidateGroups("Task_ProposeReasonableGrounds"))
        .containsExactly("panel-members");
    assertThat(child.due("Task_ProposeReasonableGrounds")).isEqualTo("2021-06-28");
    child
        .does(
            "panel.sitting2",
            "Task_ProposeReasonableGrounds",
            Invented.reasonableGrounds("positive", "2021-06-22"))
        .does(
            "panel.chair2",
            "Task_ConfirmReasonableGrounds",
            Invented.confirmReasonableGrounds("2021-06-22"))
        .executeJobs();

    assertThat(child.candidateGroups("Task_ProposeConclusiveGrounds"))
        .containsExactly("panel-members");
    assertThat(child.due("Task_ProposeConclusiveGrounds")).as("45 days").isEqualTo("2021-08-06");
    assertThat(child.incidents()).isZero();
  }

  /** A stage that the panel leaves open is decided later, and again if it is reconsidered. */
  @Test
  void d30ADecisionAfterTheSittingIsReconsideredByTheUsualTwoTasks() {
    sits(positive);
    child.does("panel.chair", "Task_ConfirmTogether", confirmed("no")).executeJobs();
    assertThat(child.due("Task_ProposeConclusiveGrounds")).isEqualTo("2021-07-22");
    child.on("2021-07-26");
    decidesConclusiveGrounds("", "negative", "2021-07-26");
    assertThat(child.ended()).isTrue();

    reconsidered("2021-08-02");

    assertThat(child.candidateGroups("Task_ProposeConclusiveGrounds"))
        .containsExactly("panel-members");
    assertThat(child.due("Task_ProposeConclusiveGrounds"))
        .as("45 days from the request")
        .isEqualTo("2021-09-16");
    assertThat(decisions()).as("not the earlier one once more").hasSize(2);
    decidesConclusiveGrounds("2", "positive", "2021-08-03");

    assertThat(decisions().get(2))
        .isEqualTo(
            tuple(
                Stage.CONCLUSIVE_GROUNDS,
                Outcome.POSITIVE,
                "2021-08-03",
                "panel.sitting2",
                "panel.chair2"));
    assertThat(letters.of(child.caseNumber()))
        .extracting(Letter::template)
        .contains("negative-conclusive-grounds", "nrm-07");
    assertThat(child.incidents()).isZero();
  }

  private void sits(Map<String, Object> decided) {
    child.does(
        "panel.sitting",
        "Task_DecideTogether",
        Invented.with(decided, "localAuthorityContactedDate", DAY));
  }

  private static Map<String, Object> confirmed(String together) {
    return Map.of("rgConfirmation", "confirm", "rgDecisionDate", DAY, "decidedTogether", together);
  }

  private void decidesConclusiveGrounds(String who, String outcome, String day) {
    child
        .does(
            "panel.sitting" + who,
            "Task_ProposeConclusiveGrounds",
            Invented.conclusiveGrounds(outcome, day))
        .does(
            "panel.chair" + who,
            "Task_ConfirmConclusiveGrounds",
            Invented.confirmConclusiveGrounds(day))
        .executeJobs();
  }

  private void reconsidered(String requested) {
    String day = LocalDate.parse(requested).plusDays(1).toString();
    child
        .on(day)
        .updates(
            "glasgow.lead",
            "reconsideration",
            InventedReconsiderations.asks(child.caseNumber(), "local-authority", requested))
        .does(
            "panel.sitting2",
            "Task_DecideReconsideration",
            InventedReconsiderations.answer("accept"));
  }

  private List<Tuple> decisions() {
    List<Tuple> made = new ArrayList<>();
    for (Decision decision : register.decisions(child.caseNumber())) {
      assertThat(decision.body()).isEqualTo(PANEL);
      made.add(
          tuple(
              decision.stage(),
              decision.outcome(),
              decision.date().toString(),
              decision.caseOwner(),
              decision.secondOfficer()));
    }
    return made;
  }

  /**
   * Calls that pass a value on, by the id of the call: what each adds to its mappings. A call
   * passes a value on even if nothing has set it, so that the diagram that is called can ask it.
   */
  private static String passing(String diagram, Map<String, String> mappings) throws IOException {
    String text = Files.readString(Path.of("processes", diagram));
    for (Map.Entry<String, String> call : mappings.entrySet()) {
      int from = text.indexOf("<bpmn:callActivity id=\"" + call.getKey() + "\"");
      int at = text.indexOf("<camunda:in source=", from);
      assertThat(from).as(call.getKey()).isPositive();
      text = text.substring(0, at) + call.getValue() + text.substring(at);
    }
    return text;
  }

  private static String passes(String direction, String value) {
    return "<camunda:%1$s source=\"%2$s\" target=\"%2$s\" />".formatted(direction, value);
  }

  /** The table and the diagrams. */
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
        passing(
            "nrm-case.bpmn",
            Map.of(
                "Call_ReasonableGrounds",
                passes("in", "reconsideredStage")
                    + passes("out", "decidedTogether")
                    + passes("out", "cgDecisionDate"),
                "Call_ConclusiveGrounds",
                passes("in", "decidedTogether") + passes("in", "cgDecisionDate"))));
    files.put(
        "reconsideration.bpmn",
        passing(
            "reconsideration.bpmn",
            Map.of(
                "Call_ReasonableGrounds", passes("in", "reconsideredStage"),
                "Call_ConclusiveGrounds", passes("in", "decidedTogether"))));
    return files;
  }
}

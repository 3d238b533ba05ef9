package scot.nrm.decision;

import static scot.nrm.engine.CaseVariables.CG_DECISION_DATE;
import static scot.nrm.engine.CaseVariables.CG_PROPOSAL;
import static scot.nrm.engine.CaseVariables.RG_DECISION_DATE;
import static scot.nrm.engine.CaseVariables.RG_PROPOSAL;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.holunda.camunda.bpm.data.factory.VariableFactory;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.DecisionTask;
import scot.nrm.register.Proposal;
import scot.nrm.register.Stage;

/**
 * The names that forms use for the acts of a decision (D18). The task's properties say which act it
 * is ({@link DecisionTask}).
 */
public final class DecisionForms {

  /** What officers record for one decision, and not for the child. */
  private static final Map<Stage, List<String>> FIELDS =
      Map.of(
          Stage.REASONABLE_GROUNDS,
          List.of(
              "localAuthorityContactedDate",
              "localAuthorityContactNote",
              "otherAgenciesAsked",
              "rgReasons"),
          Stage.CONCLUSIVE_GROUNDS,
          List.of(
              "firstResponderConsultedDate",
              "localAuthorityConsultedDate",
              "policeConsultedDate",
              "consultationNote",
              "childInterviewed",
              "interviewDate",
              "noInterviewReason",
              "localAuthorityAgreedEarly",
              "cgReasons"));

  private DecisionForms() {}

  /**
   * The fields of the case file that are removed before other officers decide, so that their forms
   * don't propose what the earlier officers wrote and found out (D14, D17, D26, D30).
   */
  public static Map<String, JsonNode> clearedFields(Stage stage) {
    return FIELDS.get(stage).stream()
        .collect(Collectors.toMap(field -> field, field -> NullNode.getInstance()));
  }

  /** The acts of a form's task; empty if it has none. */
  public static List<DecisionTask> tasks(FormSchema form) {
    return DecisionTask.of(form.properties());
  }

  /** The acts of the task that was submitted, without a proposal that was left out. */
  public static List<DecisionTask> tasks(FormSubmission submission) {
    return tasks(submission.form()).stream()
        .filter(task -> !task.isProposal() || proposal(submission, task.stage()) != null)
        .toList();
  }

  public static boolean hasTask(FormSchema form, Predicate<DecisionTask> act) {
    return tasks(form).stream().anyMatch(act);
  }

  /** What is proposed; {@code null} if nothing is. */
  public static Proposal proposal(FormSubmission submission, Stage stage) {
    String proposal = submission.text(stage.prefix() + "Proposal");
    return proposal.isEmpty() ? null : Proposal.of(proposal);
  }

  /** {@code confirm} or {@code send-back}. */
  public static boolean isSentBack(FormSubmission submission, DecisionTask task) {
    return submission.is(task.answer(), "send-back");
  }

  public static VariableFactory<String> dateVariable(Stage stage) {
    return stage == Stage.REASONABLE_GROUNDS ? RG_DECISION_DATE : CG_DECISION_DATE;
  }

  /** The process variable with a proposal that waits for the second officer. */
  public static VariableFactory<String> proposalVariable(Stage stage) {
    return stage == Stage.REASONABLE_GROUNDS ? RG_PROPOSAL : CG_PROPOSAL;
  }

  static String sendBackReason(FormSubmission submission, Stage stage) {
    return submission.text(stage.prefix() + "SendBackReason");
  }

  static String reasons(FormSubmission submission, Stage stage) {
    return submission.text(
        proposal(submission, stage) == Proposal.EXTEND
            ? "rgExtensionReason"
            : stage.prefix() + "Reasons");
  }
}

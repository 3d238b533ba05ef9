package scot.nrm.decision;

import static scot.nrm.engine.CaseVariables.CG_DECISION_DATE;
import static scot.nrm.engine.CaseVariables.CG_PROPOSAL;
import static scot.nrm.engine.CaseVariables.RG_DECISION_DATE;
import static scot.nrm.engine.CaseVariables.RG_PROPOSAL;

import io.holunda.camunda.bpm.data.factory.VariableFactory;
import java.util.Set;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.Proposal;
import scot.nrm.register.Stage;

/**
 * The forms in which a decision is proposed, and confirmed or sent back (D18), and how they name
 * things.
 */
public final class DecisionForms {

  public static final Set<String> ALL =
      Set.of(
          "propose-reasonable-grounds", "confirm-reasonable-grounds",
          "propose-conclusive-grounds", "confirm-conclusive-grounds");

  private DecisionForms() {}

  public static boolean isConfirmation(FormSubmission submission) {
    return isConfirmation(submission.form().id());
  }

  public static boolean isConfirmation(String form) {
    return form.startsWith("confirm-");
  }

  public static Stage stage(FormSubmission submission) {
    return stage(submission.form().id());
  }

  public static Stage stage(String form) {
    return Stage.of(form.substring(form.indexOf('-') + 1));
  }

  public static Proposal proposal(FormSubmission submission) {
    return Proposal.of(submission.text(stage(submission).prefix() + "Proposal"));
  }

  /** {@code confirm} or {@code send-back}. */
  public static boolean isSentBack(FormSubmission submission) {
    return submission.is(stage(submission).prefix() + "Confirmation", "send-back");
  }

  /** The process variable with the date of the decision. */
  public static VariableFactory<String> dateVariable(Stage stage) {
    return stage == Stage.REASONABLE_GROUNDS ? RG_DECISION_DATE : CG_DECISION_DATE;
  }

  /** The process variable with a proposal that waits for the second officer. */
  public static VariableFactory<String> proposalVariable(Stage stage) {
    return stage == Stage.REASONABLE_GROUNDS ? RG_PROPOSAL : CG_PROPOSAL;
  }

  static String sendBackReason(FormSubmission submission) {
    return submission.text(stage(submission).prefix() + "SendBackReason");
  }

  static String reasons(FormSubmission submission) {
    return submission.text(
        proposal(submission) == Proposal.EXTEND
            ? "rgExtensionReason"
            : stage(submission).prefix() + "Reasons");
  }
}

package scot.nrm.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.Act;
import scot.nrm.register.DecisionTask;
import scot.nrm.register.DecisionTask.OtherThan;
import scot.nrm.register.Register;
import scot.nrm.register.Register.OfficerAct;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.Stage;

/**
 * Two officers make each decision: the officer who proposed it may not confirm it or send it back
 * (D18). Two officers who have not acted at that stage before reconsider a decision (D30). The
 * diagram says which task needs another person, and what must be done before it ({@link
 * DecisionTask}).
 */
@Component
public class SecondOfficerRule implements FormRule {

  private static final Map<Act, String> IN_WORDS =
      Map.of(
          Act.PROPOSED, "propose a decision",
          Act.REVIEWED, "review the proposal",
          Act.CONFIRMED, "confirm the proposal",
          Act.SENT_BACK, "send the proposal back");

  /** The field of the review's form in the child's file. */
  private static final String REVIEWED_ON = "reviewDate";

  private final Register register;
  private final DecisionActsCheck check;

  SecondOfficerRule(Register register, DecisionActsCheck check) {
    this.check = check;
    this.register = register;
  }

  @Override
  public boolean appliesTo(FormSchema form) {
    return !DecisionForms.tasks(form).isEmpty();
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    String caseNumber = submission.caseNumber();
    if (submission.officer() == null) {
      errors.form("Sign in to decide. The register records who decided");
      return;
    }
    if (DecisionForms.tasks(submission).isEmpty()) {
      errors.form(
          "Say what you propose. A form in which a decision is proposed has the field rgProposal or cgProposal");
    }
    for (DecisionTask task : tasks(register, submission)) {
      if (!task.isProposal() && proposal(register, caseNumber, task.stage()).isEmpty()) {
        errors.form("There is no proposal to confirm or to send back");
      } else {
        Optional<String> refused = refusal(caseNumber, task, submission.officer());
        refused.ifPresent(errors::form);
        if (refused.isEmpty()) {
          unmetConditions(submission, task).ifPresent(errors::form);
          check
              .refusals(task, submission, proposal(register, caseNumber, task.stage()))
              .forEach(errors::form);
        }
      }
    }
  }

  /** A manager can't reassign the second officer's task to the first officer either. */
  @Override
  public Optional<String> taskRefusal(String caseNumber, FormSchema form, String officer) {
    return DecisionForms.tasks(form).stream()
        .flatMap(task -> refusal(caseNumber, task, officer).stream())
        .findFirst();
  }

  /** Why an officer may not do an act, in a sentence; empty if they may. */
  Optional<String> refusal(String caseNumber, DecisionTask task, String officer) {
    if (register.officersBeforeReconsideration(caseNumber, task.stage()).contains(officer)) {
      return Optional.of(
          "You took part in the decision that is being reconsidered. "
              + (task.isProposal() ? "A case owner" : "An officer")
              + " who did not must "
              + (task.isProposal() ? "propose the new decision" : "confirm or review it")
              + ". Leave the task to a colleague, or ask your manager to assign it to one");
    }
    List<OfficerAct> acts = register.acts(caseNumber, task.stage());
    if (task.otherThan() == null || acts.isEmpty()) {
      return Optional.empty();
    }
    List<OfficerAct> others =
        task.otherThan() == OtherThan.STAGE ? acts : acts.subList(acts.size() - 1, acts.size());
    List<Act> own =
        others.stream().filter(act -> act.officer().equals(officer)).map(OfficerAct::act).toList();
    if (own.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        own.contains(Act.PROPOSED)
            ? "You proposed this decision yourself. A different, second officer must confirm it or send it back"
            : "You have already acted in this decision. Someone else must complete this task");
  }

  /** What must still be done after the proposal, and the review of a reflection period (D21). */
  private Optional<String> unmetConditions(FormSubmission submission, DecisionTask task) {
    String caseNumber = submission.caseNumber();
    Set<Act> missing = new TreeSet<>(task.after());
    sinceProposal(register.acts(caseNumber, task.stage()))
        .forEach(act -> missing.remove(act.act()));
    List<String> words = new ArrayList<>(missing.stream().map(IN_WORDS::get).toList());
    if (task.afterReview()
        && submission.file().date(REVIEWED_ON).isEmpty()
        && register.find(caseNumber).map(RegisterCase::reflectionReview).isPresent()) {
      words.add("review the reflection period");
    }
    return words.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "This is not possible yet. Before it, someone must " + String.join(" and ", words));
  }

  /** The acts that were done, without those on a decision of two that was not proposed. */
  static List<DecisionTask> tasks(Register register, FormSubmission submission) {
    List<DecisionTask> tasks = DecisionForms.tasks(submission);
    return tasks.size() < 2
        ? tasks
        : tasks.stream()
            .filter(task -> task.isProposal() || isOpen(register, submission, task.stage()))
            .toList();
  }

  private static boolean isOpen(Register register, FormSubmission submission, Stage stage) {
    return sinceProposal(register.acts(submission.caseNumber(), stage)).stream()
        .reduce((earlier, later) -> later)
        .filter(latest -> latest.act() == Act.PROPOSED || latest.act() == Act.REVIEWED)
        .isPresent();
  }

  /** The acts from the latest proposal on; empty before there is one. */
  static List<OfficerAct> sinceProposal(List<OfficerAct> acts) {
    int from = acts.size() - 1;
    while (from >= 0 && acts.get(from).act() != Act.PROPOSED) {
      from--;
    }
    return from < 0 ? List.of() : acts.subList(from, acts.size());
  }

  /** The latest proposal, which is the one to confirm; empty if there is none. */
  public static Optional<OfficerAct> proposal(Register register, String caseNumber, Stage stage) {
    return register.lastAct(caseNumber, stage, Act.PROPOSED);
  }
}

package scot.nrm.routing;

import static scot.nrm.engine.CaseVariables.ASYLUM_CLAIM;
import static scot.nrm.engine.CaseVariables.CG_DECISION_DATE;
import static scot.nrm.engine.CaseVariables.LEAVE_NEED;
import static scot.nrm.engine.CaseVariables.REFERRAL_RECEIVED_DATE;

import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.casefile.ImmigrationFacts;
import scot.nrm.engine.steps.Step;

/**
 * Whether a recognised child needs permission to stay (D29), by the facts that route the case: a UK
 * national never; an EEA national, and a child who has been granted asylum, get no leave, which is
 * recorded without a task; a child who is lawfully here needs permission only if the leave ends
 * before the decision on conclusive grounds. Where a fact is unknown, leave is considered: that
 * protects the child. Only an asylum claim that has been neither withdrawn nor decided takes
 * priority.
 */
@Step(
    value = "Check if permission is needed",
    needs = {"cgDecisionDate", "referralReceivedDate"},
    sets = {"asylumClaim", "leaveNeed"})
@Component
class CheckLeaveNeed implements JavaDelegate {

  private final CaseFile file;
  private final LeaveNeed need;

  CheckLeaveNeed(CaseFile file, LeaveNeed need) {
    this.file = file;
    this.need = need;
  }

  @Override
  public void execute(DelegateExecution execution) {
    CaseFileContent child = file.read(execution.getProcessBusinessKey());
    LocalDate received = LocalDate.parse(REFERRAL_RECEIVED_DATE.from(execution).get());
    LocalDate decided = LocalDate.parse(CG_DECISION_DATE.from(execution).get());

    LEAVE_NEED.on(execution).set(need.of(child, received, decided));
    ASYLUM_CLAIM.on(execution).set(ImmigrationFacts.isAsylumClaimed(child) ? "yes" : "no");
  }
}

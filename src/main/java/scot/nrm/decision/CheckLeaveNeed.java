package scot.nrm.decision;

import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseVariables;
import scot.nrm.routing.Nationality;
import scot.nrm.routing.Nationalities;

/**
 * Whether a recognised child needs permission to stay (D29): a UK national never; an EEA national gets no leave, which is
 * recorded without a task; a child whose leave is still running needs permission only if it ends before the decision on
 * conclusive grounds. Where a fact is unknown, leave is considered: that protects the child.
 */
@Component
class CheckLeaveNeed implements JavaDelegate {

  private final CaseFile file;
  private final Nationalities nationalities;

  CheckLeaveNeed(CaseFile file, Nationalities nationalities) {
    this.file = file;
    this.nationalities = nationalities;
  }

  @Override
  public void execute(DelegateExecution execution) {
    CaseFileContent child = file.read(execution.getProcessBusinessKey());
    LocalDate decidedOn = LocalDate.parse(CaseVariables.CG_DECISION_DATE.from(execution).get());
    CaseVariables.LEAVE_NEED.on(execution).set(need(child, decidedOn));
    CaseVariables.ASYLUM_CLAIM.on(execution).set(child.is("asylumClaimMade", "yes") ? "yes" : "no");
  }

  private String need(CaseFileContent child, LocalDate decidedOn) {
    Nationality nationality = nationalities.of(child.list("childNationalities"), decidedOn);
    return switch (nationality) {
      case UK -> "not-needed";
      case EEA -> "no-leave-to-be-granted";
      default -> leaveRunsOn(child, decidedOn) ? "not-needed" : "consider";
    };
  }

  private static boolean leaveRunsOn(CaseFileContent child, LocalDate decidedOn) {
    return child.is("immigrationStatus", "leave")
        && child.date("leaveUntil").map(until -> !until.isBefore(decidedOn)).orElse(false);
  }
}

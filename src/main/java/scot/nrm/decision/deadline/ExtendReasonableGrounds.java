package scot.nrm.decision.deadline;

import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.Clocks;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.CaseFile;
import scot.nrm.engine.CaseVariables;
import scot.nrm.register.Act;
import scot.nrm.register.Register;
import scot.nrm.register.Stage;

/**
 * Extends the date for reasonable grounds by working days after the current due date, with the case
 * owner's reason (D15). The original date doesn't change; the register records every extension. The
 * form requires a separate reason for an extension beyond a court hearing (D16).
 */
@Component
class ExtendReasonableGrounds implements JavaDelegate {

  private final Register register;
  private final CaseFile file;
  private final Clocks clocks;
  private final DecisionClock decisionClock;

  ExtendReasonableGrounds(
      Register register, CaseFile file, Clocks clocks, DecisionClock decisionClock) {
    this.register = register;
    this.file = file;
    this.clocks = clocks;
    this.decisionClock = decisionClock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    LocalDate from = LocalDay.of(CaseVariables.RG_DUE_DATE.from(execution).get());
    LocalDate to =
        clocks.extended(from, CaseVariables.RG_EXTENSION_WORKING_DAYS.from(execution).get());
    CaseVariables.RG_PROPOSAL.on(execution).remove();

    String officer =
        register
            .lastAct(caseNumber, Stage.REASONABLE_GROUNDS, Act.PROPOSED)
            .orElseThrow()
            .officer();
    String reason = file.read(caseNumber).text("rgExtensionReason");
    register.extended(caseNumber, Stage.REASONABLE_GROUNDS, from, to, reason, officer);
    decisionClock.moveReasonableGrounds(caseNumber, to, to, null);
  }
}

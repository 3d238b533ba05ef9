package scot.nrm.changes.immigration;

import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.decision.leave.LeaveLengthRule;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.ForFormsWith;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.Stage;
import scot.nrm.routing.LeaveNeed;

/**
 * A fact that is corrected while leave is being considered may mean that the child needs none (D29,
 * D43). Leave can then be neither granted nor refused. Without such a fact, nobody can record that
 * none is needed.
 */
@Component
@ForFormsWith(LeaveLengthRule.DECISION)
class LeaveNeedRule implements FormRule {

  private final Register register;
  private final CaseFile file;
  private final LeaveNeed need;

  LeaveNeedRule(Register register, CaseFile file, LeaveNeed need) {
    this.register = register;
    this.file = file;
    this.need = need;
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    boolean considered = isConsidered(submission.caseNumber());
    boolean none = submission.is(LeaveLengthRule.DECISION, RegisterCase.NO_LEAVE);
    if (considered && none) {
      errors.field(
          LeaveLengthRule.DECISION,
          "by the facts in the file the child needs permission to stay. If they are wrong, correct the nationality or the immigration status first");
    } else if (!considered && !none) {
      errors.field(
          LeaveLengthRule.DECISION,
          "by the facts in the file the child does not need permission to stay. Choose “No leave is needed”, or correct the facts first");
    }
  }

  @Override
  public Map<String, Set<String>> refusedOptions(String caseNumber, FormSchema form) {
    return Map.of(
        LeaveLengthRule.DECISION,
        isConsidered(caseNumber) ? Set.of(RegisterCase.NO_LEAVE) : Set.of("granted", "refused"));
  }

  private boolean isConsidered(String caseNumber) {
    RegisterCase nrmCase = register.find(caseNumber).orElseThrow();
    return need.isConsidered(
        file.read(caseNumber),
        nrmCase.referralReceivedOn(),
        nrmCase.at(Stage.CONCLUSIVE_GROUNDS).decidedOn());
  }
}

package scot.nrm.age;

import org.springframework.stereotype.Component;
import scot.nrm.forms.check.ForFormsWith;
import scot.nrm.forms.check.FormListener;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.Register;

/**
 * Starts the wait for the 18th birthday for a date of birth that the local authority supplies after
 * the receipt, as for one on the NRM form (D7, D12).
 */
@Component
@ForFormsWith("childDateOfBirth")
class SuppliedDateOfBirth implements FormListener {

  private final ComingOfAgeWait comingOfAge;
  private final Register register;

  SuppliedDateOfBirth(ComingOfAgeWait comingOfAge, Register register) {
    this.register = register;
    this.comingOfAge = comingOfAge;
  }

  @Override
  public void accepted(FormSubmission submission) {
    if (register
        .find(submission.caseNumber())
        .filter(nrmCase -> nrmCase.referralReceivedOn() != null)
        .isPresent()) {
      comingOfAge.recalculate(submission.caseNumber(), submission.officer());
    }
  }
}

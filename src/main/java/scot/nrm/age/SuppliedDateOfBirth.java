package scot.nrm.age;

import java.util.Set;
import org.springframework.stereotype.Component;
import scot.nrm.forms.check.FormListener;
import scot.nrm.forms.check.FormSubmission;

/**
 * Starts the wait for the 18th birthday for a date of birth that the local authority supplies after
 * the receipt, as for one on the NRM form (D7, D12).
 */
@Component
class SuppliedDateOfBirth implements FormListener {

  private final ComingOfAgeWait comingOfAge;

  SuppliedDateOfBirth(ComingOfAgeWait comingOfAge) {
    this.comingOfAge = comingOfAge;
  }

  @Override
  public Set<String> forms() {
    return Set.of("supply-missing-facts");
  }

  @Override
  public void accepted(FormSubmission submission) {
    comingOfAge.follow(submission.caseNumber(), submission.officer());
  }
}

package scot.nrm.changes.information;

import java.time.LocalDate;
import org.springframework.stereotype.Component;
import scot.nrm.age.ComingOfAgeWait;
import scot.nrm.casefile.CaseFile;
import scot.nrm.facts.RemovalHolds;
import scot.nrm.forms.check.ForFormsWith;
import scot.nrm.forms.check.FormListener;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterFacts;
import scot.nrm.register.Stage;
import scot.nrm.routing.Routes;

/**
 * Applies facts that the local authority supplies after the receipt (D12): the wait for the 18th
 * birthday (D7), the removal hold (D32) and the register's statistical data (D33) follow at once.
 * The table that says who decides is asked again after a positive decision on reasonable grounds
 * (D13).
 */
@Component
@ForFormsWith({"childDateOfBirth", "childNationalities"})
class SuppliedFacts implements FormListener {

  private final ComingOfAgeWait comingOfAge;
  private final CaseFile file;
  private final Register register;
  private final RemovalHolds removalHolds;
  private final Routes routes;

  SuppliedFacts(
      ComingOfAgeWait comingOfAge,
      CaseFile file,
      Register register,
      RemovalHolds removalHolds,
      Routes routes) {
    this.comingOfAge = comingOfAge;
    this.file = file;
    this.register = register;
    this.removalHolds = removalHolds;
    this.routes = routes;
  }

  @Override
  public void accepted(FormSubmission submission) {
    register
        .lockIfKnown(submission.caseNumber())
        .filter(nrmCase -> nrmCase.referralReceivedOn() != null)
        .ifPresent(nrmCase -> apply(nrmCase, submission.officer()));
  }

  private void apply(RegisterCase nrmCase, String officer) {
    String caseNumber = nrmCase.caseNumber();
    LocalDate received = nrmCase.referralReceivedOn();
    comingOfAge.recalculate(caseNumber, officer);
    register.referralReceived(
        caseNumber, received, RegisterFacts.of(file.read(caseNumber), received));
    removalHolds.apply(caseNumber, routes.askNow(nrmCase, Stage.REASONABLE_GROUNDS).removalHold());
  }
}

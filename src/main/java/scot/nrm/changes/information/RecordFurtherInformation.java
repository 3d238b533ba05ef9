package scot.nrm.changes.information;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.changes.OpenStage;
import scot.nrm.changes.Requests;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.Officer;
import scot.nrm.register.Authority;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterUpdates;

/**
 * Records further information (D31) and its reader: the case owner of the authority that has or
 * last had the case. Before the referral it is the lead professional, or duty social work until the
 * concern is accepted. Nothing else changes.
 */
@Component
class RecordFurtherInformation implements JavaDelegate {

  private final Register register;
  private final RegisterUpdates onTheWay;
  private final CaseFile file;
  private final Requests requests;
  private final OpenStage openStage;

  RecordFurtherInformation(
      Register register,
      RegisterUpdates onTheWay,
      CaseFile file,
      Requests requests,
      OpenStage openStage) {
    this.register = register;
    this.onTheWay = onTheWay;
    this.file = file;
    this.requests = requests;
    this.openStage = openStage;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    RegisterCase known = register.lock(caseNumber);
    CaseFileContent sent = file.read(caseNumber);
    onTheWay.note(
        caseNumber,
        EntryKind.INFORMATION_RECEIVED,
        null,
        sent.text("informationKind"),
        sent.date("informationDate").orElseThrow(),
        Officer.of(execution),
        sent.text("informationText"));
    CaseVariables.REQUEST_NUMBER
        .on(execution)
        .set(requests.of(caseNumber, EntryKind.INFORMATION_RECEIVED).size());

    Authority authority = openStage.authority(known);
    boolean withCouncil = authority == null && !openStage.stands(known).stage().equals("intake");
    CaseVariables.WITH_LOCAL_AUTHORITY.on(execution).set(withCouncil);
    CaseVariables.WITH_DUTY_SOCIAL_WORK.on(execution).set(withCouncil && !isAccepted(caseNumber));
    CaseVariables.WITH_UKBA.on(execution).set(authority == Authority.UKBA);
  }

  private boolean isAccepted(String caseNumber) {
    return register.history(caseNumber).stream()
        .anyMatch(event -> event.is(EntryKind.CONCERN_ACCEPTED));
  }
}

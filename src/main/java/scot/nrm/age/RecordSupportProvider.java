package scot.nrm.age;

import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.age.SupportProviders.SupportProvider;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.Officer;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterUpdates;

/** Records which support provider for adults was engaged (D7), or that none could be. */
@Component
class RecordSupportProvider implements JavaDelegate {

  private final RegisterUpdates onTheWay;
  private final Register register;
  private final CaseFile file;
  private final SupportProviders providers;
  private final CaseClock clock;

  RecordSupportProvider(
      RegisterUpdates onTheWay,
      Register register,
      CaseFile file,
      SupportProviders providers,
      CaseClock clock) {
    this.onTheWay = onTheWay;
    this.register = register;
    this.file = file;
    this.providers = providers;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    CaseFileContent said = file.read(caseNumber);
    String engaged = said.text("supportProviderEngaged");
    String officer = Officer.of(execution);
    switch (engaged) {
      case "other" ->
          note(caseNumber, engaged, day(said), officer, said.text("supportProviderName"));
      case "none-available" ->
          note(caseNumber, engaged, clock.today(), officer, said.text("supportProviderNote"));
      default -> {
        SupportProvider provider = providers.of(said, register.lock(caseNumber).localAuthority());
        note(caseNumber, provider.id(), day(said), officer, provider.name());
      }
    }
  }

  private void note(String caseNumber, String code, LocalDate on, String officer, String detail) {
    onTheWay.note(caseNumber, EntryKind.SUPPORT_PROVIDER, null, code, on, officer, detail);
  }

  private static LocalDate day(CaseFileContent said) {
    return said.date("supportProviderDate").orElseThrow();
  }
}

package scot.nrm.documents;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.camunda.bpm.engine.TaskService;
import org.mockito.Mockito;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import scot.nrm.Databases.Database;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.NamesAndRoles;
import scot.nrm.access.SignedIn;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileParts;
import scot.nrm.casefile.Store;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.pages.SignedInPages;
import scot.nrm.pages.Templates;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterFacts;
import scot.nrm.register.RegisterUpdates;
import scot.nrm.register.Stage;
import scot.nrm.schema.DatabaseOnly;

/** Documents with the register on a database of their own, without an engine. */
class DocumentRoom extends Store {

  /**
   * @param properties such as {@code nrm.documents.max-per-case=3}
   */
  DocumentRoom(Database database, String... properties) {
    super(
        database, Parts.class, Arrays.stream(properties).map("--"::concat).toArray(String[]::new));
  }

  Documents documents() {
    return get(Documents.class);
  }

  /** A case in Glasgow that UKHTC has not received yet. */
  String openCase() {
    String caseNumber = get(CaseFile.class).nextCaseNumber(LocalDate.parse("2009-04-06"));
    inTransaction(
        () ->
            register()
                .openCase(
                    caseNumber,
                    "glasgow-city",
                    LocalDate.parse("2009-04-06"),
                    "police",
                    null,
                    null));
    return caseNumber;
  }

  /** UKHTC has received the NRM form, and this authority decides. */
  void refer(String caseNumber, String authority) {
    inTransaction(
        () -> {
          register()
              .referralReceived(
                  caseNumber,
                  LocalDate.parse("2009-04-06"),
                  new RegisterFacts(List.of("VN"), "female", 14, false));
          register().routed(caseNumber, Stage.REASONABLE_GROUNDS, Authority.of(authority), "D13.5");
        });
  }

  @DatabaseOnly
  @EnableConfigurationProperties({DocumentSettings.class, Authorities.class})
  @Import({
    CaseClock.class, CaseFileParts.class, Register.class, RegisterUpdates.class,
    Templates.class, CaseAccess.class, NamesAndRoles.class, SignedInPages.class,
    VirusScanner.class, FileCheck.class, Documents.class, AddDocument.class,
    DocumentPages.class, DocumentsFormText.class
  })
  static class Parts {

    @Bean
    TaskService taskService() {
      return Mockito.mock(TaskService.class, Mockito.RETURNS_DEEP_STUBS);
    }

    @Bean
    SignedIn signedIn() {
      return Mockito.mock(SignedIn.class);
    }
  }
}

package scot.nrm.changes.missing;

import static scot.nrm.engine.CaseVariables.DECIDING_AUTHORITY;

import java.time.LocalDate;
import java.util.Map;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.changes.OpenStage;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.Officer;
import scot.nrm.engine.steps.Step;
import scot.nrm.facts.MissingMark;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;

/** The steps about a missing child (D34) and one who has been found (D36). */
@Configuration(proxyBeanMethods = false)
class MissingSteps {

  private final MissingMark missingMark;
  private final CaseFile file;
  private final CaseInstances instances;

  MissingSteps(MissingMark missingMark, CaseFile file, CaseInstances instances) {
    this.missingMark = missingMark;
    this.file = file;
    this.instances = instances;
  }

  /**
   * Records that the child is missing, in the register and on the case (D34). Nothing is decided
   * and no date changes (D23).
   */
  @Step(value = "Record that the child is missing", sets = "missingSince")
  @Bean
  ExecutionListener recordChildMissing() {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      CaseFileContent reported = file.read(caseNumber);
      LocalDate since = reported.date("missingSinceDate").orElseThrow();
      missingMark.set(caseNumber, since, Officer.of(step), reported.text("missingCircumstances"));
    };
  }

  /**
   * Starts the search for a child alongside the path (D34). It records which authority's decision
   * is open, for the choice in D35.
   */
  @Step(
      value = "Start the search",
      starts = "missing-child",
      sends = "missing-again",
      passes = {"decidingAuthority", "localAuthority"})
  @Bean
  JavaDelegate startSearch(Register register, OpenStage openStage) {
    return step -> {
      RegisterCase nrmCase = register.lock(step.getProcessBusinessKey());
      // An earlier search may still be waiting for the talk with the child. One talk is enough.
      instances.correlate(nrmCase.caseNumber(), "missing-again");
      instances.startAnother(
          "missing-child",
          nrmCase.caseNumber(),
          nrmCase.localAuthority(),
          Map.of(DECIDING_AUTHORITY.getName(), openStage.decidingAuthority(nrmCase)));
    };
  }

  /**
   * Records that the missing child was reported to the police, with or without a marker yet (D34).
   */
  @Step("Record the police report")
  @Bean
  JavaDelegate recordPoliceReport(RegisterUpdates updates) {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      CaseFileContent reported = file.read(caseNumber);
      updates.addEntry(
          caseNumber,
          RegisterEvent.entry(EntryKind.MISSING_REPORTED_TO_POLICE)
              .code(reported.is("policeMarkerSet", "set") ? "marker-set" : "marker-asked-for")
              .from(reported.date("policeReportDate").orElseThrow())
              .officer(Officer.of(step))
              .detail(reported.text("policeIncidentReference")));
    };
  }

  /** Records that the child has been found or has come back, and when (D36). */
  @Step(value = "Record the return", sets = "missingSince")
  @Bean
  ExecutionListener recordChildFound() {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      CaseFileContent reported = file.read(caseNumber);
      LocalDate found = reported.date("childFoundDate").orElseThrow();
      missingMark.remove(caseNumber, found, Officer.of(step), reported.text("childFoundCondition"));
    };
  }

  /**
   * Notifies a suspended stage, which resumes automatically, and the search, which ends (D36). If
   * the child is missing again by now, both wait for the next return.
   */
  @Step(value = "Notify the case that the child was found", sends = "child-found")
  @Bean
  JavaDelegate notifyChildFound(Register register) {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      if (register.lock(caseNumber).now().missingSince() == null) {
        instances.correlate(caseNumber, "child-found");
      }
    };
  }
}

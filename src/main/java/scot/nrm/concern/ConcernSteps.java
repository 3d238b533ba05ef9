package scot.nrm.concern;

import static scot.nrm.engine.CaseVariables.LOCAL_AUTHORITY;

import java.util.Map;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.casefile.CaseFile;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.Officer;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.engine.steps.Step;
import scot.nrm.facts.RequiredActs;
import scot.nrm.register.Register;

/** The steps that open a case, and that begin and end its child protection work (D1, D33). */
@Configuration(proxyBeanMethods = false)
class ConcernSteps {

  private final Register register;
  private final CaseFile file;

  ConcernSteps(Register register, CaseFile file) {
    this.register = register;
    this.file = file;
  }

  /**
   * Opens the case in the register under the case number that it was given when the concern was
   * reported (D33), under the set of the diagram that opens it.
   */
  @Step(value = "Open the case", needs = "localAuthority")
  @Bean
  ExecutionListener openCase(CaseClock clock, DefinitionSets sets) {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      register.openCase(
          caseNumber,
          LOCAL_AUTHORITY.from(step).get(),
          clock.today(),
          file.read(caseNumber).text("firstResponderAgency"),
          Officer.of(step), // may later send updates about the case; null if a job opens it
          sets.setOf(step.getProcessDefinitionId()));
    };
  }

  /**
   * Starts the local authority's child protection work as a separate process, so that no decision
   * of a competent authority ends it (D1). If the job is retried, it finds that process and doesn't
   * start another.
   */
  @Step(
      value = "Start child protection",
      needs = "localAuthority",
      starts = "child-protection",
      passes = "localAuthority")
  @Bean
  JavaDelegate startChildProtection(CaseInstances instances) {
    return step ->
        instances.start(
            "child-protection",
            step.getProcessBusinessKey(),
            LOCAL_AUTHORITY.from(step).get(),
            Map.of());
  }

  /** Records when the local authority closed its child protection work (D1, D33). */
  @Step("Record the end of protection work")
  @Bean
  JavaDelegate recordProtectionClosed(RequiredActs acts) {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      acts.requireForProtectionClosed(caseNumber);
      file.read(caseNumber)
          .date("protectionClosedDate")
          .ifPresent(closedOn -> register.protectionClosed(caseNumber, closedOn));
    };
  }
}

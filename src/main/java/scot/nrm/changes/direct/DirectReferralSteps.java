package scot.nrm.changes.direct;

import static scot.nrm.engine.CaseVariables.COUNCIL_AGREES;
import static scot.nrm.engine.CaseVariables.LOCAL_AUTHORITY;

import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.Officer;
import scot.nrm.engine.steps.Step;
import scot.nrm.register.EntryKind;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;

/** The steps about an NRM form that was sent directly to UKHTC (D11). */
@Configuration(proxyBeanMethods = false)
class DirectReferralSteps {

  private final CaseInstances instances;
  private final RegisterUpdates updates;
  private final CaseFile file;
  private final CaseClock clock;

  DirectReferralSteps(
      CaseInstances instances, RegisterUpdates updates, CaseFile file, CaseClock clock) {
    this.instances = instances;
    this.updates = updates;
    this.file = file;
    this.clock = clock;
  }

  /**
   * Passes a form that the police or a voluntary organisation sent directly to UKHTC to its intake
   * (D11). The case starts there, and the deadline is calculated from the day of receipt that
   * intake logs.
   */
  @Step(value = "Pass the form to intake", needs = "localAuthority", sends = "nrm-form-received")
  @Bean
  JavaDelegate passToIntake() {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      instances.startCase(
          "nrm-form-received", caseNumber, LOCAL_AUTHORITY.from(step).get(), Map.of());
      updates.addEntry(
          caseNumber,
          RegisterEvent.entry(EntryKind.DIRECT_REFERRAL)
              .from(clock.today())
              .officer(Officer.of(step)));
      updates.referralSent(caseNumber, clock.now().truncatedTo(ChronoUnit.MINUTES));
    };
  }

  /**
   * Asks the local authority, alongside the path, to confirm a form that was sent directly to UKHTC
   * and to name the lead professional (D11). The decision does not wait for it.
   */
  @Step(
      value = "Ask the local authority to confirm",
      needs = "localAuthority",
      starts = "confirm-direct-referral",
      passes = "localAuthority")
  @Bean
  JavaDelegate askCouncilToConfirm() {
    return step ->
        instances.start(
            "confirm-direct-referral",
            step.getProcessBusinessKey(),
            LOCAL_AUTHORITY.from(step).get(),
            Map.of());
  }

  /**
   * Records the local authority's answer about a form that was sent directly to UKHTC. It may
   * disagree, because the competent authority decides in any case (D11). Notifies a pre-alert that
   * the local authority has answered (D10).
   */
  @Step(
      value = "Record the local authority's answer",
      needs = "councilAgrees",
      sends = "concern-accepted")
  @Bean
  JavaDelegate recordDirectReferralAnswer() {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      CaseFileContent answer = file.read(caseNumber);
      boolean agrees = "yes".equals(COUNCIL_AGREES.from(step).get());
      updates.addEntry(
          caseNumber,
          RegisterEvent.entry(EntryKind.DIRECT_REFERRAL_ANSWERED)
              .code(agrees ? "agrees" : "disagrees")
              .from(answer.date("acceptedDate").orElse(null))
              .officer(Officer.of(step))
              .detail(agrees ? null : answer.text("councilDisagreesReason")));
      instances.correlate(caseNumber, "concern-accepted");
    };
  }
}

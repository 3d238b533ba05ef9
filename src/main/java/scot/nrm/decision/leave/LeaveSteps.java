package scot.nrm.decision.leave;

import static scot.nrm.engine.CaseVariables.ADULT;
import static scot.nrm.engine.CaseVariables.LEAVE_DECISION;
import static scot.nrm.engine.CaseVariables.LEAVE_EXPIRES;
import static scot.nrm.engine.CaseVariables.LEAVE_EXPIRY_DATE;
import static scot.nrm.engine.CaseVariables.LEAVE_GRANT_DATE;
import static scot.nrm.engine.CaseVariables.LEAVE_OFFICER;
import static scot.nrm.engine.CaseVariables.LEAVE_OUTCOME;
import static scot.nrm.engine.CaseVariables.LEAVE_RENEWAL_BEGINS;
import static scot.nrm.engine.CaseVariables.LEAVE_RENEWAL_EXPIRY_DATE;
import static scot.nrm.engine.CaseVariables.LEAVE_RENEWAL_GRANT_DATE;
import static scot.nrm.engine.CaseVariables.LEAVE_RENEWED;

import java.time.LocalDate;
import java.util.Map;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.Adulthood;
import scot.nrm.casefile.CaseFile;
import scot.nrm.decision.deadline.Limit;
import scot.nrm.decision.deadline.TimeLimits;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.Officer;
import scot.nrm.engine.steps.Step;
import scot.nrm.facts.RequiredActs;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;

/** The steps about leave to remain (D29), which write it to the register and the path alike. */
@Configuration(proxyBeanMethods = false)
class LeaveSteps {

  private final Register register;
  private final CaseFile file;
  private final CaseInstances instances;
  private final CaseClock clock;

  LeaveSteps(Register register, CaseFile file, CaseInstances instances, CaseClock clock) {
    this.register = register;
    this.file = file;
    this.instances = instances;
    this.clock = clock;
  }

  /**
   * Records the decision of UKBA's case owner on leave to remain, with its ground and dates (D29,
   * D33).
   */
  @Step(
      value = "Record the leave decision",
      needs = {LeaveLengthRule.DECISION, "leaveGrantDate", "leaveOfficer"},
      uses = "leaveExpiryDate",
      sets = "leaveOutcome")
  @Bean
  JavaDelegate recordLeave(RequiredActs acts) {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      String outcome = LEAVE_DECISION.from(step).get();
      boolean granted = outcome.equals("granted");
      acts.requireForLeave(caseNumber);
      LEAVE_OUTCOME.on(step).set(outcome);
      register.leaveDecided(
          caseNumber,
          outcome,
          granted ? file.read(caseNumber).text("leaveGround") : null,
          LocalDate.parse(LEAVE_GRANT_DATE.from(step).get()),
          granted ? LocalDate.parse(LEAVE_EXPIRY_DATE.from(step).get()) : null,
          LEAVE_OFFICER.from(step).getOrNull());
    };
  }

  /**
   * Records that no leave is to be granted: to an EEA national, or to a child who has been granted
   * asylum (D29).
   */
  @Step(value = "Record that no leave is granted", sets = "leaveOutcome")
  @Bean
  JavaDelegate recordNoLeave(RequiredActs acts) {
    return step -> {
      acts.requireForNoLeave(step.getProcessBusinessKey());
      LEAVE_OUTCOME.on(step).set(RegisterCase.NO_LEAVE);
      register.leaveDecided(
          step.getProcessBusinessKey(), RegisterCase.NO_LEAVE, null, clock.today(), null, null);
    };
  }

  /**
   * Starts monitoring the expiry of leave alongside the path, once per case. It continues after the
   * case has ended (D29).
   */
  @Step(value = "Monitor when leave expires", starts = "leave-expiry", passes = "localAuthority")
  @Bean
  JavaDelegate startLeaveExpiry() {
    return step -> {
      RegisterCase nrmCase = register.lock(step.getProcessBusinessKey());
      instances.start("leave-expiry", nrmCase.caseNumber(), nrmCase.localAuthority(), Map.of());
    };
  }

  /**
   * Sets when leave expires and when preparing its renewal starts: 60 days before (D29), by the
   * limits on the day of the grant. It uses the start of that day, so that the task exists on the
   * day itself.
   */
  @Step(
      value = "Set the renewal dates",
      uses = "leaveRenewalGrantDate",
      sets = {"leaveExpires", "leaveRenewalBegins"})
  @Bean
  JavaDelegate setRenewalDates(TimeLimits limits) {
    return step -> {
      RegisterCase nrmCase = register.lock(step.getProcessBusinessKey());
      String renewedOn = LEAVE_RENEWAL_GRANT_DATE.from(step).getOrNull();
      LocalDate granted = renewedOn == null ? nrmCase.leaveDecidedOn() : LocalDate.parse(renewedOn);
      LocalDate expires = nrmCase.leaveExpiresOn();
      LEAVE_EXPIRES.on(step).set(LocalDay.endOf(expires));
      LEAVE_RENEWAL_BEGINS
          .on(step)
          .set(
              LocalDay.startOf(
                  expires.minusDays(
                      limits
                          .of(nrmCase.referralReceivedOn(), granted)
                          .number(Limit.LEAVE_RENEWAL))));
    };
  }

  /**
   * Checks whether the person is now an adult and so responsible for expiring leave themselves (D7,
   * D29).
   */
  @Step(value = "Check if the person is now an adult", sets = "adult")
  @Bean
  JavaDelegate checkAdult() {
    return step ->
        ADULT
            .on(step)
            .set(Adulthood.isAdult(file.read(step.getProcessBusinessKey()), clock.today()));
  }

  /** Records that leave was renewed, with its new expiry date, or why it was not (D29, D33). */
  @Step(
      value = "Record the outcome of the renewal",
      needs = "leaveRenewed",
      uses = {"leaveRenewalExpiryDate", "leaveRenewalGrantDate"})
  @Bean
  JavaDelegate recordLeaveRenewal(RegisterUpdates updates) {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      if (LEAVE_RENEWED.from(step).get().equals("yes")) {
        String expiry = LEAVE_RENEWAL_EXPIRY_DATE.from(step).get();
        register.leaveRenewed(
            caseNumber,
            LocalDate.parse(LEAVE_RENEWAL_GRANT_DATE.from(step).get()),
            LocalDate.parse(expiry),
            Officer.of(step));
        instances.set(caseNumber, LEAVE_EXPIRY_DATE, expiry);
      } else {
        updates.addEntry(
            caseNumber,
            RegisterEvent.entry(EntryKind.LEAVE_NOT_RENEWED)
                .from(clock.today())
                .officer(Officer.of(step))
                .detail(file.read(caseNumber).text("leaveNotRenewedReason")));
      }
    };
  }
}

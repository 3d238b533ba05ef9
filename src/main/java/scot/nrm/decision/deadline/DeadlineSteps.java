package scot.nrm.decision.deadline;

import static scot.nrm.engine.CaseVariables.REFERRAL_RECEIVED_DATE;
import static scot.nrm.engine.CaseVariables.REFERRAL_TARGET_MISSED;
import static scot.nrm.engine.CaseVariables.RG_EXTENSION_WORKING_DAYS;
import static scot.nrm.engine.CaseVariables.RG_PROPOSAL;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.calendar.DeadlineCalculator;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.steps.Step;
import scot.nrm.facts.CaseCalendars;
import scot.nrm.facts.DecisionDeadlines;
import scot.nrm.facts.DecisionOutcomes;
import scot.nrm.register.Act;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterFacts;
import scot.nrm.register.RegisterUpdates;
import scot.nrm.register.Stage;

/** The steps that set, extend and watch the deadline of a decision (D15, D28). */
@Configuration(proxyBeanMethods = false)
class DeadlineSteps {

  private final Register register;
  private final CaseFile file;
  private final CaseCalendars calendars;
  private final DecisionDeadlines deadlines;

  DeadlineSteps(
      Register register, CaseFile file, CaseCalendars calendars, DecisionDeadlines deadlines) {
    this.register = register;
    this.file = file;
    this.calendars = calendars;
    this.deadlines = deadlines;
  }

  /**
   * Counts the case as a referral from the day on which UKHTC received the NRM form (D12, D33), and
   * sets the date by which reasonable grounds are decided: the 5th working day strictly after that
   * day (D15), or earlier if there is a court hearing before it (D16). Flags a form that came more
   * than 48 hours after the first meeting (D6).
   */
  @Step(
      value = "Record the receipt",
      needs = "referralReceivedDate",
      uses = "localAuthority",
      sets = {"referralTargetMissed", "rgDueDate", "rgOriginalDueDate", "rgTargetDate"})
  @Bean
  JavaDelegate recordReceipt(TimeLimits limits, ReferralTargetCheck referralTarget) {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      CaseFileContent child = file.read(caseNumber);
      LocalDate received = LocalDate.parse(REFERRAL_RECEIVED_DATE.from(step).get());
      register.referralReceived(caseNumber, received, RegisterFacts.of(child, received));
      REFERRAL_TARGET_MISSED.on(step).set(referralTarget.update(caseNumber, received));

      DeadlineCalculator calculator = calendars.atReceipt(step, received);
      LocalDate due =
          calculator.reasonableGroundsDue(
              received, limits.on(received).length(Limit.REASONABLE_GROUNDS));
      LocalDate target =
          calculator.reasonableGroundsTarget(received, due, child.date("courtHearingDate"));
      deadlines.beginReasonableGrounds(step, due, target);
    };
  }

  /**
   * Records by when the NRM form is due (D6): when the concern arrives, and again when the local
   * authority has corrected the first meeting in the form.
   */
  @Step("Set the deadline for the NRM form")
  @Bean
  ExecutionListener recordReferralDeadline(ReferralTargetCheck referralTarget) {
    return step -> referralTarget.recordDeadline(step.getProcessBusinessKey());
  }

  /**
   * Records when the local authority sent the NRM form (D6), so that the time until it is logged
   * isn't shown as the local authority's. In minutes, as forms have times.
   */
  @Step("Record that the NRM form was sent")
  @Bean
  ExecutionListener recordReferralSent(RegisterUpdates updates, CaseClock clock) {
    return step ->
        updates.referralSent(
            step.getProcessBusinessKey(), clock.now().truncatedTo(ChronoUnit.MINUTES));
  }

  /**
   * Extends the date for reasonable grounds by working days after the current due date, with the
   * case owner's reason (D15). The original date doesn't change; the register records every
   * extension. The form requires a separate reason for an extension beyond a court hearing (D16).
   */
  @Step(
      value = "Extend the deadline for reasonable grounds",
      removes = "rgProposal",
      needs = {"rgDueDate", "rgExtensionWorkingDays"},
      sets = {"rgDueDate", "rgLate", "rgOriginalDueDate", "rgProposal", "rgTargetDate"},
      sends = "decision-changed")
  @Bean
  JavaDelegate extendReasonableGrounds() {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      LocalDate from = DecisionDeadlines.reasonableGroundsDue(step);
      Stage stage = Stage.REASONABLE_GROUNDS;
      LocalDate to =
          calendars
              .calculator(register.lock(caseNumber), stage)
              .extended(from, RG_EXTENSION_WORKING_DAYS.from(step).get());
      RG_PROPOSAL.on(step).remove();

      String officer = register.lastAct(caseNumber, stage, Act.PROPOSED).orElseThrow().officer();
      String reason = file.read(caseNumber).text("rgExtensionReason");
      register.extended(caseNumber, stage, from, to, reason, officer);
      deadlines.moveReasonableGrounds(caseNumber, to, to, null);
    };
  }

  /**
   * Flags a decision that was not made by the end of the day in force, on the whole path of the
   * case, where managers see it in Cockpit (D28). The diagram passes the stage's id as the input
   * parameter {@code stage}. The flag has no effect on the decision.
   */
  @Step(
      value = "Mark as late",
      inputs = @Step.Input(value = "stage", label = "Stage", codes = Stage.class),
      uses = {"cgTargetDate", "rgTargetDate"},
      sets = {"cgLate", "rgLate"})
  @Bean
  JavaDelegate markLate(DecisionOutcomes outcomes) {
    return step -> {
      Stage stage = Stage.of((String) step.getVariable("stage"));
      outcomes.markLate(step.getProcessBusinessKey(), stage, DecisionDeadlines.target(step, stage));
    };
  }
}

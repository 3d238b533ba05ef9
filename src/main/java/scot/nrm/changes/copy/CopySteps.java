package scot.nrm.changes.copy;

import static scot.nrm.engine.CaseVariables.ANSWER_DUE_DATE;
import static scot.nrm.engine.CaseVariables.LOCAL_AUTHORITY;
import static scot.nrm.engine.CaseVariables.SAME_CHILD_LIKELY;

import com.fasterxml.jackson.databind.node.TextNode;
import java.time.LocalDate;
import java.util.Date;
import java.util.Map;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.casefile.CaseFile;
import scot.nrm.decision.deadline.Limit;
import scot.nrm.decision.deadline.TimeLimits;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseNumber;
import scot.nrm.engine.Officer;
import scot.nrm.engine.TaskDates;
import scot.nrm.engine.steps.Step;
import scot.nrm.facts.RemovalHolds;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Matches;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;

/** The steps about a copy of a child's details that UKBA sends (D9, D10). */
@Configuration(proxyBeanMethods = false)
class CopySteps {

  private final RegisterUpdates updates;
  private final CaseFile file;
  private final Register register;
  private final RemovalHolds removalHolds;
  private final CaseInstances instances;

  CopySteps(
      RegisterUpdates updates,
      CaseFile file,
      Register register,
      RemovalHolds removalHolds,
      CaseInstances instances) {
    this.updates = updates;
    this.file = file;
    this.register = register;
    this.removalHolds = removalHolds;
    this.instances = instances;
  }

  /**
   * Opens a new case for a UKBA copy (D9): the local authority receives the concern in the normal
   * way, under a new number. Removal is on hold from the date of the copy (D32). The case doesn't
   * count as a referral yet, and no deadline is set.
   */
  @Step(
      value = "Open the case of a {{authority.immigration.short}} copy",
      needs = "localAuthority",
      sends = "ukba-copy-received")
  @Bean
  ExecutionListener openPreAlert() {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      file.merge(
          caseNumber, Map.of("firstResponderAgency", TextNode.valueOf("ukba")), Officer.of(step));
      instances.startCase(
          "ukba-copy-received",
          caseNumber,
          LOCAL_AUTHORITY.from(step).get(),
          RemovalHolds.initialVariables());
      LocalDate on = file.read(caseNumber).date("ukbaCopyReceivedDate").orElseThrow();
      updates.copyReceived(caseNumber, on, Officer.of(step));
      removalHolds.begin(caseNumber);
    };
  }

  /**
   * Sets the date by which a local authority must answer a UKBA copy or a form sent directly to
   * UKHTC: a number of working days strictly after today (D10, D11), from the table {@code
   * time-limits}. A later date that has been handed down applies.
   */
  @Step(value = "Set the deadline for the answer", uses = "answerDueDate", sets = "answerDueDate")
  @Bean
  JavaDelegate setAnswerDate(TimeLimits limits, TaskDates dates, CaseClock clock) {
    return step -> {
      Date known = ANSWER_DUE_DATE.from(step).getOrNull();
      if (known == null || known.toInstant().isBefore(clock.now())) {
        ANSWER_DUE_DATE
            .on(step)
            .set(dates.in(limits.on(clock.today()).length(Limit.LOCAL_AUTHORITY_ANSWER)));
      }
    };
  }

  /** Starts the wait for the local authority's answer to a UKBA copy, alongside the path (D10). */
  @Step(
      value = "Wait for the local authority",
      starts = "ukba-pre-alert",
      passes = {"concernAccepted", "localAuthority"})
  @Bean
  JavaDelegate startPreAlert(UkbaCopies copies) {
    return step -> copies.waitForCouncil(register.lock(step.getProcessBusinessKey()), null);
  }

  /**
   * Compares the case that a copy has opened with the one that the port officer names (D9). The
   * number counts only with a second fact, by the keyed digests of likely matches (D12): the Home
   * Office reference, or a name or alias with the date of birth. A number that doesn't exist, and
   * one of a different child, are the same here.
   */
  @Step(value = "Compare with the other case", sets = "sameChildLikely")
  @Bean
  JavaDelegate compareCopy(Matches matches) {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      String named = CaseNumber.of(file.read(caseNumber).text("matchCaseNumber"));
      boolean likely =
          matches.of(caseNumber).stream().anyMatch(other -> other.caseNumber().equals(named));
      SAME_CHILD_LIKELY.on(step).set(likely ? "yes" : "no");
    };
  }

  /**
   * Notifies the pre-alert that the local authority has accepted the concern, which answers a UKBA
   * copy (D10).
   */
  @Step(value = "Notify the pre-alert", sends = "concern-accepted")
  @Bean
  JavaDelegate notifyConcernAccepted() {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      updates.addEntry(
          caseNumber,
          RegisterEvent.entry(EntryKind.CONCERN_ACCEPTED)
              .from(file.read(caseNumber).date("acceptedDate").orElse(null))
              .officer(Officer.of(step)));
      instances.correlate(caseNumber, "concern-accepted");
    };
  }
}

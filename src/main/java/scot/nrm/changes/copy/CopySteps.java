package scot.nrm.changes.copy;

import static scot.nrm.engine.CaseVariables.ANSWER_DUE_DATE;
import static scot.nrm.engine.CaseVariables.CONCERN_ACCEPTED;
import static scot.nrm.engine.CaseVariables.IMMIGRATION_NEWS;
import static scot.nrm.engine.CaseVariables.LOCAL_AUTHORITY;

import com.fasterxml.jackson.databind.node.TextNode;
import java.time.LocalDate;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.casefile.CaseFile;
import scot.nrm.changes.immigration.ImmigrationUpdate;
import scot.nrm.decision.deadline.TimeLimits;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.Officer;
import scot.nrm.engine.TaskDates;
import scot.nrm.facts.RemovalHolds;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
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
   * Adds a UKBA copy to an existing case (D9). Removal is on hold from the date of the copy (D32).
   */
  @Bean
  JavaDelegate joinCopy() {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      received(step);
      // That step also checks whether the case moves, as for any other new process (D13, D14).
      instances.startAnother(
          "record-immigration-news",
          caseNumber,
          register.lock(caseNumber).localAuthority(),
          Map.of(IMMIGRATION_NEWS.getName(), ImmigrationUpdate.UKBA_COPY));
    };
  }

  /**
   * Opens a new case for a UKBA copy (D9): the local authority receives the concern in the normal
   * way, under a new number. Removal is on hold from the date of the copy (D32). The case doesn't
   * count as a referral yet, and no deadline is set.
   */
  @Bean
  JavaDelegate openPreAlert() {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      file.merge(
          caseNumber, Map.of("firstResponderAgency", TextNode.valueOf("ukba")), Officer.of(step));
      instances.begin(
          "ukba-copy-received",
          caseNumber,
          LOCAL_AUTHORITY.from(step).get(),
          RemovalHolds.fromTheStart());
      received(step);
    };
  }

  private void received(DelegateExecution step) {
    String caseNumber = step.getProcessBusinessKey();
    LocalDate on = file.read(caseNumber).date("ukbaCopyReceivedDate").orElseThrow();
    updates.copyReceived(caseNumber, on, Officer.of(step));
    removalHolds.begin(caseNumber);
  }

  /**
   * Sets the date by which a local authority must answer a UKBA copy or a form sent directly to
   * UKHTC: a number of working days strictly after today (D10, D11), from the table {@code
   * time-limits}.
   */
  @Bean
  JavaDelegate setAnswerDate(TimeLimits limits, TaskDates dates, CaseClock clock) {
    return step ->
        ANSWER_DUE_DATE
            .on(step)
            .set(dates.inWorkingDays(limits.on(clock.today()).localAuthorityAnswerWorkingDays()));
  }

  /**
   * Starts the wait for the local authority's answer to a UKBA copy, alongside the path (D10). A
   * local authority that has already accepted the concern has answered.
   */
  @Bean
  JavaDelegate startPreAlert() {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      RegisterCase known = register.lock(caseNumber);
      boolean accepted =
          known.referralReceivedOn() != null
              || register.latest(caseNumber, EntryKind.CONCERN_ACCEPTED).isPresent();
      instances.start(
          "ukba-pre-alert",
          caseNumber,
          known.localAuthority(),
          Map.of(CONCERN_ACCEPTED.getName(), accepted ? "yes" : "no"));
    };
  }

  /**
   * Notifies the pre-alert that the local authority has accepted the concern, which answers a UKBA
   * copy (D10).
   */
  @Bean
  JavaDelegate tellConcernAccepted() {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      updates.note(
          caseNumber,
          RegisterEvent.entry(EntryKind.CONCERN_ACCEPTED)
              .from(file.read(caseNumber).date("acceptedDate").orElse(null))
              .officer(Officer.of(step)));
      instances.tell(caseNumber, "concern-accepted");
    };
  }
}

package scot.nrm.changes.copy;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.LocalDate;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.Calendars;
import scot.nrm.calendar.DeadlineCalculator;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.ImmigrationFacts;
import scot.nrm.changes.immigration.ImmigrationUpdate;
import scot.nrm.decision.deadline.Limit;
import scot.nrm.decision.deadline.TimeLimits;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseTasks;
import scot.nrm.engine.CaseVariables;
import scot.nrm.facts.RemovalHolds;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;
import scot.nrm.register.RemovalHold;

/**
 * Adds a UKBA copy to another case of the same child (D9), once UKHTC intake has confirmed that
 * they are about the same child (D12). Nothing else adds a copy to a case.
 */
@Component
public class UkbaCopies {

  private final RegisterUpdates updates;
  private final Register register;
  private final CaseFile files;
  private final RemovalHolds removalHolds;
  private final CaseInstances instances;
  private final CaseTasks tasks;
  private final TimeLimits limits;
  private final Calendars calendars;
  private final CaseClock clock;

  UkbaCopies(
      RegisterUpdates updates,
      Register register,
      CaseFile files,
      RemovalHolds removalHolds,
      CaseInstances instances,
      CaseTasks tasks,
      TimeLimits limits,
      Calendars calendars,
      CaseClock clock) {
    this.updates = updates;
    this.register = register;
    this.files = files;
    this.removalHolds = removalHolds;
    this.instances = instances;
    this.tasks = tasks;
    this.limits = limits;
    this.calendars = calendars;
    this.clock = clock;
  }

  /**
   * Adds the copy of a case that has been merged to the case that continues. Removal is on hold
   * from the date of the copy (D32). A copy counts as a process that has begun, so the route of an
   * open case is decided again (D13, D14). The port officer may send updates about that case from
   * now on.
   *
   * @param ended the case that the copy opened
   * @param officer who confirmed that it is the same child; {@code null} if not known
   */
  public void add(RegisterCase ended, RegisterCase continuing, String officer) {
    String caseNumber = continuing.caseNumber();
    LocalDate on = ended.now().ukbaCopyOn();
    files.merge(
        caseNumber,
        Map.of(
            "ukbaCopyReceivedDate",
            TextNode.valueOf(on.toString()),
            // An earlier finding that there was no process didn't know of this copy (D14), nor did
            // a manager who didn't confirm a UK national's process (D13).
            ImmigrationFacts.NOTHING_FOUND,
            NullNode.getInstance(),
            ImmigrationFacts.UK_NATIONAL_CONFIRMED,
            NullNode.getInstance()),
        officer);
    updates.copyReceived(caseNumber, on, sender(ended.caseNumber()));
    if (continuing.isClosed()) {
      return; // nothing is left to decide that would end a hold, and nobody is asked for an answer
    }
    removalHolds.begin(caseNumber);
    // Also checks whether the case moves, as for any other new process.
    instances.startAnother(
        "record-immigration-update",
        caseNumber,
        continuing.localAuthority(),
        Map.of(CaseVariables.IMMIGRATION_UPDATE.getName(), ImmigrationUpdate.UKBA_COPY));
    waitForCouncil(continuing, answerDue(ended.openedOn()));
  }

  /** Asks UKBA intake to record a further copy, unless the task that shows it is still open. */
  public void askToRecord(RegisterCase nrmCase) {
    if (!tasks.isOpen(nrmCase.caseNumber(), "record-ukba-copy")) {
      instances.startAnother(
          "ukba-pre-alert",
          nrmCase.caseNumber(),
          nrmCase.localAuthority(),
          Map.of(CaseVariables.CONCERN_ACCEPTED.getName(), "yes"));
    }
  }

  private String sender(String caseNumber) {
    return register
        .latest(caseNumber, EntryKind.UKBA_COPY_RECEIVED)
        .map(RegisterEvent::officer)
        .orElse(null);
  }

  /** Counted from when the copy arrived, however long it took to confirm (D10). */
  private Date answerDue(LocalDate arrived) {
    LocalDate due =
        new DeadlineCalculator(calendars.on(arrived))
            .answerDue(arrived, limits.on(arrived).length(Limit.LOCAL_AUTHORITY_ANSWER));
    return LocalDay.endOf(due.isBefore(clock.today()) ? clock.today() : due);
  }

  /**
   * Opens a closed pre-alert again because the local authority believes after all that the child
   * was trafficked (D31): removal is on hold at once (D32), and UKBA intake records the copy again.
   * Does nothing for a case without a copy.
   */
  public void reopen(RegisterCase nrmCase) {
    if (nrmCase.now().ukbaCopyOn() != null) {
      removalHolds.restart(nrmCase.caseNumber(), RemovalHold.ON);
      waitForCouncil(nrmCase, null);
    }
  }

  /**
   * Starts the wait for the local authority's answer to a UKBA copy, alongside the path (D10). A
   * local authority that has already accepted the concern has answered.
   *
   * @param due the deadline for the answer; {@code null} to count from today
   */
  void waitForCouncil(RegisterCase nrmCase, Date due) {
    boolean accepted =
        nrmCase.referralReceivedOn() != null
            || register.latest(nrmCase.caseNumber(), EntryKind.CONCERN_ACCEPTED).isPresent();
    Map<String, Object> variables = new HashMap<>();
    variables.put(CaseVariables.CONCERN_ACCEPTED.getName(), accepted ? "yes" : "no");
    if (due != null) {
      variables.put(CaseVariables.ANSWER_DUE_DATE.getName(), due);
    }
    instances.start("ukba-pre-alert", nrmCase.caseNumber(), nrmCase.localAuthority(), variables);
  }
}

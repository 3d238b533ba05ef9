package scot.nrm.register;

import static scot.nrm.register.RegisterEvent.entry;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import scot.nrm.casefile.ChainedRow;

/**
 * Records in the register the changes of a case by updates, with their dates. As in {@link
 * Register}, every text is encrypted, but codes, dates and officers are not; each call is part of
 * the current transaction, and a state that the register already has is not logged again.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class RegisterUpdates {

  /** The code of a note about the reassignment of a task. */
  public static final String REASSIGNED = "task-reassigned";

  /** The text between the old value and the new one in the detail of a correction. */
  public static final String CORRECTED_TO = ", corrected to ";

  /** The text for a missing value in the detail of a correction. */
  public static final String NOTHING = "nothing";

  /**
   * Published in the current transaction when a person who was treated as an adult is found to be a
   * child (D7), because of letters that were sent to the person.
   */
  public record FoundToBeChild(String caseNumber) {}

  private final Register register;
  private final JdbcClient jdbc;

  public RegisterUpdates(Register register, JdbcClient jdbc) {
    this.register = register;
    this.jdbc = jdbc;
  }

  /**
   * Adds an entry to the history that changes no fact, such as a request to withdraw (D19), even if
   * it is the same as an earlier one, because the latest one counts.
   */
  public void addEntry(String caseNumber, RegisterEvent entry) {
    register.lock(caseNumber);
    register.log(caseNumber, entry);
  }

  /**
   * Adds the reassignment of a task to the case's history, unless the task belongs to no registered
   * case.
   *
   * @param ofLocalAuthority whether a local authority's team has the task; then the local authority
   *     can read the entry as well
   * @param officer the user who reassigned it; {@code null} for the program
   * @param detail the task, the previous and new assignee, and the reason; nothing about the child
   */
  public void reassigned(
      String caseNumber, boolean ofLocalAuthority, String officer, String detail) {
    if (caseNumber != null && register.find(caseNumber).isPresent()) {
      addEntry(
          caseNumber,
          entry(ofLocalAuthority ? EntryKind.NOTE : EntryKind.AUTHORITY_NOTE)
              .code(REASSIGNED)
              .officer(officer)
              .detail(detail));
    }
  }

  /** Records a UKBA copy: a pre-alert, not a referral (D9). */
  public void copyReceived(String caseNumber, LocalDate on, String officer) {
    register.change(
        caseNumber,
        entry(EntryKind.UKBA_COPY_RECEIVED).from(on).officer(officer),
        "ukba_copy_on",
        on);
  }

  /** Records whether the NRM form took more than 48 hours from the first meeting: a flag (D6). */
  public void referralTargetMissed(String caseNumber, boolean missed) {
    if (register.set(caseNumber, "referral_target_missed", missed) && missed) {
      register.log(caseNumber, entry(EntryKind.TARGET_MISSED));
    }
  }

  /** Records the deadline for the NRM form (D6). */
  public void referralDue(String caseNumber, Instant due) {
    register.set(caseNumber, "referral_due_at", due.atOffset(ZoneOffset.UTC));
  }

  /** Records the time when the NRM form was sent (D6). */
  public void referralSent(String caseNumber, Instant sent) {
    register.set(caseNumber, "referral_sent_at", sent.atOffset(ZoneOffset.UTC));
  }

  /** Records that the child is missing (D34). */
  public void childMissing(String caseNumber, LocalDate since, String officer, String detail) {
    register.change(
        caseNumber,
        entry(EntryKind.CHILD_MISSING).from(since).officer(officer).detail(detail),
        "missing_since",
        since);
  }

  /** Records that the child has been found or has come back (D36). */
  public void childFound(String caseNumber, LocalDate on, String officer, String detail) {
    LocalDate since = register.lock(caseNumber).now().missingSince();
    register.change(
        caseNumber,
        entry(EntryKind.CHILD_FOUND).from(since).to(on).officer(officer).detail(detail),
        "missing_since",
        null);
  }

  /**
   * Records the end of the search for the child under this number, because the case is closed
   * (D43).
   *
   * @param why as in {@link EntryKind#CASE_ENDED}
   */
  public void searchEnded(String caseNumber, LocalDate on, String why) {
    LocalDate since = register.lock(caseNumber).now().missingSince();
    register.change(
        caseNumber,
        entry(EntryKind.SEARCH_ENDED).code(why).from(since).to(on),
        "missing_since",
        null);
  }

  /** Records that two officers have suspended a stage (D35): a state, not a decision. */
  public void suspended(String caseNumber, Stage stage, LocalDate on, String secondOfficer) {
    register.change(
        caseNumber,
        entry(EntryKind.SUSPENDED).stage(stage).from(on).officer(secondOfficer),
        "suspended_stage",
        stage,
        "suspended_on",
        on);
  }

  /**
   * Records that a suspended stage resumes (D36).
   *
   * @param code the reason: {@code child-found}, {@code information-received}, {@code officer} or
   *     {@code case-ended}
   */
  public void resumed(String caseNumber, Stage stage, LocalDate on, String code, String officer) {
    RegisterCase.Now now = register.lock(caseNumber).now();
    if (now.suspendedStage() == stage) {
      register.change(
          caseNumber,
          entry(EntryKind.RESUMED)
              .stage(stage)
              .code(code)
              .from(now.suspendedOn())
              .to(on)
              .officer(officer),
          "suspended_stage",
          null,
          "suspended_on",
          null);
    }
  }

  /**
   * Records that a stage's decision is being reconsidered (D30). Officers who acted at that stage
   * before may not act again.
   */
  public void reconsiderationAccepted(
      String caseNumber, Stage stage, LocalDate requestedOn, String officer) {
    register.change(
        caseNumber,
        entry(EntryKind.RECONSIDERATION_ACCEPTED).stage(stage).from(requestedOn).officer(officer),
        "reconsidered_stage",
        stage);
  }

  /**
   * Records that the decision has been reconsidered (D30).
   *
   * @param code {@code changed} or {@code unchanged}
   */
  public void reconsiderationEnded(String caseNumber, Stage stage, String code, LocalDate on) {
    register.change(
        caseNumber,
        entry(EntryKind.RECONSIDERATION_ENDED).stage(stage).code(code).from(on),
        "reconsidered_stage",
        null);
  }

  /**
   * Records that the person is an adult from this day (D7).
   *
   * @param code {@code finding} or {@code birthday}
   * @param foundOn the day of the finding; {@code null} for a birthday
   */
  public void adult(
      String caseNumber, LocalDate from, String code, LocalDate foundOn, String officer) {
    register.change(
        caseNumber,
        entry(EntryKind.CAME_OF_AGE).code(code).from(from).to(foundOn).officer(officer),
        "adult_from",
        from);
  }

  /**
   * Records that a person treated as an adult has been found to be a child (D7). Records nothing if
   * the person has always been treated as a child.
   */
  public void foundToBeChild(String caseNumber, LocalDate on, String officer) {
    if (register.lock(caseNumber).now().adultFrom() != null) {
      register.change(
          caseNumber, entry(EntryKind.CHILD_AGAIN).from(on).officer(officer), "adult_from", null);
    }
  }

  /**
   * Reopens a case that has its outcome (D29, D30, D31), and clears the outcomes of the case and of
   * leave. Leave can only have been recorded as not granted.
   */
  public void reopened(String caseNumber, String code, LocalDate on, String officer) {
    register.change(
        caseNumber,
        entry(EntryKind.REOPENED).code(code).from(on).officer(officer),
        "case_outcome",
        null,
        "closed_on",
        null,
        "leave_outcome",
        null,
        "leave_decided_on",
        null);
  }

  /**
   * Records that the case was merged into another one (D12, D43), or into a third one because that
   * one was merged as well.
   */
  public void merged(String caseNumber, String into, LocalDate on, String officer) {
    register.change(
        caseNumber,
        entry(EntryKind.MERGED).code(into).from(on).officer(officer),
        "merged_into",
        into);
  }

  /**
   * Records that the child has moved to another local authority, which has accepted the case (D41).
   * The previous one can still see its own part.
   */
  public void councilChanged(String caseNumber, String to, LocalDate on, String officer) {
    String from = register.lock(caseNumber).localAuthority();
    if (register.set(caseNumber, "local_authority", to)) {
      if (handedOverOn(caseNumber, from)
          .filter(on::equals)
          .isEmpty()) { // handed over, returned and handed over again on one day
        jdbc.sql(
                "insert into register_council (case_number, local_authority, until_date)"
                    + " values (?, ?, ?)")
            .params(caseNumber, from, on)
            .update();
        register.changed(caseNumber, ChainedRow.PREVIOUS_AUTHORITY, from + "/" + on);
      }
      register.log(
          caseNumber,
          entry(EntryKind.COUNCIL_CHANGED).code(to).from(on).officer(officer).detail(from));
    }
  }

  /**
   * Records that the case must not be erased, even if it is due.
   *
   * @param reason encrypted, and erased with the case
   * @return whether there was no hold before, or the same person has sent the same reason before;
   *     false if the case was erased meanwhile
   */
  public boolean legalHold(String caseNumber, LocalDate on, String officer, String reason) {
    return setLegalHold(caseNumber, on, entry(EntryKind.LEGAL_HOLD_SET), on, officer, reason);
  }

  /**
   * Records that the case may be erased again once it is due.
   *
   * @return whether there was a hold, or the same person has sent the same reason before
   */
  public boolean legalHoldLifted(String caseNumber, LocalDate on, String officer, String reason) {
    return setLegalHold(caseNumber, null, entry(EntryKind.LEGAL_HOLD_LIFTED), on, officer, reason);
  }

  private boolean setLegalHold(
      String caseNumber,
      LocalDate since,
      RegisterEvent entry,
      LocalDate on,
      String officer,
      String reason) {
    if (register.lockIfKnown(caseNumber).isEmpty()) {
      return false; // it was erased while this waited
    }
    boolean held =
        jdbc.sql("select legal_hold_since is not null from case_register where case_number = ?")
            .param(caseNumber)
            .query(Boolean.class)
            .single();
    boolean changed =
        held == (since == null) && register.set(caseNumber, "legal_hold_since", since);
    if (changed) {
      register.log(caseNumber, entry.from(on).officer(officer).detail(reason));
    }
    return changed
        || held == (since != null)
            && register
                .latest(caseNumber, entry.kind())
                .filter(last -> officer.equals(last.officer()) && reason.equals(last.detail()))
                .isPresent();
  }

  /**
   * Records a correction of a fact (D43).
   *
   * @param fact its key in the child's file
   * @param hearing the correct day, if that was wrong, or {@code null}
   * @param officer the officer who completed it
   * @param detail the old value, the new one and the reason; encrypted
   */
  public void corrected(
      String caseNumber,
      String fact,
      LocalDate on,
      LocalDate hearing,
      String officer,
      String detail) {
    addEntry(
        caseNumber,
        entry(EntryKind.CORRECTED).code(fact).from(on).to(hearing).officer(officer).detail(detail));
  }

  /** Records a new last day of leave, as a correction says (D29). */
  public void leaveExpires(String caseNumber, LocalDate until) {
    register.set(caseNumber, "leave_expires_on", until);
  }

  /** Records how late a decision was, after its date in force is recalculated (D28, D43). */
  public void latenessCorrected(String caseNumber, Stage stage, int daysLate) {
    register.set(
        caseNumber,
        stage.prefix() + "_late",
        daysLate > 0,
        stage.prefix() + "_days_late",
        daysLate);
  }

  /**
   * The last day on which a local authority had the case before it handed it over, the later one if
   * it did so twice; empty if it never has.
   */
  @Transactional(propagation = Propagation.SUPPORTS)
  public Optional<LocalDate> handedOverOn(String caseNumber, String localAuthority) {
    return jdbc.sql(
            """
            select max(until_date) from register_council where case_number = ? and local_authority = ?\
            """)
        .params(caseNumber, localAuthority)
        .query(LocalDate.class)
        .optional();
  }
}

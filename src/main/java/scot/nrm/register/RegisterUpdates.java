package scot.nrm.register;

import static scot.nrm.register.Register.known;

import java.time.LocalDate;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import scot.nrm.register.Register.Entry;

/**
 * What happens to a case on the way, in the register: what news from outside has changed, and when.
 * As in {@link Register}, codes, dates and officers are in the clear and every text is sealed; each
 * call joins the running transaction and does nothing when the register says so already.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class RegisterUpdates {

  private final Register register;
  private final JdbcClient jdbc;

  public RegisterUpdates(Register register, JdbcClient jdbc) {
    this.register = register;
    this.jdbc = jdbc;
  }

  /**
   * Something that changes no fact of the register, but belongs into its history, such as a request
   * to withdraw (D19).
   *
   * @param code what kind of it, or {@code null}
   * @param on the day on which it happened, or {@code null}
   * @param officer who says so, or {@code null}
   * @param detail what was said; sealed; or {@code null}
   */
  public void note(
      String caseNumber,
      EntryKind kind,
      Stage stage,
      String code,
      LocalDate on,
      String officer,
      String detail) {
    register.lock(caseNumber);
    register.logOnce(
        caseNumber,
        Entry.of(kind).stage(stage).code(code).from(on).officer(officer).detail(detail));
  }

  /** A UKBA copy has come: a pre-alert, not a referral (D9). */
  public void copyReceived(String caseNumber, LocalDate on, String officer) {
    if (register.set(
        caseNumber, known("ukba_copy_on", register.lock(caseNumber).now().ukbaCopyOn(), on))) {
      register.log(caseNumber, Entry.of(EntryKind.UKBA_COPY_RECEIVED).from(on).officer(officer));
    }
  }

  /**
   * Whether the NRM form arrived more than 48 hours after the first encounter: a flag, nothing more
   * (D6).
   */
  public void referralTargetMissed(String caseNumber, boolean missed) {
    if (register.set(
            caseNumber,
            known(
                "referral_target_missed",
                register.lock(caseNumber).now().referralTargetMissed(),
                missed))
        && missed) {
      register.log(caseNumber, Entry.of(EntryKind.TARGET_MISSED));
    }
  }

  /** The child is missing (D34). */
  public void childMissing(String caseNumber, LocalDate since, String officer, String detail) {
    if (register.set(
        caseNumber,
        known("missing_since", register.lock(caseNumber).now().missingSince(), since))) {
      register.log(
          caseNumber,
          Entry.of(EntryKind.CHILD_MISSING).from(since).officer(officer).detail(detail));
    }
  }

  /** The child has been found, or has come back (D36). */
  public void childFound(String caseNumber, LocalDate on, String officer, String detail) {
    LocalDate since = register.lock(caseNumber).now().missingSince();
    if (register.set(caseNumber, known("missing_since", since, null))) {
      register.log(
          caseNumber,
          Entry.of(EntryKind.CHILD_FOUND).from(since).to(on).officer(officer).detail(detail));
    }
  }

  /** Two officers have suspended a stage (D35): a state, not a decision. */
  public void suspended(String caseNumber, Stage stage, LocalDate on, String secondOfficer) {
    RegisterCase.Now now = register.lock(caseNumber).now();
    if (register.set(
        caseNumber,
        known(
            "suspended_stage",
            now.suspendedStage(),
            stage,
            "suspended_on",
            now.suspendedOn(),
            on))) {
      register.log(
          caseNumber, Entry.of(EntryKind.SUSPENDED).stage(stage).from(on).officer(secondOfficer));
    }
  }

  /**
   * A suspended stage goes on (D36).
   *
   * @param code why: {@code child-found}, {@code information-received}, {@code officer} or {@code
   *     case-ended}
   */
  public void resumed(String caseNumber, Stage stage, LocalDate on, String code, String officer) {
    RegisterCase.Now now = register.lock(caseNumber).now();
    if (now.suspendedStage() == stage) {
      register.set(
          caseNumber,
          known("suspended_stage", stage, null, "suspended_on", now.suspendedOn(), null));
      register.log(
          caseNumber,
          Entry.of(EntryKind.RESUMED)
              .stage(stage)
              .code(code)
              .from(now.suspendedOn())
              .to(on)
              .officer(officer));
    }
  }

  /**
   * The decision of a stage is being made anew (D30): from here on, who acted at that stage before
   * may not again.
   */
  public void reconsiderationAccepted(
      String caseNumber, Stage stage, LocalDate requestedOn, String officer) {
    if (register.set(caseNumber, known("reconsidered_stage", reconsidered(caseNumber), stage))) {
      register.log(
          caseNumber,
          Entry.of(EntryKind.RECONSIDERATION_ACCEPTED)
              .stage(stage)
              .from(requestedOn)
              .officer(officer));
    }
  }

  /**
   * The decision has been made anew (D30).
   *
   * @param code {@code changed} or {@code unchanged}
   */
  public void reconsiderationEnded(String caseNumber, Stage stage, String code, LocalDate on) {
    if (register.set(caseNumber, known("reconsidered_stage", reconsidered(caseNumber), null))) {
      register.log(
          caseNumber, Entry.of(EntryKind.RECONSIDERATION_ENDED).stage(stage).code(code).from(on));
    }
  }

  private Stage reconsidered(String caseNumber) {
    return register.lock(caseNumber).now().reconsideredStage();
  }

  /**
   * From this day on the person is an adult (D7).
   *
   * @param code {@code finding} or {@code birthday}
   */
  public void adult(String caseNumber, LocalDate from, String code, String officer) {
    if (register.set(
        caseNumber, known("adult_from", register.lock(caseNumber).now().adultFrom(), from))) {
      register.log(
          caseNumber, Entry.of(EntryKind.CAME_OF_AGE).code(code).from(from).officer(officer));
    }
  }

  /** Who was held to be an adult has been found to be a child (D7). */
  public void childAgain(String caseNumber, LocalDate on, String officer) {
    if (register.set(
        caseNumber, known("adult_from", register.lock(caseNumber).now().adultFrom(), null))) {
      register.log(caseNumber, Entry.of(EntryKind.CHILD_AGAIN).from(on).officer(officer));
    }
  }

  /** A case that has its outcome goes on (D30, D31): the outcome is open again. */
  public void reopened(String caseNumber, String code, LocalDate on, String officer) {
    RegisterCase known = register.lock(caseNumber);
    if (register.set(
        caseNumber,
        known("case_outcome", known.caseOutcome(), null, "closed_on", known.closedOn(), null))) {
      register.log(caseNumber, Entry.of(EntryKind.REOPENED).code(code).from(on).officer(officer));
    }
  }

  /** The case goes on under another number (D12, D43). */
  public void joined(String caseNumber, String into, LocalDate on, String officer) {
    if (register.set(
        caseNumber, known("joined_to", register.lock(caseNumber).now().joinedTo(), into))) {
      register.log(caseNumber, Entry.of(EntryKind.JOINED).code(into).from(on).officer(officer));
    }
  }

  /**
   * The child has moved to another council, which has accepted the case (D41). The council that had
   * it keeps sight of its own part.
   */
  public void councilChanged(String caseNumber, String to, LocalDate on, String officer) {
    String from = register.lock(caseNumber).localAuthority();
    if (register.set(caseNumber, known("local_authority", from, to))) {
      if (hadItUntil(caseNumber, from)
          .filter(on::equals)
          .isEmpty()) { // there and back, and there again, in one day
        jdbc.sql(
                "insert into register_council (case_number, local_authority, until_date) values (?,"
                    + " ?, ?)")
            .param(caseNumber)
            .param(from)
            .param(on)
            .update();
      }
      register.log(
          caseNumber,
          Entry.of(EntryKind.COUNCIL_CHANGED).code(to).from(on).officer(officer).detail(from));
    }
  }

  /**
   * A recorded fact was corrected (D43). Each correction is kept, also one that is made twice on
   * one day.
   *
   * @param fact its key in the child's file
   * @param officer who made it take effect
   * @param detail the old value, the new one and the reason; sealed
   */
  public void corrected(
      String caseNumber, String fact, LocalDate on, String officer, String detail) {
    register.lock(caseNumber);
    register.log(
        caseNumber,
        Entry.of(EntryKind.CORRECTED).code(fact).from(on).officer(officer).detail(detail));
  }

  /** How late a decision was, by a date in force that has been worked out again (D28, D43). */
  public void latenessCorrected(String caseNumber, Stage stage, int daysLate) {
    RegisterCase.AtStage at = register.lock(caseNumber).at(stage);
    String prefix = stage.prefix();
    register.set(
        caseNumber,
        known(
            prefix + "_late",
            at.late(),
            daysLate > 0,
            prefix + "_days_late",
            at.daysLate(),
            daysLate));
  }

  /**
   * The day until which a council had the case, if it handed it over; the latest where it had it
   * twice.
   */
  @Transactional(propagation = Propagation.SUPPORTS)
  public Optional<LocalDate> hadItUntil(String caseNumber, String localAuthority) {
    return jdbc
        .sql(
            """
            select until_date from register_council where case_number = ? and local_authority = ?
            order by until_date desc\
            """)
        .param(caseNumber)
        .param(localAuthority)
        .query((row, number) -> row.getObject("until_date", LocalDate.class))
        .list()
        .stream()
        .findFirst();
  }
}

package scot.nrm.register;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.Authorities.Duty;
import scot.nrm.engine.authorities.Authority;

/**
 * A case in its current state in the register. Anything that has not happened yet is {@code null}.
 *
 * @param openedOrder its place in the order in which cases were opened, which its number doesn't
 *     show
 * @param definitionSet the number of the set of diagrams, tables and forms under which it runs;
 *     {@code null} for always the newest
 */
public record RegisterCase(
    String caseNumber,
    String localAuthority,
    String firstResponderAgency,
    LocalDate openedOn,
    long openedOrder,
    Integer definitionSet,
    LocalDate referralReceivedOn,
    List<String> nationalities,
    String sex,
    Integer age,
    Boolean ageDisputed,
    Authority rgAuthority,
    Authority cgAuthority,
    String routingBasis,
    RemovalHold removalHold,
    StageState reasonableGrounds,
    LocalDate reflectionReview,
    LocalDate reflectionOriginalEnd,
    LocalDate reflectionEnd,
    StageState conclusiveGrounds,
    String leaveOutcome,
    String leaveGround,
    LocalDate leaveDecidedOn,
    LocalDate leaveExpiresOn,
    CaseOutcome caseOutcome,
    LocalDate closedOn,
    Now now) {

  /**
   * Current facts from updates.
   *
   * @param reportedBy user id of the person who reported the concern or sent the copy; {@code null}
   *     if not known
   * @param ukbaCopyOn the day of the UKBA copy (D9)
   * @param referralDueAt the deadline for the NRM form (D6)
   * @param referralSentAt the time when the NRM form was sent, to the minute
   * @param referralTargetMissed whether the NRM form arrived more than 48 hours after the first
   *     meeting (D6)
   * @param missingSince the first day on which the child was missing; set while they are (D34)
   * @param suspendedStage the stage that is suspended; set while it is (D35)
   * @param suspendedOn the day of that suspension
   * @param reconsideredStage the stage whose decision is being reconsidered; set while it is (D30)
   * @param adultFrom the first day as an adult, once it has been found or has come (D7)
   * @param mergedInto the case that continues for this child (D12, D43)
   */
  public record Now(
      String reportedBy,
      LocalDate ukbaCopyOn,
      Instant referralDueAt,
      Instant referralSentAt,
      Boolean referralTargetMissed,
      LocalDate missingSince,
      Stage suspendedStage,
      LocalDate suspendedOn,
      Stage reconsideredStage,
      LocalDate adultFrom,
      String mergedInto) {}

  /** The outcome of leave for a child who needs none, such as an EEA national (D29). */
  public static final String NO_LEAVE = "no-leave-to-be-granted";

  /** Whether the case has its outcome and no decision is being reconsidered. */
  public boolean isClosed() {
    return caseOutcome != null && now.reconsideredStage() == null;
  }

  /** Whether the person is an adult on a day (D7). */
  public boolean isAdult(LocalDate day) {
    return now.adultFrom() != null && !now.adultFrom().isAfter(day);
  }

  /** The deadline and the latest decision of one stage. */
  public StageState at(Stage stage) {
    return stage == Stage.REASONABLE_GROUNDS ? reasonableGrounds : conclusiveGrounds;
  }

  /** The authority that decides at a stage; {@code null} before it is known. */
  public Authority authority(Stage stage) {
    return stage == Stage.REASONABLE_GROUNDS ? rgAuthority : cgAuthority;
  }

  /** The authority that decides at a stage; the one for reasonable grounds before it is known. */
  public Authority decides(Stage stage) {
    return authority(stage) == null ? rgAuthority : authority(stage);
  }

  /**
   * The authority that has a duty in this case: the one that has it on the day of receipt of the
   * NRM form, so that earlier cases stay when the duty moves to another authority (D12). Before the
   * receipt it is today's authority, or for immigration the one on the day of the copy.
   */
  public Authority with(Duty duty, Authorities authorities, LocalDate today) {
    LocalDate day =
        referralReceivedOn == null && duty == Duty.IMMIGRATION
            ? now.ukbaCopyOn()
            : referralReceivedOn;
    return authorities.with(duty, day == null ? today : day);
  }

  /**
   * The authority that has the case.
   *
   * @param decides the authority that decides it; {@code null} before the route is known: then the
   *     authority that logs the form has it (D12)
   */
  public Authority orIntake(Authority decides, Authorities authorities, LocalDate today) {
    return decides == null ? with(Duty.INTAKE, authorities, today) : decides;
  }

  /**
   * The deadline and the latest decision of a stage.
   *
   * @param originalDue the original date; changes only when a decision is reconsidered or the
   *     receipt is corrected
   * @param due the date in force
   * @param late whether the decision was late (D28)
   * @param lateMark the date that has passed without a decision; {@code null} once the mark is
   *     withdrawn
   */
  public record StageState(
      LocalDate originalDue,
      LocalDate due,
      Outcome outcome,
      LocalDate decidedOn,
      Boolean late,
      Integer daysLate,
      LocalDate lateMark) {}
}

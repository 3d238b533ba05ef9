package scot.nrm.casefile;

import java.time.LocalDate;
import java.util.List;

/** A case as it stands in the register. What has not happened yet is {@code null}. */
public record RegisterCase(
    String caseNumber,
    String localAuthority,
    String firstResponderAgency,
    LocalDate openedOn,
    LocalDate referralReceivedOn,
    List<String> nationalities,
    String sex,
    Integer age,
    Boolean ageDisputed,
    String rgAuthority,
    String cgAuthority,
    String routingBasis,
    String removalHold,
    AtStage reasonableGrounds,
    LocalDate reflectionReview,
    LocalDate reflectionOriginalEnd,
    LocalDate reflectionEnd,
    AtStage conclusiveGrounds,
    String leaveOutcome,
    String leaveGround,
    LocalDate leaveDecidedOn,
    LocalDate leaveExpiresOn,
    String caseOutcome,
    LocalDate closedOn) {

  /**
   * The clock and the latest decision of a stage.
   *
   * @param originalDue the date that was first set; never changes within one clock
   * @param due the date in force
   * @param late whether the decision was late (D28)
   * @param lateMark the date that passed without a decision, until the mark is withdrawn
   */
  public record AtStage(
      LocalDate originalDue,
      LocalDate due,
      String outcome,
      LocalDate decidedOn,
      Boolean late,
      Integer daysLate,
      LocalDate lateMark) {}
}

package scot.nrm.register;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.register.RegisterCase.Now;
import scot.nrm.register.RegisterCase.StageState;

/** A builder for a case in the register. What a test doesn't set has not happened. */
public final class InventedCase {

  public static final StageState NOT_BEGUN =
      new StageState(null, null, null, null, null, null, null);

  public String caseNumber = "NRM-2009-2222-2239";
  public String localAuthority = "glasgow-city";
  public String firstResponderAgency;
  public LocalDate referralReceivedOn;
  public Authority rgAuthority;
  public Authority cgAuthority;
  public RemovalHold removalHold;
  public StageState reasonableGrounds = NOT_BEGUN;
  public LocalDate reflectionReview;
  public LocalDate reflectionEnd;
  public StageState conclusiveGrounds = NOT_BEGUN;
  public String leaveOutcome;
  public LocalDate leaveDecidedOn;
  public LocalDate leaveExpiresOn;
  public CaseOutcome caseOutcome;
  public Instant referralDueAt;
  public Instant referralSentAt;
  public Boolean referralTargetMissed;
  public LocalDate missingSince;
  public Stage suspendedStage;
  public LocalDate suspendedOn;
  public Stage reconsideredStage;
  public LocalDate adultFrom;
  public String mergedInto;

  /** A case with these facts alone. */
  public static RegisterCase with(Consumer<InventedCase> facts) {
    InventedCase invented = new InventedCase();
    facts.accept(invented);
    return invented.build();
  }

  /** The case with the facts that are set so far. */
  public RegisterCase build() {
    return new RegisterCase(
        caseNumber,
        localAuthority,
        firstResponderAgency,
        LocalDate.of(2009, 4, 2),
        1,
        1,
        referralReceivedOn,
        List.of(),
        null,
        null,
        null,
        rgAuthority,
        cgAuthority,
        null,
        removalHold,
        reasonableGrounds,
        reflectionReview,
        reflectionEnd,
        reflectionEnd,
        conclusiveGrounds,
        leaveOutcome,
        null,
        leaveDecidedOn,
        leaveExpiresOn,
        caseOutcome,
        null,
        new Now(
            null,
            null,
            referralDueAt,
            referralSentAt,
            referralTargetMissed,
            missingSince,
            suspendedStage,
            suspendedOn,
            reconsideredStage,
            adultFrom,
            mergedInto));
  }
}

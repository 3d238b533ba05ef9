package scot.nrm.facts;

import java.util.Optional;
import org.springframework.stereotype.Component;
import scot.nrm.register.Act;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.EntryKind;
import scot.nrm.register.OfficeAct;
import scot.nrm.register.Outcome;
import scot.nrm.register.Register;
import scot.nrm.register.Register.Decision;
import scot.nrm.register.Register.OfficerAct;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.Stage;

/**
 * Checks that the register has the acts of the deciding officers before it accepts an outcome, the
 * end of a removal hold, leave, the end of protection work, a reconsideration or the correction of
 * a deadline, whichever diagram, job or person records it.
 *
 * <p>Every method throws {@link IllegalStateException} if the acts are missing. The transaction
 * changes nothing, and a job becomes an incident.
 */
@Component
public class RequiredActs {

  private static final String MERGE = "merge";

  private final Register register;

  RequiredActs(Register register) {
    this.register = register;
  }

  /** The outcome of a case (D33). */
  void requireForOutcome(String caseNumber, CaseOutcome outcome) {
    switch (outcome) {
      case NOT_REFERRED ->
          require(
              register.hasAct(caseNumber, OfficeAct.NOT_REFERRED, EntryKind.REOPENED),
              caseNumber,
              "D4: no manager of the local authority has confirmed that the child is not referred");
      case NO_REASONABLE_GROUNDS ->
          requireDecision(caseNumber, Stage.REASONABLE_GROUNDS, Outcome.NEGATIVE);
      case NOT_RECOGNISED ->
          requireDecision(caseNumber, Stage.CONCLUSIVE_GROUNDS, Outcome.NEGATIVE);
      case RECOGNISED -> requireDecision(caseNumber, Stage.CONCLUSIVE_GROUNDS, Outcome.POSITIVE);
      case CLOSED_OTHER ->
          require(
              isEnded(caseNumber),
              caseNumber,
              "D43: no manager has closed the case, and intake has not merged it");
    }
  }

  /** The end of a removal hold (D32). */
  void requireForEndOfHold(String caseNumber) {
    RegisterCase nrmCase = register.lock(caseNumber);
    require(
        isNegative(nrmCase, Stage.REASONABLE_GROUNDS)
            || isNegative(nrmCase, Stage.CONCLUSIVE_GROUNDS)
            || nrmCase.leaveOutcome() != null
            || nrmCase.now().mergedInto() != null
            || nrmCase.caseOutcome() == CaseOutcome.NOT_REFERRED
            || isEnded(caseNumber),
        caseNumber,
        "D32: nothing has been decided that ends the removal hold");
  }

  /** Leave to remain, granted or refused by an officer of UKBA (D29). */
  public void requireForLeave(String caseNumber) {
    requireForNoLeave(caseNumber);
    require(
        register.hasAct(caseNumber, OfficeAct.LEAVE, EntryKind.DECIDED),
        caseNumber,
        "D29: no case owner of the authority that decides on leave has decided");
  }

  /** The record that there is no leave to be granted (D29). */
  public void requireForNoLeave(String caseNumber) {
    requireDecision(caseNumber, Stage.CONCLUSIVE_GROUNDS, Outcome.POSITIVE);
  }

  /** A new decision in place of a negative one (D30). */
  public void requireForReconsideration(String caseNumber) {
    require(
        register.hasAct(caseNumber, OfficeAct.RECONSIDERATION, EntryKind.RECONSIDERATION_ASKED),
        caseNumber,
        "D30: no case owner has accepted the request for reconsideration");
  }

  /** A corrected date that sets a deadline (D43). */
  public void requireForCorrection(String caseNumber, String proposedBy, String confirmedBy) {
    require(
        confirmedBy != null && !confirmedBy.equals(proposedBy),
        caseNumber,
        "D43: no second officer has confirmed the correction");
  }

  /** The end of the local authority's protection work (D1). */
  public void requireForProtectionClosed(String caseNumber) {
    require(
        register.hasAct(caseNumber, OfficeAct.PROTECTION_CLOSED, EntryKind.PROTECTION_CLOSED),
        caseNumber,
        "D1: nobody at the local authority has closed the protection work");
  }

  /** The latest decision of a stage, by two officers whose acts the register has (D18). */
  private void requireDecision(String caseNumber, Stage stage, Outcome outcome) {
    Optional<Decision> latest =
        register.decisions(caseNumber).stream()
            .filter(decision -> decision.stage() == stage)
            .reduce((earlier, later) -> later)
            .filter(decision -> decision.outcome() == outcome)
            .filter(decision -> register.lock(caseNumber).now().reconsideredStage() != stage);
    require(
        latest.isPresent(),
        caseNumber,
        "D33: the register has no decision on " + stage.label() + " with this outcome");
    Decision decision = latest.orElseThrow();
    require(
        !decision.caseOwner().equals(decision.secondOfficer())
            && hasActed(caseNumber, stage, Act.PROPOSED, decision.caseOwner())
            && hasActed(caseNumber, stage, Act.CONFIRMED, decision.secondOfficer()),
        caseNumber,
        "D18: two officers have not made the decision on " + stage.label());
  }

  private boolean hasActed(String caseNumber, Stage stage, Act act, String officer) {
    return register.acts(caseNumber, stage).stream()
        .filter(done -> done.act() == act)
        .map(OfficerAct::officer)
        .anyMatch(officer::equals);
  }

  private static boolean isNegative(RegisterCase nrmCase, Stage stage) {
    return nrmCase.at(stage).outcome() == Outcome.NEGATIVE
        && nrmCase.now().reconsideredStage() != stage;
  }

  private boolean isEnded(String caseNumber) {
    boolean merged = register.lock(caseNumber).now().mergedInto() != null;
    return register
        .closing(caseNumber)
        .filter(closing -> merged ? wasMerged(caseNumber) : closing.officer() != null)
        .isPresent();
  }

  /** By intake, which said so in this case or in the other one. */
  private boolean wasMerged(String caseNumber) {
    return hasMerged(caseNumber)
        || register.history(caseNumber).stream()
            .filter(event -> event.is(EntryKind.MERGED))
            .anyMatch(event -> hasMerged(event.code()));
  }

  private boolean hasMerged(String caseNumber) {
    return register.history(caseNumber).stream()
        .anyMatch(event -> event.is(EntryKind.MATCH_DECIDED) && MERGE.equals(event.code()));
  }

  private static void require(boolean done, String caseNumber, String missing) {
    if (!done) {
      throw new IllegalStateException(
          "Case %s: %s. The register was not changed. Move the case back to the task in which that"
                  .formatted(caseNumber, missing)
              + " is decided.");
    }
  }
}

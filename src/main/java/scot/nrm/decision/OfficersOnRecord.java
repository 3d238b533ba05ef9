package scot.nrm.decision;

import java.util.List;
import scot.nrm.register.Act;
import scot.nrm.register.Register;
import scot.nrm.register.Register.OfficerAct;
import scot.nrm.register.Stage;

/**
 * The officers who proposed and confirmed the decision about to be recorded (D18). The forms apply
 * the same checks, but a revised diagram could lose the second officer. Such a case must fail
 * visibly and not end in a decision.
 */
public record OfficersOnRecord(OfficerAct proposed, OfficerAct confirmed) {

  /**
   * @throws IllegalStateException if another officer has not confirmed the last proposal, or if one
   *     of the two acted in the decision that is being reconsidered (D30)
   */
  public static OfficersOnRecord of(Register register, String caseNumber, Stage stage) {
    List<OfficerAct> acts = register.acts(caseNumber, stage);
    OfficerAct confirmed = acts.isEmpty() ? null : acts.get(acts.size() - 1);
    if (confirmed == null || confirmed.act() != Act.CONFIRMED) {
      throw fault(
          "Case %s: D18: no second officer has confirmed what was proposed on %s",
          caseNumber, stage);
    }
    OfficerAct proposed =
        acts.stream()
            .filter(act -> act.act() == Act.PROPOSED)
            .reduce((earlier, later) -> later)
            .orElseThrow(
                () ->
                    fault(
                        "Case %s: D18: no case owner has proposed a decision on %s",
                        caseNumber, stage));
    if (proposed.officer().equals(confirmed.officer())) {
      throw fault(
          "Case %s: D18: one officer has both proposed and confirmed the decision on %s",
          caseNumber, stage);
    }
    if (register.officersBefore(caseNumber, stage).stream()
        .anyMatch(
            before -> before.equals(proposed.officer()) || before.equals(confirmed.officer()))) {
      throw fault(
          "Case %s: D30: an officer who acted before has acted again in the reconsidered decision"
              + " on %s",
          caseNumber, stage);
    }
    return new OfficersOnRecord(proposed, confirmed);
  }

  private static IllegalStateException fault(String what, String caseNumber, Stage stage) {
    return new IllegalStateException(
        what.formatted(caseNumber, stage.id())
            + ". Move the case back to the case owner's task in the diagram, so that two different"
            + " officers decide.");
  }
}

package scot.nrm.decision;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.register.Act;
import scot.nrm.register.Register;
import scot.nrm.register.Register.OfficerAct;
import scot.nrm.register.Stage;

/**
 * The officers who proposed and confirmed the decision about to be recorded (D18). The forms apply
 * the same checks, but a revised diagram could lose the second officer, or a panel. Such a case
 * must fail visibly and not end in a decision.
 */
@Component
public class DecidingOfficers {

  private final Register register;
  private final DecisionActsCheck check;
  private final FieldsOnFileRule onFile;

  DecidingOfficers(Register register, DecisionActsCheck check, FieldsOnFileRule onFile) {
    this.register = register;
    this.check = check;
    this.onFile = onFile;
  }

  /** The two officers who decided, and the authority whose decision it is. */
  public record Officers(OfficerAct proposed, OfficerAct confirmed, Authority body) {}

  /**
   * @param step in which the decision is recorded
   * @param file the child's
   * @param on the date of the decision
   * @throws IllegalStateException if another officer has not confirmed the last proposal, if one of
   *     the two acted in the decision that is being reconsidered (D30), or if something is missing
   *     that {@code config/decisions.yaml} requires for it
   */
  public Officers of(DelegateExecution step, CaseFileContent file, Stage stage, LocalDate on) {
    String caseNumber = step.getProcessBusinessKey();
    List<OfficerAct> acts = register.acts(caseNumber, stage);
    OfficerAct confirmed = acts.isEmpty() ? null : acts.get(acts.size() - 1);
    if (confirmed == null || confirmed.act() != Act.CONFIRMED) {
      throw fault(
          "D18: no second officer has confirmed what was proposed on " + stage.id(), caseNumber);
    }
    OfficerAct proposed =
        SecondOfficerRule.sinceProposal(acts).stream()
            .findFirst()
            .orElseThrow(
                () ->
                    fault(
                        "D18: no case owner has proposed a decision on " + stage.id(), caseNumber));
    if (proposed.officer().equals(confirmed.officer())) {
      throw fault(
          "D18: one officer has both proposed and confirmed the decision on " + stage.id(),
          caseNumber);
    }
    if (register.officersBeforeReconsideration(caseNumber, stage).stream()
        .anyMatch(
            before -> before.equals(proposed.officer()) || before.equals(confirmed.officer()))) {
      throw fault(
          "D30: an officer who acted before has acted again in the reconsidered decision on "
              + stage.id(),
          caseNumber);
    }
    Authority decides =
        check.decides(caseNumber, stage, step.getVariable(stage.prefix() + "Authority"), on);
    List<String> missing = new ArrayList<>(check.missing(acts, proposed.proposal(), on, decides));
    missing.addAll(onFile.missing(file, stage, proposed.proposal(), on));
    if (!missing.isEmpty()) {
      throw fault("%s: %s".formatted(stage.id(), String.join("; ", missing)), caseNumber);
    }
    return new Officers(proposed, confirmed, check.body(confirmed, decides));
  }

  private static IllegalStateException fault(String what, String caseNumber) {
    return new IllegalStateException(
        "Case %s: %s".formatted(caseNumber, what)
            + ". Move the case back to the case owner's task in the diagram, so that two different officers decide.");
  }
}

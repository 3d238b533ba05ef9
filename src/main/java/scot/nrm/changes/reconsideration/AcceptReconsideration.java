package scot.nrm.changes.reconsideration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.LocalDate;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.Officer;
import scot.nrm.facts.CaseOutcomes;
import scot.nrm.facts.RemovalHolds;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterUpdates;
import scot.nrm.register.Stage;

/**
 * Accepts that a decision is reconsidered (D30): the case is reopened if it had ended, removal is
 * on hold again (D32), and a new deadline is calculated from the date of the request. The two
 * officers start with an empty minute; the earlier one stays in the register.
 */
@Component
class AcceptReconsideration implements JavaDelegate {

  private static final Map<Stage, String> MINUTE =
      Map.of(Stage.REASONABLE_GROUNDS, "rgReasons", Stage.CONCLUSIVE_GROUNDS, "cgReasons");

  private final Register register;
  private final RegisterUpdates onTheWay;
  private final CaseFile file;
  private final CaseOutcomes outcomes;
  private final RemovalHolds removalHolds;
  private final ReconsiderationClock newClock;
  private final CaseClock clock;

  AcceptReconsideration(
      Register register,
      RegisterUpdates onTheWay,
      CaseFile file,
      CaseOutcomes outcomes,
      RemovalHolds removalHolds,
      ReconsiderationClock newClock,
      CaseClock clock) {
    this.register = register;
    this.onTheWay = onTheWay;
    this.file = file;
    this.outcomes = outcomes;
    this.removalHolds = removalHolds;
    this.newClock = newClock;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    Stage stage = Stage.of(CaseVariables.RECONSIDERED_STAGE.from(execution).get());
    LocalDate requested =
        LocalDate.parse(CaseVariables.RECONSIDERATION_REQUEST_DATE.from(execution).get());
    RegisterCase known = register.lock(execution.getProcessBusinessKey());
    String caseNumber = known.caseNumber();

    onTheWay.reconsiderationAccepted(caseNumber, stage, requested, Officer.of(execution));
    if (known.caseOutcome() != null) {
      outcomes.remove(caseNumber, "reconsideration", clock.today(), Officer.of(execution));
    }
    removalHolds.beginAgain(caseNumber);
    file.merge(
        caseNumber, Map.<String, JsonNode>of(MINUTE.get(stage), NullNode.getInstance()), null);
    newClock.begin(caseNumber, stage, requested);
  }
}

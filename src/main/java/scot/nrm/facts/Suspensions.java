package scot.nrm.facts;

import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseVariables;
import scot.nrm.register.RegisterUpdates;
import scot.nrm.register.Stage;

/** The suspension (D35), in the register and the path's variables. Only this class writes it. */
@Component
public class Suspensions {

  /** Notifies the search that nobody has to choose any more whether to decide or suspend (D35). */
  static final String DECIDED_OR_SUSPENDED = "decided-or-suspended";

  private final RegisterUpdates updates;
  private final CaseInstances instances;

  public Suspensions(RegisterUpdates updates, CaseInstances instances) {
    this.updates = updates;
    this.instances = instances;
  }

  /** The stage that a step suspends or resumes. */
  public static Stage stage(DelegateExecution step) {
    return Stage.of(CaseVariables.SUSPENDED_STAGE.from(step).get());
  }

  public void begin(String caseNumber, Stage stage, LocalDate on, String secondOfficer) {
    updates.suspended(caseNumber, stage, on, secondOfficer);
    instances.set(caseNumber, CaseVariables.SUSPENDED_STAGE, stage.id());
    instances.correlate(caseNumber, DECIDED_OR_SUSPENDED);
  }

  /**
   * Ends the suspension because the stage resumes (D36) or the case has ended.
   *
   * @param why {@code child-found}, {@code information-received}, {@code officer} or {@code
   *     case-ended}
   * @param officer may be {@code null}
   */
  public void end(String caseNumber, Stage stage, LocalDate on, String why, String officer) {
    updates.resumed(caseNumber, stage, on, why, officer);
    instances.set(caseNumber, CaseVariables.SUSPENDED_STAGE, null);
  }
}

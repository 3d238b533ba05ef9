package scot.nrm.changes.immigration;

import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.access.Role;
import scot.nrm.changes.OpenStage;
import scot.nrm.decision.deadline.DecisionClock;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseTasks;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.Officer;
import scot.nrm.register.Authority;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterUpdates;
import scot.nrm.register.Stage;
import scot.nrm.routing.Routes;
import scot.nrm.routing.Routes.Route;

/**
 * Moves the open decision to the other authority (D14), which the diagram names in the input
 * parameter {@code authority}. No date changes: the deadline still depends on the original receipt,
 * and earlier decisions and the reflection period still apply. A proposal waiting for the old
 * authority's second officer is discarded, and the new authority proposes again. May be repeated.
 */
@Component
class MoveCase implements JavaDelegate {

  /** They recreate their tasks from the variables when notified that the decision has changed. */
  private static final List<String> TAKE_THEIR_TASKS_BACK =
      List.of("reasonable-grounds", "conclusive-grounds", "suspension");

  private final Register register;
  private final RegisterUpdates onTheWay;
  private final Routes routes;
  private final OpenStage openStage;
  private final CaseInstances instances;
  private final CaseTasks tasks;
  private final CaseClock clock;

  MoveCase(
      Register register,
      RegisterUpdates onTheWay,
      Routes routes,
      OpenStage openStage,
      CaseInstances instances,
      CaseTasks tasks,
      CaseClock clock) {
    this.register = register;
    this.onTheWay = onTheWay;
    this.routes = routes;
    this.openStage = openStage;
    this.instances = instances;
    this.tasks = tasks;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    Authority authority = Authority.of((String) execution.getVariableLocal("authority"));
    RegisterCase known = register.lock(execution.getProcessBusinessKey());
    openStage
        .of(known)
        .filter(stage -> authority != known.authority(stage))
        .ifPresent(stage -> move(known, stage, authority, Officer.of(execution)));
  }

  private void move(RegisterCase known, Stage stage, Authority authority, String officer) {
    String caseNumber = known.caseNumber();
    Route route =
        routes.ask(
            caseNumber, stage, known.referralReceivedOn(), known.reasonableGrounds().decidedOn());
    Authority before = known.authority(stage);

    if (stage == Stage.REASONABLE_GROUNDS) {
      instances.set(caseNumber, CaseVariables.RG_AUTHORITY, authority.id());
      instances.set(caseNumber, CaseVariables.RG_PROPOSAL, null);
    } else {
      instances.set(caseNumber, CaseVariables.CG_PROPOSAL, null);
    }
    instances.set(caseNumber, CaseVariables.CG_AUTHORITY, route.cgAuthority().id());
    instances.set(caseNumber, CaseVariables.ROUTING_BASIS, route.basis());
    register.routed(caseNumber, stage, authority, route.basis());
    onTheWay.note(
        caseNumber,
        EntryKind.AUTHORITY_CHANGED,
        stage,
        authority.id(),
        clock.today(),
        officer,
        route.basis());

    tasks.handOver(caseNumber, caseOwners(before), caseOwners(authority), TAKE_THEIR_TASKS_BACK);
    instances.tell(caseNumber, DecisionClock.DECISION_CHANGED);
  }

  private static String caseOwners(Authority authority) {
    return (authority == Authority.UKBA ? Role.UKBA_CASE_OWNER : Role.UKHTC_CASE_OWNER).group();
  }
}

package scot.nrm.facts;

import static scot.nrm.engine.CaseVariables.CG_AUTHORITY;
import static scot.nrm.engine.CaseVariables.RG_AUTHORITY;
import static scot.nrm.engine.CaseVariables.ROUTING_BASIS;

import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseTenants.MovedAway;
import scot.nrm.engine.StoredCode;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.Authorities.Team;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.Stage;

/**
 * Which authority decides a case, and by which row of D13, in the register and in the variables of
 * the case's path. Only this class writes them. It says when a case moves to another authority.
 */
@Component
public class CaseRoutes {

  private final Register register;
  private final CaseInstances instances;
  private final ApplicationEventPublisher events;
  private final Authorities authorities;

  public CaseRoutes(
      Register register,
      CaseInstances instances,
      ApplicationEventPublisher events,
      Authorities authorities) {
    this.authorities = authorities;
    this.events = events;
    this.register = register;
    this.instances = instances;
  }

  /**
   * Records the route of a stage, from a step of the path.
   *
   * @param authority decides at this stage
   * @param conclusive decides on conclusive grounds; provisional at reasonable grounds, because
   *     routing runs again before conclusive grounds
   * @param basis the row, such as {@code D13.5}
   */
  public void record(
      DelegateExecution step,
      Stage stage,
      Authority authority,
      Authority conclusive,
      String basis) {
    if (stage == Stage.REASONABLE_GROUNDS) {
      RG_AUTHORITY.on(step).set(authority.id());
    }
    CG_AUTHORITY.on(step).set(conclusive.id());
    ROUTING_BASIS.on(step).set(basis);
    String caseNumber = step.getProcessBusinessKey();
    if (stage == Stage.CONCLUSIVE_GROUNDS) {
      moved(caseNumber, Stage.REASONABLE_GROUNDS, authority);
    }
    register.routed(caseNumber, stage, authority, basis);
  }

  /** Does the same for the whole path of an open case (D14, D43). */
  public void change(
      String caseNumber, Stage stage, Authority authority, Authority conclusive, String basis) {
    if (stage == Stage.REASONABLE_GROUNDS) {
      instances.set(caseNumber, RG_AUTHORITY, authority.id());
    }
    instances.set(caseNumber, CG_AUTHORITY, conclusive.id());
    instances.set(caseNumber, ROUTING_BASIS, basis);
    moved(caseNumber, stage, authority);
    register.routed(caseNumber, stage, authority, basis);
  }

  /**
   * Records that the decision on a stage is another authority's than the route said, so that its
   * letters go out in that name and it may read the case. The basis of the route doesn't change.
   */
  public void decidedBy(String caseNumber, Stage stage, Authority body) {
    RegisterCase nrmCase = register.lock(caseNumber);
    Authority routed = nrmCase.authority(stage);
    if (body != null && routed != null && !body.equals(routed)) {
      Authority conclusive =
          stage == Stage.CONCLUSIVE_GROUNDS ? body : nrmCase.decides(Stage.CONCLUSIVE_GROUNDS);
      change(caseNumber, stage, body, conclusive, nrmCase.routingBasis());
    }
  }

  /** {@code since} is the stage at which the earlier authority was recorded. */
  private void moved(String caseNumber, Stage since, Authority to) {
    register
        .find(caseNumber)
        .map(nrmCase -> nrmCase.authority(since))
        .filter(from -> !from.equals(to))
        .ifPresent(
            from ->
                events.publishEvent(
                    new MovedAway(
                        caseNumber,
                        Set.of(authorities.group(from, Team.CASE_OWNER)),
                        "",
                        to.id())));
  }

  /** Gives the authority of conclusive grounds to a process alongside the path, for its tasks. */
  public static void copyConclusive(DelegateExecution step, Authority authority) {
    CG_AUTHORITY.on(step).set(StoredCode.id(authority));
  }
}

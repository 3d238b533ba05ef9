package scot.nrm.changes.immigration;

import static scot.nrm.casefile.ImmigrationFacts.ASYLUM_CLAIM_DATE;
import static scot.nrm.casefile.ImmigrationFacts.ASYLUM_CLAIM_ENDED;
import static scot.nrm.casefile.ImmigrationFacts.ASYLUM_CLAIM_WITHDRAWN;
import static scot.nrm.casefile.ImmigrationFacts.PROCESSES;
import static scot.nrm.casefile.ImmigrationFacts.UK_NATIONAL_CONFIRMED;
import static scot.nrm.engine.CaseVariables.CASE_MOVES;
import static scot.nrm.engine.CaseVariables.IMMIGRATION_NEWS;
import static scot.nrm.engine.CaseVariables.ROUTE_CLEAR;
import static scot.nrm.engine.CaseVariables.TELL_ASYLUM_COLLEAGUES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.changes.OpenStage;
import scot.nrm.decision.DecisionForms;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseTasks;
import scot.nrm.engine.Officer;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.Authorities.Team;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.facts.CaseRoutes;
import scot.nrm.facts.DecisionClock;
import scot.nrm.facts.RemovalHolds;
import scot.nrm.forms.FormRefused;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;
import scot.nrm.register.Stage;
import scot.nrm.routing.Routes;
import scot.nrm.routing.Routes.Route;

/** The steps about an immigration update, which may move the open decision (D14). */
@Configuration(proxyBeanMethods = false)
class ImmigrationSteps {

  private static final String GIVEN_REFERENCE = "givenHomeOfficeReference";

  /** They recreate their tasks from the variables when notified that the decision has changed. */
  private static final List<String> TAKE_THEIR_TASKS_BACK =
      List.of("reasonable-grounds", "conclusive-grounds", "suspension");

  private static final String NO = "no";

  private final Register register;
  private final RegisterUpdates updates;
  private final CaseFile file;
  private final Routes routes;
  private final OpenStage openStage;
  private final CaseInstances instances;
  private final Authorities authorities;

  ImmigrationSteps(
      Register register,
      RegisterUpdates updates,
      CaseFile file,
      Routes routes,
      OpenStage openStage,
      CaseInstances instances,
      Authorities authorities) {
    this.authorities = authorities;
    this.register = register;
    this.updates = updates;
    this.file = file;
    this.routes = routes;
    this.openStage = openStage;
    this.instances = instances;
  }

  /**
   * Checks against the current facts whether an immigration update moves the case to another
   * authority (D14): a claim or another process moves the open decision to UKBA, never a UKBA case
   * and never after the decision on conclusive grounds; "no process and no issue" moves it back,
   * before reasonable grounds only; a withdrawn claim moves nothing. The removal hold follows the
   * facts (D32).
   *
   * <p>May be repeated, including days later when a manager has confirmed the route of a UK
   * national (D13).
   */
  @Bean
  JavaDelegate askRouteAgain(RemovalHolds removalHolds) {
    return step -> {
      ImmigrationUpdate update = ImmigrationUpdate.of(step);
      RegisterCase known = register.lock(step.getProcessBusinessKey());
      Optional<Stage> stage = openStage.of(known);
      Optional<Route> route = stage.map(open -> route(known, open));
      route.ifPresent(asked -> removalHolds.follow(known.caseNumber(), asked.removalHold()));

      Authority before = stage.map(known::authority).orElse(null);
      Authority now = stage.flatMap(open -> route.map(asked -> asked.authority(open))).orElse(null);
      Authority immigration = authorities.immigration();
      boolean couldMove = immigration.equals(before) ? update.isNothingFound() : update.isBegun();
      boolean moves = couldMove && now != null && !now.equals(before);
      if (update.isNothingFound() && !moves) {
        throw FormRefused.of(
            IMMIGRATION_NEWS.getName(),
            "What has changed? On these facts there is still an immigration issue, so"
                + " the case stays with %s and nothing needs to be recorded."
                    .formatted(immigration));
      }
      ROUTE_CLEAR.on(step).set(!moves || route.orElseThrow().isClear() ? "yes" : NO);
      CASE_MOVES.on(step).set(moves ? now.id() : NO);
      Authority has = moves ? now : openStage.authority(known);
      TELL_ASYLUM_COLLEAGUES
          .on(step)
          .set(update.isAsylumClaim() && immigration.equals(has) ? "yes" : NO);
    };
  }

  private Route route(RegisterCase known, Stage open) {
    return routes.ask(
        known.caseNumber(),
        open,
        known.referralReceivedOn(),
        known.reasonableGrounds().decidedOn());
  }

  /**
   * Records an immigration update in the child's file, as facts for routing, and in the register's
   * history (D14). A withdrawn claim still counts as a process, so that the case stays with UKBA.
   */
  @Bean
  JavaDelegate recordImmigrationNews(AsylumClaims claims) {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      ImmigrationUpdate update = ImmigrationUpdate.of(step);
      file.merge(caseNumber, facts(update, file.read(caseNumber)), Officer.of(step));
      CaseFileContent child = file.read(caseNumber);
      updates.note(
          caseNumber,
          RegisterEvent.entry(EntryKind.IMMIGRATION_NEWS)
              .code(update.code())
              .from(child.date(update.dateField()).orElseThrow())
              .officer(Officer.of(step))
              .detail(update.isNothingFound() ? child.text("nothingFoundReason") : null));
      if (update.isAsylumClaim() || update.isWithdrawn()) {
        claims.changed(caseNumber);
      }
    };
  }

  /** What follows from the update but is not on the form. */
  private static Map<String, JsonNode> facts(ImmigrationUpdate update, CaseFileContent child) {
    Map<String, JsonNode> facts = new HashMap<>();
    update
        .process()
        .ifPresent(
            process -> {
              facts.put(process, TextNode.valueOf("yes"));
              // A manager's answer applied to what was known then (D13).
              facts.put(UK_NATIONAL_CONFIRMED, NullNode.getInstance());
              // An empty field does not remove a known reference.
              if (!child.text(GIVEN_REFERENCE).isEmpty()) {
                facts.put("homeOfficeReference", child.get(GIVEN_REFERENCE));
              }
              facts.put(GIVEN_REFERENCE, NullNode.getInstance());
            });
    if (update.isAsylumClaim() || update.isNothingFound()) {
      facts.put(ASYLUM_CLAIM_WITHDRAWN, NullNode.getInstance());
      facts.put(ASYLUM_CLAIM_ENDED, NullNode.getInstance());
    }
    if (update.isNothingFound()) {
      PROCESSES.forEach(process -> facts.put(process, TextNode.valueOf("no")));
      facts.put(ASYLUM_CLAIM_DATE, NullNode.getInstance());
    }
    return facts;
  }

  /**
   * Moves the open decision to another authority (D14), which the diagram names in the input
   * parameter {@code authority}. No date changes: the deadline still depends on the original
   * receipt, and earlier decisions and the reflection period still apply. A proposal waiting for
   * the old authority's second officer is discarded, and the new authority proposes again. May be
   * repeated.
   */
  @Bean
  JavaDelegate moveCase(CaseRoutes caseRoutes, CaseTasks tasks, CaseClock clock) {
    return step -> {
      Authority authority = authorities.known((String) step.getVariableLocal("authority"));
      RegisterCase known = register.lock(step.getProcessBusinessKey());
      Stage stage = openStage.of(known).orElse(null);
      if (stage == null || authority.equals(known.authority(stage))) {
        return;
      }
      String caseNumber = known.caseNumber();
      Route route = route(known, stage);
      instances.set(caseNumber, DecisionForms.proposalVariable(stage), null);
      caseRoutes.change(caseNumber, stage, authority, route.cgAuthority(), route.basis());
      updates.note(
          caseNumber,
          RegisterEvent.entry(EntryKind.AUTHORITY_CHANGED)
              .stage(stage)
              .code(authority)
              .from(clock.today())
              .officer(Officer.of(step))
              .detail(route.basis()));
      tasks.handOver(
          caseNumber,
          authorities.group(known.authority(stage), Team.CASE_OWNER),
          authorities.group(authority, Team.CASE_OWNER),
          TAKE_THEIR_TASKS_BACK);
      instances.tell(caseNumber, DecisionClock.DECISION_CHANGED);
    };
  }
}

package scot.nrm.underway;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.migration.MigrationPlan;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.availability.DatabaseAway;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.sets.CasesUnderWay;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.engine.sets.MigratedTimers;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;
import scot.nrm.revision.RevisedCases;
import scot.nrm.revision.RevisionContents;
import scot.nrm.underway.CaseState.NewDate;
import scot.nrm.underway.MoveStore.Candidate;
import scot.nrm.underway.MoveStore.Instance;
import scot.nrm.underway.MoveStore.Move;
import scot.nrm.underway.MoveStore.SetStage;

/**
 * Moves cases under way to the set of a revision, as its {@link CasesUnderWay} says. Each case is
 * one transaction: all its diagrams, the number of its set, the entry in its record and the row
 * that marks it as done. So it can be stopped at any moment, and any node continues. A case that
 * can't be moved stays unchanged, and the reason is stored.
 */
@Component
class Mover implements RevisedCases {

  private static final Logger LOG = LoggerFactory.getLogger(Mover.class);

  /**
   * The most cases of a trial: they are locked until it is rolled back, and people wait for them.
   */
  static final int MAX_TRIED = 50;

  /** The outcome of a case that moves: no reason to stay. */
  static final String MOVES = "";

  private static final String NOT_POSSIBLE = "The program could not move this case.";

  private static final String BUSY = "Someone is working on the case at this moment.";

  private final MoveStore store;
  private final MigrationRules rules;
  private final RevisionContents revisions;
  private final DefinitionSets sets;
  private final Register register;
  private final RegisterUpdates updates;
  private final RuntimeService runtime;
  private final RepositoryService repository;
  private final MigratedTimers timers;
  private final CaseClock clock;
  private final TransactionTemplate oneCase;

  Mover(
      MoveStore store,
      MigrationRules rules,
      RevisionContents revisions,
      DefinitionSets sets,
      Register register,
      RegisterUpdates updates,
      RuntimeService runtime,
      RepositoryService repository,
      MigratedTimers timers,
      CaseClock clock,
      PlatformTransactionManager transactions) {
    this.store = store;
    this.rules = rules;
    this.revisions = revisions;
    this.sets = sets;
    this.register = register;
    this.updates = updates;
    this.runtime = runtime;
    this.repository = repository;
    this.timers = timers;
    this.clock = clock;
    this.oneCase = new TransactionTemplate(transactions);
    oneCase.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  @Override
  public void beginMoving(int revision, int set, Map<String, byte[]> files) {
    byte[] rows = files.get(CasesUnderWay.FILE);
    if (rows != null && CasesUnderWay.read(rows).movesAny()) {
      store.begin(revision, set);
    }
  }

  @Override
  public void continueMoving() {
    continueMoving(Integer.MAX_VALUE);
  }

  /**
   * Continues the moves of all revisions that have not been finished.
   *
   * @param limit the number of cases after which it stops, as a node does that is shut down
   * @return the number of cases that were moved, refused or skipped
   */
  int continueMoving(int limit) {
    int handled = 0;
    for (Move move : store.unfinished()) {
      handled += continueMoving(move, limit - handled);
    }
    return handled;
  }

  private int continueMoving(Move move, int limit) {
    MovePlan way = planOf(move);
    Set<String> busy = new HashSet<>();
    int handled = 0;
    while (handled < limit && !Thread.currentThread().isInterrupted()) {
      List<Candidate> next =
          store.candidates(move, way.rows()).stream()
              .filter(candidate -> !busy.contains(candidate.instance()))
              .limit(limit - handled)
              .toList();
      if (next.isEmpty()) {
        if (busy.isEmpty()) {
          oneCase.executeWithoutResult(status -> store.finish(move.revision()));
          LOG.info("The cases under way of revision {} have been moved", move.revision());
        }
        return handled;
      }
      for (Candidate candidate : next) {
        handled++;
        if (!tryMove(way, candidate)) {
          busy.add(candidate.instance());
        }
      }
    }
    return handled;
  }

  /** Moves a case; false if someone is working on it at this moment. */
  private boolean tryMove(MovePlan way, Candidate candidate) {
    Move move = way.move();
    try {
      oneCase.executeWithoutResult(
          status -> {
            if (store.lockUnlessDone(move, candidate)) {
              register.lock(candidate.caseNumber()); // before the engine's rows, as with a form
              checkOtherStages(way.rows(), candidate);
              moveAndRecord(way, candidate);
              store.recordMove(move, candidate);
            }
          });
      return true;
    } catch (CannotMoveException reason) {
      recordStay(move, candidate, reason.getMessage());
      return true;
    } catch (OptimisticLockingException | ConcurrencyFailureException e) {
      return false;
    } catch (RuntimeException e) {
      if (DatabaseAway.isCauseOf(e)) {
        throw e; // all others would fail too
      }
      LOG.warn("A case could not be moved ({})", e.getClass().getSimpleName());
      recordStay(move, candidate, NOT_POSSIBLE);
      return true;
    }
  }

  private void recordStay(Move move, Candidate candidate, String reason) {
    oneCase.executeWithoutResult(
        status -> {
          if (store.lockUnlessDone(move, candidate)) {
            store.recordStay(move, candidate, reason);
          }
        });
  }

  /**
   * Tries the move of some cases under an open revision, in one transaction that is rolled back.
   * Neither their records nor the numbers of their sets are changed.
   *
   * @param others files that replace the revision's own
   * @return empty if the revision can't come into force now
   */
  Optional<Trial> tryOut(int revision, Map<String, byte[]> others) {
    return revisions.tryOut(
        revision,
        others,
        set -> {
          MovePlan way = planOf(new Move(revision, set));
          Map<String, Set<String>> cases = new TreeMap<>();
          Map<SetStage, Set<String>> byStage = new HashMap<>();
          ofFirstCases(MAX_TRIED, store.candidates(way.move(), way.rows()))
              .forEach(
                  candidate -> {
                    List<SetStage> stages = store.stages(candidate.instance());
                    String outcome = outcome(way, candidate);
                    cases
                        .computeIfAbsent(outcome, any -> new TreeSet<>())
                        .add(candidate.caseNumber());
                    stages.forEach(
                        stage ->
                            byStage.computeIfAbsent(stage, any -> new TreeSet<>()).add(outcome));
                  });
          Map<String, Integer> outcomes = new TreeMap<>();
          cases.forEach((outcome, numbers) -> outcomes.put(outcome, numbers.size()));
          return new Trial(outcomes, byStage);
        });
  }

  /**
   * The candidates of the first cases, with all that runs beside them, such as child protection.
   */
  static Stream<Candidate> ofFirstCases(int limit, List<Candidate> candidates) {
    Set<String> cases =
        candidates.stream()
            .map(Candidate::caseNumber)
            .distinct()
            .limit(limit)
            .collect(Collectors.toSet());
    return candidates.stream().filter(candidate -> cases.contains(candidate.caseNumber()));
  }

  /**
   * The result of a trial.
   *
   * @param outcomes the number of cases by the reason to stay; {@link #MOVES} for those that would
   *     move
   * @param byStage the outcomes by the stages of the cases
   */
  record Trial(Map<String, Integer> outcomes, Map<SetStage, Set<String>> byStage) {

    /** Why no case in a stage would move; empty if one would or might, or none was tried. */
    Set<String> obstacles(SetStage stage) {
      Set<String> reasons = byStage.getOrDefault(stage, Set.of());
      return reasons.contains(MOVES) || reasons.contains(BUSY) ? Set.of() : reasons;
    }
  }

  private String outcome(MovePlan way, Candidate candidate) {
    try {
      checkOtherStages(way.rows(), candidate);
      migrate(way, candidate);
      return MOVES;
    } catch (CannotMoveException reason) {
      return reason.getMessage();
    } catch (OptimisticLockingException e) {
      return BUSY;
    } catch (RuntimeException e) {
      if (DatabaseAway.isCauseOf(e)) {
        throw e;
      }
      return NOT_POSSIBLE;
    }
  }

  private void checkOtherStages(CasesUnderWay rows, Candidate candidate) {
    store.stages(candidate.instance()).stream()
        .filter(stage -> rows.alwaysStays(stage.set(), stage.diagram()))
        .findFirst()
        .ifPresent(
            stage -> {
              throw new CannotMoveException(
                  "The case is also in \"%s\", where cases stay. Choose for both stages that they move."
                      .formatted(
                          rules
                              .procedure(sets.deployment(stage.set()))
                              .diagramName(stage.diagram())));
            });
  }

  /** Moves and records a case; rolled back if anything of the case would be lost. */
  private void moveAndRecord(MovePlan way, Candidate candidate) {
    Moved moved = migrate(way, candidate);
    List<Instance> instances = moved.instances();
    boolean isCase = instances.stream().anyMatch(one -> one.diagram().equals(DefinitionSets.CASE));
    if (isCase) {
      register.changeSet(candidate.caseNumber(), way.move().set());
    }
    RegisterEvent entry =
        RegisterEvent.entry(EntryKind.PROCEDURE_CHANGED)
            .code(String.valueOf(way.move().revision()))
            .from(clock.today());
    updates.addEntry(
        candidate.caseNumber(), isCase ? entry : entry.detail(rules.diagram(instances.get(0))));
    moved.dates().forEach(date -> updates.addEntry(candidate.caseNumber(), entry(date)));
  }

  private static RegisterEvent entry(NewDate date) {
    return RegisterEvent.entry(EntryKind.TIMER_SET)
        .from(date.before() == null ? null : LocalDay.of(date.before()))
        .to(LocalDay.of(date.now()))
        .detail(date.name());
  }

  /**
   * How the cases of a revision move.
   *
   * @param targets the ids of the definitions of the new set, by diagram
   * @param plans the plans made so far, by the definitions before and after
   */
  private record MovePlan(
      Move move,
      CasesUnderWay rows,
      Map<String, String> targets,
      Map<List<String>, MigrationPlan> plans) {}

  /** A case that has been moved, with all its processes as they were before. */
  private record Moved(List<Instance> instances, List<NewDate> dates) {}

  private Moved migrate(MovePlan way, Candidate candidate) {
    List<Instance> instances = store.instances(candidate.instance());
    CaseState before = store.state(candidate.instance());
    for (Instance instance : instances) {
      String target = way.targets().get(instance.diagram());
      if (target == null) {
        throw new CannotMoveException("A diagram of the case is not in the new set.");
      }
      if (!target.equals(instance.definition())) {
        migrate(instance, target, way.plans());
      }
    }
    CaseState.Diagrams oldDiagrams = rules.diagrams(instances, Instance::definition);
    CaseState.Diagrams newDiagrams =
        rules.diagrams(instances, one -> way.targets().get(one.diagram()));
    CaseState after = store.state(candidate.instance());
    List<CaseState.Job> timersToSet = before.timersToSet(after, oldDiagrams, newDiagrams);
    if (!timersToSet.isEmpty()) {
      timersToSet.forEach(timer -> timers.setDate(timer.id()));
      after = store.state(candidate.instance());
    }
    List<String> lost = before.lost(after, oldDiagrams, newDiagrams, clock.now());
    if (!lost.isEmpty()) {
      throw new CannotMoveException(String.join(" ", lost));
    }
    return new Moved(instances, before.newDates(after, oldDiagrams, newDiagrams));
  }

  private void migrate(Instance instance, String target, Map<List<String>, MigrationPlan> plans) {
    List<String> refused =
        rules.migratePart(
            () -> {
              MigrationPlan plan =
                  plans.computeIfAbsent(
                      List.of(instance.definition(), target),
                      any ->
                          runtime
                              .createMigrationPlan(instance.definition(), target)
                              .mapEqualActivities()
                              .build());
              runtime.newMigration(plan).processInstanceIds(instance.id()).execute();
            });
    if (!refused.isEmpty()) {
      throw new CannotMoveException(refused.stream().distinct().collect(Collectors.joining(" ")));
    }
  }

  private MovePlan planOf(Move move) {
    return new MovePlan(move, sets.casesUnderWay(move.set()), targets(move.set()), new HashMap<>());
  }

  private Map<String, String> targets(int set) {
    return sets.withoutAuthorization(
        () ->
            repository
                .createProcessDefinitionQuery()
                .deploymentId(sets.deployment(set))
                .list()
                .stream()
                .collect(Collectors.toMap(ProcessDefinition::getKey, ProcessDefinition::getId)));
  }

  /** Why a case stays. */
  static final class CannotMoveException extends ProcessEngineException {
    private static final long serialVersionUID = 1;

    CannotMoveException(String reason) {
      super(reason);
    }
  }
}

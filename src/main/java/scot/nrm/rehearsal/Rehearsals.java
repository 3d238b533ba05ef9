package scot.nrm.rehearsal;

import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationContext;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.CaseClock;
import scot.nrm.rehearsal.CaseCourse.Kind;
import scot.nrm.rehearsal.RehearsalStore.CaseResult;
import scot.nrm.rehearsal.RehearsalStore.Result;
import scot.nrm.revision.RevisionContents;
import scot.nrm.revision.RevisionContents.Contents;

/**
 * Rehearses a revision on past cases. Each is replayed under the set in force, which must give what
 * the register says, and then under the revision. What differs between the two replays is what the
 * revision would have changed. One runs at a time on a node.
 */
@Component
class Rehearsals {

  private static final Logger LOG = LoggerFactory.getLogger(Rehearsals.class);

  /** What the control run must have in common with the register. */
  private static final Kind[] IN_THE_REGISTER = {
    Kind.AUTHORITY, Kind.OUTCOME, Kind.DEADLINE, Kind.LATE, Kind.LETTERS
  };

  private final ApplicationContext program;
  private final PastCases cases;
  private final RehearsalStore store;
  private final RevisionContents revisions;
  private final ClockPerThread clock;
  private final CaseClock caseClock;
  private final int most;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread made = new Thread(work, QuietReplays.THREADS);
            made.setDaemon(true);
            return made;
          });
  private final Set<Integer> failed = ConcurrentHashMap.newKeySet();

  /**
   * Control runs of the latest rehearsal that gave what the register says, by the digest of what
   * was replayed. No case can be found by it.
   */
  private final Map<UUID, CaseCourse> controls = new ConcurrentHashMap<>();

  private volatile Running running;

  /**
   * @param most how many of the latest cases are replayed
   */
  Rehearsals(
      ApplicationContext program,
      PastCases cases,
      RehearsalStore store,
      RevisionContents revisions,
      ClockPerThread clock,
      CaseClock caseClock,
      @Value("${nrm.rehearsal.cases}") int most) {
    this.program = program;
    this.cases = cases;
    this.store = store;
    this.revisions = revisions;
    this.clock = clock;
    this.caseClock = caseClock;
    this.most = most;
  }

  /** A rehearsal under way at this node. */
  static final class Running {

    private final int revision;
    private final AtomicInteger done = new AtomicInteger();
    private volatile int of;
    private volatile boolean cancelled;

    private Running(int revision) {
      this.revision = revision;
    }

    int revision() {
      return revision;
    }

    /** How many replays have been done; each case has two. */
    int done() {
      return done.get();
    }

    /** How many there are in all; 0 before that is known. */
    int of() {
      return of;
    }
  }

  /** A rehearsal was stopped by someone, or by the end of the program. */
  private static final class Cancelled extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  Optional<Running> running() {
    return Optional.ofNullable(running);
  }

  /**
   * Begins a rehearsal, which continues after this returns.
   *
   * @return false if one is running already
   */
  synchronized boolean begin(Contents revision, String person) {
    if (running != null) {
      return false;
    }
    Running begun = new Running(revision.number());
    failed.remove(revision.number());
    running = begun;
    thread.submit(
        () -> {
          try {
            run(revision, person, begun);
          } catch (Cancelled e) {
            LOG.info("The rehearsal of revision {} was cancelled", revision.number());
          } catch (RuntimeException | Error e) {
            // Without its message, which may be about a case.
            LOG.error(
                "The rehearsal of revision {} failed: {}",
                revision.number(),
                e.getClass().getName());
            failed.add(revision.number());
          } finally {
            running = null;
          }
        });
    return true;
  }

  /** Whether the last rehearsal of a revision at this node could not be completed. */
  boolean hasFailed(int revision) {
    return failed.contains(revision);
  }

  /** Stops the rehearsal of a revision after the cases that are being replayed. */
  void cancel(int revision) {
    Running now = running;
    if (now != null && now.revision() == revision) {
      now.cancelled = true;
    }
  }

  @PreDestroy
  void stop() {
    Running now = running;
    if (now != null) {
      now.cancelled = true;
    }
    thread.shutdownNow();
  }

  /** Rehearses a revision and keeps the result. */
  Result run(Contents revision, String person) {
    return run(revision, person, new Running(revision.number()));
  }

  private Result run(Contents revision, String person, Running progress) {
    Instant begun = caseClock.now();
    int set = revisions.inForce();
    Map<String, byte[]> inForce = revisions.files(set);
    List<String> numbers = cases.latest(most);
    progress.of = 2 * numbers.size();
    LocalDateTime until = LocalDateTime.ofInstant(begun, LocalDay.ZONE);
    Map<String, CaseCourse> before = new ConcurrentHashMap<>();
    Set<UUID> replayed = ConcurrentHashMap.newKeySet();
    Map<String, CaseResult> apart = new ConcurrentHashMap<>();
    Map<String, CaseResult> different = new ConcurrentHashMap<>();
    clock.during(
        () -> {
          try (QuietReplays quiet = new QuietReplays();
              RehearsalEngine engine = new RehearsalEngine(program)) {
            engine.deploy(inForce);
            engine.trustEveryone();
            Map<String, List<Map<String, Object>>> known = cases.people();
            CaseReplay.People people = new CaseReplay.People(engine, known);
            String under = "%d %s %d".formatted(set, until.toLocalDate(), known.hashCode());
            each(
                numbers,
                progress,
                number -> {
                  PastCase one = cases.read(number);
                  UUID digest = one.digest(under);
                  CaseCourse course = controls.get(digest);
                  if (course == null) {
                    course = replay(engine, people, one, "A", until);
                  }
                  Map<Kind, List<String>> wrong =
                      new TreeMap<>(one.course().differencesTo(course, IN_THE_REGISTER));
                  if (wrong.isEmpty()) {
                    before.put(number, course);
                    controls.put(digest, course);
                    replayed.add(digest);
                  } else {
                    wrong.putAll(CaseCourse.NOTHING.differencesTo(course, Kind.STUCK));
                    apart.put(number, new CaseResult(number, false, wrong));
                  }
                });
            controls.keySet().retainAll(replayed);
            engine.deploy(revision.with(inForce));
            progress.done.addAndGet(apart.size());
            each(
                numbers.stream().filter(before::containsKey).toList(),
                progress,
                number -> {
                  CaseCourse course = replay(engine, people, cases.read(number), "B", until);
                  Map<Kind, List<String>> changed = before.get(number).differencesTo(course);
                  if (!changed.isEmpty()) {
                    different.put(number, new CaseResult(number, true, changed));
                  }
                });
          }
        });
    Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    different
        .values()
        .forEach(
            one -> one.differences().keySet().forEach(kind -> counts.merge(kind, 1, Integer::sum)));
    List<CaseResult> all = new ArrayList<>(apart.values());
    all.addAll(different.values());
    Result result =
        new Result(
            0,
            revision.number(),
            revision.digest(),
            set,
            person,
            begun,
            caseClock.now(),
            numbers.size(),
            apart.size(),
            counts);
    store.add(result, all);
    LOG.info(
        "Revision {} was rehearsed on {} cases in {} s",
        revision.number(),
        numbers.size(),
        Duration.between(begun, result.ended()).toSeconds());
    return result;
  }

  private CaseCourse replay(
      RehearsalEngine engine,
      CaseReplay.People people,
      PastCase one,
      String run,
      LocalDateTime until) {
    if (one.acts().isEmpty()) {
      return CaseCourse.NOTHING.stuck(List.of("Nothing is recorded that opened the case"));
    }
    try {
      return new CaseReplay(
              engine, clock, people, one, run + one.caseNumber().replace("-", ""), until)
          .run();
    } catch (RuntimeException e) {
      return CaseCourse.NOTHING.stuck(
          List.of("It could not be replayed: " + e.getClass().getSimpleName()));
    }
  }

  private interface Work {
    void on(String caseNumber);
  }

  /** On half of the processors: people work on the same node. */
  private void each(List<String> numbers, Running progress, Work work) {
    ExecutorService workers =
        Executors.newFixedThreadPool(
            Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
            new CustomizableThreadFactory(QuietReplays.THREADS + "-"));
    try {
      List<Future<?>> all = new ArrayList<>();
      for (String number : numbers) {
        all.add(
            workers.submit(
                () -> {
                  if (progress.cancelled) {
                    throw new Cancelled();
                  }
                  work.on(number);
                  progress.done.incrementAndGet();
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Cancelled();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause().getClass().getName());
    } finally {
      workers.shutdownNow();
    }
  }
}

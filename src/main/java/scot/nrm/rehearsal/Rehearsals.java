package scot.nrm.rehearsal;

import jakarta.annotation.PreDestroy;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;
import org.springframework.validation.annotation.Validated;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.CaseClock;
import scot.nrm.rehearsal.RehearsalStore.Finding;
import scot.nrm.rehearsal.RehearsalStore.Result;
import scot.nrm.revision.RevisionContents;
import scot.nrm.revision.RevisionContents.Approved;
import scot.nrm.revision.RevisionContents.Contents;

/** Rehearses a revision on past and on open cases. One rehearsal runs at a time on a node. */
@Component
class Rehearsals {

  /**
   * @param cases how many of the latest cases are replayed
   * @param openCases how many of the latest open cases are followed
   * @param processors how many of the node's processors are used at most; 0 for one in two
   */
  @Validated
  @ConfigurationProperties("nrm.rehearsal")
  record Settings(@Min(1) int cases, @Min(0) int openCases, @Min(0) int processors) {}

  private static final Logger LOG = LoggerFactory.getLogger(Rehearsals.class);

  private final ApplicationContext program;
  private final PastCases cases;
  private final RehearsalStore store;
  private final RevisionContents revisions;
  private final ClockPerThread clock;
  private final CaseClock caseClock;
  private final Settings settings;
  private final int processors;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread made = new Thread(work, QuietReplays.THREADS);
            made.setDaemon(true);
            return made;
          });
  private final Set<Integer> failed = ConcurrentHashMap.newKeySet();

  /**
   * Control runs of the latest rehearsal that matched the register, by the digest of what was
   * replayed, which identifies no case.
   */
  private final Map<UUID, RehearsalRun.Control> controls = new ConcurrentHashMap<>();

  /**
   * Open cases as of their last replay. Also the lock with which a rehearsal waits until the
   * replays of a night have stopped.
   */
  private final AtomicReference<RehearsalRun.OpenCases> waiting = new AtomicReference<>();

  private volatile Running running;

  /** The replays of a night under the set in force. */
  private volatile Running ahead;

  Rehearsals(
      ApplicationContext program,
      PastCases cases,
      RehearsalStore store,
      RevisionContents revisions,
      ClockPerThread clock,
      CaseClock caseClock,
      Settings settings) {
    this.program = program;
    this.cases = cases;
    this.store = store;
    this.revisions = revisions;
    this.clock = clock;
    this.caseClock = caseClock;
    this.settings = settings;
    int all = Runtime.getRuntime().availableProcessors();
    this.processors =
        settings.processors() < 1
            ? RehearsalRun.workers(all)
            : Math.min(settings.processors(), all);
  }

  /** A rehearsal under way at this node. */
  static final class Running {

    private final int revision;
    private final String contents;
    private final AtomicInteger done = new AtomicInteger();
    private volatile int total;
    private volatile boolean cancelled;

    Running(int revision) {
      this(revision, "");
    }

    /** {@code contents} is the digest of the revision. */
    Running(int revision, String contents) {
      this.revision = revision;
      this.contents = contents;
    }

    int revision() {
      return revision;
    }

    /** The number of replays that have been done; each case has two, and an open one more. */
    int done() {
      return done.get();
    }

    /** The number of all replays; 0 before it is known. */
    int total() {
      return total;
    }

    void setTotal(int replays) {
      total = replays;
    }

    /**
     * @throws Cancelled if the rehearsal has been cancelled
     */
    void proceed() {
      if (cancelled) {
        throw new Cancelled();
      }
    }

    void done(int replays) {
      done.addAndGet(replays);
    }
  }

  /** A rehearsal was stopped by someone, or by the end of the program. */
  static final class Cancelled extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  Optional<Running> running() {
    return Optional.ofNullable(running);
  }

  /**
   * Begins a rehearsal, which continues after this returns.
   *
   * @return false if another one is running; true if the same one already is
   */
  synchronized boolean begin(Contents revision, String person) {
    if (running != null) {
      return running.contents.equals(revision.digest());
    }
    cancel(ahead);
    Running begun = new Running(revision.number(), revision.digest());
    failed.remove(revision.number());
    running = begun;
    thread.submit(
        () -> {
          try {
            synchronized (waiting) {
              run(revision, person, null, begun);
            }
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
      cancel(now);
    }
  }

  @PreDestroy
  void stop() {
    cancel(running);
    cancel(ahead);
    thread.shutdownNow();
  }

  private static void cancel(Running one) {
    if (one != null) {
      one.cancelled = true;
    }
  }

  /** Rehearses a revision and stores the result. */
  Result run(Contents revision, String person) {
    return run(revision, person, null, new Running(revision.number()));
  }

  /** Rehearses an approved revision on the decisions since, unless a node has done so today. */
  void shadow(Approved revision) {
    Contents contents = revision.contents();
    if (store.claim(contents.number(), caseClock.today())) {
      run(contents, "", revision.since(), new Running(contents.number()));
    }
  }

  /**
   * Replays the latest cases under the set in force, unless the results are known, so that the next
   * rehearsal replays them under its revision only. Does nothing during a rehearsal, and stops for
   * one that a person begins.
   */
  void replayAhead() {
    Running now;
    synchronized (this) {
      if (running != null) {
        return;
      }
      now = new Running(0);
      ahead = now;
    }
    try {
      int set = revisions.inForce();
      RehearsalRun run = run(set, controls, waiting, now, null, caseClock.now());
      synchronized (waiting) {
        replay(
            run,
            () ->
                run.control(
                    set, cases.latest(settings.cases()), cases.open(set, settings.openCases())));
      }
    } catch (Cancelled e) {
      LOG.info("Cases were not replayed ahead to the end");
    } finally {
      ahead = null;
    }
  }

  private void replay(RehearsalRun run, Runnable replays) {
    clock.during(
        () -> {
          try (QuietReplays quiet = new QuietReplays();
              run) {
            replays.run();
          }
        });
  }

  /**
   * @param known controls of earlier rehearsals
   * @param waiting open cases of the earlier rehearsal
   * @param approved the time after which courses are compared; {@code null} for whole courses
   */
  private RehearsalRun run(
      int set,
      Map<UUID, RehearsalRun.Control> known,
      AtomicReference<RehearsalRun.OpenCases> waiting,
      Running progress,
      Instant approved,
      Instant begun) {
    return new RehearsalRun(
        content ->
            content
                .map(there -> new RehearsalEngine(program, there))
                .orElseGet(() -> new RehearsalEngine(program)),
        cases,
        clock,
        revisions.files(set),
        known,
        waiting,
        progress,
        approved == null ? null : LocalDateTime.ofInstant(approved, LocalDay.ZONE),
        LocalDateTime.ofInstant(begun, LocalDay.ZONE),
        processors);
  }

  private Result run(Contents revision, String person, Instant approved, Running progress) {
    Instant begun = caseClock.now();
    int set = revisions.inForce();
    List<String> latest =
        approved == null
            ? cases.latest(settings.cases())
            : cases.changedSince(approved, settings.cases());
    List<String> open = approved == null ? cases.open(set, settings.openCases()) : List.of();
    RehearsalRun run =
        run(
            set,
            approved == null ? controls : new ConcurrentHashMap<>(),
            approved == null ? waiting : new AtomicReference<>(),
            progress,
            approved,
            begun);
    replay(run, () -> run.rehearse(set, revision, latest, open));
    Result result =
        new Result(
            0,
            revision.number(),
            revision.digest(),
            set,
            person,
            approved,
            begun,
            caseClock.now(),
            latest.size(),
            run.number(Finding.NOT_COMPARED),
            run.counts(Finding.DIFFERENT),
            open.size(),
            run.number(Finding.NOT_FOLLOWED),
            run.counts(Finding.NEXT));
    store.add(result, run.results());
    LOG.info(
        "Revision {} was rehearsed on {} cases in {} s",
        revision.number(),
        latest.size(),
        Duration.between(begun, result.ended()).toSeconds());
    return result;
  }
}

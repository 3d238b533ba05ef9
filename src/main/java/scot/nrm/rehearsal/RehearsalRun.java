package scot.nrm.rehearsal;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import scot.nrm.engine.sets.CasesUnderWay;
import scot.nrm.rehearsal.CaseCourse.Kind;
import scot.nrm.rehearsal.RehearsalStore.CaseResult;
import scot.nrm.rehearsal.RehearsalStore.Found;
import scot.nrm.revision.RevisedCases;
import scot.nrm.revision.RevisionContents.Contents;

/**
 * One rehearsal. Each past case is replayed under the set in force, which must give what the
 * register says, and then under the revision. What differs between the two replays is what the
 * revision would have changed.
 *
 * <p>An open case is replayed twice more up to the present under the set in force, where it must
 * wait for the same as the real one. Then it is followed under that set, and once the revision has
 * come into force. What differs is what comes next.
 */
final class RehearsalRun {

  /** What the control run must have in common with the register. */
  private static final Kind[] IN_THE_REGISTER = {
    Kind.AUTHORITY, Kind.OUTCOME, Kind.DEADLINE, Kind.LATE, Kind.LETTERS
  };

  /**
   * A replay under the set in force that gave what the register says.
   *
   * @param past what came of the case
   * @param waiting what it waits for at present; {@code null} if it was not followed
   * @param next what comes next; {@code null} if it was not followed
   */
  record Control(Past past, CaseCourse waiting, CaseCourse next) {}

  /**
   * What came of a case.
   *
   * @param counted what of that is compared: all of it, or what came since a moment
   */
  record Past(CaseCourse all, CaseCourse counted) {}

  private final PastCases cases;
  private final ClockPerThread clock;
  private final Map<UUID, Control> known;
  private final Rehearsals.Running progress;
  private final LocalDateTime since;
  private final LocalDateTime present;
  private final Map<String, Control> controls = new ConcurrentHashMap<>();
  private final Queue<CaseResult> results = new ConcurrentLinkedQueue<>();

  private RehearsalEngine engine;
  private CaseReplay.People people;

  /**
   * @param known controls of an earlier rehearsal; gets those of this one instead
   * @param since only what has come of a case since then is compared; {@code null}: all
   * @param present the end of the time that is replayed
   */
  RehearsalRun(
      PastCases cases,
      ClockPerThread clock,
      Map<UUID, Control> known,
      Rehearsals.Running progress,
      LocalDateTime since,
      LocalDateTime present) {
    this.cases = cases;
    this.clock = clock;
    this.known = known;
    this.progress = progress;
    this.since = since;
    this.present = present;
  }

  /**
   * Must be called within {@link ClockPerThread#during}.
   *
   * @param in an engine without a set
   * @param set the number of the set in force
   * @param latest the cases that are replayed
   * @param open those that are followed
   */
  void under(
      RehearsalEngine in,
      int set,
      Map<String, byte[]> inForce,
      Contents revision,
      List<String> latest,
      List<String> open) {
    engine = in;
    Set<String> all = new LinkedHashSet<>(latest);
    all.addAll(open);
    progress.is(all.size() + 2 * open.size() + latest.size());
    engine.deploy(inForce);
    engine.trustEveryone();
    Map<String, List<Map<String, Object>>> team = cases.people();
    people = new CaseReplay.People(engine, team);
    String under = "%d %s %d".formatted(set, present.toLocalDate(), team.hashCode());
    Set<String> past = Set.copyOf(latest);
    Set<String> followed = Set.copyOf(open);
    Set<UUID> used = ConcurrentHashMap.newKeySet();
    each(
        all,
        number -> control(number, under, used, past.contains(number), followed.contains(number)));
    known.keySet().retainAll(used);
    // The open cases run under a set of their own, so that only they move.
    int stays = open.isEmpty() ? 1 : engine.deploy(inForce);
    Map<String, CaseReplay> waiting = new ConcurrentHashMap<>();
    each(open, number -> replayUpToNow(number, waiting));
    bringIntoForce(revision, inForce, set, stays);
    each(open, number -> follow(number, waiting));
    each(latest, this::compare);
  }

  List<CaseResult> results() {
    return List.copyOf(results);
  }

  int number(Found found) {
    return (int) results.stream().filter(one -> one.found() == found).count();
  }

  /** In how many cases there is a difference of each kind. */
  Map<Kind, Integer> counts(Found found) {
    Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    results.stream()
        .filter(one -> one.found() == found)
        .forEach(
            one -> one.differences().keySet().forEach(kind -> counts.merge(kind, 1, Integer::sum)));
    return counts;
  }

  private void add(String number, Found found, Map<Kind, List<String>> differences) {
    if (!differences.isEmpty()) {
      results.add(new CaseResult(number, found, differences));
    }
  }

  private void control(
      String number, String under, Set<UUID> used, boolean compared, boolean followed) {
    PastCase one = cases.read(number);
    UUID digest = one.digest(under);
    Control control = known.get(digest);
    if (control == null || followed && control.next() == null) {
      control = control(one, followed);
    }
    Map<Kind, List<String>> wrong =
        new TreeMap<>(one.course().differencesTo(control.past().all(), IN_THE_REGISTER));
    if (wrong.isEmpty()) {
      known.put(digest, control);
      used.add(digest);
      controls.put(number, control);
    } else {
      wrong.putAll(CaseCourse.NOTHING.differencesTo(control.past().all(), Kind.STUCK));
    }
    if (compared) {
      add(number, Found.NOT_COMPARED, wrong);
    }
    if (followed) {
      Map<Kind, List<String>> elsewhere = new TreeMap<>(wrong);
      if (wrong.isEmpty()) {
        elsewhere.putAll(cases.waiting(number).differencesTo(control.waiting()));
      }
      add(number, Found.NOT_FOLLOWED, elsewhere);
    }
  }

  private Control control(PastCase one, boolean followed) {
    CaseReplay replay = replay(one, "A");
    Past past = past(replay);
    CaseCourse waiting = followed ? replay.waiting() : null;
    CaseCourse next = followed ? orStuck(() -> replay.follow(present)) : null;
    replay.end();
    return new Control(past, waiting, next);
  }

  private Past past(CaseReplay replay) {
    CaseCourse before =
        since == null ? CaseCourse.NOTHING : orStuck(() -> courseUntil(since, replay));
    CaseCourse all = orStuck(() -> courseUntil(present, replay));
    return new Past(all, all.since(before));
  }

  private static CaseCourse courseUntil(LocalDateTime end, CaseReplay replay) {
    replay.run(end);
    return replay.course();
  }

  private static CaseCourse orStuck(Supplier<CaseCourse> replay) {
    try {
      return replay.get();
    } catch (RuntimeException e) {
      return CaseCourse.NOTHING.stuck(
          List.of("It could not be replayed: " + e.getClass().getSimpleName()));
    }
  }

  private boolean isApart(String number, Found found) {
    return results.stream()
        .anyMatch(one -> one.found() == found && one.caseNumber().equals(number));
  }

  /** Before the revision comes into force, because nothing in the past is done under it. */
  private void replayUpToNow(String number, Map<String, CaseReplay> waiting) {
    if (!isApart(number, Found.NOT_FOLLOWED)) {
      CaseReplay replay = replay(cases.read(number), "C");
      orStuck(() -> courseUntil(present, replay));
      waiting.put(number, replay);
    }
  }

  private void follow(String number, Map<String, CaseReplay> waiting) {
    CaseReplay replay = waiting.get(number);
    if (replay != null) {
      CaseCourse next = orStuck(() -> replay.follow(present));
      replay.end();
      add(number, Found.NEXT, controls.get(number).next().differencesTo(next));
    }
  }

  private void compare(String number) {
    if (!isApart(number, Found.NOT_COMPARED)) {
      CaseReplay replay = replay(cases.read(number), "B");
      CaseCourse counted = past(replay).counted();
      replay.end();
      add(number, Found.DIFFERENT, controls.get(number).past().counted().differencesTo(counted));
    }
  }

  private CaseReplay replay(PastCase one, String run) {
    return new CaseReplay(engine, clock, people, one, run + one.caseNumber().replace("-", ""));
  }

  /** With what it says of cases under way, whose set has another number here. */
  private void bringIntoForce(Contents revision, Map<String, byte[]> inForce, int real, int here) {
    Map<String, byte[]> files = revision.with(inForce);
    files.computeIfPresent(CasesUnderWay.FILE, (name, content) -> renumbered(content, real, here));
    int made = engine.deploy(files);
    engine
        .get(JdbcClient.class)
        .sql(
            """
            insert into revision (id, name, reason, rules, in_force_on, author, state, base_set, made_set)
            values (?, 'Rehearsed', '', '', ?, '', 'in-force', ?, ?)\
            """)
        .params(revision.number(), present.toLocalDate(), here, made)
        .update();
    RevisedCases underWay = engine.get(RevisedCases.class);
    underWay.comesIntoForce(revision.number(), made, files);
    underWay.continueMoving();
  }

  private static byte[] renumbered(byte[] rows, int real, int here) {
    String kept =
        CasesUnderWay.read(rows).rows().stream()
            .filter(row -> row.from().contains(real))
            .map(
                row ->
                    "\n- {from: [%d], stage: %s, takes: %s}"
                        .formatted(here, row.stage(), row.takes().name().toLowerCase(Locale.ROOT)))
            .collect(Collectors.joining());
    return ("cases-under-way:" + (kept.isEmpty() ? " []" : kept)).getBytes(StandardCharsets.UTF_8);
  }

  /** Half of the processors, at least one: people work on the same node. */
  static int workers(int processors) {
    return Math.max(1, processors / 2);
  }

  private void each(Iterable<String> numbers, Consumer<String> work) {
    ExecutorService workers =
        Executors.newFixedThreadPool(
            workers(Runtime.getRuntime().availableProcessors()),
            new CustomizableThreadFactory(QuietReplays.THREADS + "-"));
    try {
      List<Future<?>> all = new ArrayList<>();
      for (String number : numbers) {
        all.add(
            workers.submit(
                () -> {
                  progress.proceed();
                  work.accept(number);
                  progress.done(1);
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Rehearsals.Cancelled();
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

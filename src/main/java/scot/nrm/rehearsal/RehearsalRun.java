package scot.nrm.rehearsal;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import scot.nrm.engine.sets.CasesUnderWay;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.rehearsal.CaseCourse.Kind;
import scot.nrm.rehearsal.RehearsalStore.CaseResult;
import scot.nrm.rehearsal.RehearsalStore.Finding;
import scot.nrm.revision.RevisedCases;
import scot.nrm.revision.RevisionContents.Contents;

/**
 * One rehearsal. Each past case is replayed under the set in force, which must have the same result
 * as the register, and then under the revision. The differences between the two replays are what
 * the revision would have changed.
 *
 * <p>An open case is replayed up to the present under the set in force, and must then wait for the
 * same things as the real one. From there it is followed under that set and, in a copy of the
 * database, under the revision. The differences are what the revision will change.
 */
final class RehearsalRun implements AutoCloseable {

  /** The kinds in which the control run must match the register. */
  private static final Kind[] IN_THE_REGISTER = {
    Kind.AUTHORITY, Kind.OUTCOME, Kind.DEADLINE, Kind.LATE, Kind.LETTERS
  };

  private static final String LINKED_CASE_ERASED =
      "It is linked to a case that has been erased, without which it can't be replayed as it was";

  /** A number that no set has, because they are counted from 1. */
  private static final int NO_SET = 0;

  /**
   * A replay under the set in force that matches the register.
   *
   * @param past the course of the case up to the present
   * @param reads what it read of the set
   * @param waiting what the case waits for at present; {@code null} if it was not followed
   * @param next the next steps of the case; {@code null} if it was not followed
   * @param nextReads what it read of the set for the next steps
   * @param day the day for which all of this is valid; {@code null} for a case that has ended,
   *     which doesn't change later
   */
  record Control(
      PastCourse past,
      SetReads reads,
      CaseCourse waiting,
      CaseCourse next,
      SetReads nextReads,
      LocalDate day) {

    private boolean isValidOn(LocalDate today) {
      return day == null || day.equals(today);
    }

    /** Whether the case may have another course under a set with these changes. */
    boolean isAffected(ChangedFiles changes) {
      return past.all().isStuck() || changes.affects(reads);
    }

    /** Whether the case may have another course or other next steps. */
    boolean isNextAffected(ChangedFiles changes) {
      return isAffected(changes) || next.isStuck() || changes.affects(nextReads);
    }
  }

  /**
   * The course of a case up to the present.
   *
   * @param counted the part that is compared: all of it, or everything since a moment
   */
  record PastCourse(CaseCourse all, CaseCourse counted) {}

  /**
   * Open cases that were replayed up to the present, without their next steps.
   *
   * @param under what the replays depend on apart from the cases
   * @param day the day up to which they were replayed
   * @param replays by the digest of what was replayed
   */
  record OpenCases(
      String under,
      LocalDate day,
      RehearsalEngine.Content database,
      RehearsalPeople.Memberships people,
      Map<UUID, ReplayState> replays) {}

  /**
   * A case that was replayed up to the present.
   *
   * @param reads what the replay read of the set
   */
  record ReplayState(List<CaseReplay.State> states, SetReads reads) {}

  /**
   * A case that was read.
   *
   * @param waits what the real case waits for; {@code null} if it isn't followed
   * @param control gives its replay under the set in force
   * @param replayed the state at present; {@code null} if no replay was needed
   */
  private record Case(
      PastCase one,
      List<PastCase> linked,
      UUID digest,
      CaseCourse waits,
      Supplier<Control> control,
      ReplayState replayed) {

    boolean isReplayed() {
      return replayed != null;
    }
  }

  private final Function<Optional<RehearsalEngine.Content>, RehearsalEngine> start;
  private final PastCases cases;
  private final ClockPerThread clock;
  private final Map<UUID, Control> known;
  private final AtomicReference<OpenCases> ahead;
  private final Rehearsals.Running progress;
  private final LocalDateTime since;
  private final LocalDateTime present;
  private final int processors;
  private final Map<String, Control> controls = new ConcurrentHashMap<>();

  /** Each case as it was read first: someone may change it during the rehearsal. */
  private final Map<String, Case> readCases = new ConcurrentHashMap<>();

  private final Queue<CaseResult> results = new ConcurrentLinkedQueue<>();

  /** The files of the set in force. */
  private final Map<String, byte[]> inForce;

  private RehearsalEngine engine;
  private RehearsalPeople people;

  /**
   * @param start starts an engine as soon as a case is replayed: an empty one, or one with this
   *     content
   * @param inForce the files of the set in force
   * @param known controls of an earlier rehearsal; gets those of this one instead
   * @param ahead open cases of an earlier rehearsal; gets those of this one instead
   * @param since the time after which courses are compared; {@code null} for whole courses
   * @param present the time up to which cases are replayed
   * @param processors how many cases are replayed at the same time
   */
  RehearsalRun(
      Function<Optional<RehearsalEngine.Content>, RehearsalEngine> start,
      PastCases cases,
      ClockPerThread clock,
      Map<String, byte[]> inForce,
      Map<UUID, Control> known,
      AtomicReference<OpenCases> ahead,
      Rehearsals.Running progress,
      LocalDateTime since,
      LocalDateTime present,
      int processors) {
    this.start = start;
    this.cases = cases;
    this.clock = clock;
    this.inForce = inForce;
    this.known = known;
    this.ahead = ahead;
    this.progress = progress;
    this.since = since;
    this.present = present;
    this.processors = processors;
  }

  /** The engine with the set in force, and with the open cases that have been replayed before. */
  private synchronized RehearsalEngine engine() {
    if (engine == null) {
      OpenCases there = ahead.get();
      engine = start.apply(Optional.ofNullable(there).map(OpenCases::database));
      if (there == null) {
        engine.deploy(inForce, false);
      }
      people = new RehearsalPeople(engine, there == null ? cases.people() : there.people());
      engine.disablePermissionChecks();
    }
    return engine;
  }

  @Override
  public synchronized void close() {
    if (engine != null) {
      engine.close();
      engine = null;
    }
  }

  /**
   * Replays cases under the set in force only, unless the result is already known. Must be called
   * within {@link ClockPerThread#during}.
   *
   * @param set the number of the set in force
   * @param latest the cases that are replayed
   * @param open the cases that are followed
   */
  void control(int set, List<String> latest, List<String> open) {
    Set<String> all = new LinkedHashSet<>(latest);
    all.addAll(open);
    String under = set + " " + cases.people().hashCode();
    OpenCases earlier = ahead.get();
    if (earlier != null
        && !(earlier.under().equals(under) && earlier.day().equals(present.toLocalDate()))) {
      ahead.set(null);
    }
    try {
      inParallel(open, number -> readCases.put(number, readFollowed(number, under)));
    } catch (Rehearsals.Cancelled e) {
      if (!Thread.currentThread().isInterrupted()) {
        keepReplayed(under);
      }
      throw e;
    }
    keepReplayed(under);
    Set<String> past = Set.copyOf(latest);
    Set<UUID> used = ConcurrentHashMap.newKeySet();
    inParallel(
        all,
        number ->
            control(
                readCases.computeIfAbsent(number, other -> readOther(other, under)),
                used,
                past.contains(number)));
    known.keySet().retainAll(used);
  }

  /** Reads a case that isn't followed. */
  private Case readOther(String number, String under) {
    PastCase one = cases.read(number);
    List<PastCase> linked = cases.linkedTo(one);
    UUID digest = digest(one, linked, under);
    Control control = known.get(digest);
    boolean isKnown = control != null && control.isValidOn(present.toLocalDate());
    return new Case(
        one, linked, digest, null, isKnown ? () -> control : () -> control(one, linked), null);
  }

  /** Reads a case that is followed, and replays it up to the present if that result isn't known. */
  private Case readFollowed(String number, String under) {
    PastCase one = cases.read(number);
    List<PastCase> linked = cases.linkedTo(one);
    UUID digest = digest(one, linked, under);
    CaseCourse waits = cases.waiting(number);
    Control control = known.get(digest);
    OpenCases there = ahead.get();
    if (control != null
        && control.isValidOn(present.toLocalDate())
        && waits.equals(control.waiting())
        && there != null
        && there.replays().containsKey(digest)) {
      return new Case(one, linked, digest, waits, () -> control, null);
    }
    engine().keepSteps(true); // a revision may move the case
    CaseReplay replay = replay(one, linked, prefix(digest));
    SetReads reads = new SetReads();
    if (there != null && there.replays().containsKey(digest)) {
      ReplayState before = there.replays().get(digest);
      replay.continueFrom(before.states());
      reads.add(before.reads());
    }
    PastCourse past = past(replay);
    reads.add(replay.takeReads());
    CaseCourse waiting = replay.waiting();
    return new Case(
        one,
        linked,
        digest,
        waits,
        () -> followedControl(replay, past, reads, waiting),
        new ReplayState(replay.states(), reads));
  }

  private void keepReplayed(String under) {
    if (readCases.values().stream().noneMatch(Case::isReplayed)) {
      return;
    }
    Map<UUID, ReplayState> replays =
        new HashMap<>(Optional.ofNullable(ahead.get()).map(OpenCases::replays).orElse(Map.of()));
    readCases.values().stream()
        .filter(Case::isReplayed)
        .forEach(one -> replays.put(one.digest(), one.replayed()));
    ahead.set(
        new OpenCases(
            under, present.toLocalDate(), engine.content(), people.memberships(), replays));
    engine.keepSteps(false);
  }

  private static UUID digest(PastCase one, List<PastCase> linked, String under) {
    return one.digest(
        linked.stream()
            .map(other -> " " + other.digest(under))
            .collect(Collectors.joining("", under, "")));
  }

  /** Replays cases under both sets. See {@link #control(int, List, List)}. */
  void rehearse(int set, Contents revision, List<String> latest, List<String> open) {
    Set<String> all = new LinkedHashSet<>(latest);
    all.addAll(open);
    progress.setTotal(all.size() + 3 * open.size() + latest.size());
    control(set, latest, open);
    if (readCases.values().stream().anyMatch(Case::isReplayed)) {
      close(); // the next engine has the open cases as they are at present
    }
    int here = engine().get(DefinitionSets.class).inForce();
    if (open.isEmpty()) {
      here++; // no case moves
    }
    Map<String, byte[]> revised = renumbered(revision.with(inForce), set, here);
    ChangedFiles changes = new ChangedFiles(renumbered(inForce, NO_SET, here), revised);
    List<String> next =
        affected(open, Finding.NOT_FOLLOWED, control -> control.isNextAffected(changes));
    List<String> again =
        affected(latest, Finding.NOT_COMPARED, control -> control.isAffected(changes));
    progress.done(2 * (open.size() - next.size()) + latest.size() - again.size());
    engine().keepSteps(movesAny(revised));
    Map<String, CaseReplay> waiting = new ConcurrentHashMap<>();
    inParallel(next, number -> waiting.put(number, replayToPresent(number)));
    bringIntoForce(revision, revised);
    inParallel(next, number -> follow(number, waiting.get(number)));
    inParallel(again, this::compare);
  }

  List<CaseResult> results() {
    return List.copyOf(results);
  }

  int number(Finding finding) {
    return (int) results.stream().filter(one -> one.finding() == finding).count();
  }

  /** The number of cases with a difference, by kind. */
  Map<Kind, Integer> counts(Finding finding) {
    Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    results.stream()
        .filter(one -> one.finding() == finding)
        .forEach(
            one -> one.differences().keySet().forEach(kind -> counts.merge(kind, 1, Integer::sum)));
    return counts;
  }

  private void add(String number, Finding finding, Map<Kind, List<String>> differences) {
    if (!differences.isEmpty()) {
      results.add(new CaseResult(number, finding, differences));
    }
  }

  private void control(Case read, Set<UUID> used, boolean compared) {
    PastCase one = read.one();
    String number = one.caseNumber();
    Control control = read.control().get();
    Map<Kind, List<String>> wrong =
        new TreeMap<>(one.course().differencesTo(control.past().all(), IN_THE_REGISTER));
    if (wrong.isEmpty()) {
      known.put(read.digest(), control);
      used.add(read.digest());
      controls.put(number, control);
    } else {
      CaseCourse why =
          read.linked().size() == one.linked().size()
              ? control.past().all()
              : control.past().all().withStuck(List.of(LINKED_CASE_ERASED));
      wrong.putAll(one.course().differencesTo(why, Kind.STUCK));
    }
    if (compared) {
      add(number, Finding.NOT_COMPARED, wrong);
    }
    if (read.waits() != null) {
      Map<Kind, List<String>> elsewhere = new TreeMap<>(wrong);
      if (wrong.isEmpty()) {
        elsewhere.putAll(read.waits().differencesTo(control.waiting()));
      }
      add(number, Finding.NOT_FOLLOWED, elsewhere);
    }
  }

  private Control control(PastCase one, List<PastCase> linked) {
    CaseReplay replay = replay(one, linked, "A");
    PastCourse past = past(replay);
    LocalDate day = replay.isOpen() ? present.toLocalDate() : null;
    replay.end();
    return new Control(past, replay.takeReads(), null, null, new SetReads(), day);
  }

  private Control followedControl(
      CaseReplay replay, PastCourse past, SetReads reads, CaseCourse waiting) {
    CaseCourse next = replayOrStuck(() -> replay.follow(present));
    replay.end();
    return new Control(past, reads, waiting, next, replay.takeReads(), present.toLocalDate());
  }

  private PastCourse past(CaseReplay replay) {
    CaseCourse before =
        since == null ? CaseCourse.NOTHING : replayOrStuck(() -> replayUntil(since, replay));
    CaseCourse all = replayOrStuck(() -> replayUntil(present, replay));
    return new PastCourse(all, all.since(before));
  }

  private static CaseCourse replayUntil(LocalDateTime end, CaseReplay replay) {
    replay.run(end);
    return replay.course();
  }

  private static CaseCourse replayOrStuck(Supplier<CaseCourse> replay) {
    try {
      return replay.get();
    } catch (RuntimeException e) {
      return CaseCourse.NOTHING.withStuck(
          List.of("It could not be replayed: " + e.getClass().getSimpleName()));
    }
  }

  /**
   * The cases that the revision concerns, without those with the finding {@code excluded}. A replay
   * of the others would only repeat the first one.
   */
  private List<String> affected(
      List<String> numbers, Finding excluded, Predicate<Control> isAffected) {
    Set<String> left = new LinkedHashSet<>(numbers);
    results.stream()
        .filter(one -> one.finding() == excluded)
        .forEach(one -> left.remove(one.caseNumber()));
    return left.stream().filter(number -> isAffected.test(controls.get(number))).toList();
  }

  /**
   * Replays a case up to the present. Must be called before the revision comes into force, which
   * doesn't apply to the past.
   */
  private CaseReplay replayToPresent(String number) {
    Case one = readCases.get(number);
    CaseReplay replay = replay(one.one(), one.linked(), prefix(one.digest()));
    replay.continueFrom(ahead.get().replays().get(one.digest()).states());
    replayOrStuck(() -> replayUntil(present, replay));
    return replay;
  }

  private void follow(String number, CaseReplay replay) {
    CaseCourse next = replayOrStuck(() -> replay.follow(present));
    replay.end();
    add(number, Finding.NEXT, counted(controls.get(number).next().differencesTo(next)));
  }

  private void compare(String number) {
    Case one = readCases.get(number);
    CaseReplay replay = replay(one.one(), one.linked(), "B");
    CaseCourse counted = past(replay).counted();
    replay.end();
    add(
        number,
        Finding.DIFFERENT,
        counted(controls.get(number).past().counted().differencesTo(counted)));
  }

  /**
   * Work that is no longer needed counts as a difference in tasks, because the case continues
   * without it. A case that is no longer stuck under the revision doesn't count as stuck.
   */
  static Map<Kind, List<String>> counted(Map<Kind, List<String>> differences) {
    Map<Kind, List<String>> found = new TreeMap<>(differences);
    if (CaseCourse.stuckLines(differences).isEmpty()) {
      found.remove(Kind.STUCK);
    }
    return found;
  }

  /** The start of invented names, by case: no earlier replay is taken for the same child. */
  private static String prefix(UUID digest) {
    return "A%08X".formatted(digest.hashCode());
  }

  private CaseReplay replay(PastCase one, List<PastCase> linked, String run) {
    RehearsalEngine in = engine();
    return new CaseReplay(in, clock, people, one, linked, run + one.caseNumber().replace("-", ""));
  }

  private void bringIntoForce(Contents revision, Map<String, byte[]> files) {
    int base = engine().get(DefinitionSets.class).inForce();
    int made = engine.deploy(files, true);
    engine
        .get(JdbcClient.class)
        .sql(
            """
            insert into revision (id, name, reason, rules, in_force_on, author, state, base_set, made_set)
            values (?, 'Rehearsed', '', '', ?, '', 'in-force', ?, ?)\
            """)
        .params(revision.number(), present.toLocalDate(), base, made)
        .update();
    RevisedCases underWay = engine.get(RevisedCases.class);
    underWay.beginMoving(revision.number(), made, files);
    underWay.continueMoving();
  }

  /** The files of a set; its rows about another set's cases have that set's number here. */
  private static Map<String, byte[]> renumbered(Map<String, byte[]> set, int real, int here) {
    Map<String, byte[]> files = new TreeMap<>(set);
    files.computeIfPresent(CasesUnderWay.FILE, (name, rows) -> renumbered(rows, real, here));
    return files;
  }

  private static boolean movesAny(Map<String, byte[]> set) {
    return Optional.ofNullable(set.get(CasesUnderWay.FILE))
        .map(CasesUnderWay::read)
        .filter(CasesUnderWay::movesAny)
        .isPresent();
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

  private static void awaitEnd(ExecutorService workers) {
    workers.shutdown();
    try {
      workers.awaitTermination(1, TimeUnit.DAYS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void inParallel(Iterable<String> numbers, Consumer<String> work) {
    ExecutorService workers =
        Executors.newFixedThreadPool(
            processors, new CustomizableThreadFactory(QuietReplays.THREADS + "-"));
    List<Future<?>> all = new ArrayList<>();
    try {
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
      if (e.getCause() instanceof Rehearsals.Cancelled) {
        awaitEnd(workers); // so that no half-replayed case is kept
      }
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause().getClass().getName());
    } finally {
      // Without an interrupt, which would close H2's file while a worker may be reading it.
      all.forEach(one -> one.cancel(false));
      workers.shutdown();
    }
  }
}

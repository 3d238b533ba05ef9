package scot.nrm.rehearsal;

import jakarta.annotation.PreDestroy;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;
import scot.nrm.engine.FormsCheck;
import scot.nrm.engine.sets.DataFile;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.engine.sets.LimitedCache;
import scot.nrm.forms.check.FormField;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.forms.check.OptionLists;
import scot.nrm.revision.RevisionContents;
import scot.nrm.revision.RevisionScenarios;

/**
 * The scenarios of a set. Their files are checked with every deployment, and they are replayed
 * under the files of a revision. Results are kept for as long as the files are the same.
 */
@Component
public final class Scenarios implements FormsCheck.SetCheck, RevisionScenarios {

  private static final Logger LOG = LoggerFactory.getLogger(Scenarios.class);

  /** The most results that are kept: those of ten sets with the most scenarios. */
  private static final int MAX_RESULTS = 10 * Scenario.MAX_SCENARIOS;

  private final ApplicationContext program;
  private final ClockPerThread clock;
  private final OptionLists lists;
  private final CourseNames names;
  private final Map<String, CaseCourse> courses = LimitedCache.of(MAX_RESULTS);

  /** The digests of the sets whose scenarios are being replayed. */
  private final Set<String> running = ConcurrentHashMap.newKeySet();

  private final Map<String, String> failed = new ConcurrentHashMap<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          new CustomizableThreadFactory(QuietReplays.THREADS + "-scenarios-"));

  Scenarios(
      ApplicationContext program, ClockPerThread clock, OptionLists lists, CourseNames names) {
    this.program = program;
    this.clock = clock;
    this.lists = lists;
    this.names = names;
  }

  @PreDestroy
  void stop() {
    thread.shutdownNow();
  }

  // ---- their files

  @Override
  public List<String> problems(Map<String, byte[]> files) {
    List<String> names = names(files);
    if (names.isEmpty()) {
      return List.of();
    }
    if (names.size() > Scenario.MAX_SCENARIOS) {
      return List.of(
          "There are %d scenarios, and %d is the most. Retire some: empty their lists \"entered\"."
              .formatted(names.size(), Scenario.MAX_SCENARIOS));
    }
    Map<String, FormField> fields = new TreeMap<>();
    files.forEach(
        (name, content) -> {
          if (name.endsWith(".form")) {
            FormSchema.parse(content, lists)
                .fields()
                .forEach(
                    (key, field) ->
                        fields.merge(key, field, (one, other) -> other.disabled() ? one : other));
          }
        });
    Set<String> ids = DefinitionSets.attributes(DefinitionSets.textOfDiagrams(files), "id");
    return names.stream().flatMap(name -> problems(name, files.get(name), fields, ids)).toList();
  }

  private static Stream<String> problems(
      String name, byte[] content, Map<String, FormField> fields, Set<String> ids) {
    try {
      return scenario(name, content).problems(fields, ids).stream();
    } catch (IllegalArgumentException e) {
      return Stream.of(e.getMessage());
    }
  }

  private static List<String> names(Map<String, byte[]> files) {
    return files.keySet().stream().filter(DataFile::isScenario).sorted().toList();
  }

  private static Scenario scenario(String name, byte[] content) {
    return new Scenario(DataFile.SCENARIOS + DefinitionSets.nameOf(name), content);
  }

  // ---- their results

  @Override
  public Outcome outcome(Map<String, byte[]> files) {
    List<Scenario> scenarios = current(files);
    if (scenarios.isEmpty()) {
      return Outcome.NONE;
    }
    String set = digest(files);
    String failure = failed.remove(set);
    if (failure != null) {
      return new Outcome(scenarios.size(), false, failure, List.of());
    }
    if (!areReplayed(scenarios, set)) {
      begin(scenarios, set, files);
      return new Outcome(scenarios.size(), false, "", List.of());
    }
    CourseNames.LineNaming naming = names.forSets(List.of(files));
    return new Outcome(
        scenarios.size(),
        true,
        "",
        scenarios.stream()
            .map(
                one -> new UnexpectedResult(one.name(), one.about(), differences(one, set, naming)))
            .filter(one -> !one.differences().isEmpty())
            .toList());
  }

  /** The scenarios that aren't retired. */
  private static List<Scenario> current(Map<String, byte[]> files) {
    return names(files).stream()
        .map(name -> scenario(name, files.get(name)))
        .filter(Scenario::isReplayed)
        .toList();
  }

  /** The digest of everything that a replay depends on apart from the scenario itself. */
  static String digest(Map<String, byte[]> files) {
    Map<String, byte[]> others = new TreeMap<>(files);
    others.keySet().removeIf(DataFile::isScenario);
    return RevisionContents.digest(others);
  }

  private boolean areReplayed(List<Scenario> scenarios, String set) {
    return scenarios.stream().allMatch(one -> courses.containsKey(one.key(set)));
  }

  private List<String> differences(Scenario scenario, String set, CourseNames.LineNaming naming) {
    return scenario
        .course()
        .differencesTo(courses.getOrDefault(scenario.key(set), CaseCourse.NOTHING))
        .entrySet()
        .stream()
        // A case that is stuck is different in other ways because of that.
        .sorted(Comparator.comparing(found -> found.getKey() != CaseCourse.Kind.STUCK))
        .flatMap(
            found ->
                found.getValue().stream()
                    .map(
                        line ->
                            "%s. %s"
                                .formatted(
                                    found.getKey().words(), naming.line(found.getKey(), line))))
        .toList();
  }

  /**
   * Replays the scenarios of a set, for a command that has no engine.
   *
   * @return a sentence for each difference, with the scenario's file
   */
  public List<String> differences(Map<String, byte[]> files) {
    List<Scenario> scenarios = current(files);
    if (scenarios.isEmpty()) {
      return List.of();
    }
    String set = digest(files);
    try {
      if (!areReplayed(scenarios, set)) {
        thread.submit(() -> replay(scenarios, set, files)).get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The scenarios were not replayed to the end", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("The scenarios could not be replayed", e.getCause());
    }
    return outcome(files).sentences();
  }

  private void begin(List<Scenario> scenarios, String set, Map<String, byte[]> files) {
    if (running.add(set)) {
      thread.execute(
          () -> {
            try {
              replay(scenarios, set, files);
            } catch (RuntimeException | Error e) {
              LOG.error("The scenarios could not be replayed", e);
              failed.put(set, e.getClass().getSimpleName());
            } finally {
              running.remove(set);
            }
          });
    }
  }

  private void replay(List<Scenario> scenarios, String set, Map<String, byte[]> files) {
    clock.during(
        () -> {
          try (QuietReplays quiet = new QuietReplays();
              RehearsalEngine engine = new RehearsalEngine(program)) {
            engine.deploy(files, false);
            engine.disablePermissionChecks();
            RehearsalPeople people = new RehearsalPeople(engine, RehearsalPeople.Memberships.NONE);
            for (Scenario one : scenarios) {
              if (!courses.containsKey(one.key(set))) {
                courses.put(one.key(set), replay(engine, people, one));
              }
            }
          }
        });
  }

  private CaseCourse replay(RehearsalEngine engine, RehearsalPeople people, Scenario scenario) {
    // So that two scenarios aren't taken for the same child.
    String unique = scenario.key("").replace("-", "").toUpperCase(Locale.ROOT);
    CaseReplay replay =
        new CaseReplay(engine, clock, people, scenario.asPastCase(), List.of(), unique);
    try {
      replay.run(scenario.until());
      return replay.course();
    } finally {
      replay.end();
    }
  }

  @Override
  public byte[] withResult(String file, Map<String, byte[]> files) {
    Scenario scenario = scenario(file, files.get(file));
    return scenario.withResult(courses.get(scenario.key(digest(files))));
  }
}

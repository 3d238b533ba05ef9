package scot.nrm.rehearsal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.PreDestroy;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.security.crypto.keygen.Base64StringKeyGenerator;
import org.springframework.stereotype.Component;
import org.springframework.util.ClassUtils;
import org.springframework.util.FileSystemUtils;
import org.springframework.validation.annotation.Validated;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.Definitions;
import scot.nrm.revision.RevisionContents;
import scot.nrm.revision.RevisionContents.Contents;

/**
 * Starts the program a second time, so that people can try a revision out by hand: with the files
 * of the revision and invented people and cases, in a process of its own. It has an empty database
 * in memory, a key and a password of its own, and neither the environment nor the settings of this
 * one. One runs at a time on a node.
 */
@Component
class RevisionTrials {

  /**
   * @param port where the second program listens; 0 if nothing may be tried out
   * @param lasts for how long it runs
   */
  @Validated
  @ConfigurationProperties("nrm.try")
  record Settings(
      @Min(0) @Max(65_535) int port,
      @NotNull @DurationMin(minutes = 1) @DurationMax(days = 1) Duration lasts) {}

  private static final Logger LOG = LoggerFactory.getLogger(RevisionTrials.class);

  static final String PATH = "/try";

  /** The setting of the second process with the number of its revision. */
  static final String REVISION = "nrm.try.revision";

  /** The setting of the second process with the time of day at which it ends. */
  static final String UNTIL = "nrm.try.until";

  /** The environment variable from which Spring Boot reads settings. */
  static final String SETTINGS = "SPRING_APPLICATION_JSON";

  /** The file that exists in its folder once people can sign in. */
  static final String READY = "ready";

  private static final String PROGRAM = "scot.nrm.NrmApplication";

  /** A class that isn't in the jar for production. */
  private static final String INVENTED_PEOPLE = "scot.nrm.demo.DemoUsers";

  /** Files of {@code config/} that belong to no set and have no settings of this installation. */
  private static final List<String> FILES_OUTSIDE_SETS =
      List.of(
          "roles.yaml",
          "filters.yaml",
          "events.yaml",
          "local-procedures.yaml",
          "support-providers.yaml",
          "retention.yaml",
          "published-figures.yaml",
          "demo-users.yaml",
          "demo-cases.yaml");

  /** The part of our own pages with the style of each page on a screen. */
  private static final String STYLE = "pages/screen-style.html";

  private static final String WITH_BANNER = "marked";
  private static final String LOG_FILE = "log";
  private static final DateTimeFormatter HOUR_AND_MINUTE = DateTimeFormatter.ofPattern("HH:mm");
  private static final int PASSWORD_BYTES = 9;
  private static final int LAST_LINES = 40;

  private final Definitions definitions;
  private final RevisionContents revisions;
  private final CaseClock clock;
  private final int port;
  private final String address;
  private final Duration duration;
  private final String classPath;
  private final SecureRandom random = new SecureRandom();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(new CustomizableThreadFactory("tried-revision-"));

  private Trial trial;

  /** The revision whose second program ended unexpectedly; 0 for none. */
  private int failed;

  /** The revision whose second program reached its time limit; 0 for none. */
  private int timedOut;

  /** Both programs listen at this address, or at all if it is empty. */
  RevisionTrials(
      Definitions definitions,
      RevisionContents revisions,
      CaseClock clock,
      Settings settings,
      @Value("${server.address:}") String address,
      @Value("${java.class.path:}") String classPath) {
    this.definitions = definitions;
    this.revisions = revisions;
    this.clock = clock;
    this.port = settings.port();
    this.address = address;
    this.duration = settings.lasts();
    this.classPath = classPath;
  }

  /**
   * A revision that is being tried out.
   *
   * @param digest of the revision's files when it began, without scenarios
   * @param person who began it; nobody else gets its password
   * @param folder with its files; it is deleted at the end
   * @param limit ends it when its time is over
   */
  record Trial(
      int revision,
      String digest,
      String person,
      String password,
      Path folder,
      Process process,
      ScheduledFuture<?> limit) {

    /** Whether people can sign in. */
    boolean isReady() {
      return Files.exists(folder.resolve(READY));
    }

    boolean belongsTo(Contents contents, String user) {
      return revision == contents.number() && person.equals(user);
    }

    /** Whether the files of the revision have changed since. */
    boolean isOutdated(Contents contents) {
      return !digest.equals(Scenarios.digest(contents.files()));
    }

    /** The remaining time in minutes. */
    long minutesLeft() {
      return limit.getDelay(TimeUnit.MINUTES);
    }

    /** Without the password. */
    @Override
    public String toString() {
      return "Trial[" + revision + "]";
    }
  }

  boolean isOffered() {
    return port > 0 && ClassUtils.isPresent(INVENTED_PEOPLE, null);
  }

  int port() {
    return port;
  }

  /** The time for which a revision can be tried out, in minutes. */
  long minutes() {
    return duration.toMinutes();
  }

  synchronized Optional<Trial> running() {
    return Optional.ofNullable(trial);
  }

  /** Whether the last second program was for this revision and ended unexpectedly. */
  synchronized boolean hasFailed(int revision) {
    return failed == revision;
  }

  /** Whether the last second program was for this revision and reached its time limit. */
  synchronized boolean hasTimedOut(int revision) {
    return timedOut == revision;
  }

  /**
   * Starts the second program, which is ready after about a minute.
   *
   * @param person who gets its password
   * @return a sentence that says why it can't be started; empty if it is starting, or if this
   *     person has already started it
   */
  Optional<String> begin(Contents revision, String person) {
    if (!isOffered()) {
      return Optional.of(
          "You can't try a revision out here, because there are no invented people.");
    }
    if (!revisions.problems(revision).isEmpty()) {
      return Optional.of(
          "The check found something to correct. The page of the revision says what: correct it, and try the revision out then.");
    }
    return start(revision, person);
  }

  private synchronized Optional<String> start(Contents revision, String person) {
    if (trial != null && trial.belongsTo(revision, person)) {
      // The button was also pressed in another window.
      return Optional.empty();
    }
    if (trial != null) {
      return Optional.of(
          "A revision is already being tried out here. Wait until that has ended, and begin again.");
    }
    if (!isPortFree()) {
      return Optional.of(
          "Another program uses port %d, at which the revision would be tried out. Ask the operator to set nrm.try.port to a free one."
              .formatted(port));
    }
    failed = 0;
    timedOut = 0;
    byte[] secret = new byte[PASSWORD_BYTES];
    random.nextBytes(secret);
    String password = Base64.getUrlEncoder().encodeToString(secret);
    Path folder = null;
    try {
      folder = Files.createTempDirectory("nrm-try");
      Trial started =
          new Trial(
              revision.number(),
              Scenarios.digest(revision.files()),
              person,
              password,
              folder,
              prepareProcess(folder, revision, password).start(),
              timer.schedule(this::timeOut, duration.toMillis(), TimeUnit.MILLISECONDS));
      trial = started;
      started.process().onExit().thenRun(() -> handleExit(started));
    } catch (IOException e) {
      LOG.error("Revision {} can't be tried out", revision.number(), e);
      delete(folder);
      return Optional.of(
          "The second program could not be started. Contact the operator: the log has the reason.");
    }
    LOG.info("Revision {} is being tried out at port {}", revision.number(), port);
    return Optional.empty();
  }

  private boolean isPortFree() {
    try (ServerSocket listening =
        new ServerSocket(port, 1, address.isEmpty() ? null : InetAddress.getByName(address))) {
      return listening.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /** Prepares the process: its files in a folder, only its settings in the environment. */
  ProcessBuilder prepareProcess(Path folder, Contents revision, String password)
      throws IOException {
    Map<String, byte[]> files = new HashMap<>(revision.with(revisions.files(revisions.inForce())));
    for (String name : FILES_OUTSIDE_SETS) {
      Resource file = definitions.data(name);
      if (file.exists()) {
        files.put("config/" + name, file.getContentAsByteArray());
      }
    }
    files.put(WITH_BANNER + "/" + STYLE, styleWithBanner(revision.number()));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path to = folder.resolve(file.getKey()).normalize();
      if (to.startsWith(folder)) {
        Files.createDirectories(to.getParent());
        Files.write(to, file.getValue());
      }
    }
    ProcessBuilder process =
        new ProcessBuilder(command(folder))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(LOG_FILE).toFile());
    process.environment().clear();
    // Other users of the machine can read a command line, but not an environment.
    process.environment().put(SETTINGS, settings(revision.number(), password));
    return process;
  }

  /** The style of our own pages, with a banner that marks them as a rehearsal. */
  private static byte[] styleWithBanner(int revision) throws IOException {
    String style = new ClassPathResource(STYLE).getContentAsString(StandardCharsets.UTF_8);
    String banner =
        """
        <style>
          body::before { content: "%s: invented cases only"; display: block; padding: .5rem 1.25rem;
            background: #7a1f5c; color: #fff; font-weight: 600; }
        </style>
        """
            .formatted(name(revision));
    return (style + banner).getBytes(StandardCharsets.UTF_8);
  }

  private static String name(int revision) {
    return "Rehearsal of revision " + revision;
  }

  private List<String> command(Path folder) throws IOException {
    String marked = folder.resolve(WITH_BANNER).toString();
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx512m",
        "-Xshare:auto",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Dfile.encoding=UTF-8", // an empty environment has no encoding
        "-Djava.io.tmpdir=" + Files.createDirectory(folder.resolve("tmp")),
        "-cp",
        // Absolute, because the working directory is another one.
        Arrays.stream(classPath.split(File.pathSeparator))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator, marked + File.pathSeparator, "")),
        PROGRAM);
  }

  /** The settings that differ from the defaults inside the program, as JSON. */
  private String settings(int revision, String password) {
    ObjectNode settings = JsonNodeFactory.instance.objectNode();
    settings.put(REVISION, revision);
    settings.put(UNTIL, LocalTime.now(LocalDay.ZONE).plus(duration).format(HOUR_AND_MINUTE));
    settings.put("nrm.try.port", 0);
    settings.put("server.port", port);
    if (!address.isEmpty()) {
      settings.put("server.address", address);
    }
    settings.put("nrm.name", name(revision));
    settings.put("nrm.full-name", name(revision) + ": invented cases only");
    // Its own path for cookies: a browser sends those of a host to all of its ports.
    settings.put("server.servlet.context-path", PATH);
    settings.put("nrm.node", "try");
    settings.put("nrm.demo.password", password);
    settings.put("nrm.demo.cases-may-stop", true);
    settings.put("nrm.case-file.key", new Base64StringKeyGenerator().generateKey());
    settings.put("nrm.rest.enabled", false);
    settings.put(
        "nrm.clock", LocalDateTime.ofInstant(clock.now(), LocalDay.ZONE).withNano(0).toString());
    settings.put(
        "spring.datasource.url",
        "jdbc:h2:mem:try;DB_CLOSE_ON_EXIT=FALSE;DEFAULT_NULL_ORDERING=HIGH;QUERY_CACHE_SIZE=500;OPTIMIZE_REUSE_RESULTS=0");
    return settings.toString();
  }

  /** Ends the second program, in which nothing is worth keeping, and deletes its files. */
  synchronized void end() {
    Trial ended = trial;
    if (ended == null) {
      return;
    }
    trial = null;
    ended.limit().cancel(false);
    try {
      ended.process().destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    delete(ended.folder());
    LOG.info("Revision {} is no longer being tried out", ended.revision());
  }

  private synchronized void timeOut() {
    running().ifPresent(one -> timedOut = one.revision());
    end();
  }

  @PreDestroy
  void stop() {
    end();
    timer.shutdownNow();
  }

  private synchronized void handleExit(Trial one) {
    if (trial == one) {
      failed = one.revision();
      LOG.warn(
          "The program in which revision {} was tried out has ended:\n{}", failed, lastLines(one));
      end();
    }
  }

  /** The last lines of its log, without the password. The log is about invented cases only. */
  static String lastLines(Trial one) {
    try {
      List<String> lines =
          new String(Files.readAllBytes(one.folder().resolve(LOG_FILE)), StandardCharsets.UTF_8)
              .replace(one.password(), "(password)")
              .lines()
              .toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static void delete(Path folder) {
    try {
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      LOG.warn("The folder {} can't be deleted", folder, e);
    }
  }
}

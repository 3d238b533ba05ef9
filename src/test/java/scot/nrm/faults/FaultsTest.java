package scot.nrm.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;
import scot.nrm.Databases.Database;
import scot.nrm.calendar.LocalDay;
import scot.nrm.pages.Browser;

/**
 * Two real nodes on a real PostgreSQL, people who work on cases, and what may fail. After each
 * fault: everything that was acknowledged is there, nothing is there twice, and nothing is stuck.
 * Run by hand ({@code -Pfaults}): docs/develop/testing.md.
 */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultsTest {

  /** How often each fault happens. */
  private static final int TIMES = Integer.getInteger("nrm.faults.times", 1);

  /** From the start of the nodes, which takes a part of it. */
  private static final Duration BEFORE_THE_CLOCKS_CHANGE = Duration.ofMinutes(4);

  /** How long people work then, which is longer. */
  private static final Duration ACROSS = Duration.ofMinutes(6);

  /** Whole cases before and after a fault; others are under way meanwhile. */
  private static final int CASES_BETWEEN = 1;

  /** A lock of a node that has died lasts a minute; then come the first attempts. */
  private static final Duration SETTLES_WITHIN = Duration.ofMinutes(3);

  /** How long the disk doesn't answer. */
  private static final Duration HANGS = Duration.ofSeconds(20);

  /** Without a database; the wait for a connection is four seconds of it. */
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(8);

  /** The numbers of all cases of this run. */
  private final Set<String> acknowledged = new HashSet<>();

  private final List<String> table = new ArrayList<>();

  @TempDir static Path temporary;

  private Path folder;
  private Server server;
  private Node one;
  private Node two;
  private Load load;
  private JdbcClient jdbc;

  @BeforeAll
  void twoNodes() throws IOException {
    // A small file system of one's own, for the full disk.
    folder = Path.of(System.getProperty("nrm.faults.folder", temporary.toString()));
    server = new Server(folder);
    jdbc = JdbcClient.create(server.database().dataSource());
    one = node("1").start();
    two = node("2").start();
  }

  private Node node(String name) {
    Database database = server.database();
    return new Node(
        name,
        temporary,
        database,
        "--nrm.passwords.memory=64KB",
        "--nrm.passwords.passes=1",
        "--nrm.limits.updates=0", // the same few people do the work of many
        "--nrm.limits.reads=0");
  }

  @BeforeEach
  void peopleGoToWork() {
    peopleGoToWork(LocalDate.now(LocalDay.ZONE));
  }

  private void peopleGoToWork(LocalDate today) {
    load = new Load(today, one, two).begin();
    somethingIsDone();
  }

  /** Also after a test that has failed, because their cases would be found by the next one. */
  @AfterEach
  void peopleGoHome() throws Exception {
    try {
      load.end();
    } finally {
      acknowledged.addAll(load.cases);
    }
  }

  @AfterAll
  void end() throws IOException {
    one.stop();
    two.stop();
    server.close();
    table.forEach(System.out::println);
  }

  private void somethingIsDone() {
    int from = load.cases.size();
    await().atMost(Duration.ofMinutes(5)).until(() -> load.cases.size() >= from + CASES_BETWEEN);
  }

  @Test
  @Order(10)
  void aNodeIsKilled() throws Exception {
    for (int i = 0; i < TIMES; i++) {
      Node victim = i % 2 == 0 ? one : two;
      victim.die();
      somethingIsDone();
      victim.start();
      somethingIsDone();
    }
    nothingIsLostTwiceOrStuck("kill -9 of a node", TIMES);
  }

  @Test
  @Order(2)
  void bothNodesStopTogether() throws Exception {
    for (int i = 0; i < TIMES; i++) {
      one.stopSoon();
      two.stopSoon();
      one.stop();
      two.stop();
      one.begin();
      two.start();
      one.ready();
      somethingIsDone();
    }
    nothingIsLostTwiceOrStuck("SIGTERM of both nodes at once", TIMES);
  }

  @Test
  @Order(5)
  void bothNodesAreKilledTogether() throws Exception {
    for (int i = 0; i < TIMES; i++) {
      one.die();
      two.die();
      one.begin();
      two.start();
      one.ready();
      somethingIsDone();
    }
    nothingIsLostTwiceOrStuck("kill -9 of both nodes at once", TIMES);
  }

  @Test
  @Order(9)
  void oneNodeIsUpdatedAfterTheOther() throws Exception {
    for (int i = 0; i < TIMES; i++) {
      for (Node node : List.of(one, two)) {
        node.stop();
        somethingIsDone();
        node.start();
        somethingIsDone();
      }
    }
    nothingIsLostTwiceOrStuck("one node restarted after the other", TIMES);
  }

  /**
   * The first node has newer diagrams. The other one starts again with its older ones meanwhile, as
   * after a crash in the middle of an update.
   */
  @Test
  @Order(11)
  void twoProgramVersionsRunSideBySide() throws Exception {
    long sets = sets();
    one.stop();
    newerDiagrams(one);
    one.start();
    assertThat(sets()).isEqualTo(sets + 1);
    somethingIsDone();
    two.stop();
    two.start();
    somethingIsDone();
    assertThat(sets()).isEqualTo(sets + 1);
    two.stop();
    newerDiagrams(two);
    two.start();
    somethingIsDone();
    assertThat(sets()).isEqualTo(sets + 1);
    nothingIsLostTwiceOrStuck("two versions of the diagrams side by side", 1);
  }

  private static void newerDiagrams(Node node) throws IOException {
    FileSystemUtils.copyRecursively(Path.of("processes"), node.processes());
    Files.writeString(
        node.processes().resolve("nrm-case.bpmn"), "<!-- newer -->\n", StandardOpenOption.APPEND);
  }

  private long sets() {
    return count("select count(*) from ACT_RE_DEPLOYMENT");
  }

  /**
   * The first node has a step of the schema more, which only adds. The other one starts again
   * without it meanwhile.
   */
  @Test
  @Order(13)
  void programsForTwoSchemaVersionsRunSideBySide() throws Exception {
    Path newer =
        UpdateFaultsTest.step(
            temporary.resolve("newer"),
            "V9001__additive_notes.sql",
            """
            create table later_note (case_number varchar(20) primary key, text varchar(100) not null);
            alter table notice add column later varchar(20);
            alter table access_log add column later varchar(20);
            create index later_idx on case_register (case_number, sex);
            """);
    one.stop();
    one.update(newer);
    one.start();
    assertThat(count("select count(*) from later_note")).isZero();
    somethingIsDone();
    two.stop();
    two.start();
    somethingIsDone();
    two.stop();
    two.update(newer);
    two.start();
    somethingIsDone();
    nothingIsLostTwiceOrStuck("two versions of the schema side by side", 1);
  }

  /** Acknowledged work from before the copy exists, and its letters and documents open. */
  @Test
  @Order(12)
  void aBackupIsRestored() throws Exception {
    await().atMost(Duration.ofMinutes(5)).until(() -> !load.documents.isEmpty());
    Set<String> cases = new HashSet<>(load.cases);
    cases.addAll(acknowledged);
    Set<String> documents = Set.copyOf(load.documents);
    Path copy = temporary.resolve("copy");
    server.copyTo(copy);
    somethingIsDone();
    peopleGoHome();
    one.stop();
    two.stop();
    server.goBackTo(copy);

    assertThat(one.run("--nrm.verify")).as("--nrm.verify").isZero();
    acknowledged.clear();
    acknowledged.addAll(
        jdbc.sql("select case_number from case_register").query(String.class).set());
    assertThat(acknowledged).containsAll(cases);
    assertThat(jdbc.sql("select case_number from case_document").query(String.class).set())
        .containsAll(documents);
    one.begin();
    two.start();
    one.ready();
    peopleGoToWork();
    nothingIsLostTwiceOrStuck("restored to an earlier moment", 1);
  }

  @Test
  @Order(4)
  void theDatabaseCrashes() throws Exception {
    for (int i = 0; i < TIMES; i++) {
      Browser duty = Load.signedIn(one, "glasgow.duty");
      server.crash();
      assertThat(one.status("/readyz")).isEqualTo(503);
      assertThat(one.status("/nrm/deployment")).isEqualTo(503);
      assertThat(one.status("/livez")).isEqualTo(200);
      isAnsweredSoon(duty);
      server.start();
      somethingIsDone();
    }
    nothingIsLostTwiceOrStuck("crash of the database", TIMES);
  }

  private static void isAnsweredSoon(Browser person) {
    Instant asked = Instant.now();
    HttpResponse<String> answer = person.get(Load.API + "/task");
    assertThat(Duration.between(asked, Instant.now())).isLessThan(ANSWERS_WITHIN);
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("60");
    assertThat(answer.body()).contains("Nothing you entered was saved. Try again in a minute.");
  }

  /** Each commit takes a tenth of a second longer, and then the disk doesn't answer at all. */
  @Test
  @Order(6)
  void theDiskIsSlow() throws Exception {
    for (int i = 0; i < TIMES; i++) {
      server.slowDown(100);
      somethingIsDone();
      server.hang();
      try {
        Instant until = Instant.now().plus(HANGS);
        await().atMost(HANGS.multipliedBy(2)).until(() -> Instant.now().isAfter(until));
        assertThat(one.status("/readyz")).isEqualTo(503);
      } finally {
        server.resume();
      }
      somethingIsDone();
      server.slowDown(0);
    }
    nothingIsLostTwiceOrStuck("slow disk, which hangs for 20 seconds", TIMES);
  }

  /** Locked rows hold every connection of both nodes. */
  @Test
  @Order(3)
  void theConnectionPoolIsExhausted() throws Exception {
    for (int i = 0; i < TIMES; i++) {
      try (Connection connection = server.database().dataSource().getConnection();
          Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        statement.execute("lock table ACT_RU_JOB, case_register in access exclusive mode");
        Instant until = Instant.now().plusSeconds(45);
        await().atMost(Duration.ofMinutes(1)).until(() -> Instant.now().isAfter(until));
        connection.rollback();
      }
      somethingIsDone();
    }
    nothingIsLostTwiceOrStuck("tables locked for 45 seconds", TIMES);
  }

  /** Without a small file system nothing can be filled. */
  @Test
  @Order(1)
  @EnabledIfSystemProperty(named = "nrm.faults.folder", matches = ".+")
  void theDiskIsFull() throws Exception {
    for (int i = 0; i < TIMES; i++) {
      Path filler = folder.resolve("filler");
      fill(filler);
      int before = load.notAcknowledged.get();
      await().atMost(Duration.ofMinutes(5)).until(() -> load.notAcknowledged.get() > before);
      Files.delete(filler);
      if (!server.isThere()) {
        server.start();
      }
      somethingIsDone();
    }
    nothingIsLostTwiceOrStuck("full disk of the database", TIMES);
  }

  /** The engine stores times without a zone: an hour comes twice. */
  @Test
  @Order(7)
  void summerTimeEnds() throws Exception {
    clocksChange("2026-10-25T01:56", "end of summer time");
  }

  @Test
  @Order(8)
  void summerTimeBegins() throws Exception {
    clocksChange("2026-03-29T00:56", "beginning of summer time");
  }

  private void clocksChange(String from, String fault) throws Exception {
    peopleGoHome();
    Instant began = Instant.now();
    restart(List.of("--nrm.clock=" + from));
    try {
      assertThat(Duration.between(began, Instant.now()))
          .as("the nodes are there before the clocks change")
          .isLessThan(BEFORE_THE_CLOCKS_CHANGE);
      Instant until = Instant.now().plus(ACROSS);
      peopleGoToWork(LocalDate.parse(from.substring(0, 10)));
      await().atMost(ACROSS.plusMinutes(1)).until(() -> Instant.now().isAfter(until));
      somethingIsDone();
      peopleGoHome();
    } finally {
      restart(List.of());
    }
    nothingIsLostTwiceOrStuck(fault, 1);
  }

  private void restart(List<String> settings) {
    one.stop();
    two.stop();
    one.begin(settings);
    two.begin(settings);
    one.ready();
    two.ready();
  }

  private static void fill(Path file) throws IOException {
    byte[] block = new byte[64 * 1024];
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      // As it should be.
    }
  }

  private void nothingIsLostTwiceOrStuck(String fault, int times) throws Exception {
    peopleGoHome();
    Instant began = Instant.now();
    await()
        .atMost(SETTLES_WITHIN)
        .until(
            () ->
                count(
                        """
                        select count(*) from ACT_RU_JOB where RETRIES_ > 0
                          and coalesce(DUEDATE_, CREATE_TIME_) <= now() at time zone 'Europe/London'\
                        """)
                    == 0);
    Duration settled = Duration.between(began, Instant.now());
    TreeMap<String, Long> found = new TreeMap<>();
    found.put(
        "lost cases",
        load.cases.stream()
            .filter(
                number ->
                    count("select count(*) from case_register where case_number = ?", number) != 1)
            .count());
    found.put(
        "lost tasks",
        load.tasks.stream()
            .filter(
                id ->
                    count(
                            "select count(*) from ACT_HI_TASKINST where ID_ = ? and DELETE_REASON_ = 'completed'",
                            id)
                        != 1)
            .count());
    found.put(
        "lost documents",
        load.documents.stream()
            .filter(
                number ->
                    count("select count(*) from case_document where case_number = ?", number) != 1)
            .count());
    found.put(
        "logged cases without letters",
        load.cases.stream()
            .filter(
                number ->
                    count(
                            "select count(*) from letter where case_number = ? and occasion = 'referral-received'",
                            number)
                        == 0)
            .count());
    found.put(
        "letters twice",
        count(
            """
            select count(*) from (select 1 from letter where occasion = 'referral-received'
              group by case_number, template, addressee having count(*) > 1) twice\
            """));
    found.put(
        "cases that nobody was told of",
        count("select count(*) from case_register") - acknowledged.size());
    found.put("answers of 500", (long) load.refusals.getOrDefault(500, 0));
    found.put("incidents", count("select count(*) from ACT_RU_INCIDENT"));
    found.put("failed jobs", count("select count(*) from ACT_RU_JOB where RETRIES_ = 0"));
    found.put(
        "register and letters that disagree",
        count(
            """
            select count(*) from (select case_number, count(*) as n from letter group by case_number) l
            join (select case_number, count(*) as n from register_event where kind = 'letter-sent'
              group by case_number) e on e.case_number = l.case_number where e.n <> l.n\
            """));
    table.add(
        "%s: tried %d, acknowledged %d cases and %d tasks, without an answer %d, refused %s, settled after %d s, %s"
            .formatted(
                fault,
                times,
                load.cases.size(),
                load.tasks.size(),
                load.notAcknowledged.get(),
                load.refusals,
                settled.toSeconds(),
                found));
    System.out.println(table.get(table.size() - 1));
    assertThat(found.values()).as("%s: %s", fault, found).containsOnly(0L);
  }

  private long count(String sql, Object... values) {
    return jdbc.sql(sql).params(values).query(Long.class).single();
  }
}

package scot.nrm.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngines;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.mockito.AdditionalAnswers;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.util.ReflectionTestUtils;
import scot.nrm.Databases;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.MasterKeys;
import scot.nrm.demo.ManyCases;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedSameChild;
import scot.nrm.journeys.Journey;
import scot.nrm.journeys.RevisedFiles;
import scot.nrm.mail.MailServer;
import scot.nrm.rehearsal.CaseCourse.Kind;
import scot.nrm.rehearsal.RehearsalRun.Control;
import scot.nrm.rehearsal.RehearsalRun.OpenCases;
import scot.nrm.rehearsal.RehearsalStore.CaseResult;
import scot.nrm.rehearsal.RehearsalStore.Finding;
import scot.nrm.rehearsal.RehearsalStore.Result;
import scot.nrm.revision.RevisionContents;
import scot.nrm.revision.RevisionContents.Contents;

/** Invented cases are replayed under the set in force and under revisions. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "camunda.bpm.job-execution.enabled=false",
      "nrm.demo.cases=false",
      "spring.config.import=file:./target/rehearsed/roles.yaml",
      "spring.mail.host=localhost",
      "spring.mail.port=1"
    })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RehearsalsTest implements Databases.OnPostgres {

  private static final LocalDateTime BEGIN = LocalDateTime.of(2009, 4, 1, 0, 0);
  private static final LocalDateTime NOW = LocalDateTime.of(2011, 1, 31, 10, 0);
  private static final String TABLE = "processes/competent-authority.dmn";
  private static final int CASES = Integer.getInteger("nrm.rehearsed.cases", 13);

  /** The number of cases that were opened so recently that they have next steps. */
  private static final int RECENT = 3;

  /** Two forms for one child. */
  private static final int MERGED = 2;

  /** The number of open cases of the night that is interrupted. */
  private static final int INTERRUPTED = 4;

  private static final int ALL = CASES + RECENT + MERGED;

  private static final String BEFORE_THE_DECISION =
      "select case_number from case_register where rg_outcome is null and case_outcome is null";

  /**
   * The tables that threads of the program write at any time: the morning's notices, the counts of
   * refused forms, the nightly snapshot, the alerts about reading and the engine's own counts.
   */
  private static final Set<String> WRITTEN_BY_THREADS =
      Set.of(
          "access_alert", "act_ru_meter_log",
          "kept_on", "kept_times",
          "kept_waiting", "kept_waiting_sum",
          "kept_work", "notice",
          "notice_morning", "refused_form");

  /** Adds the teams and diagrams of two revisions to roles.yaml, which a revision can't change. */
  static {
    try {
      String guardian = config("guardian");
      String panel = config("assurance-panel");
      String shipped = Files.readString(Path.of("config/roles.yaml"));
      Files.writeString(
          Files.createDirectories(Path.of("target/rehearsed")).resolve("roles.yaml"),
          guardian + panel.substring(shipped.length()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Autowired ApplicationContext application;
  @Autowired ProcessEngine engine;
  @Autowired ManyCases cases;
  @Autowired Rehearsals rehearsals;
  @Autowired PastCases past;
  @Autowired RevisionContents contents;
  @Autowired ClockPerThread clock;
  @Autowired RehearsalStore store;
  @Autowired NightlyShadow nights;
  @Autowired RehearsalPage page;
  @Autowired DefinitionSets sets;
  private JdbcClient jdbc;

  private int revisions;

  @Autowired
  void asOwner(DataSource application) {
    jdbc = JdbcClient.create(Databases.asOwner(application));
  }

  private static String config(String revision) {
    return new String(
        RevisedFiles.all().get(revision).get("config/roles.yaml"), StandardCharsets.UTF_8);
  }

  @BeforeAll
  void makeCases() {
    cases.make(CASES, 5, BEGIN, NOW);
    cases.make(RECENT, 6, NOW.minusDays(8), NOW);
    merge();
    ClockUtil.setCurrentTime(Date.from(NOW.atZone(LocalDay.ZONE).toInstant()));
  }

  /** Two forms for one child, which can only be replayed together (D12). */
  private void merge() {
    Journey first =
        new Journey(engine).referred("2011-01-24", child("2011-01-24")).logged("2011-01-24");
    Journey second =
        new Journey(engine)
            .referred("2011-01-26", child("2011-01-26"))
            .on("2011-01-27")
            .does(
                "ukhtc.intake",
                "Task_LogReferral",
                InventedSameChild.received("2011-01-26", "merge", first.caseNumber()))
            .does("ukhtc.owner", "Task_ReadMergedCase", InventedSameChild.mergedCaseRead())
            .at(NOW);
    assertThat(caseNumbers("select case_number from case_register where merged_into is not null"))
        .contains(second.caseNumber());
  }

  private static Map<String, Object> child(String day) {
    return Invented.with(Invented.referralAndChild(day), "childDateOfBirth", "1995-02-01");
  }

  @AfterAll
  void resetTheClock() {
    ClockUtil.reset();
  }

  @Test
  void replayedUnderTheSetInForceEveryCaseMatchesTheRegister() {
    assertThat(
            jdbc.sql(
                    "select distinct case_outcome from case_register where case_outcome is not null")
                .query(String.class)
                .list())
        .contains("recognised", "not-recognised", "no-reasonable-grounds", "not-referred");
    int revision = revision();
    Map<String, Long> before = rows();

    Result result = rehearsed(revision, ofEveryCase());

    assertThat(result.cases()).isEqualTo(ALL);
    assertThat(result.open())
        .isEqualTo(
            jdbc.sql(
                    "select count(distinct BUSINESS_KEY_) from ACT_RU_EXECUTION where BUSINESS_KEY_ like 'NRM-%'")
                .query(Integer.class)
                .single())
        .isGreaterThanOrEqualTo(RECENT);
    assertThat(store.cases(result)).isEmpty();
    assertThat(result.counts()).isEmpty();
    assertThat(result.next()).isEmpty();
    Map<String, Long> after = rows();
    assertThat(after.remove("rehearsal")).isEqualTo(before.remove("rehearsal") + 1);
    assertThat(after).isEqualTo(before);
    assertThat(ClockUtil.getCurrentTime())
        .as("the real clock")
        .isAfterOrEqualTo(Date.from(NOW.atZone(LocalDay.ZONE).toInstant()));
  }

  /** Another replay of the other cases would have the same result. */
  @Test
  void onlyCasesThatReadAChangedFileAreReplayed() {
    rehearsals.replayAhead();
    List<Control> controls = controls();
    Map<String, byte[]> set = sets.files(sets.inForce());

    assertThat(controls).hasSize(ALL);
    assertThat(controls.stream().filter(control -> control.day() == null).count())
        .as("cases of which nothing comes later")
        .isPositive()
        .isLessThanOrEqualTo(
            caseNumbers(
                    "select case_number from case_register c where not exists (select 1 from ACT_RU_EXECUTION e where e.BUSINESS_KEY_ = c.case_number)")
                .size());
    for (String diagram : List.of("nrm-case", "conclusive-grounds", "leave-to-remain")) {
      String file = "processes/" + diagram + ".bpmn";
      assertThat(concerned(controls, set, file, "</bpmn:definitions>", " </bpmn:definitions>"))
          .as(diagram)
          .isPositive()
          .isEqualTo(
              caseNumbers(
                      "select BUSINESS_KEY_ from ACT_HI_PROCINST where PROC_DEF_KEY_ = '%s'"
                          .formatted(diagram))
                  .size());
    }
    assertThat(concerned(controls, set, TABLE, "D13.7", "D13.9"))
        .as("another answer, also before the present one")
        .isGreaterThanOrEqualTo(
            caseNumbers("select case_number from case_register where routing_basis = 'D13.7'")
                .size())
        .isPositive()
        .isLessThan(controls.size());
  }

  @SuppressWarnings("unchecked")
  private List<Control> controls() {
    return List.copyOf(
        ((Map<UUID, Control>) ReflectionTestUtils.getField(rehearsals, "controls")).values());
  }

  private OpenCases waiting() {
    return waiting(rehearsals);
  }

  private Rehearsals rehearsals(PastCases counted, Rehearsals.Settings settings) {
    return new Rehearsals(application, counted, store, contents, clock, new CaseClock(), settings);
  }

  private static OpenCases waiting(Rehearsals rehearsals) {
    return (OpenCases)
        ((AtomicReference<?>) ReflectionTestUtils.getField(rehearsals, "waiting")).get();
  }

  /**
   * The night is stopped, by a person's rehearsal or the end of the program, during the second
   * case.
   */
  @Test
  void anInterruptedNightKeepsItsReplayedOpenCases() {
    PastCases counted = mock(PastCases.class, AdditionalAnswers.delegatesTo(past));
    Rehearsals stopped = rehearsals(counted, new Rehearsals.Settings(1, INTERRUPTED, 1));
    AtomicInteger followed = new AtomicInteger();
    doAnswer(
            call -> {
              if (followed.incrementAndGet() == 2) {
                stopped.stop();
              }
              return past.waiting(call.getArgument(0));
            })
        .when(counted)
        .waiting(any());

    stopped.replayAhead();

    Map<UUID, String> kept = replayed(stopped);
    assertThat(kept).hasSize(2);
    int revision = revision();
    stopped.run(new Contents(revision, "Rehearsed", true, ofEveryCase(), "digest"), "policy.staff");
    assertThat(replayed(stopped)).as("not replayed again").containsAllEntriesOf(kept);
    Result result = store.latest(revision).orElseThrow();
    assertThat(replayed(stopped)).hasSize(result.open()).hasSize(INTERRUPTED);
    assertThat(store.cases(result)).isEmpty();
  }

  /** Someone may change it meanwhile, which would look like an effect of the revision. */
  @Test
  void aRehearsalReadsEachCaseOnce() {
    PastCases counted = mock(PastCases.class, AdditionalAnswers.delegatesTo(past));
    Rehearsals reading = rehearsals(counted, new Rehearsals.Settings(2, 1, 1));

    reading.run(
        new Contents(revision(), "Rehearsed", true, ofEveryCase(), "digest"), "policy.staff");

    Set<String> rehearsed = new HashSet<>(past.latest(2));
    rehearsed.addAll(past.open(sets.inForce(), 1));
    rehearsed.forEach(number -> verify(counted).read(number));
  }

  /** The number that each open case has in the rehearsal. */
  private static Map<UUID, String> replayed(Rehearsals rehearsals) {
    return waiting(rehearsals).replays().entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, one -> one.getValue().states().get(0).caseNumber()));
  }

  private static long concerned(
      List<Control> controls, Map<String, byte[]> set, String file, String from, String to) {
    Map<String, byte[]> changed = new TreeMap<>(set);
    String text = new String(set.get(file), StandardCharsets.UTF_8);
    assertThat(text).contains(from);
    changed.put(file, text.replace(from, to).getBytes(StandardCharsets.UTF_8));
    ChangedFiles changes = new ChangedFiles(set, changed);
    return controls.stream().filter(control -> control.isAffected(changes)).count();
  }

  @Test
  void aRehearsalHasItsOwnMemoryDatabaseAndKeysAndNoMailServer() throws Exception {
    try (RehearsalEngine engine = new RehearsalEngine(application);
        Connection connection = engine.get(DataSource.class).getConnection()) {
      assertThat(connection.getMetaData().getURL()).startsWith("jdbc:h2:mem:rehearsal-");
      assertThat(application.getBean(MailServer.class).isConfigured()).as("the program").isTrue();
      assertThat(engine.get(MailServer.class).isConfigured()).as("the rehearsal").isFalse();
      assertThat(engine.get(MasterKeys.class).includeDevelopmentKey()).isFalse();
      assertThat(ProcessEngines.getProcessEngines()).doesNotContainValue(engine.engine());
    }
  }

  @Test
  void anotherRouteOrPeriodChangesAuthoritiesAndDeadlines() {
    Map<String, byte[]> files =
        new TreeMap<>(
            changed("thirty-days", "processes/time-limits.dmn", "2023-01-30", "2009-04-01"));
    files.put(TABLE, RevisedFiles.all().get("lawful-to-home-office").get(TABLE));
    rehearsals.replayAhead();
    List<Control> ahead = controls();
    OpenCases waiting = waiting();

    Result result = rehearsed(files);

    assertThat(controls())
        .as("not replayed again under the set in force")
        .hasSize(ALL)
        .containsExactlyInAnyOrderElementsOf(ahead);
    assertThat(waiting.replays()).hasSize(result.open());
    assertThat(waiting())
        .as("open cases continue from where the night left them")
        .isSameAs(waiting);
    assertThat(different(result, Kind.AUTHORITY))
        .isNotEmpty()
        .isEqualTo(
            caseNumbers(
                "select case_number from case_register where routing_basis = 'D13.7' and referral_received_on >= date '2009-06-01'"));
    assertThat(different(result, Kind.DEADLINE))
        .isNotEmpty()
        .isEqualTo(
            caseNumbers("select case_number from case_register where reflection_end is not null"));
    different(result)
        .values()
        .forEach(
            kinds -> {
              assertThat(kinds.keySet()).containsAnyOf(Kind.AUTHORITY, Kind.DEADLINE);
              assertThat(kinds.getOrDefault(Kind.DEADLINE, List.of("New: Reflection period until")))
                  .anySatisfy(line -> assertThat(line).startsWith("New: Reflection period until"));
            });
    Map<String, Map<Kind, List<String>>> next = cases(result, Finding.NEXT);
    assertThat(next.keySet())
        .as("cases whose reflection period begins next; they keep their routing table")
        .isNotEmpty()
        .isSubsetOf(caseNumbers(BEFORE_THE_DECISION));
    assertThat(result.next()).containsEntry(Kind.DEADLINE, next.size());
    assertThat(result.next()).doesNotContainKeys(Kind.AUTHORITY, Kind.STUCK);
    next.values()
        .forEach(
            kinds ->
                assertThat(kinds.get(Kind.DEADLINE))
                    .anyMatch(line -> line.startsWith("New: Reflection period until"))
                    .anyMatch(line -> line.startsWith("New: Reflection ends on")));
  }

  /** The changed task, the second officer's, comes after the next one, or is open now. */
  @Test
  void anotherTeamIsFoundInOpenCasesThatTakeTheRevision() throws IOException {
    String file = "processes/reasonable-grounds.bpmn";
    Map<String, byte[]> files = new TreeMap<>();
    files.put(
        file,
        Files.readString(Path.of(file))
            .replace("'second-officer'", "'manager'")
            .replace("&#39;second-officer&#39;", "&#39;manager&#39;")
            .getBytes(StandardCharsets.UTF_8));
    files.put(
        "config/cases-under-way.yaml",
        """
        cases-under-way:
        - {from: [%1$d], stage: reasonable-grounds, takes: new}
        - {from: [%1$d], stage: reasonable-grounds, takes: move}
        """
            .formatted(sets.inForce())
            .getBytes(StandardCharsets.UTF_8));

    Result result = rehearsed(files);

    assertThat(different(result)).isEmpty();
    Map<String, Map<Kind, List<String>>> next = cases(result, Finding.NEXT);
    assertThat(next.keySet()).isNotEmpty().isEqualTo(caseNumbers(BEFORE_THE_DECISION));
    next.values()
        .forEach(
            kinds -> {
              assertThat(kinds.get(Kind.TASKS))
                  .anyMatch(line -> line.matches("New: Confirm reasonable grounds .* manager"));
              assertThat(kinds.get(Kind.STUCK))
                  .as("decisions.yaml requires the other team")
                  .anyMatch(line -> line.contains("The team second-officer of"));
            });
  }

  @Test
  void newTasksDiagramsAndLettersReachTheirCases() {
    Map<String, byte[]> files = new TreeMap<>(RevisedFiles.all().get("guardian"));
    files.putAll(RevisedFiles.all().get("assurance-panel"));
    files.keySet().removeIf(name -> name.startsWith("config/"));
    files.putAll(
        changed("childrens-reporter", "processes/letters.dmn", "2011-07-01", "2009-04-01"));

    Result result = rehearsed(files);

    Set<String> accepted =
        caseNumbers(
            "select case_number from register_event where kind in ('concern-accepted', 'direct-referral-answered')");
    Set<String> proposedNegative =
        caseNumbers(
            "select case_number from register_act where stage = 'conclusive-grounds' and act = 'proposed' and outcome = 'negative'");
    assertThat(withLine(result, Kind.TASKS, "New: Assure conclusive grounds"))
        .isNotEmpty()
        .isEqualTo(proposedNegative);
    assertThat(withLine(result, Kind.TASKS, "New: Appoint guardian"))
        .isNotEmpty()
        .isEqualTo(accepted);
    assertThat(different(result, Kind.LETTERS))
        .isNotEmpty()
        .isEqualTo(caseNumbers("select case_number from register_decision"));
    assertThat(result.counts()).containsOnlyKeys(Kind.LETTERS, Kind.TASKS);
    different(result)
        .forEach(
            (number, kinds) -> {
              String copy = "New: Nrm 05 to Childrens reporter";
              List<String> letters = kinds.getOrDefault(Kind.LETTERS, List.of());
              if (proposedNegative.contains(number)) { // With the panel, the letter is a day later.
                assertThat(letters).anyMatch(line -> line.startsWith(copy));
              } else {
                assertThat(letters).allMatch(line -> line.startsWith(copy));
              }
            });
    cases(result, Finding.NEXT)
        .values()
        .forEach(
            kinds ->
                assertThat(kinds.values().stream().flatMap(List::stream))
                    .as("open cases stay under their set, and the new diagram begins beside them")
                    .allMatch(line -> line.startsWith("New: Appoint guardian")));
  }

  private Set<String> withLine(Result result, Kind kind, String line) {
    return different(result).entrySet().stream()
        .filter(one -> one.getValue().getOrDefault(kind, List.of()).contains(line))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  @Test
  void anApprovedRevisionIsRehearsedNightlyOnLaterDecisions() {
    LocalDate approved = LocalDate.of(2010, 9, 1);
    int revision = revision();
    changed("thirty-days", "processes/time-limits.dmn", "2023-01-30", "2009-04-01")
        .forEach(
            (file, content) ->
                jdbc.sql(
                        "insert into revision_file (revision, file, content, base_set) values (?, ?, ?, 1)")
                    .params(revision, file, content)
                    .update());
    jdbc.sql(
            """
            insert into revision_event (id, revision, at, person, act, note)
            values (nextval('revision_event_seq'), ?, ?, 'policy.approver', 'APPROVED', 'Read')\
            """)
        .params(revision, approved.atStartOfDay(LocalDay.ZONE).toOffsetDateTime())
        .update();
    nights.runNight();
    assertThat(store.shadow(revision)).as("of a draft").isEmpty();
    assertThat(controls()).as("replayed for rehearsals of the day").hasSize(ALL);

    jdbc.sql("update revision set state = 'approved' where id = ?").param(revision).update();
    nights.runNight();

    Result result = store.shadow(revision).orElseThrow();
    assertThat(store.nightWithoutResult(revision)).isEmpty();
    assertThat(result.notCompared()).isZero();
    assertThat(result.cases())
        .isEqualTo(
            caseNumbers(
                    "select case_number from register_event where recorded_at >= date '2010-09-01'")
                .size())
        .isLessThan(ALL);
    assertThat(different(result, Kind.DEADLINE))
        .isNotEmpty()
        .isEqualTo(
            caseNumbers(
                "select case_number from case_register where reflection_end is not null and rg_decided_on >= date '2010-09-01'"));
    assertThat(store.latest(revision)).as("begun by a person").isEmpty();

    nights.runNight();
    assertThat(store.shadow(revision).orElseThrow().id()).isEqualTo(result.id());

    LocalDate next = LocalDay.of(result.ended()).plusDays(1);
    store.claim(revision, next); // by a node that then stops
    assertThat(store.nightWithoutResult(revision)).contains(next);
    assertThat(page.about(revision))
        .anyMatch(
            text ->
                text.contains(
                    "no result of the rehearsal on the night of " + BritishDate.of(next)));

    jdbc.sql("update revision set state = 'in-force' where id = ?").param(revision).update();
    assertThat(page.about(revision))
        .as("once it is in force, no night follows")
        .isNotEmpty()
        .noneMatch(text -> text.contains("no result of the rehearsal on the night"));
  }

  // ---- as a revision is rehearsed

  private static Map<String, byte[]> changed(
      String revision, String file, String day, String earlier) {
    String text = new String(RevisedFiles.all().get(revision).get(file), StandardCharsets.UTF_8);
    assertThat(text).contains(day);
    return Map.of(file, text.replace(day, earlier).getBytes(StandardCharsets.UTF_8));
  }

  /** Data with the same meaning and other bytes: every case is replayed, whatever it reads. */
  private Map<String, byte[]> ofEveryCase() {
    String file = "config/notices.yaml";
    String text = new String(sets.files(sets.inForce()).get(file), StandardCharsets.UTF_8);
    return Map.of(file, (text + "\n# The same").getBytes(StandardCharsets.UTF_8));
  }

  private int revision() {
    revisions++;
    jdbc.sql(
            """
            insert into revision (id, name, reason, rules, in_force_on, author, state, base_set)
            values (?, 'Rehearsed', 'To see', '', date '2012-01-01', 'policy.staff', 'draft', 1)\
            """)
        .param(1000 + revisions)
        .update();
    return 1000 + revisions;
  }

  private Result rehearsed(Map<String, byte[]> files) {
    return rehearsed(revision(), files);
  }

  private Result rehearsed(int revision, Map<String, byte[]> files) {
    rehearsals.run(new Contents(revision, "Rehearsed", true, files, "digest"), "policy.staff");
    Result result = store.latest(revision).orElseThrow();
    assertThat(result.notCompared()).as("not compared: %s", store.cases(result)).isZero();
    assertThat(result.notFollowed()).as("not followed: %s", store.cases(result)).isZero();
    return result;
  }

  private Map<String, Map<Kind, List<String>>> different(Result result) {
    return cases(result, Finding.DIFFERENT);
  }

  private Map<String, Map<Kind, List<String>>> cases(Result result, Finding found) {
    return store.cases(result).stream()
        .filter(one -> one.finding() == found)
        .collect(Collectors.toMap(CaseResult::caseNumber, CaseResult::differences));
  }

  private Set<String> different(Result result, Kind kind) {
    Set<String> cases =
        different(result).entrySet().stream()
            .filter(one -> one.getValue().containsKey(kind))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    assertThat(cases).hasSize(result.counts().getOrDefault(kind, 0));
    return cases;
  }

  private Set<String> caseNumbers(String sql) {
    return Set.copyOf(jdbc.sql(sql).query(String.class).set());
  }

  /** The number of rows of each table that only people and cases write. */
  private Map<String, Long> rows() {
    return jdbc
        .sql(
            "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'")
        .query(String.class)
        .list()
        .stream()
        .filter(table -> !WRITTEN_BY_THREADS.contains(table))
        .collect(
            Collectors.toMap(
                table -> table,
                table ->
                    jdbc.sql("select count(*) from \"" + table + "\"").query(Long.class).single(),
                (one, same) -> one,
                TreeMap::new));
  }
}

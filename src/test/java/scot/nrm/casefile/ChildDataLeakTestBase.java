package scot.nrm.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static scot.nrm.journeys.Invented.with;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.history.HistoricTaskInstance;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import scot.nrm.DatabaseCells;
import scot.nrm.DatabaseCells.Cell;
import scot.nrm.Databases;
import scot.nrm.Erasing;
import scot.nrm.WholeApplication;
import scot.nrm.accesslog.AccessLog;
import scot.nrm.accesslog.AccessReasons;
import scot.nrm.cockpit.HistoryCleanup;
import scot.nrm.documents.Documents;
import scot.nrm.documents.InventedDocuments;
import scot.nrm.journeys.EventBookings;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedAges;
import scot.nrm.journeys.Journey;
import scot.nrm.letters.Letters;
import scot.nrm.retention.LegalHolds;

/**
 * After a whole case, with everything that can happen on the way, nothing that was said about the
 * child is anywhere in the database that can be read without the key, nor in what people see in
 * lists, nor in the log. Run on each database.
 */
@WholeApplication
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class ChildDataLeakTestBase {

  private static final String UNUSUAL = "Ms Ọmọlará Þorláksdóttir";

  /** Nobody else in the tests was born on this day, so that no other case has it. */
  private static final String BORN = "1994-09-17";

  private static final String ADULT_ON = "2012-09-17";
  private static final String IN_A_DOCUMENT = "a scar on her left wrist";
  private static final String IN_A_MINUTE = "she counted nineteen doors";
  private static final String IN_THE_ACCESS_LOG = "her foster mother has telephoned";
  private static final String IN_THE_REGISTER = "the sheriff court asks for her file";

  /** Enough of the facts and names in the file to recognise them. The people are invented. */
  private static final List<Secret> SECRETS =
      Stream.of(
              Invented.CHILD,
              "Nguyễn",
              "Đào-Hà",
              "Nguyen",
              "Dao-Ha",
              Invented.STORY,
              "locked house near the canal",
              "water plants at night",
              BORN,
              "17/09/1994",
              "17 September 1994",
              "17.09.1994",
              ADULT_ON, // the 18th birthday, also as the engine keeps times
              String.valueOf(Instant.parse("2012-09-16T23:00:00Z").toEpochMilli()),
              Invented.MINUTE,
              "account of the journey",
              "Lena Hart",
              "lena.hart",
              "0141 496 0001",
              "01414960001",
              "+441414960001",
              "Isla Muirhead",
              "isla.muirhead",
              "0141 496 0000",
              "house in Govan",
              "Two men, names not known",
              "By a neighbour at home",
              "GV-000123-09",
              "A1234567",
              "Her aunt's letter names the village",
              "Ask the police about the house",
              "police report is expected",
              "expect to charge two men",
              "Say what the police found",
              "finish school",
              "The police need her here",
              "placement is safe",
              "relatives who have been assessed",
              IN_A_DOCUMENT,
              IN_A_MINUTE,
              IN_THE_ACCESS_LOG,
              IN_THE_REGISTER,
              UNUSUAL)
          .map(Secret::new)
          .toList();

  @Autowired ProcessEngine engine;
  @Autowired DataSource database;
  @Autowired Letters letters;
  @Autowired Documents documents;
  @Autowired AccessLog accessLog;
  @Autowired LegalHolds holds;
  @Autowired ContentCipher cipher;
  @Autowired ChainCheck changes;
  @Autowired HistoryCleanup cleanup;

  private Journey child;

  @BeforeAll
  void completeACase() {
    child = new Journey(engine);
    child.referred(
        "2010-12-20",
        with(
            Invented.asylumSeeker("2010-12-20"),
            "childAlsoKnownAs",
            UNUSUAL,
            "childDateOfBirth",
            BORN));
    child
        .does("ukhtc.intake", "Task_LogReferral", Invented.receivedWithFactsMissing("2010-12-20"))
        .does("glasgow.lead", "Task_SupplyMissingFacts", Invented.missingFacts())
        .does("ukba.owner", "Task_ProposeReasonableGrounds", Invented.extension(1))
        .on("2011-01-05")
        .does("ukba.manager", "Task_ActOnLateReasonableGrounds", Invented.lateAction())
        .does(
            "ukba.owner",
            "Task_ProposeReasonableGrounds",
            with(Invented.reasonableGrounds("negative", "2011-01-05"), "rgReasons", IN_A_MINUTE))
        .does("ukba.second", "Task_ConfirmReasonableGrounds", Invented.sentBackReasonableGrounds())
        .reasonableGrounds("ukba", "positive", "2011-01-05")
        .on("2011-02-04")
        .does("ukba.owner", "Task_ReviewReflection", Invented.review("2011-02-04", "no"))
        .on("2011-02-19")
        .does("ukba.owner", "Task_RecordReviewAnswers", Invented.reviewAnswers("2011-02-19"))
        .does(
            "ukba.owner",
            "Task_ProposeConclusiveGrounds",
            Invented.conclusiveGrounds("negative", "2011-02-19"))
        .does("ukba.second", "Task_ConfirmConclusiveGrounds", Invented.sentBackConclusiveGrounds())
        .conclusiveGrounds("ukba", "positive", "2011-02-28")
        .does(
            "ukba.asylum",
            "Task_RecordAsylumDecision",
            Invented.asylumDecision("refused", "2011-02-28"));
    provokeRefusals();
    LoggerFactory.getLogger(getClass()).info("The log is heard: {}", child.caseNumber());
    child
        .does("ukba.owner", "Task_DecideLeave", Invented.leaveGranted("2011-02-28", "2012-02-28"))
        .does("glasgow.lead", "Task_ReviewProtectionPlan", Invented.planReview("2011-02-28"))
        .does("glasgow.lead", "Task_ProtectChild", Invented.protectionClosed("2011-02-28"));
    InventedDocuments.add(documents, child.caseNumber(), IN_A_DOCUMENT);
    accessLog.record(
        AccessReasons.of("nrm.manager", child.caseNumber(), "Asked because " + IN_THE_ACCESS_LOG));
    holds.set(child.caseNumber(), "nrm.manager", "Kept because " + IN_THE_REGISTER);
  }

  /** A refused form quotes nothing of what was filled in, neither to the user nor in the log. */
  private void provokeRefusals() {
    assertThatThrownBy(
            () ->
                child.does(
                    "ukba.owner",
                    "Task_DecideLeave",
                    with(
                        Invented.leaveGranted("2011-02-28", Invented.CHILD),
                        "leaveGround",
                        Invented.STORY,
                        "about",
                        UNUSUAL)))
        .satisfies(refused -> assertThat(found("the refusal", refused.toString())).isEmpty());
  }

  @AfterAll
  void resetTheClock() {
    ClockUtil.reset();
  }

  @Test
  void theCaseIsCompleteAndHasItsLetters() {
    assertThat(child.variable("caseOutcome")).isEqualTo("recognised");
    assertThat(letters.of(child.caseNumber())).hasSizeGreaterThanOrEqualTo(8);
  }

  @Test
  void theChainOfChangesIsIntact() {
    assertThat(changes.checkAll(true, List.of(), took -> {}).findings()).isEmpty();
  }

  @Test
  void noColumnOfAnyTableHasDataOfTheChild() throws SQLException {
    List<String> found = new ArrayList<>();
    forEachCell((place, content) -> found.addAll(found(place, content)));

    assertThat(found).isEmpty();
  }

  @Test
  void noPdfIsInTheDatabaseUnencrypted() throws SQLException {
    List<String> found = new ArrayList<>();
    forEachCell(
        (place, content) -> {
          if (new String(content, StandardCharsets.ISO_8859_1).startsWith("%PDF")) {
            found.add(place);
          }
        });

    assertThat(found).isEmpty();
  }

  @Test
  void theCaseNumberIsFoundInTheEngineTheRegisterAndTheLetters() throws SQLException {
    Secret number = new Secret(child.caseNumber());
    List<String> found = new ArrayList<>();
    forEachCell(
        (place, content) -> number.in(content).ifPresent(dress -> found.add(place.toLowerCase())));

    assertThat(found)
        .contains(
            "act_hi_procinst.business_key_",
            "case_file.case_number",
            "case_register.case_number",
            "letter.case_number");
  }

  @Test
  void leakedDataIsFoundInAnyEncoding() throws SQLException {
    byte[] story = ("x" + Invented.STORY).getBytes(StandardCharsets.UTF_8);
    try (Connection connection = Databases.asOwner(database).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table left_about (words varchar(400), bytes " + bytesType() + ")");
      try (PreparedStatement insert =
          connection.prepareStatement("insert into left_about values (?, ?)")) {
        for (String words :
            List.of(
                "My name is " + Invented.CHILD,
                Invented.CHILD.toUpperCase(),
                HexFormat.of().formatHex(story),
                Base64.getEncoder().encodeToString(story),
                "Born 17 September 1994")) {
          insert.setString(1, words);
          insert.setBytes(2, story);
          insert.execute();
        }
      }
    }
    try {
      List<String> words = new ArrayList<>();
      List<String> bytes = new ArrayList<>();
      forEachCell(
          (place, content) -> {
            if (!found(place, content).isEmpty()) {
              (place.toLowerCase().equals("left_about.words") ? words : bytes)
                  .add(place.toLowerCase());
            }
          });

      assertThat(words).hasSize(5);
      assertThat(bytes).hasSize(5).containsOnly("left_about.bytes");
    } finally {
      try (Connection connection = Databases.asOwner(database).getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("drop table left_about");
      }
    }
  }

  @Test
  void tasksHaveOnlyTheCaseNumberOfTheChild() {
    List<HistoricTaskInstance> tasks =
        engine
            .getHistoryService()
            .createHistoricTaskInstanceQuery()
            .processInstanceBusinessKey(child.caseNumber())
            .list();

    assertThat(tasks)
        .hasSizeGreaterThan(20)
        .allSatisfy(
            task -> {
              assertThat(task.getName()).endsWith(child.caseNumber());
              assertThat(
                      found(
                          task.getTaskDefinitionKey(),
                          task.getName() + " " + task.getDescription()))
                  .isEmpty();
            });
  }

  @Test
  void theLogHasNoDataOfTheChild(CapturedOutput output) {
    assertThat(output.getAll()).contains("The log is heard: " + child.caseNumber());
    assertThat(found("the log", output.getAll())).isEmpty();
  }

  @Test
  void theHistoryOfACaseHasNoRemovalDate() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                select ROOT_PROC_INST_ID_ from ACT_HI_ACTINST where REMOVAL_TIME_ is not null
                union select ROOT_PROC_INST_ID_ from ACT_HI_VARINST where REMOVAL_TIME_ is not null
                union select PROC_INST_ID_ from ACT_HI_PROCINST where REMOVAL_TIME_ is not null
                except select PROC_INST_ID_ from ACT_HI_PROCINST where BUSINESS_KEY_ not like 'NRM-%'\
                """)) {
      assertThat(rows.next()).isFalse();
    }
  }

  /** In a night thirty years later, when every time to live in the diagrams has long passed. */
  @Test
  @Order(Integer.MAX_VALUE - 1)
  void theEnginesCleanupRemovesOnlyHistoryThatBelongsToNoCase() throws SQLException {
    ClockUtil.setCurrentTime(Date.from(Instant.parse("2009-04-06T09:00:00Z")));
    String booking =
        new EventBookings(engine)
            .submits("police.liaison", EventBookings.booking("fife", "dundee", 1, "Tidied"))
            .getId();
    engine.getRuntimeService().deleteProcessInstance(booking, "the hall has burnt down");
    ClockUtil.setCurrentTime(Date.from(Instant.parse("2040-07-10T02:10:00Z"))); // 03:10 here
    assertThat(cleanup.state().overdue()).isPositive();
    Map<String, Long> before = rowsOfCases();

    Job job = engine.getHistoryService().findHistoryCleanupJobs().get(0);
    for (int times = 0; times < 20 && cleanup.state().overdue() > 0; times++) {
      engine.getManagementService().executeJob(job.getId());
    }

    assertThat(cleanup.state().overdue()).isZero();
    assertThat(rowsOfCases())
        .containsEntry("LETTER", before.get("LETTER"))
        .hasSizeGreaterThan(30)
        .isEqualTo(before);
    assertThat(
            engine
                .getHistoryService()
                .createHistoricProcessInstanceQuery()
                .processInstanceId(booking)
                .count())
        .isZero();
    assertThat(cleanup.state().last()).isEqualTo("2040-07-10T02:10:00Z");
  }

  /**
   * How many rows each table has that says something about a case: all of our tables, and of the
   * engine's history what belongs to a case.
   */
  private Map<String, Long> rowsOfCases() throws SQLException {
    Map<String, Long> rows = new TreeMap<>();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      List<String> history = new ArrayList<>();
      try (ResultSet found =
          connection.getMetaData().getColumns(null, connection.getSchema(), null, null)) {
        while (found.next()) {
          String table = found.getString("TABLE_NAME").toUpperCase(Locale.ROOT);
          if (!table.startsWith("ACT_") && !table.startsWith("FLYWAY")) {
            tables.add(table);
          } else if (found.getString("COLUMN_NAME").equalsIgnoreCase("ROOT_PROC_INST_ID_")) {
            history.add(table);
          }
        }
      }
      for (String table : tables) {
        rows.put(table, rows(statement, "select count(*) from " + table));
      }
      for (String table : history) {
        rows.put(
            table,
            rows(
                statement,
                "select count(*) from "
                    + table
                    + " where ROOT_PROC_INST_ID_ in (select ID_ from ACT_HI_PROCINST where BUSINESS_KEY_ like 'NRM-%')"));
      }
    }
    return rows;
  }

  private static long rows(Statement statement, String sql) throws SQLException {
    try (ResultSet counted = statement.executeQuery(sql)) {
      counted.next();
      return counted.getLong(1);
    }
  }

  /** The last test, because nothing is left of the case after it. */
  @Test
  @Order(Integer.MAX_VALUE)
  void nothingIsLeftOfAnErasedCaseEvenWithTheKey() throws SQLException {
    child
        .on("2012-02-20")
        .does("glasgow.lead", "Task_PrepareLeaveRenewal", InventedAges.leaveNotRenewed())
        .on("2012-09-20");
    ClockUtil.setCurrentTime(Date.from(Instant.parse("2069-09-16T23:30:00Z"))); // the 17th here
    assertThat(found("encrypted content", decryptedContent()))
        .anyMatch(found -> found.contains(Invented.CHILD))
        .anyMatch(found -> found.contains(UNUSUAL))
        .anyMatch(found -> found.contains(IN_A_MINUTE))
        .anyMatch(found -> found.contains(IN_A_DOCUMENT))
        .anyMatch(found -> found.contains(IN_THE_ACCESS_LOG))
        .anyMatch(found -> found.contains(IN_THE_REGISTER));
    Erasing.run(database);
    assertThat(found("encrypted content", decryptedContent()))
        .as("kept while it is on hold")
        .anyMatch(found -> found.contains(IN_A_DOCUMENT));
    holds.lift(child.caseNumber(), "nrm.manager", "Not needed any more");
    ClockUtil.setCurrentTime(Date.from(Instant.parse("2069-10-17T23:30:00Z"))); // 31 days later

    assertThat(Erasing.run(database).cases()).isPositive();

    // Other tests may have left the cases of other invented children here.
    byte[] sealed = decryptedContent();
    List<String> found = new ArrayList<>();
    Stream.of(UNUSUAL, IN_A_MINUTE, IN_A_DOCUMENT, IN_THE_ACCESS_LOG, IN_THE_REGISTER)
        .forEach(words -> new Secret(words).in(sealed).ifPresent(found::add));
    Set<String> places = new TreeSet<>();
    Secret number = new Secret(child.caseNumber());
    Secret birthday = new Secret(ADULT_ON);
    forEachCell(
        (place, content) -> {
          found.addAll(found(place, content));
          birthday.in(content).ifPresent(dress -> found.add(place + ": " + dress));
          number.in(content).ifPresent(dress -> places.add(place.toLowerCase(Locale.ROOT)));
        });
    assertThat(found).isEmpty();
    assertThat(places)
        .containsExactly(
            "access_log.case_number",
            "case_erasure.case_number",
            "chain_link.chain",
            "chain_link.row_id");
  }

  /** All content that the keys in this database can decrypt. */
  private byte[] decryptedContent() throws SQLException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      for (SealedColumn column : SealedColumn.values()) {
        try (ResultSet rows = statement.executeQuery(SealedColumnTest.all(column))) {
          while (rows.next()) {
            all.writeBytes(SealedColumnTest.open(rows, column, cipher));
            all.write('\n');
          }
        }
      }
    }
    return all.toByteArray();
  }

  abstract String bytesType();

  // ---- the search

  static List<String> found(String place, String content) {
    return found(place, content.getBytes(StandardCharsets.UTF_8));
  }

  static List<String> found(String place, byte[] content) {
    Secret.Searched searched = Secret.Searched.of(content);
    return SECRETS.stream()
        .flatMap(secret -> secret.in(searched).stream())
        .map(dress -> place + ": " + dress)
        .toList();
  }

  /** Every value in every table of the engine and of ours. */
  void forEachCell(Cell cell) throws SQLException {
    DatabaseCells.forEach(database, cell);
  }
}

package scot.nrm.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static scot.nrm.journeys.Invented.with;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.mockito.stubbing.Stubber;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;
import org.springframework.test.util.AopTestUtils;
import scot.nrm.Databases.Kind;
import scot.nrm.OnEachDatabase;
import scot.nrm.WholeApplication;
import scot.nrm.casefile.CaseFile;
import scot.nrm.register.Register;

/**
 * A failing delegate rolls back the engine, the child's file and the register together, on each
 * database.
 */
@WholeApplication
@OnEachDatabase(usually = Kind.POSTGRES)
class DelegateFailureTest {

  private static final String DAY = "2009-06-03";

  @Autowired ProcessEngine engine;
  @Autowired CaseFile files;
  @Autowired JdbcTemplate jdbc;
  @MockitoSpyBean Register register;

  private Journey child;

  @BeforeEach
  void begin() {
    child = new Journey(engine);
  }

  @AfterEach
  void end() {
    Mockito.reset(theRegister());
    ClockUtil.reset();
  }

  @Test
  void aFailedReportIsRolledBackAndCanBeRepeated() {
    child.on(DAY);
    Map<String, List<String>> before = allRows();
    failsOnce().when(theRegister()).openCase(any(), any(), any(), any(), any(), any());

    assertThatThrownBy(() -> child.concern("first.responder", Invented.concern(DAY)))
        .hasStackTraceContaining("the disk is full");

    assertThat(allRows()).isEqualTo(before);

    child.concern("first.responder", Invented.concern(DAY));

    assertThat(child.sees("glasgow.duty", "Task_AcceptConcern")).isTrue();
    assertThat(files.read(child.caseNumber()).text("childNames")).isEqualTo(Invented.CHILD);
    assertThat(register.find(child.caseNumber())).isPresent();
  }

  @Test
  void aTaskStaysOpenAndCanBeCompletedAgainAfterAFailedDelegate() {
    child.referred(DAY, Invented.referralAndChild(DAY));
    Map<String, Object> received =
        with(Invented.receivedWithFactsMissing(DAY), "referralReceivedTime", "10:00");
    String task = child.task("Task_LogReferral").getId();
    child.as(
        "ukhtc.intake",
        () -> {
          engine.getTaskService().claim(task, "ukhtc.intake");
          return null;
        });
    Map<String, List<String>> before = allRows();
    failsOnce().when(theRegister()).referralReceived(any(), any(), any());

    assertThatThrownBy(() -> child.does("ukhtc.intake", "Task_LogReferral", received))
        .hasStackTraceContaining("the disk is full");

    assertThat(allRows()).isEqualTo(before);
    assertThat(child.task("Task_LogReferral").getId()).isEqualTo(task);

    child.does("ukhtc.intake", "Task_LogReferral", received);

    assertThat(files.read(child.caseNumber()).text("missingFacts")).isNotEmpty();
    assertThat(register.find(child.caseNumber()).orElseThrow().referralReceivedOn()).isEqualTo(DAY);
    assertThat(child.day("rgOriginalDueDate")).isEqualTo("2009-06-10");
    assertThat(child.sees("ukhtc.owner", "Task_ProposeReasonableGrounds")).isTrue();
  }

  @Test
  void aFailedDecisionIsRetriedAndRecordedOnce() {
    child
        .referred(DAY, Invented.ukNational(DAY))
        .logged(DAY)
        .on("2009-06-09")
        .does(
            "ukhtc.owner",
            "Task_ProposeReasonableGrounds",
            Invented.reasonableGrounds("positive", "2009-06-09"));
    failsOnce().when(theRegister()).decided(any(), any());

    assertThatThrownBy(
            () ->
                child.does(
                    "ukhtc.second",
                    "Task_ConfirmReasonableGrounds",
                    Invented.confirmReasonableGrounds("2009-06-09")))
        .hasStackTraceContaining("the disk is full");

    assertThat(child.has("Task_ConfirmReasonableGrounds"))
        .as("the officer's task is completed")
        .isFalse();
    assertThat(register.decisions(child.caseNumber())).isEmpty();
    assertThat(child.variable("rgOutcome")).isNull();
    assertThat(child.variable("reflectionEndDate")).isNull();

    child.executeJobs();

    assertThat(register.decisions(child.caseNumber())).hasSize(1);
    assertThat(child.variable("rgOutcome")).isEqualTo("positive");
    assertThat(child.day("reflectionEndDate")).isEqualTo("2009-07-24");
    assertThat(child.incidents()).isZero();
  }

  private static Stubber failsOnce() {
    return doThrow(new IllegalStateException("the disk is full")).doCallRealMethod();
  }

  /** The register without its transaction proxy. */
  private Register theRegister() {
    return AopTestUtils.getUltimateTargetObject(register);
  }

  /** Each row of each table. */
  private Map<String, List<String>> allRows() {
    Map<String, List<String>> rows = new TreeMap<>();
    List<String> tables =
        jdbc.queryForList(
            "select table_name from information_schema.tables where lower(table_schema) = 'public'",
            String.class);
    tables.forEach(
        table ->
            rows.put(
                table,
                jdbc.queryForList("select * from \"" + table + "\"").stream()
                    .map(DelegateFailureTest::text)
                    .sorted()
                    .toList()));
    return rows;
  }

  private static String text(Map<String, Object> row) {
    Map<String, Object> readable = new TreeMap<>(row);
    readable.replaceAll(
        (column, value) -> value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value);
    return readable.toString();
  }
}

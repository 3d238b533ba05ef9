package scot.nrm.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.junit5.GreenMailExtension;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.mail.internet.MimeMessage;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.util.TestSocketUtils;
import scot.nrm.Databases;
import scot.nrm.Databases.Kind;
import scot.nrm.OnEachDatabase;
import scot.nrm.access.Viewer;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.CaseNumber;
import scot.nrm.mail.Smtp;

/** Tests which entries of the access log raise an alert. */
@OnEachDatabase(usually = Kind.POSTGRES)
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "camunda.bpm.job-execution.enabled=false",
      "nrm.demo.cases=false",
      "nrm.access-alerts.every=0s",
      "nrm.access-alerts.night-to=06:00",
      "nrm.access-alerts.address=data.controller@example.org",
      "nrm.access-alerts.many-cases=5",
      "nrm.access-alerts.without-task=3"
    })
class AccessAlertsTest {

  private static final ServerSetup SMTP = Smtp.at(TestSocketUtils.findAvailableTcpPort());

  @RegisterExtension
  static final GreenMailExtension MAIL = new GreenMailExtension(SMTP).withPerMethodLifecycle(true);

  @DynamicPropertySource
  static void mail(DynamicPropertyRegistry properties) {
    properties.add("spring.mail.host", () -> "localhost");
    properties.add("spring.mail.port", SMTP::getPort);
  }

  @Autowired AccessLog log;
  @Autowired AccessAlerts alerts;
  @Autowired MeterRegistry metrics;
  private JdbcClient jdbc;

  @Autowired
  void changesTheLogAsItsOwner(DataSource database) {
    jdbc = JdbcClient.create(Databases.asOwner(database));
  }

  @BeforeEach
  void emptyLog() {
    jdbc.sql("delete from access_log").update();
    jdbc.sql("delete from access_alert").update();
  }

  private static Viewer person(String group) {
    return new Viewer("some.one", Set.of(group), Set.of());
  }

  private void opens(int cases, boolean hasTask) {
    IntStream.range(0, cases)
        .forEach(
            i ->
                log.record(
                    Access.by(person("ukhtc-case-owner"), What.RECORD)
                        .ofCase(CaseNumber.random(2009, new Random(i)))
                        .hasTask(hasTask)));
  }

  private List<String> raised() {
    jdbc.sql("update access_log set recorded_at = :noon")
        .param("noon", OffsetDateTime.now().minusMinutes(1))
        .update();
    return check();
  }

  private List<String> check() {
    double before = counted();
    alerts.check();
    List<String> rules =
        jdbc
            .sql("select rule || ' ' || number from access_alert order by rule")
            .query(String.class)
            .list()
            .stream()
            .filter(rule -> !rule.startsWith("unusual-hours"))
            .toList();
    assertThat(counted() - before).isGreaterThanOrEqualTo(rules.size());
    return rules;
  }

  private double counted() {
    return metrics.find("nrm_access_alerts").counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  @Test
  void manyCasesOpenedByOnePersonAlertOnce(CapturedOutput output) throws Exception {
    opens(5, true);

    assertThat(raised()).containsExactly("many-cases 5");
    assertThat(output).contains("Access alert many-cases: some.one opened many different cases");
    assertThat(output.toString()).doesNotContain("NRM-2009-");
    await().until(() -> !warnings().isEmpty());
    assertThat(warnings())
        .singleElement()
        .asString()
        .contains("some.one", "(5)", "/nrm/access-log")
        .doesNotContain("NRM-2009");
    for (MimeMessage message : MAIL.getReceivedMessages()) {
      assertThat(message.getAllRecipients()[0]).hasToString("data.controller@example.org");
    }

    alerts.check();
    assertThat(
            jdbc.sql("select count(*) from access_alert where rule = 'many-cases'")
                .query(Integer.class)
                .single())
        .isEqualTo(1);
  }

  /** Of many cases; at night there is one of the hour as well. */
  private static List<String> warnings() {
    return Arrays.stream(MAIL.getReceivedMessages())
        .map(GreenMailUtil::getBody)
        .filter(text -> text.contains("many different cases"))
        .toList();
  }

  @Test
  void fewCasesRaiseNoAlert() {
    opens(4, true);
    opens(2, false);

    assertThat(raised()).isEmpty();
  }

  @Test
  void casesOpenedWithoutATaskRaiseAnAlert() {
    opens(3, false);

    assertThat(raised()).containsExactly("without-task 3");
  }

  @Test
  void givingOneselfAGroupRaisesAnAlert() {
    Viewer admin = person("camunda-admin");
    log.record(Access.by(admin, What.MEMBERSHIP).detail("join ukba-intake").about("some.body"));
    log.record(
        Access.by(admin, What.MEMBERSHIP).detail("join nrm-manager").about("some.one").refused());
    assertThat(raised()).isEmpty();

    log.record(Access.by(admin, What.MEMBERSHIP).detail("join nrm-manager").about("some.one"));
    assertThat(raised()).containsExactly("own-promotion 1");
  }

  @Test
  void aRepairRaisesAnAlertAndARetryDoesNot() {
    log.record(Access.by(person("camunda-admin"), What.RETRY).detail("Job SetJobRetries"));
    assertThat(raised()).isEmpty();

    log.record(Access.by(person("nrm-manager"), What.REPAIR).detail("approved 1"));
    assertThat(raised()).containsExactly("repair 1");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-14T23:30:00Z, ukhtc-case-owner, true",
    "2026-01-14T05:59:00Z, ukhtc-case-owner, true",
    "2026-01-14T06:00:00Z, ukhtc-case-owner, false",
    "2026-01-14T21:59:00Z, ukhtc-case-owner, false",
    "2026-01-14T23:30:00Z, la-duty-social-work, false"
  })
  void readingAtNightRaisesAnAlert(Instant at, String group, boolean warned) {
    log.record(Access.by(person(group), What.RECORD).ofCase("NRM-2009-2222-3223").hasTask(true));
    // As if it were now: the window is the last day, and the time of day is what counts.
    Instant sameTime = sameTimeOfDayWithin24Hours(at);
    jdbc.sql("update access_log set recorded_at = :at")
        .param("at", sameTime.atOffset(ZoneOffset.UTC))
        .update();

    alerts.check();

    assertThat(
            jdbc.sql("select count(*) from access_alert where rule = 'unusual-hours'")
                .query(Integer.class)
                .single())
        .isEqualTo(warned ? 1 : 0);
  }

  private static Instant sameTimeOfDayWithin24Hours(Instant at) {
    ZonedDateTime local = at.atZone(LocalDay.ZONE);
    Instant today =
        LocalDate.now(LocalDay.ZONE).atTime(local.toLocalTime()).atZone(LocalDay.ZONE).toInstant();
    return today.isAfter(Instant.now()) ? today.minus(1, ChronoUnit.DAYS) : today;
  }
}

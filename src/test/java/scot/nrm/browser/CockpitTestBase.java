package scot.nrm.browser;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.calendar.LocalDay;
import scot.nrm.demo.ManyCases;

/**
 * Cockpit as managers use it in a browser, with some years of invented cases. All classes share one
 * application, which is filled once; nothing runs in it except what a test does.
 */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"nrm.demo.cases=false", "camunda.bpm.job-execution.enabled=false"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CockpitTestBase extends BrowserTestBase {

  /** The current time for managers, in Europe/London. */
  static final LocalDateTime NOW = LocalDateTime.of(2011, 6, 15, 10, 0);

  static final LocalDate TODAY = NOW.toLocalDate();
  private static final LocalDateTime FROM = LocalDateTime.of(2009, 4, 1, 9, 0);

  /** Few, so that the test starts quickly; the screenshots use more. */
  private static final int CASES = Integer.getInteger("nrm.cockpit.cases", 35);

  private static final long SEED = 1;

  /**
   * People who are signed in, kept because Cockpit's scripts are large and each new sign-in loads
   * them again.
   */
  private static final Map<String, Cockpit> SIGNED_IN = new HashMap<>();

  @Autowired JdbcClient jdbc;
  @Autowired private ManyCases manyCases;

  @BeforeAll
  void fillTheDatabase() {
    if (jdbc.sql("select count(*) from case_register").query(Long.class).single() == 0) {
      manyCases.make(CASES, SEED, FROM, NOW);
    }
    ClockUtil.setCurrentTime(Date.from(NOW.atZone(LocalDay.ZONE).toInstant()));
  }

  @AfterAll
  void resetTheClock() {
    ClockUtil.reset();
  }

  /** Of people who stay signed in: a page takes up to 100 MB. */
  static void closeSessions() {
    SIGNED_IN.values().forEach(cockpit -> cockpit.page().context().close());
    SIGNED_IN.clear();
    Cockpit.forgetLeftPages();
  }

  /** Cockpit for this person, who stays signed in. */
  Cockpit signIn(String user) {
    return SIGNED_IN.computeIfAbsent(
        user, id -> Cockpit.signIn(chromium().session(), address(), id, password()));
  }
}

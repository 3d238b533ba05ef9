package scot.nrm.browser;

import com.microsoft.playwright.BrowserContext;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.test.context.SpringBootTest;
import scot.nrm.journeys.RunningInstances;

/** The whole application in a browser on 8 April 2009, one week after the mechanism began. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = "nrm.demo.cases=false")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TasklistTestBase extends BrowserTestBase {

  static final String TODAY = "2009-04-08";

  /**
   * People who are signed in, kept because Tasklist's scripts are large and each new session loads
   * them again.
   */
  private static final Map<String, BrowserContext> SIGNED_IN = new HashMap<>();

  @BeforeAll
  void resetTheClock() {
    ClockUtil.setCurrentTime(Date.from(Instant.parse(TODAY + "T09:00:00Z")));
  }

  /** Removes all tasks, so that the next test finds its tasks on the first page of the list. */
  @AfterAll
  void leaveNoTasks() {
    jobExecutor().shutdown();
    RunningInstances.end(engine);
    jobExecutor().start();
    ClockUtil.reset();
  }

  JobExecutor jobExecutor() {
    return ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
        .getJobExecutor();
  }

  /** Tasklist for this person, who stays signed in. */
  Tasklist signIn(String user) {
    return Tasklist.signIn(
        SIGNED_IN.computeIfAbsent(user, id -> chromium().session()), address(), user, password());
  }
}

package scot.nrm.browser;

import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadPoolExecutor;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.spring.components.jobexecutor.SpringJobExecutor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
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
    stopJobExecutor();
    RunningInstances.end(engine);
    startJobExecutor();
    ClockUtil.reset();
  }

  /**
   * Waits for the jobs that have begun, so that a test can run the next jobs without meeting the
   * executor at one of them.
   */
  void stopJobExecutor() {
    jobExecutor().shutdown();
    ThreadPoolExecutor threads =
        ((ThreadPoolTaskExecutor) jobExecutor().getTaskExecutor()).getThreadPoolExecutor();
    await() // several letters may just be written
        .until(() -> threads.getCompletedTaskCount() == threads.getTaskCount());
  }

  void startJobExecutor() {
    jobExecutor().start();
  }

  private SpringJobExecutor jobExecutor() {
    return (SpringJobExecutor)
        ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration()).getJobExecutor();
  }

  /** Of people who stay signed in: a page takes up to 100 MB. */
  static void closeSessions() {
    SIGNED_IN.values().forEach(BrowserContext::close);
    SIGNED_IN.clear();
    Tasklist.forgetLeftPages();
  }

  /** Tasklist for this person, who stays signed in. */
  Tasklist signIn(String user) {
    return Tasklist.signIn(
        SIGNED_IN.computeIfAbsent(user, id -> chromium().session()), address(), user, password());
  }

  /**
   * Takes only the session's cookie: if the one that says how long it lasts were missing, the page
   * would warn, at a moment of its own, that the session is about to end.
   */
  static void endSession(BrowserContext computer) {
    computer.clearCookies(new BrowserContext.ClearCookiesOptions().setName("JSESSIONID"));
  }
}

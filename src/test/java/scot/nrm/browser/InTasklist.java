package scot.nrm.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import scot.nrm.Databases;

/** The whole application, as people use it in a browser on 8 April 2009, one week after the mechanism began. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "nrm.demo.cases=false")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class InTasklist {

  static final String TODAY = "2009-04-08";

  private static Chromium chromium;
  /** Who has signed in: Tasklist's own scripts are large, and each new session reads them anew. */
  private static final Map<String, BrowserContext> SIGNED_IN = new HashMap<>();

  @Autowired ProcessEngine engine;
  @LocalServerPort private int port;
  @Value("${nrm.demo.password}") private String password;

  @DynamicPropertySource
  static void database(DynamicPropertyRegistry properties) {
    Databases.h2().register(properties);
  }

  @BeforeAll
  void openBrowser() {
    chromium = Chromium.running();
    PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
    ClockUtil.setCurrentTime(Date.from(Instant.parse(TODAY + "T09:00:00Z")));
  }

  /** Whoever signs in next finds what they look for on the first page of the list. */
  @AfterAll
  void leaveNoTasks() {
    jobExecutor().shutdown();
    engine.getRuntimeService().createProcessInstanceQuery().rootProcessInstances().list().forEach(instance ->
        engine.getRuntimeService().deleteProcessInstance(instance.getId(), "the test is over", true, true));
    jobExecutor().start();
    ClockUtil.reset();
  }

  JobExecutor jobExecutor() {
    return ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration()).getJobExecutor();
  }

  Chromium chromium() {
    return chromium;
  }

  String address() {
    return "http://localhost:" + port;
  }

  /** Tasklist as this person sees it, who stays signed in. */
  Tasklist signIn(String user) {
    return Tasklist.signIn(
        SIGNED_IN.computeIfAbsent(user, id -> chromium.session()), address(), user, password);
  }

  /** With a session of its own, to be closed, for what would spoil the other. */
  Tasklist signInAnew(String user) {
    return Tasklist.signIn(chromium.session(), address(), user, password);
  }
}

package scot.nrm.browser;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.time.Instant;
import java.util.Date;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import scot.nrm.Databases;

/** The whole application, as people use it in a browser on 8 April 2009, one week after the mechanism began. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "nrm.demo.cases=false")
abstract class TasklistTest {

  static final String TODAY = "2009-04-08";

  private static Chromium chromium;

  @Autowired ProcessEngine engine;
  @LocalServerPort private int port;
  @Value("${nrm.demo.password}") private String password;

  @DynamicPropertySource
  static void database(DynamicPropertyRegistry properties) {
    Databases.h2().register(properties);
  }

  @BeforeAll
  static void openBrowser() {
    chromium = Chromium.launch();
    PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
    ClockUtil.setCurrentTime(Date.from(Instant.parse(TODAY + "T09:00:00Z")));
  }

  @AfterAll
  static void closeBrowser() {
    Chromium.close(chromium);
    ClockUtil.reset();
  }

  Chromium chromium() {
    return chromium;
  }

  String address() {
    return "http://localhost:" + port;
  }

  Tasklist signIn(String user) {
    return Tasklist.signIn(chromium, address(), user, password);
  }
}

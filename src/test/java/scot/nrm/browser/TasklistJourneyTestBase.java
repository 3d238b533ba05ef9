package scot.nrm.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import scot.nrm.journeys.Journey;

/**
 * Cases that have already reached a later step. The journey runs the jobs, not the job executor, so
 * that no test has to wait.
 */
abstract class TasklistJourneyTestBase extends TasklistTestBase {

  Journey child;

  @BeforeEach
  void newCaseWithoutTheJobExecutor() {
    stopJobExecutor();
    child = new Journey(engine);
  }

  @AfterEach
  void nothingHasFailed() {
    assertThat(child.incidents()).isZero();
    startJobExecutor();
  }

  /** On the page that is open, as Tasklist asks for it after the end of a session. */
  void signInHere(Page page, String user) {
    page.getByPlaceholder("Username").fill(user);
    page.getByPlaceholder("Password").fill(password());
    page.keyboard().press("Enter");
    page.locator(".task-filter h4.name a").first().waitFor();
  }
}

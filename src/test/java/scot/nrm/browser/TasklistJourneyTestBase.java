package scot.nrm.browser;

import static org.assertj.core.api.Assertions.assertThat;

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
}

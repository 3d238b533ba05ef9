package scot.nrm.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import scot.nrm.journeys.Journey;

/**
 * Cases that people elsewhere have brought some way already. The jobs on the way are worked off by
 * the journey, not by the job executor, so that nothing has to be waited for.
 */
abstract class TasklistJourneyTestBase extends TasklistTestBase {

  Journey child;

  @BeforeEach
  void stopTheJobExecutor() {
    jobExecutor().shutdown();
    child = new Journey(engine);
  }

  @AfterEach
  void startTheJobExecutor() {
    assertThat(child.incidents()).isZero();
    jobExecutor().start();
  }
}

package scot.nrm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several applications, of tests, share the clock of their virtual machine. */
@Tag("quick")
class OneClockTest {

  @AfterEach
  void resetClock() {
    ClockUtil.reset();
  }

  @Test
  void aStoppingApplicationKeepsTheTimeOfALaterOne() {
    MovableClock earlier = startedAt("2009-04-20T10:00");
    MovableClock later = startedAt("2010-05-17T14:00");

    earlier.reset();
    assertThat(later.now().toLocalDate()).isEqualTo("2010-05-17");

    later.reset();
    assertThat(later.now().toLocalDate()).isAfterOrEqualTo(LocalDate.of(2026, 1, 1));
  }

  private static MovableClock startedAt(String time) {
    MovableClock clock = new MovableClock(time, event -> {});
    clock.preInit(null);
    return clock;
  }
}

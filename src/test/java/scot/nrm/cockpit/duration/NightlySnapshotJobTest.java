package scot.nrm.cockpit.duration;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.LocalDateTime;
import java.util.Date;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.CaseClock;
import scot.nrm.startup.StartRefused;

@Tag("quick")
class NightlySnapshotJobTest {

  private final NightlySnapshot kept = mock(NightlySnapshot.class);
  private final WaitingCases waiting = mock(WaitingCases.class);
  private final NightlySnapshotJob atNight =
      new NightlySnapshotJob(" 03:00 ", kept, waiting, new CaseClock());

  @AfterEach
  void resetClock() {
    ClockUtil.reset();
  }

  @Test
  void theSnapshotIsTakenAfterTheSetTimeInLondon() {
    at("2010-06-15T02:59:59");
    verify(kept, never()).take();

    at("2010-06-15T03:00");
    verify(kept).take();

    at("2010-06-15T23:59"); // A missed night is made up later.
    verify(kept, times(2)).take();
  }

  @Test
  void waitingCasesAreRefreshedAtAnyTime() {
    at("2010-06-15T00:10");
    verify(waiting).refresh();

    at("2010-06-15T03:00");
    verify(waiting, times(2)).refresh();
  }

  @Test
  void aFailedSnapshotIsRetried() {
    when(kept.take()).thenThrow(new IllegalStateException("The database is away")).thenReturn(true);

    at("2010-06-15T03:00");
    at("2010-06-15T03:15");

    verify(kept, times(2)).take();
  }

  @Test
  void aSettingThatIsNotATimeOfDayIsRefused() {
    assertThatThrownBy(() -> new NightlySnapshotJob("at night", kept, waiting, new CaseClock()))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("nrm.kept-at");
  }

  private void at(String time) {
    ClockUtil.setCurrentTime(
        Date.from(LocalDateTime.parse(time).atZone(LocalDay.ZONE).toInstant()));
    atNight.takeIfDue();
  }
}

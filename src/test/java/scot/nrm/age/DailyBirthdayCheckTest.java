package scot.nrm.age;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.engine.CaseClock;

@Tag("quick")
class DailyBirthdayCheckTest {

  private static final LocalDate DAY = LocalDate.of(2012, 7, 22);

  private final ComingOfAgeWait birthdays = mock(ComingOfAgeWait.class);
  private final CaseClock clock = mock(CaseClock.class);
  private final DailyBirthdayCheck check = new DailyBirthdayCheck(birthdays, clock);

  @Test
  void filesAreOpenedOnceADay() {
    when(clock.today()).thenReturn(DAY);
    check.checkOnceADay();
    check.checkOnceADay();
    verify(birthdays, times(1)).checkDue();

    when(clock.today()).thenReturn(DAY.plusDays(1));
    check.checkOnceADay();
    verify(birthdays, times(2)).checkDue();
  }

  @Test
  void aFailedCheckIsRetriedOnTheSameDay() {
    when(clock.today()).thenReturn(DAY);
    when(birthdays.checkDue())
        .thenThrow(new IllegalStateException("no database"))
        .thenReturn(List.of("UnreadableContent"))
        .thenReturn(List.of());
    for (int minute = 0; minute < 5; minute++) {
      check.checkOnceADay();
    }

    verify(birthdays, times(3)).checkDue();
  }
}

package scot.nrm.cockpit.duration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.cockpit.duration.ElementDurations.Days;

@Tag("quick")
class ElementDurationsTest {

  private static final LocalDate UNTIL = LocalDate.of(2010, 4, 20);

  @Test
  void everyDayOfAPeriodBeforeTheSnapshotIsReadThere() {
    assertThat(within("2009-12-31", "2010-03-30")).contains(days("2009-12-31", "2010-03-31"));
    assertThat(within("2010-01-01", "2010-12-31")).contains(days("2010-01-01", "2010-04-20"));
    assertThat(within("2010-04-18", "2010-04-19")).contains(days("2010-04-18", "2010-04-20"));
    assertThat(within("2010-04-19", "2010-04-20")).contains(days("2010-04-19", "2010-04-20"));
    assertThat(within("2010-04-20", "2010-04-20")).isEmpty();
    assertThat(within("2010-05-01", "2010-05-30")).isEmpty();
  }

  @Test
  void durationsAreStoredByDay() {
    MonthSample month = new MonthSample();
    for (int seconds = 100; seconds > 0; seconds--) {
      month.on(1).add(seconds * 100_000);
    }
    month.on(2).addTasks(300, 2);
    month.on(31).add(-5);
    month.on(31).add(Integer.MAX_VALUE);
    month.on(31).addTasks(1, 1);

    DurationSample first = read(month, day -> day == 1);
    assertThat(first.inOrder())
        .containsExactly(IntStream.rangeClosed(1, 100).map(it -> it * 100_000).toArray());
    assertThat(first.due()).isZero();
    DurationSample rest = read(month, day -> day > 1);
    assertThat(rest.inOrder()).containsExactly(-5, Integer.MAX_VALUE);
    assertThat(rest.due()).isEqualTo(301);
    assertThat(rest.overdue()).isEqualTo(3);
    MonthSample.read(
        month.bytes(),
        day -> day == 3,
        () -> {
          throw new AssertionError("nothing happened that day");
        });
  }

  @Test
  void theMedianIsBetweenTheTwoInTheMiddle() {
    DurationSample sample = new DurationSample();
    assertThat(sample.quantile(0.5)).isNull();
    for (int seconds = 100; seconds > 0; seconds--) {
      sample.add(seconds);
    }
    assertThat(sample.quantile(0.5)).as("half way between 50 and 51").isEqualTo(51);
    sample.add(200);
    assertThat(sample.count()).isEqualTo(101);
    assertThat(sample.quantile(0.5)).isEqualTo(51);
    assertThat(sample.quantile(0.9)).isEqualTo(91);
    assertThat(sample.quantile(1)).isEqualTo(200);
  }

  private static DurationSample read(MonthSample month, IntPredicate which) {
    DurationSample sample = new DurationSample();
    MonthSample.read(month.bytes(), which, () -> sample);
    return sample;
  }

  private static Optional<Days> within(String from, String to) {
    return ElementDurations.daysInSnapshot(LocalDate.parse(from), LocalDate.parse(to), UNTIL);
  }

  private static Days days(String first, String until) {
    return new Days(LocalDate.parse(first), LocalDate.parse(until));
  }
}

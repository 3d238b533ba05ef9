package scot.nrm.cockpit.duration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.cockpit.duration.ElementDurations.Months;

@Tag("quick")
class ElementDurationsTest {

  private static final LocalDate UNTIL = LocalDate.of(2010, 4, 20);

  @Test
  void completeMonthsAndPartOfTheLastOneAreRead() {
    assertThat(within("2009-12-31", "2010-03-30")).contains(months("2010-01", "2010-03-01"));
    assertThat(within("2010-01-01", "2010-12-31")).contains(months("2010-01", "2010-04-20"));
    assertThat(within("2010-04-01", "2010-04-19")).contains(months("2010-04", "2010-04-20"));
    assertThat(within("2010-04-01", "2010-04-18")).isEmpty();
    assertThat(within("2010-04-02", "2010-04-30")).isEmpty();
    assertThat(within("2010-03-01", "2010-03-31")).contains(months("2010-03", "2010-04-01"));
    assertThat(within("2010-03-02", "2010-03-31")).isEmpty();
    assertThat(within("2010-03-01", "2010-03-30")).isEmpty();
    assertThat(within("2010-05-01", "2010-05-30")).isEmpty();
    assertThat(within("2010-01-01", "2010-04-18").orElseThrow().last())
        .isEqualTo(YearMonth.of(2010, 3));
    assertThat(
            ElementDurations.within(LocalDate.of(2010, 1, 1), UNTIL, LocalDate.of(2010, 4, 1))
                .orElseThrow()
                .last())
        .as("nothing of April is kept")
        .isEqualTo(YearMonth.of(2010, 3));
  }

  @Test
  void durationsAreStoredInOrderAndCanBeCombined() {
    DurationSample first = new DurationSample();
    for (int seconds = 100; seconds > 0; seconds--) {
      first.add(seconds);
    }
    DurationSample both = new DurationSample();
    both.add(200);
    both.addAll(first.lengths());
    both.addAll(new DurationSample().lengths());

    assertThat(both.count()).isEqualTo(101);
    assertThat(both.within(0.5)).isEqualTo(51);
    assertThat(both.within(0.9)).isEqualTo(91);
    assertThat(both.within(1)).isEqualTo(200);
    assertThat(first.within(0.5)).as("half way between 50 and 51").isEqualTo(51);
    assertThat(new DurationSample().within(0.5)).isNull();
  }

  private static Optional<Months> within(String from, String to) {
    return ElementDurations.within(LocalDate.parse(from), LocalDate.parse(to), UNTIL);
  }

  private static Months months(String first, String until) {
    return new Months(YearMonth.parse(first), LocalDate.parse(until));
  }
}

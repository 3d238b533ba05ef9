package scot.nrm.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("quick")
class SimulatedYearsTest {

  private static final Map<Integer, Integer> PUBLISHED =
      Map.of(2009, 149, 2010, 187, 2011, 298, 2012, 370, 2013, 448, 2014, 672);

  @Test
  void publishedYearsHaveThePublishedNumbers() {
    List<LocalDateTime> begun = beginnings("2009-04-01T00:00", "2014-12-31T23:59", 2124);

    assertThat(byYear(begun))
        .allSatisfy(
            (year, cases) ->
                assertThat(cases)
                    .as("in " + year)
                    .isCloseTo(PUBLISHED.get(year), Offset.offset(3L)));
    assertThat(begun)
        .isSorted()
        .first()
        .satisfies(first -> assertThat(first).isAfterOrEqualTo("2009-04-01T00:00"));
  }

  @Test
  void aSmallSampleHasTheSameShape() {
    assertThat(byYear(beginnings("2009-04-01T00:00", "2014-12-31T23:59", 212)))
        .allSatisfy(
            (year, cases) ->
                assertThat(cases)
                    .as("in " + year)
                    .isCloseTo(PUBLISHED.get(year) / 10, Offset.offset(2L)));
  }

  @Test
  void numbersOfOtherYearsGrowToTheEnd() {
    List<LocalDateTime> begun = beginnings("2021-11-26T12:00", "2026-11-26T12:00", 2000);

    long[] years =
        begun.stream()
            .collect(
                Collectors.groupingBy(
                    time ->
                        (int)
                            ChronoUnit.YEARS.between(LocalDateTime.parse("2021-11-26T12:00"), time),
                    TreeMap::new,
                    Collectors.counting()))
            .values()
            .stream()
            .mapToLong(Long::longValue)
            .toArray();
    assertThat(years).hasSize(5).isSorted();
    assertThat(begun)
        .last()
        .satisfies(last -> assertThat(last).isBetween("2026-11-25T00:00", "2026-11-26T12:00"));
  }

  @Test
  void aSingleCaseStartsWithinThePeriod() {
    assertThat(beginnings("2010-01-01T00:00", "2010-01-01T06:00", 1))
        .singleElement()
        .satisfies(time -> assertThat(time).isBetween("2010-01-01T00:00", "2010-01-01T06:00"));
  }

  private static Map<Integer, Long> byYear(List<LocalDateTime> begun) {
    return begun.stream()
        .collect(
            Collectors.groupingBy(LocalDateTime::getYear, TreeMap::new, Collectors.counting()));
  }

  private static List<LocalDateTime> beginnings(String from, String until, int cases) {
    return new SimulatedYears(LocalDateTime.parse(from), LocalDateTime.parse(until))
        .beginnings(cases, new Random(1));
  }
}

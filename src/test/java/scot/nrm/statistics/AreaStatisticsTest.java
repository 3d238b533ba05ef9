package scot.nrm.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.engine.CaseClock;
import scot.nrm.record.CodeNames;
import scot.nrm.statistics.AreaStatistics.Line;
import scot.nrm.statistics.ReferralCounter.Area;
import scot.nrm.statistics.ReferralCounter.DecidingAuthorities;
import scot.nrm.statistics.ReferralCounter.Outcomes;
import scot.nrm.statistics.ReferralCounter.Received;

@Tag("quick")
class AreaStatisticsTest {

  private static final Set<String> COUNCILS = Set.of("fife", "glasgow-city");

  private final ReferralCounter counter = mock(ReferralCounter.class);
  private final CodeNames names = mock(CodeNames.class);
  private final CaseClock clock = mock(CaseClock.class);
  private final AreaStatistics statistics = new AreaStatistics(counter, names, clock);

  @BeforeEach
  void itIsSummer() {
    when(clock.today()).thenReturn(LocalDate.of(2011, 8, 15));
  }

  private static Outcomes group(String rg, String cg, boolean missing, long cases) {
    return new Outcomes(
        new DecidingAuthorities("UKHTC", "UKBA"),
        "16-to-17",
        rg,
        cg,
        "unknown",
        "",
        "",
        0,
        missing,
        cases);
  }

  private static Received received(String day, long cases) {
    LocalDate month = LocalDate.parse(day).withDayOfMonth(1);
    return new Received(
        new DecidingAuthorities("UKHTC", "UKBA"), month, "police", "decided", true, true, cases);
  }

  private List<String> lines(Outcomes... groups) {
    return lines(2010, List.of(groups), List.of());
  }

  private List<String> lines(int year, List<Outcomes> groups, List<Received> received) {
    when(counter.area(
            Period.ofYear(year),
            new Period(Period.FIRST, YearMonth.of(2011, 12)),
            "r.local_authority in (:councils)",
            Map.of("councils", COUNCILS)))
        .thenReturn(new Area(groups, received));
    return statistics.of(COUNCILS, year).stream()
        .map(line -> "%s %s: %s".formatted(line.table(), line.name(), line.number()))
        .toList();
  }

  @Test
  void quarterlyReferralsAreHiddenTogetherAndYearlyOnesSeparately() {
    List<Outcomes> year = List.of(group("positive", "positive", false, 40));
    List<Received> received =
        List.of(
            received("2009-05-05", 4),
            received("2010-12-01", 12),
            received("2011-01-31", 20),
            received("2011-04-01", 6),
            received("2011-06-30", 6),
            received("2011-07-01", 8));

    assertThat(lines(2011, year, received))
        .as("two quarters have ended, one is under way")
        .endsWith(
            "referrals-by-quarter January to March: 20",
            "referrals-by-quarter April to June: 12",
            "referrals-by-quarter July to September: 8",
            "referrals-by-year 2009: fewer than 5",
            "referrals-by-year 2010: 12",
            "referrals-by-year 2011: 40");
    assertThat(lines(2011, year, List.of(received("2011-01-31", 36), received("2011-07-01", 4))))
        .as("a small quarter is hidden with another that hides it")
        .endsWith(
            "referrals-by-quarter January to March: not shown",
            "referrals-by-quarter April to June: not shown",
            "referrals-by-quarter July to September: not shown",
            "referrals-by-year 2009: fewer than 5",
            "referrals-by-year 2010: fewer than 5",
            "referrals-by-year 2011: 40");
    assertThat(lines(2009, List.of(), List.of()))
        .as("there were no referrals before April 2009")
        .filteredOn(line -> line.startsWith("referrals-by-quarter"))
        .hasSize(3);
  }

  @Test
  void countsAreShownIfTheyRevealNoChild() {
    assertThat(
            lines(
                group("positive", "positive", true, 7),
                group("positive", "negative", false, 11),
                group("positive", "positive", false, 5),
                group("negative", "not-reached", false, 30)))
        .containsExactly(
            "referrals All referrals: 53",
            "rg-outcome Positive: 23",
            "rg-outcome Negative: not shown",
            "rg-outcome Suspended: not shown",
            "rg-outcome Pending: not shown",
            "rg-outcome Closed undecided: not shown",
            "cg-outcome Positive: 12",
            "cg-outcome Negative: not shown",
            "cg-outcome Suspended: not shown",
            "cg-outcome Pending: not shown",
            "cg-outcome Closed undecided: not shown",
            "missing Missing: 7",
            "missing Never missing: 46",
            "referrals-by-quarter January to March: not shown",
            "referrals-by-quarter April to June: not shown",
            "referrals-by-quarter July to September: not shown",
            "referrals-by-quarter October to December: not shown",
            "referrals-by-year 2009: fewer than 5",
            "referrals-by-year 2010: fewer than 5",
            "referrals-by-year 2011: fewer than 5");
  }

  @Test
  void fewerThanFiveReferralsAreNotShown() {
    assertThat(lines(group("positive", "positive", false, 4)))
        .startsWith("referrals All referrals: fewer than 5")
        .hasSize(20)
        .filteredOn(line -> !line.endsWith(": not shown"))
        .as("the year and the years before and after it")
        .hasSize(4)
        .allMatch(line -> line.endsWith(": fewer than 5"));
    assertThat(lines(group("positive", "positive", false, 5)))
        .startsWith("referrals All referrals: 5");
  }

  @Test
  void anAreaWithoutLocalAuthoritiesHasNoReferrals() {
    assertThat(statistics.of(Set.of(), 2010))
        .hasSize(20)
        .first()
        .isEqualTo(new Line("referrals", "Referrals", "total", "All referrals", "fewer than 5"));
  }

  @Test
  void theLocalAuthoritiesOfAnAreaAreListedByName() {
    when(names.council(anyString())).thenAnswer(call -> "The " + call.getArgument(0));

    assertThat(statistics.areaName(COUNCILS)).isEqualTo("The fife, The glasgow-city");
    assertThat(statistics.areaName(Set.of())).isEmpty();
  }

  @Test
  void yearsRangeFrom2009ToThisYear() {
    Years years = new Years(clock);

    when(clock.today()).thenReturn(LocalDate.of(2011, 6, 15));
    assertThat(years.all()).containsExactly(2011, 2010, 2009);
    assertThat(years.latest()).isEqualTo(2011);
    assertThat(years.chosen("2009")).isEqualTo(2009);
    for (String typed : List.of("2008", "2012", "10", "year", "")) {
      assertThatThrownBy(() -> years.chosen(typed))
          .as(typed)
          .hasMessage("Choose a year from 2009 to 2011.");
    }
    when(clock.today()).thenReturn(LocalDate.of(2008, 6, 15));
    assertThat(years.all()).containsExactly(2009);
  }
}

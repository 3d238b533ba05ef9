package scot.nrm.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.engine.CaseClock;
import scot.nrm.record.CodeNames;
import scot.nrm.statistics.AreaStatistics.Line;
import scot.nrm.statistics.ReferralCounter.Authorities;
import scot.nrm.statistics.ReferralCounter.Outcomes;

@Tag("quick")
class AreaStatisticsTest {

  private static final Set<String> COUNCILS = Set.of("fife", "glasgow-city");

  private final ReferralCounter counter = mock(ReferralCounter.class);
  private final CodeNames names = mock(CodeNames.class);
  private final AreaStatistics statistics = new AreaStatistics(counter, names);

  private static Outcomes group(String rg, String cg, boolean missing, long cases) {
    return new Outcomes(
        new Authorities("UKHTC", "UKBA"), "16-to-17", rg, cg, "unknown", "", "", missing, cases);
  }

  private List<String> lines(Outcomes... groups) {
    when(counter.byAge(
            Period.ofYear(2010), "r.local_authority in (:councils)", Map.of("councils", COUNCILS)))
        .thenReturn(List.of(groups));
    return statistics.of(COUNCILS, 2010).stream()
        .map(line -> "%s %s: %s".formatted(line.table(), line.name(), line.number()))
        .toList();
  }

  @Test
  void countsAreShownWhereTheyRevealNoChild() {
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
            "missing Never missing: 46");
  }

  @Test
  void ofFewerThanFiveReferralsNothingIsShown() {
    assertThat(lines(group("positive", "positive", false, 4)))
        .startsWith("referrals All referrals: fewer than 5")
        .hasSize(13)
        .filteredOn(line -> !line.endsWith(": not shown"))
        .hasSize(1);
    assertThat(lines(group("positive", "positive", false, 5)))
        .startsWith("referrals All referrals: 5");
  }

  @Test
  void anAreaWithoutLocalAuthoritiesHasNoReferrals() {
    assertThat(statistics.of(Set.of(), 2010))
        .hasSize(13)
        .first()
        .isEqualTo(new Line("referrals", "Referrals", "total", "All referrals", "fewer than 5"));
  }

  @Test
  void theLocalAuthoritiesOfAnAreaAreListedByName() {
    when(names.council(anyString())).thenAnswer(call -> "The " + call.getArgument(0));

    assertThat(statistics.words(COUNCILS)).isEqualTo("The fife, The glasgow-city");
    assertThat(statistics.words(Set.of())).isEmpty();
  }

  @Test
  void aYearIsOneFrom2009ToThisYear() {
    CaseClock clock = mock(CaseClock.class);
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

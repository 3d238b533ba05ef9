package scot.nrm.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static scot.nrm.register.InventedCase.NOT_BEGUN;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.register.CaseOverview.Clock;
import scot.nrm.register.CaseOverview.Fact;
import scot.nrm.register.CaseOverview.Pace;
import scot.nrm.register.RegisterCase.StageState;

@Tag("quick")
class CaseOverviewTest {

  private static final LocalDate TODAY = LocalDate.of(2009, 4, 20);
  private static final Consumer<InventedCase> NOTHING = known -> {};

  @Test
  void anOpenDeadlineShowsDaysLeftOrDaysLate() {
    assertThat(clock(due(TODAY.plusDays(3)), NOTHING, null))
        .isEqualTo(Pace.RUNNING + " 3 days left");
    assertThat(clock(due(TODAY.plusDays(1)), NOTHING, null))
        .isEqualTo(Pace.RUNNING + " 1 day left");
    assertThat(clock(due(TODAY), NOTHING, null)).isEqualTo(Pace.TODAY + " due today");
    assertThat(clock(due(TODAY.minusDays(1)), NOTHING, null)).isEqualTo(Pace.LATE + " 1 day late");
  }

  @Test
  void aDecisionShowsItsOutcomeAndLateness() {
    assertThat(clock(decided(false, 0), NOTHING, null)).isEqualTo(Pace.DONE + " positive, on time");
    assertThat(clock(decided(true, 2), NOTHING, null))
        .isEqualTo(Pace.LATE + " positive, 2 days late");
    assertThat(clock(decided(true, null), NOTHING, null)).isEqualTo(Pace.LATE + " positive, late");
  }

  @Test
  void d35ASuspendedStageIsNeverLate() {
    Consumer<InventedCase> suspended =
        known -> {
          known.missingSince = TODAY.minusDays(9);
          known.suspendedStage = Stage.REASONABLE_GROUNDS;
          known.suspendedOn = TODAY.minusDays(5);
        };

    assertThat(clock(due(TODAY.minusDays(3)), suspended, null))
        .isEqualTo(Pace.SUSPENDED + " suspended since 15 April 2009, so no deadline applies");
  }

  @Test
  void aCaseEndedWithoutADecisionIsNotLate() {
    assertThat(clock(due(TODAY.minusDays(3)), NOTHING, "closed-other"))
        .isEqualTo(Pace.STOPPED + " the case ended without this decision");
  }

  @Test
  void d30AReconsideredDecisionHasItsNewDeadline() {
    Consumer<InventedCase> again = known -> known.reconsideredStage = Stage.REASONABLE_GROUNDS;
    StageState due =
        new StageState(
            TODAY.plusDays(2), TODAY.plusDays(2), Outcome.NEGATIVE, TODAY, false, 0, null);

    assertThat(clock(due, again, "no-reasonable-grounds"))
        .isEqualTo(
            Pace.RUNNING
                + " being reconsidered, 2 days left, counted from the date of the request");
    assertThat(clock(decidedBefore(TODAY.minusDays(1)), again, "no-reasonable-grounds"))
        .isEqualTo(
            Pace.LATE + " being reconsidered, 1 day late, counted from the date of the request");
  }

  private static StageState decidedBefore(LocalDate due) {
    return new StageState(due, due, Outcome.NEGATIVE, due.minusDays(9), false, 0, null);
  }

  @Test
  void d25AnEarlyDecisionEndsTheReviewAndNotTheReflectionPeriod() {
    assertThat(reflection(null, null))
        .containsExactly(
            "Review of the reflection period RUNNING 5 days left",
            "End of the reflection period RUNNING 20 days left");
    assertThat(reflection(TODAY, "recognised"))
        .containsExactly(
            "Review of the reflection period STOPPED not needed: conclusive grounds are decided",
            "End of the reflection period RUNNING 20 days left",
            "Conclusive grounds decision DONE positive, on time");
    assertThat(reflection(TODAY.plusDays(5), "recognised"))
        .as("on the day of the review, which may have been done before")
        .contains(
            "Review of the reflection period STOPPED conclusive grounds were decided on this day");
    assertThat(reflection(null, "closed-other"))
        .containsExactly(
            "Review of the reflection period STOPPED the case ended before",
            "End of the reflection period STOPPED the case ended before");
  }

  /** Its task says whether it has been done. */
  @Test
  void d21AReviewPastItsDateIsNotShownAsDone() {
    assertThat(
            overview(
                    NOT_BEGUN,
                    known -> {
                      known.reflectionReview = TODAY.minusDays(9);
                      known.reflectionEnd = TODAY.plusDays(6);
                    },
                    null)
                .deadlines()
                .get(0))
        .extracting(Clock::pace, Clock::words)
        .containsExactly(Pace.STOPPED, "date has passed");
  }

  @Test
  void d20AReflectionPeriodIsOverAfterItsLastDay() {
    assertThat(
            overview(NOT_BEGUN, known -> known.reflectionEnd = TODAY.minusDays(1), null)
                .deadlines()
                .get(0))
        .extracting(Clock::pace, Clock::words)
        .containsExactly(Pace.DONE, "the period is over");
  }

  private static List<String> reflection(LocalDate decided, String outcome) {
    StageState conclusiveGrounds =
        decided == null
            ? NOT_BEGUN
            : new StageState(decided, decided, Outcome.POSITIVE, decided, false, 0, null);
    return overview(
            NOT_BEGUN,
            known -> {
              known.reflectionReview = TODAY.plusDays(5);
              known.reflectionEnd = TODAY.plusDays(20);
              known.conclusiveGrounds = conclusiveGrounds;
            },
            outcome)
        .deadlines()
        .stream()
        .map(clock -> clock.name() + " " + clock.pace() + " " + clock.words())
        .toList();
  }

  @Test
  void theOriginalDateIsShownBesideTheCurrentOne() {
    StageState moved = new StageState(TODAY, TODAY.plusDays(7), null, null, null, null, null);

    Clock clock = overview(moved, NOTHING, null).deadlines().get(0);

    assertThat(clock.first()).isEqualTo(TODAY);
    assertThat(clock.inForce()).isEqualTo(TODAY.plusDays(7));
  }

  @Test
  void d6UntilReceiptTheFormHasADeadlineInHours() {
    Instant due = Instant.parse("2009-04-20T13:20:00Z"); // 14:20 in London
    Consumer<InventedCase> met = known -> known.referralDueAt = due;

    assertThat(form(met, "2009-04-19T17:20:00Z"))
        .isEqualTo("RUNNING 20 April 2009: 20 hours left, until 14:20");
    assertThat(form(met, "2009-04-20T12:20:00Z"))
        .isEqualTo("TODAY 20 April 2009: 1 hour left, until 14:20");
    assertThat(form(met, "2009-04-20T13:19:59Z"))
        .isEqualTo("TODAY 20 April 2009: less than an hour left, until 14:20");
    assertThat(form(met, "2009-04-20T16:25:00Z")).isEqualTo("LATE 20 April 2009: 3 hours late");
    assertThat(form(met, "2009-04-27T16:25:00Z")).isEqualTo("LATE 20 April 2009: 7 days late");
    assertThat(form(met, "2009-04-10T16:25:00Z"))
        .isEqualTo("RUNNING 20 April 2009: 10 days left, until 14:20");
    assertThat(overview(NOT_BEGUN, met, null, TODAY, due).deadlines()).isEmpty();
    assertThat(overview(NOT_BEGUN, met, "not-referred", null, due).deadlines()).isEmpty();

    Instant endOfDay = LocalDay.endOf(TODAY).toInstant();
    assertThat(form(known -> known.referralDueAt = endOfDay, "2009-04-20T12:20:00Z"))
        .as("no time of day known")
        .isEqualTo("TODAY 20 April 2009: due today");
  }

  @Test
  void d6LatenessOfASentFormDoesNotGrowUntilItIsLogged() {
    Consumer<InventedCase> inTime =
        known -> {
          known.referralDueAt = Instant.parse("2009-04-20T13:20:00Z");
          known.referralSentAt = Instant.parse("2009-04-20T13:20:00Z");
        };
    Consumer<InventedCase> late =
        inTime.andThen(known -> known.referralSentAt = Instant.parse("2009-04-20T16:25:00Z"));

    assertThat(form(inTime, "2009-04-27T16:25:00Z"))
        .isEqualTo("DONE 20 April 2009: sent on 20 April 2009, 14:20; UKHTC has not logged it yet");
    assertThat(form(late, "2009-04-27T16:25:00Z"))
        .isEqualTo(
            "LATE 20 April 2009: sent on 20 April 2009, 17:25 (3 hours late); UKHTC has not logged it yet");
    assertThat(
            overview(NOT_BEGUN, late, null, TODAY, Instant.parse("2009-04-27T16:25:00Z"))
                .deadlines())
        .isEmpty();
  }

  private static String form(Consumer<InventedCase> facts, String at) {
    Clock clock = overview(NOT_BEGUN, facts, null, null, Instant.parse(at)).deadlines().get(0);
    assertThat(KnownAuthorities.named(clock.name())).isEqualTo("NRM form to UKHTC");
    return KnownAuthorities.named(clock.pace() + " " + clock.sentence());
  }

  @Test
  void unsetDeadlinesAreOmitted() {
    assertThat(overview(NOT_BEGUN, NOTHING, null).deadlines()).isEmpty();
  }

  @Test
  void everyPageUsesTheSameWords() {
    CaseOverview overview =
        overview(
            due(TODAY.plusDays(3)),
            known -> {
              known.referralTargetMissed = true;
              known.missingSince = TODAY.minusDays(9);
              known.suspendedStage = Stage.REASONABLE_GROUNDS;
              known.suspendedOn = TODAY.minusDays(5);
              known.adultFrom = TODAY.minusDays(1);
            },
            null);

    assertThat(overview.state()).isEqualTo("Suspended at reasonable grounds");
    assertThat(overview.notable())
        .extracting(Fact::words)
        .containsExactly(
            "Child missing since 11 April 2009",
            "Reasonable grounds suspended since 15 April 2009",
            "Adult since 19 April 2009",
            "NRM form received late, counted from the first meeting with the child");
    assertThat(overview.deadlines())
        .extracting(Clock::name, Clock::sentence)
        .containsExactly(
            tuple(
                "Reasonable grounds decision",
                "suspended since 15 April 2009, so no deadline applies (it was 23 April 2009)"));
    assertThat(
            overview(
                    new StageState(TODAY, TODAY.plusDays(7), null, null, null, null, null),
                    NOTHING,
                    null)
                .deadlines()
                .get(0)
                .sentence())
        .isEqualTo("27 April 2009 (originally 20 April 2009): 7 days left");
  }

  private static StageState due(LocalDate day) {
    return new StageState(day, day, null, null, null, null, null);
  }

  private static StageState decided(boolean late, Integer days) {
    return new StageState(TODAY, TODAY, Outcome.POSITIVE, TODAY, late, days, null);
  }

  private static String clock(
      StageState reasonableGrounds, Consumer<InventedCase> facts, String outcome) {
    Clock clock = overview(reasonableGrounds, facts, outcome).deadlines().get(0);
    return clock.pace() + " " + clock.words();
  }

  private static CaseOverview overview(
      StageState reasonableGrounds, Consumer<InventedCase> facts, String outcome) {
    return overview(reasonableGrounds, facts, outcome, TODAY, LocalDay.startOf(TODAY).toInstant());
  }

  private static CaseOverview overview(
      StageState reasonableGrounds,
      Consumer<InventedCase> facts,
      String outcome,
      LocalDate received,
      Instant at) {
    InventedCase known = new InventedCase();
    known.referralReceivedOn = received;
    known.rgAuthority = KnownAuthorities.UKHTC;
    known.reasonableGrounds = reasonableGrounds;
    known.caseOutcome = CaseOutcome.of(outcome);
    facts.accept(known);
    return new CaseOverview(known.build(), at);
  }
}

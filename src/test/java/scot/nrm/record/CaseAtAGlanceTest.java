package scot.nrm.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.record.CaseAtAGlance.Clock;
import scot.nrm.record.CaseAtAGlance.Pace;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterCase.AtStage;
import scot.nrm.register.RegisterCase.Now;
import scot.nrm.register.Stage;

@Tag("quick")
class CaseAtAGlanceTest {

  private static final LocalDate TODAY = LocalDate.of(2009, 4, 20);
  private static final AtStage NOT_BEGUN = new AtStage(null, null, null, null, null, null, null);
  private static final Now NOTHING = new Now(null, null, null, null, null, null, null, null, null);

  @Test
  void aClockThatRunsSaysHowManyDaysAreLeftOrHowLateItIs() {
    assertThat(clock(due(TODAY.plusDays(3)), NOTHING, null))
        .isEqualTo(Pace.RUNNING + " 3 days left");
    assertThat(clock(due(TODAY.plusDays(1)), NOTHING, null))
        .isEqualTo(Pace.RUNNING + " 1 day left");
    assertThat(clock(due(TODAY), NOTHING, null)).isEqualTo(Pace.TODAY + " due today");
    assertThat(clock(due(TODAY.minusDays(1)), NOTHING, null)).isEqualTo(Pace.LATE + " 1 day late");
  }

  @Test
  void aDecisionSaysWhatItWasAndHowLate() {
    assertThat(clock(decided(false, 0), NOTHING, null)).isEqualTo(Pace.DONE + " positive, on time");
    assertThat(clock(decided(true, 2), NOTHING, null))
        .isEqualTo(Pace.LATE + " positive, 2 days late");
    assertThat(clock(decided(true, null), NOTHING, null)).isEqualTo(Pace.LATE + " positive, late");
  }

  @Test
  void aSuspendedStageIsNeverLate() {
    Now suspended =
        new Now(
            null,
            null,
            null,
            TODAY.minusDays(9),
            Stage.REASONABLE_GROUNDS,
            TODAY.minusDays(5),
            null,
            null,
            null);

    assertThat(clock(due(TODAY.minusDays(3)), suspended, null))
        .isEqualTo(Pace.SUSPENDED + " suspended since 15 April 2009; nothing is late");
  }

  @Test
  void aCaseThatEndedWithoutThisDecisionIsNotLateEither() {
    assertThat(clock(due(TODAY.minusDays(3)), NOTHING, "closed-other"))
        .isEqualTo(Pace.STOPPED + " the case ended without this decision");
  }

  @Test
  void theFirstDateStaysBesideTheOneInForce() {
    AtStage moved = new AtStage(TODAY, TODAY.plusDays(7), null, null, null, null, null);

    Clock clock = CaseAtAGlance.clocks(known(moved, NOTHING, null), TODAY).get(0);

    assertThat(clock.first()).isEqualTo(TODAY);
    assertThat(clock.inForce()).isEqualTo(TODAY.plusDays(7));
  }

  @Test
  void whatHasNotBeenSetIsLeftOut() {
    assertThat(CaseAtAGlance.clocks(known(NOT_BEGUN, NOTHING, null), TODAY)).isEmpty();
  }

  private static AtStage due(LocalDate day) {
    return new AtStage(day, day, null, null, null, null, null);
  }

  private static AtStage decided(boolean late, Integer days) {
    return new AtStage(TODAY, TODAY, "positive", TODAY, late, days, null);
  }

  private static String clock(AtStage reasonableGrounds, Now now, String outcome) {
    Clock clock = CaseAtAGlance.clocks(known(reasonableGrounds, now, outcome), TODAY).get(0);
    return clock.pace() + " " + clock.words();
  }

  private static RegisterCase known(AtStage reasonableGrounds, Now now, String outcome) {
    return new RegisterCase(
        "NRM-2009-000001",
        "glasgow-city",
        null,
        TODAY,
        TODAY,
        List.of(),
        null,
        null,
        null,
        "UKHTC",
        null,
        null,
        null,
        reasonableGrounds,
        null,
        null,
        null,
        NOT_BEGUN,
        null,
        null,
        null,
        null,
        outcome,
        null,
        now);
  }
}

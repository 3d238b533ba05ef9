package scot.nrm.decision.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.DecisionTables;
import scot.nrm.forms.check.FormLabels;
import scot.nrm.forms.text.FormText.CaseOfForm;
import scot.nrm.register.InventedCase;
import scot.nrm.register.Outcome;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase.StageState;

/** The limits of the decision table, as forms show them. */
@Tag("quick")
class TimeLimitTextTest {

  private static final String CASE = "NRM-2009-2222-2239";
  private static final LocalDate LAST_DAY_OF_MARCH_2013 = LocalDate.of(2013, 3, 31);

  private final DecisionTables tables = mock(DecisionTables.class);
  private final Register register = mock(Register.class);
  private final CaseClock clock = mock(CaseClock.class);

  /** What each form shows, by name. */
  private Map<String, String> shown(String caseNumber) {
    CaseOfForm shown =
        new CaseOfForm(
            caseNumber, "any", CaseFileContent.empty(), Map.of(), new FormLabels(Map::of));
    Map<String, String> texts = new HashMap<>();
    new TimeLimitFormTexts(new TimeLimits(tables), register, clock)
        .texts()
        .forEach((name, text) -> texts.put(name, text.text(shown)));
    return texts;
  }

  private void useTheTable() {
    when(tables.askAll(any(), any()))
        .thenAnswer(asked -> DecisionTable.named("time-limits").ask(asked.getArgument(1)));
  }

  @Test
  void aStartFormShowsTheLimitsInForceToday() {
    useTheTable();
    when(clock.today()).thenReturn(LAST_DAY_OF_MARCH_2013.plusDays(1));

    assertThat(shown(null))
        .containsEntry("limitReasonableGrounds", "5 working days")
        .containsEntry("limitReflection", "45 days")
        .containsEntry("limitReflectionReview", "day 30")
        .containsEntry("limitPositiveDecision", "at any time")
        .containsEntry("limitNegativeDecision", "day 46")
        .containsEntry("limitReviewReminder", "10 working days")
        .containsEntry("limitNewTarget", "14 days")
        .containsEntry("limitLocalAuthorityAnswer", "10 working days")
        .containsEntry("limitReferral", "48 hours")
        .containsEntry("limitLeave", "at least 12 months and 1 day, and at most 30 months");
  }

  @Test
  void equalMinimumAndMaximumLeaveIsShownAsOneLength() {
    useTheTable();
    when(clock.today()).thenReturn(LAST_DAY_OF_MARCH_2013);

    assertThat(shown(null)).containsEntry("limitLeave", "12 months");
  }

  @Test
  void theFormOfACaseShowsTheLimitInForceWhenItWasSet() {
    when(clock.today()).thenReturn(LAST_DAY_OF_MARCH_2013.plusDays(9));
    limits("2013-04-09", 14, 30);
    limits("2013-03-31", 30, 45);
    InventedCase known = new InventedCase();
    when(register.find(CASE)).thenAnswer(asked -> Optional.of(known.build()));

    assertThat(shown(CASE)).containsEntry("limitReflection", "30 days");

    known.reasonableGrounds =
        new StageState(null, null, Outcome.POSITIVE, LAST_DAY_OF_MARCH_2013, null, null, null);

    assertThat(shown(CASE))
        .containsEntry("limitReflection", "45 days")
        .containsEntry("limitReflectionReview", "day 30")
        .containsEntry("limitNegativeDecision", "day 46");
    assertThat(shown(null)).containsEntry("limitReflection", "30 days");

    known.reflectionEnd = LAST_DAY_OF_MARCH_2013.plusDays(45 + 14);

    assertThat(shown(CASE))
        .as("D22, D25: an extended reflection period")
        .containsEntry("limitNegativeDecision", "day 60");
  }

  private void limits(String startsOn, int review, int reflection) {
    Map<String, Object> facts = Map.of("receivedOn", startsOn, "startsOn", startsOn);
    List<Map<String, Object>> rows = new ArrayList<>(DecisionTable.named("time-limits").ask(facts));
    rows.add(Map.of("period", "reflection-review", "value", review, "unit", "days"));
    rows.add(Map.of("period", "reflection", "value", reflection, "unit", "days"));
    when(tables.askAll("time-limits", facts)).thenReturn(rows);
  }
}

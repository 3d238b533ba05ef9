package scot.nrm.decision.reflection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.decision.deadline.DecisionTable;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.TestExecution;
import scot.nrm.facts.DecisionDeadlines;
import scot.nrm.facts.KnownClocks;
import scot.nrm.facts.ReflectionDates;

/** The grant and the end of the reflection period (D20, D21). */
@Tag("quick")
class ReflectionStepsTest {

  private static final String CASE = "NRM-2009-2222-345L";

  private final ReflectionSteps steps = new ReflectionSteps();

  /** Day 45 is a Saturday; a bank holiday is among the ten working days after the review. */
  @Test
  void d20ThePeriodAndTheTargetEndOnDay45WithAReviewOnDay30() throws Exception {
    ReflectionDates dates = mock(ReflectionDates.class);
    DecisionDeadlines deadlines = mock(DecisionDeadlines.class);
    TestExecution step =
        new TestExecution(
            CASE, Map.of("referralReceivedDate", "2009-04-15", "rgDecisionDate", "2009-04-22"));

    steps
        .grantReflectionPeriod(DecisionTable.limits(), KnownClocks.ENGLAND, dates, deadlines)
        .execute(step);

    LocalDate end = LocalDate.of(2009, 6, 6);
    verify(dates).begin(step, LocalDate.of(2009, 5, 22), LocalDate.of(2009, 6, 8), end);
    verify(deadlines).beginConclusiveGrounds(step, end);
  }

  @ParameterizedTest
  @CsvSource({
    "answered, answered, answered, yes",
    "not-answered, answered, answered, no",
    "answered, not-answered, answered, no",
    "answered, answered, not-answered, no"
  })
  void d21AReviewIsCompleteWhenEveryoneHasAnswered(
      String firstResponder, String localAuthority, String police, String complete)
      throws Exception {
    CaseFile file = mock(CaseFile.class);
    Map<String, String> said =
        Map.of(
            "reviewFirstResponder", firstResponder,
            "reviewLocalAuthority", localAuthority,
            "reviewPolice", police);
    when(file.read(CASE)).thenReturn(new CaseFileContent(new ObjectMapper().valueToTree(said)));
    TestExecution step = new TestExecution(CASE, Map.of());

    steps.recordWhoAnswered(file).notify(step);

    assertThat(step.getVariable("reviewComplete")).isEqualTo(complete);
  }

  @Test
  void d21TheConclusiveDecisionEndsTheReview() throws Exception {
    CaseInstances instances = mock(CaseInstances.class);

    steps.notifyReflectionPeriod(instances).execute(new TestExecution(CASE, Map.of()));

    verify(instances).correlate(CASE, "conclusive-grounds-decided");
  }
}

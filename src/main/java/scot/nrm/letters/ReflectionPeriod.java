package scot.nrm.letters;

import java.time.LocalDate;
import java.util.Map;
import org.camunda.bpm.engine.DecisionService;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * The dates of the reflection period that a positive decision grants (D20, D21), for the letter that tells of it: the
 * letter goes out with the decision, before the case sets its clocks by the same table {@code time-limits}.
 */
@Component
class ReflectionPeriod {

  private final DecisionService decisions;

  ReflectionPeriod(@Lazy DecisionService decisions) {
    this.decisions = decisions;
  }

  /** The dates by the names that templates use. */
  Map<String, LocalDate> from(LocalDate decided) {
    Map<String, Object> limits = decisions
        .evaluateDecisionByKey("time-limits")
        .decisionDefinitionWithoutTenantId()
        .variables(Variables.putValue("onDate", decided.toString()))
        .evaluate()
        .getSingleResult();
    return Map.of(
        "reflectionReview", decided.plusDays(days(limits, "reflectionReviewDays")),
        "reflectionEnd", decided.plusDays(days(limits, "reflectionDays")));
  }

  private static long days(Map<String, Object> limits, String output) {
    return ((Number) limits.get(output)).longValue();
  }
}

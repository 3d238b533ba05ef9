package scot.nrm.forms;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.feel.api.EvaluationResult;
import org.camunda.feel.api.FeelEngineApi;
import org.camunda.feel.api.FeelEngineBuilder;
import org.camunda.feel.api.ParseResult;

/**
 * The conditions under which a form hides a field, by the FEEL engine that Camunda ships. As in form-js, a condition
 * that is not clearly true, or that cannot be evaluated, hides nothing.
 */
final class Conditions {

  private static final FeelEngineApi FEEL = FeelEngineBuilder.forJava().build();

  /** Only text that stands in deployed forms gets in here, so it stays small. */
  private static final Map<String, ParseResult> PARSED = new ConcurrentHashMap<>();

  private Conditions() {}

  static boolean holds(String condition, Map<String, Object> values) {
    ParseResult parsed = parse(condition);
    if (parsed.isFailure()) {
      return false;
    }
    EvaluationResult result = FEEL.evaluate(parsed.parsedExpression(), values);
    return result.isSuccess() && Boolean.TRUE.equals(result.result());
  }

  /** Whether the condition is FEEL at all. */
  static boolean isReadable(String condition) {
    return parse(condition).isSuccess();
  }

  private static ParseResult parse(String condition) {
    return PARSED.computeIfAbsent(condition, FEEL::parseExpression);
  }
}

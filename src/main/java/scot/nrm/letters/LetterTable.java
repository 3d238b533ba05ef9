package scot.nrm.letters;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.dmn.engine.DmnDecisionResult;
import org.camunda.bpm.engine.DecisionService;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** The table {@code letters}, which policy staff revise: which letters an occasion sends, and to whom. */
@Component
class LetterTable {

  static final String KEY = "letters";

  private final DecisionService decisions;

  /** Lazy, because the engine reads the beans that diagrams name while it is being built. */
  LetterTable(@Lazy DecisionService decisions) {
    this.decisions = decisions;
  }

  /** One row that fits. */
  record Row(String code, String letter, Addressee addressee, boolean minuteEnclosed) {}

  List<Row> lettersFor(String occasion, LetterFacts facts) {
    return rows(decisions
        .evaluateDecisionByKey(KEY)
        .decisionDefinitionWithoutTenantId()
        .variables(Variables.fromMap(facts.asVariables()).putValue("occasion", occasion))
        .evaluate());
  }

  static List<Row> rows(DmnDecisionResult result) {
    return result.getResultList().stream().map(LetterTable::row).toList();
  }

  private static Row row(Map<String, Object> row) {
    return new Row(
        text(row, "code"), text(row, "letter"), Addressee.of(text(row, "addressee")),
        Boolean.TRUE.equals(row.get("minuteEnclosed")));
  }

  private static String text(Map<String, Object> row, String output) {
    Object value = row.get(output);
    return value == null ? "" : value.toString();
  }
}

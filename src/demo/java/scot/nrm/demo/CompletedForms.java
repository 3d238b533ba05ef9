package scot.nrm.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import scot.nrm.forms.check.FormField;
import scot.nrm.forms.check.FormSchema;

/**
 * Forms filled in from the known facts of a case, without opening them: the fields of a form are
 * read once.
 */
final class CompletedForms {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Initial dates of fields; here a form is received when it is logged. */
  private static final Set<String> TODAY = Set.of("today", "sent");

  private final Map<String, Map<String, Object>> usual;
  private final Map<String, FormSchema> forms = new ConcurrentHashMap<>();

  CompletedForms(Map<String, Map<String, Object>> usualAnswers) {
    this.usual = usualAnswers;
  }

  /**
   * A completed form: the step's answers, then the child's facts, then the usual answers; and the
   * date that the form shows. Hidden and read-only fields, and those without a value, are omitted.
   *
   * @param name the task or process
   * @param form reads an unknown form
   */
  Map<String, Object> complete(
      String name,
      Supplier<InputStream> form,
      Map<String, Object> step,
      Map<String, Object> facts,
      LocalDate today) {
    Map<String, Object> often = usual.getOrDefault(name, Map.of());
    Map<String, Object> answers = new LinkedHashMap<>();
    Map<String, JsonNode> plain = new HashMap<>();
    for (FormField field :
        forms.computeIfAbsent(name, any -> FilledForms.schema(form.get())).fields().values()) {
      String key = field.key();
      Object answer = step.getOrDefault(key, facts.getOrDefault(key, often.get(key)));
      if (answer == null && field.isDate() && TODAY.contains(field.property("default"))) {
        answer = today;
      }
      if (answer != null && !field.disabled() && !field.isHidden(plain::get)) {
        Object written = answer instanceof LocalDate day ? day.toString() : answer;
        answers.put(key, written);
        plain.put(key, JSON.valueToTree(written));
      }
    }
    return answers;
  }
}

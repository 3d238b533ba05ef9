package scot.nrm.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.variable.VariableMap;
import scot.nrm.forms.check.FormField;
import scot.nrm.forms.check.FormSchema;

/** Forms filled in as in Tasklist: existing values are kept unless overwritten. */
final class FilledForms {

  private final FormService forms;
  private final LocalDate today;

  /**
   * @param today the day for relative dates
   */
  FilledForms(FormService forms, LocalDate today) {
    this.forms = forms;
    this.today = today;
  }

  Map<String, Object> start(String definition, Map<String, Object> answers) {
    FormSchema form = schema(forms.getDeployedStartForm(definition));
    Map<String, Object> filled = new LinkedHashMap<>();
    form.fields()
        .forEach(
            (key, field) -> {
              String preset = field.component().path("defaultValue").asText();
              if (!preset.isEmpty()) {
                filled.put(key, preset);
              }
            });
    return written(filled, answers);
  }

  Map<String, Object> task(String task, Map<String, Object> answers) {
    FormSchema form = schema(forms.getDeployedTaskForm(task));
    VariableMap opened = forms.getTaskFormVariables(task);
    Map<String, Object> filled = new LinkedHashMap<>();
    form.fields().values().stream()
        .filter(field -> !field.disabled() && opened.containsKey(field.key()))
        .map(FormField::key)
        .forEach(key -> filled.put(key, opened.getValueTyped(key)));
    return written(filled, answers);
  }

  private Map<String, Object> written(Map<String, Object> filled, Map<String, Object> answers) {
    answers.forEach(
        (key, answer) -> {
          Object meant = InventedCases.inWords(answer, today);
          filled.put(key, meant instanceof LocalDate day ? day.toString() : meant);
        });
    return filled;
  }

  /** Reads a form, and closes it. */
  static FormSchema schema(InputStream form) {
    try (form) {
      return FormSchema.parse(form.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

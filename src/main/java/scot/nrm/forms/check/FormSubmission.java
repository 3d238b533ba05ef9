package scot.nrm.forms.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.CaseFileContent;

/**
 * A correctly completed form, with the data of its case.
 *
 * @param caseNumber {@code null} if the form belongs to no case
 * @param starts whether the form starts a process; else it completes a task
 * @param values the submitted values, by key
 * @param file the child's file before this form
 * @param variables the case's process variables before this form
 * @param officer the user id of the person who submits it; {@code null} if nobody is signed in
 */
public record FormSubmission(
    String caseNumber,
    FormSchema form,
    boolean starts,
    Map<String, JsonNode> values,
    CaseFileContent file,
    Map<String, Object> variables,
    String officer,
    LocalDate today) {

  /** The values of this form, with the same methods as the file. */
  public CaseFileContent submitted() {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.setAll(values);
    return new CaseFileContent(fields);
  }

  /** With more values, or others. */
  public FormSubmission with(Map<String, JsonNode> more) {
    Map<String, JsonNode> all = new LinkedHashMap<>(values);
    all.putAll(more);
    return new FormSubmission(caseNumber, form, starts, all, file, variables, officer, today);
  }

  /** The submitted text; empty if there is none. */
  public String text(String key) {
    return submitted().text(key);
  }

  public boolean is(String key, String value) {
    return submitted().is(key, value);
  }

  /**
   * A date of the case: from this form if it has the field, then from the process variable, then
   * from the file. So a date that the person corrects in this form takes precedence.
   */
  public Optional<LocalDate> date(String key) {
    if (form.fields().containsKey(key) && !form.fields().get(key).disabled()) {
      return submitted().date(key);
    }
    Object variable = variables.get(key);
    if (variable instanceof Date clock) {
      return Optional.of(LocalDay.of(clock));
    }
    if (variable instanceof String text) {
      return new CaseFileContent(JsonNodeFactory.instance.objectNode().put(key, text)).date(key);
    }
    return file.date(key);
  }

  /** Omits the content, so that a careless log line doesn't reveal it. */
  @Override
  public String toString() {
    return "FormSubmission[" + form.id() + ", " + caseNumber + "]";
  }
}

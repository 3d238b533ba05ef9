package scot.nrm.forms.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import scot.nrm.casefile.CaseFileContent;

/** Forms of the project as an officer submits them, for tests of rules. */
public final class Submissions {

  public static final String CASE = "NRM-2009-2222-345L";

  private Submissions() {}

  /**
   * A form, submitted on 1 September 2009.
   *
   * @param values as JSON with single quotes
   * @param variables of the case
   */
  public static FormSubmission of(String form, String values, Map<String, Object> variables) {
    Map<String, JsonNode> nodes = Forms.values(values);
    FormSchema schema = FormFile.of(form).inItsTask();
    assertThat(schema.fields().keySet()).as("fields of " + form).containsAll(nodes.keySet());
    return new FormSubmission(
        CASE,
        schema,
        false,
        nodes,
        CaseFileContent.empty(),
        variables,
        "ukhtc.owner",
        LocalDate.of(2009, 9, 1));
  }

  /** What a rule refuses, with the labels of the fields. */
  public static List<String> refusals(FormRule rule, FormSubmission submission) {
    assertThat(rule.appliesTo(submission.form())).isTrue();
    Errors errors = new Errors(submission.form());
    rule.check(submission, errors);
    return errors.found().stream().map(FieldError::text).toList();
  }
}

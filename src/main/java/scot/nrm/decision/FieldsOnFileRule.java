package scot.nrm.decision;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.FormsCheck;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.FormField;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.forms.check.OptionLists;
import scot.nrm.register.DecisionRequirements;
import scot.nrm.register.DecisionRequirements.FieldRequirement;
import scot.nrm.register.DecisionTask;
import scot.nrm.register.Proposal;
import scot.nrm.register.Stage;

/**
 * Checks what must be in the child's file before a decision, by {@code config/decisions.yaml}: the
 * contact with the local authority (D17), and before a negative decision on conclusive grounds the
 * consultations and the interview, or the reason for none (D26).
 */
@Component
class FieldsOnFileRule implements FormRule, FormsCheck.SetCheck {

  private final DecisionRequirements requirements;
  private final OptionLists lists;

  FieldsOnFileRule(DecisionRequirements requirements, OptionLists lists) {
    this.requirements = requirements;
    this.lists = lists;
  }

  /**
   * A field that no form has is never in a file, and an answer that no form offers is never given.
   */
  @Override
  public List<String> problems(Map<String, byte[]> files) {
    List<FormField> asked =
        FormSchema.parseAll(files, lists).stream()
            .flatMap(form -> form.fields().values().stream())
            .toList();
    Stream<String> unknown =
        requirements.fieldsOnFile().stream()
            .filter(field -> asked.stream().noneMatch(one -> one.key().equals(field)))
            .map(
                field ->
                    "%s requires the field %s, which no form has: nobody could propose a decision. Write the key of a field."
                        .formatted(DecisionRequirements.FILE, field));
    Stream<String> never =
        requirements
            .onFile()
            .filter(first -> isNeverMet(first, asked))
            .map(
                first ->
                    "%s requires the field %s when %s, an answer that no form offers: it would never be required. Write the value of an option."
                        .formatted(DecisionRequirements.FILE, first.field(), first.when()));
    return Stream.concat(unknown, never).toList();
  }

  private static boolean isNeverMet(FieldRequirement required, List<FormField> asked) {
    List<FormField> fields =
        asked.stream().filter(field -> field.key().equals(required.conditionField())).toList();
    return fields.stream().anyMatch(FormField::isChoice)
        && fields.stream()
            .flatMap(field -> field.options().stream())
            .noneMatch(option -> option.asText().equals(required.conditionValue()));
  }

  @Override
  public boolean appliesTo(FormSchema form) {
    return DecisionForms.hasTask(form, DecisionTask::isProposal);
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    for (DecisionTask task : DecisionForms.tasks(submission)) {
      missing(
              task.stage(),
              DecisionForms.proposal(submission, task.stage()),
              submission.today(),
              key -> value(submission, key))
          .forEach(first -> errors.field(first.field(), first.say()));
    }
  }

  /** What a decision lacks that is about to be recorded; a sentence without full stop for each. */
  List<String> missing(CaseFileContent file, Stage stage, Proposal proposal, LocalDate on) {
    return missing(stage, proposal, on, key -> text(file.get(key)))
        .map(first -> first.field() + " is not in the child's file")
        .toList();
  }

  private Stream<FieldRequirement> missing(
      Stage stage, Proposal proposal, LocalDate on, Function<String, String> values) {
    return requirements.of(stage, proposal, on).stream()
        .flatMap(row -> row.onFile().stream())
        .filter(
            first ->
                first.when().isEmpty()
                    || first.conditionValue().equals(values.apply(first.conditionField())))
        .filter(first -> values.apply(first.field()).isBlank());
  }

  /** From this form if it has the field, otherwise as it was before. */
  private static String value(FormSubmission submission, String key) {
    FormField field = submission.form().fields().get(key);
    if (field != null && !field.disabled()) {
      return text(submission.submitted().get(key));
    }
    return submission.variables().containsKey(key)
        ? Objects.toString(submission.variables().get(key), "")
        : text(submission.file().get(key));
  }

  private static String text(JsonNode value) {
    return value.isMissingNode() || value.isNull() ? "" : value.asText();
  }
}

package scot.nrm.forms.check;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The labels of fields and options in the deployed forms, for texts about a case. */
public class FormLabels {

  private final Supplier<Map<String, FormField>> fields;
  private final Supplier<Map<String, String>> headings;
  private final Supplier<Map<String, Map<String, String>>> options;

  /** Labels from the latest field for each key. */
  public FormLabels(Supplier<Map<String, FormField>> fields) {
    this(fields, Map::of, Map::of);
  }

  /**
   * @param headings the latest heading of each form, by its id
   * @param options the latest label of each option that a field has ever had, by key and value
   */
  public FormLabels(
      Supplier<Map<String, FormField>> fields,
      Supplier<Map<String, String>> headings,
      Supplier<Map<String, Map<String, String>>> options) {
    this.fields = fields;
    this.headings = headings;
    this.options = options;
  }

  /** The heading of a form, or its id in words. */
  public String heading(String formId) {
    return headings.get().getOrDefault(formId, formId.replace('-', ' '));
  }

  /** What sentences call the field: its label without a question mark, or its key in words. */
  public String label(String key) {
    return field(key).map(FormField::name).orElseGet(() -> FormSchema.inWords(key));
  }

  /** The label of the field as the form asks it, or its key in words. */
  public String question(String key) {
    return field(key).map(FormField::label).orElseGet(() -> FormSchema.inWords(key));
  }

  /** The name of a code: {@code Vietnam} for {@code VN}; the code if no form has had a name. */
  public String option(String key, String code) {
    String label = field(key).map(field -> field.optionLabel(code)).orElse(code);
    return label.equals(code)
        ? options.get().getOrDefault(key, Map.of()).getOrDefault(code, code)
        : label;
  }

  Optional<FormField> field(String key) {
    return Optional.ofNullable(fields.get().get(key));
  }
}

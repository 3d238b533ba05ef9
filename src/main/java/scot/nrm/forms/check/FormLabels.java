package scot.nrm.forms.check;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The labels of fields and options in the deployed forms, for texts about a case. */
public class FormLabels {

  private final Supplier<Map<String, FormField>> fields;
  private final Supplier<Map<String, String>> headings;

  /** Labels from the latest field for each key. */
  public FormLabels(Supplier<Map<String, FormField>> fields) {
    this(fields, Map::of);
  }

  /**
   * @param headings the latest heading of each form, by its id
   */
  public FormLabels(
      Supplier<Map<String, FormField>> fields, Supplier<Map<String, String>> headings) {
    this.fields = fields;
    this.headings = headings;
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

  /**
   * The name of a code, such as {@code Vietnam} for {@code VN}; the code itself if no form has a
   * name for it.
   */
  public String option(String key, String code) {
    return field(key).map(field -> field.optionLabel(code)).orElse(code);
  }

  Optional<FormField> field(String key) {
    return Optional.ofNullable(fields.get().get(key));
  }
}

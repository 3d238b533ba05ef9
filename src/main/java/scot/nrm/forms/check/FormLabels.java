package scot.nrm.forms.check;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What the forms that are deployed now call their fields and options; for texts about a case. */
public class FormLabels {

  private final Supplier<Map<String, FormField>> fields;

  /** Over the newest field of each key. */
  public FormLabels(Supplier<Map<String, FormField>> fields) {
    this.fields = fields;
  }

  /** The label of the field, or its key in words. */
  public String label(String key) {
    return field(key).map(FormField::label).orElseGet(() -> FormSchema.inWords(key));
  }

  /**
   * The name of a code, such as {@code Vietnam} for {@code VN}; the code itself where no form names
   * it.
   */
  public String option(String key, String code) {
    return field(key).map(field -> field.optionLabel(code)).orElse(code);
  }

  Optional<FormField> field(String key) {
    return Optional.ofNullable(fields.get().get(key));
  }
}

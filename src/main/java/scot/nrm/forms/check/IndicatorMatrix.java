package scot.nrm.forms.check;

import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * The indicators: two check lists a group; what was observed is not also suspected (D2). Never
 * counted (D3).
 */
@Component
public class IndicatorMatrix implements FormRule {

  /** Names of the groups in the keys of the check lists. */
  public static final List<String> GROUPS = List.of("Exploitation", "Movement", "Risk");

  public static String observed(String group) {
    return "indicators" + group + "Observed";
  }

  public static String suspected(String group) {
    return "indicators" + group + "Suspected";
  }

  @Override
  public Set<String> forms() {
    return Set.of("assess-child", "nrm-form-indicators");
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    for (String group : GROUPS) {
      List<String> observed = submission.submitted().list(observed(group));
      submission.submitted().list(suspected(group)).stream()
          .filter(observed::contains)
          .forEach(
              code -> {
                FormField field = submission.form().fields().get(suspected(group));
                errors.field(
                    field.key(),
                    "\"" + field.optionLabel(code) + "\" is also ticked as observed; tick it once");
              });
    }
  }
}

package scot.nrm.forms.rules;

import java.util.List;
import org.springframework.stereotype.Component;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.ForFormsWith;
import scot.nrm.forms.check.FormField;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSubmission;

/**
 * Checks the indicators, which have two checklists for each group: an observed indicator can't also
 * be suspected (D2). They are never counted (D3).
 */
@Component
@ForFormsWith({
  "indicatorsExploitationSuspected",
  "indicatorsMovementSuspected",
  "indicatorsRiskSuspected"
})
public class IndicatorRule implements FormRule {

  /** The groups, as named in the keys of the checklists. */
  public static final List<String> GROUPS = List.of("Exploitation", "Movement", "Risk");

  public static String observed(String group) {
    return "indicators" + group + "Observed";
  }

  public static String suspected(String group) {
    return "indicators" + group + "Suspected";
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
                    "\"%s\" is also ticked as observed. Tick it only once"
                        .formatted(field.optionLabel(code)));
              });
    }
  }
}

package scot.nrm.forms.rules;

import java.time.LocalDate;
import java.util.Set;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.ComingOfAge;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSubmission;

/**
 * The NRM form needs a date of birth or an estimated age (section B). Either may make the child 18
 * or older only if the age is disputed, because they are then treated as a child (D7). Without a
 * dispute such a date is a slip, and would send the local authority's letters to the person.
 */
@Component
public class AgeOfTheChild implements FormRule {

  private static final String FORM = "nrm-form-referral-and-child";
  private static final String BORN = "childDateOfBirth";
  private static final String DISPUTED = "ageDisputed";

  @Override
  public Set<String> forms() {
    return Set.of(FORM, "supply-missing-facts");
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    boolean nrmForm = submission.form().id().equals(FORM);
    if (nrmForm
        && submission.text(BORN).isEmpty()
        && submission.text("childEstimatedAge").isEmpty()) {
      errors.field(BORN, "enter the date of birth, or an estimated age");
    }
    boolean disputed =
        (nrmForm ? submission.submitted() : submission.file()).is(DISPUTED, "yes")
            || !submission.file().text("ageFinding").isEmpty();
    LocalDate born = submission.submitted().date(BORN).orElse(null);
    LocalDate met = submission.date("firstEncounterDate").orElse(null);
    if (!disputed && born != null && met != null && !ComingOfAge.isChild(born, met)) {
      errors.field(
          BORN,
          "would make the child %d when first met (%s). Check the year, or %s"
              .formatted(
                  ComingOfAge.ageOn(born, met),
                  BritishDate.of(met),
                  nrmForm
                      ? "say that the age is disputed"
                      : "use “Record a finding on age” if this is right"));
    }
  }
}

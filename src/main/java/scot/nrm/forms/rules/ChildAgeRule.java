package scot.nrm.forms.rules;

import java.time.LocalDate;
import java.util.Optional;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.ComingOfAge;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.ForFormsWith;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSubmission;

/**
 * The NRM form needs a date of birth or an estimated age (section B). A date of birth may make the
 * child 18 or older when first met only if the age is disputed, because they are then treated as a
 * child (D7). Without a dispute such a date is a slip, and would send the local authority's letters
 * to the person.
 */
@Component
@ForFormsWith(ChildAgeRule.DATE_OF_BIRTH)
public class ChildAgeRule implements FormRule {

  static final String DATE_OF_BIRTH = "childDateOfBirth";
  private static final String DISPUTED = "ageDisputed";
  private static final String FINDING = "ageFinding";
  private static final String USE_FINDING = "use “Record a finding on age” if this is right";

  @Override
  public void check(FormSubmission submission, Errors errors) {
    if (submission.starts()) {
      return; // what someone else says about a child is never refused (D11)
    }
    boolean nrmForm = submission.form().asks(DISPUTED);
    if (nrmForm
        && submission.text(DATE_OF_BIRTH).isEmpty()
        && submission.text("childEstimatedAge").isEmpty()) {
      errors.field(DATE_OF_BIRTH, "enter the date of birth, or an estimated age");
    }
    if (!isDisputed(nrmForm ? submission.submitted() : submission.file())
        && submission.file().text(FINDING).isEmpty()) {
      adultAtFirstMeeting(
              submission.submitted().date(DATE_OF_BIRTH),
              submission.date("firstEncounterDate"),
              nrmForm ? "say that the age is disputed" : USE_FINDING)
          .ifPresent(wrong -> errors.field(DATE_OF_BIRTH, wrong));
    }
  }

  /** Why the correction of one of these days is refused, unless the age is disputed. */
  public static Optional<String> correctionRefusal(
      Optional<LocalDate> born, Optional<LocalDate> met, CaseFileContent known) {
    return isDisputed(known) || !known.text(FINDING).isEmpty()
        ? Optional.empty()
        : adultAtFirstMeeting(born, met, USE_FINDING);
  }

  private static boolean isDisputed(CaseFileContent facts) {
    return facts.is(DISPUTED, "yes");
  }

  private static Optional<String> adultAtFirstMeeting(
      Optional<LocalDate> born, Optional<LocalDate> met, String advice) {
    return born.flatMap(
        day ->
            met.filter(first -> !ComingOfAge.isChild(day, first))
                .map(
                    first ->
                        "would make the child %d when first met (%s). Check the year, or %s"
                            .formatted(
                                ComingOfAge.ageOn(day, first), BritishDate.of(first), advice)));
  }
}

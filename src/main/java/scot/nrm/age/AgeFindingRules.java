package scot.nrm.age;

import java.util.Optional;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.BritishDate;
import scot.nrm.casefile.Adulthood;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.ForFormsWith;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSubmission;

/**
 * A finding on age is recorded once, is not older than the one that it replaces, and agrees with
 * the date of birth found (D7). So no finding can make a person an adult from a future day. One
 * without a date of birth doesn't make an adult an adult from a later day.
 */
@Component
@ForFormsWith("ageFinding")
class AgeFindingRules implements FormRule {

  @Override
  public void check(FormSubmission submission, Errors errors) {
    AgeFinding.of(submission.submitted())
        .ifPresent(
            finding -> {
              if (!finding.isConsistent()) {
                errors.field(
                    AgeFinding.BORN,
                    finding.adult()
                        ? "by this date of birth the person was a child on the day of the finding"
                        : "by this date of birth the person was an adult on the day of the finding");
              }
              Optional<AgeFinding> recorded = AgeFinding.of(submission.file());
              if (finding.adult()
                  && finding.dateOfBirth().isEmpty()
                  && recorded.filter(finding::hasSameContent).isEmpty()) {
                Adulthood.from(submission.file())
                    .filter(day -> !day.isAfter(finding.foundOn()))
                    .ifPresent(
                        day ->
                            errors.field(
                                AgeFinding.FINDING,
                                "the person is already recorded as an adult from "
                                    + BritishDate.of(day)
                                    + ". Record a finding if it establishes a date of birth, or shows that they are a child"));
              }
              recorded.ifPresent(
                  earlier -> {
                    if (finding.hasSameContent(earlier)) {
                      errors.field(
                          AgeFinding.FINDING,
                          "this finding is already recorded, with the date "
                              + BritishDate.of(earlier.foundOn())
                              + ". Nothing needs to be recorded");
                    } else if (finding.foundOn().isBefore(earlier.foundOn())) {
                      errors.field(
                          AgeFinding.DATE,
                          Errors.notBefore("the finding already recorded", earlier.foundOn()));
                    }
                  });
            });
  }
}

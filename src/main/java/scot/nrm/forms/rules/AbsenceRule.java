package scot.nrm.forms.rules;

import java.util.Optional;
import org.springframework.stereotype.Component;
import scot.nrm.access.Absences;
import scot.nrm.calendar.BritishDate;
import scot.nrm.engine.CaseClock;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSubmission;

/** Nobody is assigned a task while they are away, but they may claim and complete one. */
@Component
class AbsenceRule implements FormRule {

  private final Absences absences;
  private final CaseClock clock;

  AbsenceRule(Absences absences, CaseClock clock) {
    this.absences = absences;
    this.clock = clock;
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {}

  @Override
  public Optional<String> assignmentRefusal(String userId) {
    return absences
        .on(userId, clock.today())
        .map(absence -> "This person is away until " + BritishDate.of(absence.until()));
  }
}

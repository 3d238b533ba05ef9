package scot.nrm.decision;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.BritishDate;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.Proposal;
import scot.nrm.register.Register;
import scot.nrm.register.Stage;

/**
 * Before a negative decision on conclusive grounds the first responder, the police and the local
 * authority are consulted, and the child is interviewed, or the reason for no interview is given
 * (D26). Until day 45 it needs the local authority's agreement (D25).
 */
@Component
class NegativeConclusiveGroundsRule implements FormRule {

  private static final String PROPOSE = "propose-conclusive-grounds";
  private static final String CONFIRM = "confirm-conclusive-grounds";
  private static final String BEFORE_NEGATIVE = " before you propose a negative decision";

  private final Register register;

  NegativeConclusiveGroundsRule(Register register) {
    this.register = register;
  }

  @Override
  public Set<String> forms() {
    return Set.of(PROPOSE, CONFIRM);
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    if (submission.form().id().equals(PROPOSE)) {
      if (DecisionForms.proposal(submission) == Proposal.NEGATIVE) {
        consulted(submission, errors);
      }
    } else if (!DecisionForms.isSentBack(submission) && isNegative(submission)) {
      notTooEarly(submission, errors);
    }
  }

  private boolean isNegative(FormSubmission submission) {
    return SecondOfficerRule.proposal(register, submission.caseNumber(), Stage.CONCLUSIVE_GROUNDS)
        .filter(act -> act.proposal() == Proposal.NEGATIVE)
        .isPresent();
  }

  private static void consulted(FormSubmission submission, Errors errors) {
    for (String date :
        List.of(
            "firstResponderConsultedDate", "policeConsultedDate", "localAuthorityConsultedDate")) {
      if (submission.date(date).isEmpty()) {
        errors.field(date, "enter the date" + BEFORE_NEGATIVE);
      }
    }
    if (submission.is("childInterviewed", "yes")) {
      required("interviewDate", "enter the date", submission, errors);
    } else if (submission.is("childInterviewed", "no")) {
      required("noInterviewReason", "enter the reason", submission, errors);
    } else {
      errors.field("childInterviewed", "choose an answer" + BEFORE_NEGATIVE);
    }
  }

  private static void required(String key, String enter, FormSubmission submission, Errors errors) {
    if (submission.text(key).isEmpty()) {
      errors.field(key, enter + BEFORE_NEGATIVE);
    }
  }

  /** From day 46, the day after the reflection period ends, no agreement is needed. */
  private static void notTooEarly(FormSubmission submission, Errors errors) {
    Optional<LocalDate> decidedOn = submission.date("cgDecisionDate");
    Optional<LocalDate> end = submission.date("reflectionEndDate");
    boolean agreed = submission.file().is("localAuthorityAgreedEarly", "yes");
    if (decidedOn.isPresent()
        && end.isPresent()
        && !decidedOn.get().isAfter(end.get())
        && !agreed) {
      errors.field(
          "cgDecisionDate",
          "a negative decision before "
              + BritishDate.of(end.get().plusDays(1))
              + " needs the local authority's agreement, which is not recorded. Send it back, or"
              + " decide on or after that day");
    }
  }
}

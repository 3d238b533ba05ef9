package scot.nrm.changes.samechild;

import java.time.LocalDate;
import java.util.Optional;
import org.springframework.stereotype.Component;
import scot.nrm.changes.samechild.CaseMerge.Receipt;
import scot.nrm.engine.CaseNumber;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.ForFormsWith;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.Matches;
import scot.nrm.register.Outcome;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;

/**
 * Checks that the case that UKHTC's intake merges or links with the new referral (D12) or UKBA copy
 * (D9) is in the register and is a different one. Intake sees the whole register, so the message
 * can say what is wrong with a number.
 *
 * <p>Where other cases match, intake says which of them it is, so that no case is decided twice by
 * a slip. It can't be merged with a case that ended without the child being recognised, because
 * nobody would decide on it. Nor can the merge end the only positive decision: it protects the
 * child, and nobody takes one back (D30).
 */
@Component
@ForFormsWith(MatchingCaseRule.DECISION)
class MatchingCaseRule implements FormRule {

  static final String DECISION = "matchDecision";
  private static final String FIELD = "matchCaseNumber";

  private final Register register;
  private final Matches matches;

  MatchingCaseRule(Register register, Matches matches) {
    this.register = register;
    this.matches = matches;
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    boolean merges = submission.is(DECISION, MatchDecisionRecord.MERGE);
    if (submission.text(DECISION).isEmpty() && !matches.of(submission.caseNumber()).isEmpty()) {
      errors.field(DECISION, "choose an answer, because other cases match");
    }
    if (!merges && !submission.is(DECISION, MatchDecisionRecord.LINK)) {
      return;
    }
    String number = CaseNumber.of(submission.text(FIELD));
    if (!CaseNumber.isValid(number)) {
      errors.field(FIELD, CaseNumber.MISTYPED);
      return;
    }
    if (number.equals(submission.caseNumber())) {
      errors.field(FIELD, "is the number of this case. Enter the number of the other case");
      return;
    }
    Optional<RegisterCase> other = register.find(number);
    if (other.isEmpty()) {
      errors.field(
          FIELD,
          "there is no such case in the register. Check the number: it looks like "
              + CaseNumber.EXAMPLE);
    } else if (other.get().now().mergedInto() != null) {
      errors.field(
          FIELD, "was merged with " + other.get().now().mergedInto() + ". Enter that number");
    } else if (merges) {
      mergeRefusal(submission, other.get()).ifPresent(sentence -> errors.field(FIELD, sentence));
    }
  }

  private Optional<String> mergeRefusal(FormSubmission submission, RegisterCase other) {
    RegisterCase here = register.find(submission.caseNumber()).orElseThrow();
    LocalDate received = submission.date("referralReceivedDate").orElse(here.referralReceivedOn());
    boolean otherContinues =
        CaseMerge.of(Receipt.of(here, received), Receipt.of(other, other.referralReceivedOn()))
            .continues()
            .equals(other.caseNumber());
    RegisterCase continues = otherContinues ? other : here;
    RegisterCase ends = otherContinues ? here : other;
    if (CaseMerge.isOver(continues, register)) {
      return Optional.of(
          "can't be merged, because the case that would continue has already ended. Link the cases instead, so that the other gets a decision");
    }
    if (!ends.isClosed() && isPositive(ends) && !isPositive(continues)) {
      return Optional.of(
          "can't be merged, because only the case that would end has a positive decision, and its reflection period would end too. Link the cases instead");
    }
    return Optional.empty();
  }

  private static boolean isPositive(RegisterCase nrmCase) {
    return nrmCase.reasonableGrounds().outcome() == Outcome.POSITIVE;
  }
}

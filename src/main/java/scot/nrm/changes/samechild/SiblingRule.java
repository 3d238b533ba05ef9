package scot.nrm.changes.samechild;

import org.camunda.bpm.engine.IdentityService;
import org.springframework.stereotype.Component;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.Viewer;
import scot.nrm.engine.CaseNumber;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.ForFormsWith;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.Links;
import scot.nrm.register.Register;

/**
 * Siblings' cases are linked by someone who has access to both (D5). The message for an unknown
 * number and for one without access is the same, as for the form's first number.
 */
@Component
@ForFormsWith(SiblingRule.FIELD)
class SiblingRule implements FormRule {

  static final String FIELD = "siblingCaseNumber";

  private final Register register;
  private final Links links;
  private final CaseAccess access;
  private final IdentityService identities;

  SiblingRule(Register register, Links links, CaseAccess access, IdentityService identities) {
    this.register = register;
    this.links = links;
    this.access = access;
    this.identities = identities;
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    String number = CaseNumber.of(submission.text(FIELD));
    if (!CaseNumber.isValid(number)) {
      errors.field(FIELD, CaseNumber.MISTYPED);
    } else if (number.equals(submission.caseNumber())) {
      errors.field(
          FIELD, "is the number of the case itself. Enter the number of the sibling's case");
    } else if (!hasAccess(number)) {
      errors.field(FIELD, CaseNumber.NO_ACCESS);
    } else if (links.areLinked(submission.caseNumber(), number, Links.Why.SIBLING)) {
      errors.field(FIELD, "is already linked to this case");
    }
  }

  private boolean hasAccess(String number) {
    return Viewer.signedIn(identities)
        .map(person -> access.mayUpdate(person, number))
        .orElseGet(() -> register.find(number).isPresent()); // the deployment's own code
  }
}

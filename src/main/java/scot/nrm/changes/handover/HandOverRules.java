package scot.nrm.changes.handover;

import org.springframework.stereotype.Component;
import scot.nrm.access.Councils;
import scot.nrm.engine.CaseInstances;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.ForFormsWith;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;

/** A case is handed over to a different local authority, and to only one at a time (D41). */
@Component
@ForFormsWith(HandOverRules.COUNCIL)
class HandOverRules implements FormRule {

  static final String COUNCIL = "receivingCouncil";

  private final Register register;
  private final CaseInstances instances;
  private final Councils councils;

  HandOverRules(Register register, CaseInstances instances, Councils councils) {
    this.register = register;
    this.instances = instances;
    this.councils = councils;
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    String caseNumber = submission.caseNumber();
    if (register
        .find(caseNumber)
        .filter(nrmCase -> submission.is(COUNCIL, nrmCase.localAuthority()))
        .isPresent()) {
      errors.field(
          COUNCIL,
          "this local authority already has the case. Choose the one that the child is moving to");
    }
    if (instances.diagrams(caseNumber).contains(HandOverSteps.ANSWER_DIAGRAM)) {
      String asked = register.latest(caseNumber, EntryKind.HAND_OVER_ASKED).orElseThrow().code();
      errors.field(
          "caseNumber",
          "a handover is already waiting for an answer from "
              + councils.name(asked)
              + ". Talk to them first");
    }
  }
}

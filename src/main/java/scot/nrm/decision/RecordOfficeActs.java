package scot.nrm.decision;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import scot.nrm.access.Role;
import scot.nrm.access.Viewer;
import scot.nrm.forms.check.FormListener;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.OfficeAct;
import scot.nrm.register.Register;

/**
 * Records in the register, immediately, that an officer of the office that decides has completed a
 * form: confirmed that a child is not referred (D4), decided on leave (D29) or closed the
 * protection work (D1). Without it the register takes no such fact. The same form completed by
 * someone else, in a diagram that was revised, is no act of that office.
 */
@Component
class RecordOfficeActs implements FormListener {

  private record Office(OfficeAct act, Set<Role> roles) {}

  private static final Map<String, Office> OFFICES =
      Map.of(
          "confirm-not-referred", new Office(OfficeAct.NOT_REFERRED, EnumSet.of(Role.LA_MANAGER)),
          "decide-leave", new Office(OfficeAct.LEAVE, EnumSet.of(Role.UKBA_CASE_OWNER)),
          "protect-child", new Office(OfficeAct.PROTECTION_CLOSED, Role.LOCAL_AUTHORITY));

  private final Register register;
  private final IdentityService identity;

  RecordOfficeActs(Register register, @Lazy IdentityService identity) {
    this.register = register;
    this.identity = identity;
  }

  @Override
  public Set<String> forms() {
    return OFFICES.keySet();
  }

  @Override
  public void accepted(FormSubmission submission) {
    Office office = OFFICES.get(submission.form().id());
    boolean sentBack = submission.is("notReferredDecision", "send-back");
    if (isIn(office.roles()) && !sentBack) {
      register.officeAct(submission.caseNumber(), office.act(), submission.officer());
    }
  }

  private boolean isIn(Set<Role> roles) {
    Authentication person = identity.getCurrentAuthentication();
    return person != null && Viewer.of(person).hasAnyOf(roles);
  }
}

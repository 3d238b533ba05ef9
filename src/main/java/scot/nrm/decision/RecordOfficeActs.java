package scot.nrm.decision;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import scot.nrm.access.Role;
import scot.nrm.access.Viewer;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.Authorities.Team;
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

  private record Office(OfficeAct act, Set<String> groups) {}

  private final Register register;
  private final IdentityService identity;
  private final Map<String, Office> offices;

  RecordOfficeActs(Register register, @Lazy IdentityService identity, Authorities authorities) {
    this.offices =
        Map.of(
            "confirm-not-referred",
            new Office(OfficeAct.NOT_REFERRED, Set.of(Role.LA_MANAGER.group())),
            "decide-leave",
            new Office(
                OfficeAct.LEAVE,
                Set.of(authorities.group(authorities.immigration(), Team.CASE_OWNER))),
            "protect-child",
            new Office(
                OfficeAct.PROTECTION_CLOSED,
                Role.LOCAL_AUTHORITY.stream().map(Role::group).collect(Collectors.toSet())));
    this.register = register;
    this.identity = identity;
  }

  @Override
  public Set<String> forms() {
    return offices.keySet();
  }

  @Override
  public void accepted(FormSubmission submission) {
    Office office = offices.get(submission.form().id());
    boolean sentBack = submission.is("notReferredDecision", "send-back");
    if (isIn(office.groups()) && !sentBack) {
      register.officeAct(submission.caseNumber(), office.act(), submission.officer());
    }
  }

  private boolean isIn(Set<String> groups) {
    Authentication person = identity.getCurrentAuthentication();
    return person != null && Viewer.of(person).isInAnyOf(groups);
  }
}

package scot.nrm.changes.closing;

import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import scot.nrm.access.Role;
import scot.nrm.changes.OpenStage;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.Authority;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;

/**
 * An authority's manager closes only a case that the authority has (D43). UKHTC can read the whole
 * register, but that doesn't make every case its own. Before a case has a route, it is UKHTC's,
 * which logs it.
 */
@Component
class ManagerOfTheCase implements FormRule {

  private final Register register;
  private final OpenStage openStage;
  private final IdentityService identity;

  ManagerOfTheCase(Register register, OpenStage openStage, @Lazy IdentityService identity) {
    this.register = register;
    this.openStage = openStage;
    this.identity = identity;
  }

  @Override
  public Set<String> forms() {
    return Set.of("close-case");
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    Authentication person = identity.getCurrentAuthentication();
    if (person == null || groups(person).contains(Role.LA_MANAGER.group())) {
      return; // a manager in the case's local authority: the case number has been checked
    }
    RegisterCase known = register.find(submission.caseNumber()).orElseThrow();
    Authority has =
        openStage.authority(known) == null ? Authority.UKHTC : openStage.authority(known);
    if (!groups(person)
        .contains((has == Authority.UKBA ? Role.UKBA_MANAGER : Role.UKHTC_MANAGER).group())) {
      errors.field(
          "caseNumber",
          has.id() + " has this case. Ask its manager, or the local authority's, to close it");
    }
  }

  private static List<String> groups(Authentication person) {
    return person.getGroupIds() == null ? List.of() : person.getGroupIds();
  }
}

package scot.nrm.changes.closing;

import java.util.Optional;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import scot.nrm.access.Role;
import scot.nrm.access.Viewer;
import scot.nrm.changes.OpenStage;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.Authorities.Team;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.ForFormsWith;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;

/**
 * An authority's manager closes only a case that the authority has (D43). An authority that may
 * read the whole register doesn't have every case in it. Before a case is routed, it belongs to the
 * authority that logs it.
 */
@Component
@ForFormsWith("caseCloseReason")
class ClosingManagerRule implements FormRule {

  private final Register register;
  private final OpenStage openStage;
  private final IdentityService identity;
  private final Authorities authorities;

  ClosingManagerRule(
      Register register,
      OpenStage openStage,
      @Lazy IdentityService identity,
      Authorities authorities) {
    this.authorities = authorities;
    this.register = register;
    this.openStage = openStage;
    this.identity = identity;
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    Optional<Viewer> person = Viewer.signedIn(identity);
    if (person.isEmpty() || person.get().has(Role.LA_MANAGER)) {
      return; // a manager in the case's local authority: the case number has been checked
    }
    RegisterCase nrmCase = register.find(submission.caseNumber()).orElseThrow();
    Authority current = openStage.authorityOrIntake(nrmCase);
    if (!person.get().isIn(authorities.group(current, Team.MANAGER))) {
      errors.field(
          "caseNumber",
          current.inText()
              + " has this case. Ask its manager, or the local authority's, to close it");
    }
  }
}

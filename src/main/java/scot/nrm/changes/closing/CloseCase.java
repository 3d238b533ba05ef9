package scot.nrm.changes.closing;

import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.access.Role;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.changes.OpenStage;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.Officer;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.engine.steps.Step;
import scot.nrm.forms.FormRefused;
import scot.nrm.register.Links;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterEvent;

/**
 * Closes a case as entered in error, or because the child has died, with the manager's explanation
 * (D43). The task to read a case that was merged with it ends too. A case that has its outcome can
 * no longer have been entered in error: {@link FormRefused}. Determines whom to notify: if the
 * local authority's manager closes it, the authority that has the case; if an authority's manager
 * does, the local authority, unless it learns of it through its protection work.
 */
@Step(
    value = "Close the case",
    needs = "caseCloseReason",
    sets = {
      "caseOutcome", "decidingAuthority", "missingSince",
      "removalHold", "suspendedStage", "withLocalAuthority"
    },
    sends = "case-decided")
@Component
class CloseCase implements JavaDelegate {

  private final CaseFile file;
  private final Register register;
  private final OpenStage openStage;
  private final EndCase endCase;
  private final CaseInstances instances;
  private final Links links;

  CloseCase(
      CaseFile file,
      Register register,
      OpenStage openStage,
      EndCase endCase,
      CaseInstances instances,
      Links links) {
    this.instances = instances;
    this.links = links;
    this.file = file;
    this.register = register;
    this.openStage = openStage;
    this.endCase = endCase;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    RegisterCase nrmCase = register.lock(caseNumber);
    String why = CaseVariables.CASE_CLOSE_REASON.from(execution).get();
    if (nrmCase.isClosed() && !why.equals(RegisterEvent.CHILD_DIED)) {
      throw FormRefused.of(
          "caseCloseReason",
          "Why are you closing the case? It already has its outcome, so it can be closed only if the child has died.");
    }
    links
        .mergedInto(caseNumber)
        .forEach(merged -> instances.end(merged, Set.of("merge-cases"), why));
    boolean byAuthority = !Officer.isIn(execution, Role.LA_MANAGER.group());
    Authority authority =
        byAuthority || openStage.status(nrmCase).isAtIntake()
            ? openStage.authorityOrIntake(nrmCase)
            : openStage.authority(nrmCase);
    boolean nobody =
        byAuthority
            ? instances.diagrams(caseNumber).contains("child-protection")
            : authority == null;
    CaseVariables.WITH_LOCAL_AUTHORITY.on(execution).set(byAuthority);
    CaseVariables.DECIDING_AUTHORITY.on(execution).set(nobody ? "none" : authority.id());
    CaseFileContent answers = file.read(caseNumber);
    endCase.end(
        caseNumber,
        why,
        answers.date("caseClosedDate").orElseThrow(),
        Officer.of(execution),
        answers.text("caseCloseText"));
  }
}

package scot.nrm.changes.samechild;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseNumber;
import scot.nrm.engine.Officer;
import scot.nrm.register.Links;

/**
 * Links the cases of two siblings to each other (D5). Each keeps its own form and its own
 * decisions.
 */
@Component
class LinkSiblings implements JavaDelegate {

  private final CaseFile files;
  private final Links links;

  LinkSiblings(CaseFile files, Links links) {
    this.files = files;
    this.links = links;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    links.link(caseNumber, sibling(files, caseNumber), Links.Why.SIBLING, Officer.of(execution));
  }

  /** The sibling's case that the current form names. */
  static String sibling(CaseFile files, String caseNumber) {
    return CaseNumber.of(files.read(caseNumber).text("siblingCaseNumber"));
  }
}

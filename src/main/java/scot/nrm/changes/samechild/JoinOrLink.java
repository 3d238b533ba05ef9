package scot.nrm.changes.samechild;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.changes.samechild.CaseMerge.Receipt;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseVariables;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Links;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterEvent;

/**
 * Carries out intake's decision at UKHTC about another case that may be of the same child (D12):
 * links the two, or lets {@code join-cases} end the one received later. Does nothing if it is a
 * different child.
 */
@Component
class JoinOrLink implements JavaDelegate {

  private final Register register;
  private final Links links;
  private final CaseInstances instances;

  JoinOrLink(Register register, Links links, CaseInstances instances) {
    this.register = register;
    this.links = links;
    this.instances = instances;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    register
        .latest(caseNumber, EntryKind.MATCH_DECIDED)
        .ifPresent(decided -> carryOut(caseNumber, decided));
  }

  private void carryOut(String caseNumber, RegisterEvent decided) {
    if (decided.code().equals(RecordMatchDecision.LINK)) {
      links.link(caseNumber, decided.detail(), Links.Why.SAME_CHILD_SUSPECTED, decided.officer());
    } else if (decided.code().equals(RecordMatchDecision.JOIN)) {
      join(
          register.find(caseNumber).orElseThrow(),
          whereItGoesOn(decided.detail()),
          decided.officer());
    }
  }

  /** The other case may have been merged with a third one since the form was filled in. */
  private RegisterCase whereItGoesOn(String caseNumber) {
    RegisterCase known = register.find(caseNumber).orElseThrow();
    return known.now().joinedTo() == null ? known : whereItGoesOn(known.now().joinedTo());
  }

  private void join(RegisterCase here, RegisterCase other, String officer) {
    if (here.caseNumber().equals(other.caseNumber())) {
      return; // the other case was merged with this one at the same time
    }
    CaseMerge joined =
        CaseMerge.of(
            new Receipt(here.caseNumber(), here.referralReceivedOn()),
            new Receipt(other.caseNumber(), other.referralReceivedOn()));
    RegisterCase ends = joined.ends().equals(here.caseNumber()) ? here : other;
    instances.start(
        "join-cases",
        ends.caseNumber(),
        ends.localAuthority(),
        Map.of(
            CaseVariables.JOINED_TO.getName(),
            joined.goesOn(),
            CaseVariables.JOINED_BY.getName(),
            officer == null ? "" : officer));
  }
}

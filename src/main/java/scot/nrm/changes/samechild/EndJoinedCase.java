package scot.nrm.changes.samechild;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.changes.closing.EndCase;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseVariables;
import scot.nrm.register.Authority;
import scot.nrm.register.Links;
import scot.nrm.register.Outcome;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterUpdates;

/**
 * Ends a case that is merged with another one of the same child (D12, D43), links the two in both
 * directions, and determines which authority's case owner is working on the continuing case. Two
 * facts about the child are carried over to that case: that UKBA has sent a copy (D9), and that the
 * child is missing (D34).
 */
@Component
class EndJoinedCase implements JavaDelegate {

  private final Register register;
  private final RegisterUpdates onTheWay;
  private final Links links;
  private final EndCase endCase;
  private final CarryOverToMergedCase trueOfTheChild;
  private final CaseClock clock;

  EndJoinedCase(
      Register register,
      RegisterUpdates onTheWay,
      Links links,
      EndCase endCase,
      CarryOverToMergedCase trueOfTheChild,
      CaseClock clock) {
    this.register = register;
    this.onTheWay = onTheWay;
    this.links = links;
    this.endCase = endCase;
    this.trueOfTheChild = trueOfTheChild;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String ends = execution.getProcessBusinessKey();
    String goesOn = CaseVariables.JOINED_TO.from(execution).get();
    String typed = CaseVariables.JOINED_BY.from(execution).get();
    String officer = typed.isEmpty() ? null : typed;

    links.link(ends, goesOn, Links.Why.JOINED, officer);
    onTheWay.joined(ends, goesOn, clock.today(), officer);
    endCase.end(ends, EndCase.JOINED, clock.today(), officer);

    RegisterCase known = register.find(goesOn).orElseThrow();
    String authority = decidingAuthority(known);
    CaseVariables.DECIDING_AUTHORITY.on(execution).set(authority);
    trueOfTheChild.carryOver(register.find(ends).orElseThrow(), known, authority, officer);
  }

  /** {@code UKHTC}, {@code UKBA}, or {@code none} before the case has a route (D13). */
  private static String decidingAuthority(RegisterCase known) {
    boolean conclusive =
        known.reasonableGrounds().outcome() == Outcome.POSITIVE && known.cgAuthority() != null;
    Authority authority = conclusive ? known.cgAuthority() : known.rgAuthority();
    return authority == null ? "none" : authority.id();
  }
}

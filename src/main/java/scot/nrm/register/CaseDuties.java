package scot.nrm.register;

import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.Authorities.Duty;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.engine.authorities.AuthorityGroups;

/** Finds the authority that has a duty in a case, for the tasks of diagrams. */
@Component
class CaseDuties implements AuthorityGroups.Cases {

  private final Register register;
  private final Authorities authorities;
  private final CaseClock clock;

  CaseDuties(Register register, Authorities authorities, CaseClock clock) {
    this.register = register;
    this.authorities = authorities;
    this.clock = clock;
  }

  @Override
  public Authority authorityWith(Duty duty, String caseNumber) {
    return register
        .find(caseNumber)
        .map(nrmCase -> nrmCase.with(duty, authorities, clock.today()))
        .orElseGet(() -> authorities.with(duty, clock.today()));
  }
}

package scot.nrm.decision.deadline;

import java.time.Instant;
import java.util.Date;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.DiagramValues;
import scot.nrm.register.Register;

/**
 * When the NRM form is due (D6), for every task up to sending it. Diagrams use it as {@code
 * ${referralTarget.due(execution.processBusinessKey)}}.
 */
@Component("referralTarget")
public class ReferralDueDate implements DiagramValues {

  private final Register register;
  private final TimeLimits limits;
  private final CaseClock clock;

  ReferralDueDate(Register register, TimeLimits limits, CaseClock clock) {
    this.register = register;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * The recorded moment by which the NRM form is due. A case without one, because its first meeting
   * is not known or it was migrated from an earlier diagram, has as many whole days, to the end of
   * the last one.
   */
  public Date due(String caseNumber) {
    Instant recorded = register.lock(caseNumber).now().referralDueAt();
    return recorded != null
        ? Date.from(recorded)
        : LocalDay.endOf(
            clock.today().plusDays(limits.on(clock.today()).number(Limit.NRM_FORM) / 24));
  }
}

package scot.nrm.facts;

import static scot.nrm.engine.CaseVariables.CG_AUTHORITY;
import static scot.nrm.engine.CaseVariables.LOCAL_AUTHORITY;
import static scot.nrm.engine.CaseVariables.REFERRAL_RECEIVED_DATE;
import static scot.nrm.engine.CaseVariables.RG_AUTHORITY;

import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.Calendars;
import scot.nrm.calendar.DeadlineCalculator;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.Stage;

/**
 * The calendar by which the dates of a case are calculated (D39): that of the authority that
 * decides the stage, on the day on which the form was received. So a case keeps its calendar when
 * another one comes into force.
 */
@Component
public class CaseCalendars {

  /** Says which authority will decide, before the case is routed. */
  public interface Route {
    Authority atReceipt(String caseNumber, String localAuthority, LocalDate received);
  }

  private final Calendars calendars;
  private final Route route;

  /**
   * @throws IllegalArgumentException if a calendar is for an authority that there isn't
   */
  public CaseCalendars(Calendars calendars, Authorities authorities, Route route) {
    calendars.authorities().forEach(authorities::known);
    this.calendars = calendars;
    this.route = route;
  }

  public DeadlineCalculator calculator(RegisterCase nrmCase, Stage stage) {
    return calculator(nrmCase.referralReceivedOn(), nrmCase.authority(stage));
  }

  /** From a step of the path, which has the day of receipt and the authorities. */
  public DeadlineCalculator calculator(DelegateExecution step, Stage stage) {
    return calculator(
        LocalDate.parse(REFERRAL_RECEIVED_DATE.from(step).get()),
        Authority.of(
            (stage == Stage.REASONABLE_GROUNDS ? RG_AUTHORITY : CG_AUTHORITY)
                .from(step)
                .getOrNull()));
  }

  /** For reasonable grounds, when the register doesn't have the authority yet. */
  public DeadlineCalculator atReceipt(DelegateExecution step, LocalDate received) {
    return calculator(
        received,
        calendars.isAuthoritySpecificOn(received)
            ? route.atReceipt(
                step.getProcessBusinessKey(), LOCAL_AUTHORITY.from(step).getOrNull(), received)
            : null);
  }

  private DeadlineCalculator calculator(LocalDate received, Authority authority) {
    return new DeadlineCalculator(
        calendars.of(received, authority == null ? null : authority.id()));
  }
}

package scot.nrm.engine.sets;

import org.springframework.stereotype.Component;
import scot.nrm.calendar.BankHolidays;
import scot.nrm.calendar.BankHolidays.InForce;
import scot.nrm.engine.authorities.Authorities;

/** The bank holidays of the set in force, for the calendars, which don't know about sets. */
@Component
class BankHolidaysInForce extends SetData<BankHolidays> implements SetData.Check {

  private final Authorities authorities;

  BankHolidaysInForce(BankHolidays atStart, Authorities authorities) {
    super(atStart);
    this.authorities = authorities;
  }

  @Override
  protected BankHolidays read(Data data) {
    return data.bind(BankHolidays.class);
  }

  @Override
  public void validate() {
    get().calendars().stream()
        .map(InForce::authority)
        .filter(authority -> authority != null)
        .forEach(authorities::known);
  }
}

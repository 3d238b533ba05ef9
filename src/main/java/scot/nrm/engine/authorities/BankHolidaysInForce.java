package scot.nrm.engine.authorities;

import org.springframework.stereotype.Component;
import scot.nrm.calendar.BankHolidays;
import scot.nrm.calendar.BankHolidays.InForce;
import scot.nrm.engine.sets.SetData;

/** The bank holidays of the set in force, for the calendars, which don't know about sets. */
@Component
public class BankHolidaysInForce extends SetData<BankHolidays> implements SetData.Check {

  private final Authorities authorities;

  public BankHolidaysInForce(BankHolidays atStart, Authorities authorities) {
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

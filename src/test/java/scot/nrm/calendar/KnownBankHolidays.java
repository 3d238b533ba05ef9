package scot.nrm.calendar;

import java.time.LocalDate;
import java.util.List;
import scot.nrm.calendar.BankHolidays.InForce;

/** One calendar for everyone, without corrections. */
public final class KnownBankHolidays {

  public static final BankHolidays ENGLAND = always(BankHolidayCalendar.ENGLAND_AND_WALES);

  private KnownBankHolidays() {}

  public static BankHolidays always(BankHolidayCalendar calendar) {
    return new BankHolidays(
        List.of(), List.of(), List.of(new InForce(LocalDate.MIN, null, calendar)));
  }
}

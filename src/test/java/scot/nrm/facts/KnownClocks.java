package scot.nrm.facts;

import scot.nrm.calendar.Calendars;
import scot.nrm.calendar.KnownBankHolidays;
import scot.nrm.engine.authorities.KnownAuthorities;

/** The calendar of England and Wales for every case, for tests. */
public final class KnownClocks {

  public static final CaseCalendars ENGLAND =
      new CaseCalendars(
          new Calendars(() -> KnownBankHolidays.ENGLAND),
          KnownAuthorities.OF_THE_FILE,
          (number, council, day) -> null);

  private KnownClocks() {}
}

package scot.nrm.notices;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.Calendars;
import scot.nrm.calendar.LocalDay;
import scot.nrm.notices.NoticeSettings.OfficeHours;

/**
 * The opening hours of the teams' offices: local times in Europe/London (D40), never on a bank
 * holiday (D39). Whichever calendar the deadlines follow, local authorities close on Scotland's
 * holidays and UKHTC on England's, and an e-mail too many is better than one that nobody reads.
 */
@Component
class OfficeTimes {

  private final Supplier<NoticeSettings> settings;
  private final Calendars calendars;

  OfficeTimes(Supplier<NoticeSettings> settings, Calendars calendars) {
    this.settings = settings;
    this.calendars = calendars;
  }

  boolean isOpenAt(Instant moment) {
    ZonedDateTime local = moment.atZone(LocalDay.ZONE);
    LocalTime time = local.toLocalTime();
    OfficeHours hours = settings.get().officeHours();
    return isOpenOn(local.toLocalDate())
        && !time.isBefore(LocalTime.parse(hours.from()))
        && time.isBefore(LocalTime.parse(hours.to()));
  }

  boolean isOpenOn(LocalDate day) {
    return settings.get().officeHours().days().contains(day.getDayOfWeek())
        && !calendars.isBankHolidayAnywhere(day);
  }
}

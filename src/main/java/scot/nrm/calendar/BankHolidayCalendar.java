package scot.nrm.calendar;

/** A calendar of bank holidays (D39): {@code england-and-wales} or {@code scotland}. */
public enum BankHolidayCalendar {
  ENGLAND_AND_WALES("eng"),
  SCOTLAND("sct");

  private final String region;

  BankHolidayCalendar(String region) {
    this.region = region;
  }

  /** The library's name of this part of the United Kingdom. */
  String region() {
    return region;
  }
}

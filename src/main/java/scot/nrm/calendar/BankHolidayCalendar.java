package scot.nrm.calendar;

/** A calendar of bank holidays (D39): {@code england-and-wales} or {@code scotland}. */
public enum BankHolidayCalendar {
  ENGLAND_AND_WALES("eng", "England and Wales"),
  SCOTLAND("sct", "Scotland");

  private final String region;
  private final String words;

  BankHolidayCalendar(String region, String words) {
    this.region = region;
    this.words = words;
  }

  /** Its name in a sentence. */
  public String inWords() {
    return words;
  }

  /** The library's name of this part of the United Kingdom. */
  String region() {
    return region;
  }
}

package scot.nrm.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

@Tag("quick")
class CalendarConfigurationTest {

  private static final LocalDate ST_ANDREWS_DAY = LocalDate.parse("2009-11-30");
  private static final LocalDate WORLD_CUP = LocalDate.parse("2026-06-15");

  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withInitializer(new ConfigDataApplicationContextInitializer())
          .withInitializer(
              context ->
                  context
                      .getBeanFactory()
                      .setConversionService(ApplicationConversionService.getSharedInstance()))
          .withUserConfiguration(Calendar.class);

  private static final LocalDate EASTER_MONDAY = LocalDate.parse("2010-04-05");

  @Test
  void d39TheBankHolidaysAreThoseOfEnglandAndWalesUnlessConfigured() {
    application.run(
        context ->
            assertThat(
                    context
                        .getBean(Calendars.class)
                        .on(ST_ANDREWS_DAY)
                        .isWorkingDay(ST_ANDREWS_DAY))
                .isTrue());
  }

  @Test
  void d39TheScottishCalendarHasItsOneOffDay() {
    with("0", "2009-01-01", "", "scotland")
        .run(
            context -> {
              WorkingDays workingDays = context.getBean(Calendars.class).on(ST_ANDREWS_DAY);
              assertThat(workingDays.isWorkingDay(ST_ANDREWS_DAY)).isFalse();
              assertThat(workingDays.isWorkingDay(WORLD_CUP)).isFalse();
            });
  }

  @Test
  void d39ACalendarAppliesFromItsDayToItsAuthority() {
    LocalDate before = LocalDate.parse("2010-03-31");
    LocalDate from = LocalDate.parse("2010-04-01");
    with("0", "2009-01-01", "", "england-and-wales")
        .withPropertyValues(row("1", "2010-04-01", "UKHTC", "scotland"))
        .run(
            context -> {
              Calendars calendars = context.getBean(Calendars.class);
              assertThat(calendars.of(from, "UKHTC").isWorkingDay(EASTER_MONDAY)).isTrue();
              assertThat(calendars.of(before, "UKHTC").isWorkingDay(EASTER_MONDAY)).isFalse();
              assertThat(calendars.of(from, "UKBA").isWorkingDay(EASTER_MONDAY)).isFalse();
              assertThat(calendars.on(from).isWorkingDay(EASTER_MONDAY)).isFalse();
              assertThat(calendars.isAuthoritySpecificOn(from)).isTrue();
              assertThat(calendars.isAuthoritySpecificOn(before)).isFalse();
            });
  }

  @Test
  void anUnknownMissingOrDuplicateCalendarStopsTheStart() {
    refused(with("0", "2009-01-01", "", "wales"), "wales");
    refused(with("0", "2009-02-01", "", "scotland"), "without an authority from 2009-01-01");
    refused(with("0", "2009-01-01", "UKBA", "scotland"), "without an authority from 2009-01-01");
    refused(
        with("0", "2009-01-01", "", "scotland")
            .withPropertyValues(row("1", "2009-01-01", "", "england-and-wales")),
        "two calendars from 2009-01-01");
  }

  private ApplicationContextRunner with(
      String place, String from, String authority, String calendar) {
    return application.withPropertyValues(row(place, from, authority, calendar));
  }

  private static String[] row(String place, String from, String authority, String calendar) {
    String row = "nrm.bank-holidays.calendars[" + place + "].";
    return Stream.of(
            row + "from=" + from,
            authority.isEmpty() ? "" : row + "authority=" + authority,
            row + "calendar=" + calendar)
        .filter(property -> !property.isEmpty())
        .toArray(String[]::new);
  }

  private static void refused(ApplicationContextRunner application, String words) {
    application.run(
        context -> assertThat(context).getFailure().rootCause().hasMessageContaining(words));
  }

  @EnableConfigurationProperties(BankHolidays.class)
  @Import(Calendars.class)
  static class Calendar {

    @Bean
    Supplier<BankHolidays> inForce(BankHolidays file) {
      return () -> file;
    }
  }
}

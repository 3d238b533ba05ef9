package scot.nrm.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
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

  @Test
  void d39TheBankHolidaysAreThoseOfEnglandAndWalesUnlessConfigured() {
    application.run(
        context ->
            assertThat(context.getBean(WorkingDays.class).isWorkingDay(ST_ANDREWS_DAY)).isTrue());
  }

  @Test
  void d39TheScottishCalendarCanBeChosenAndKnowsTheOneOffDayInTheFile() {
    application
        .withPropertyValues("nrm.calendar=scotland")
        .run(
            context -> {
              WorkingDays workingDays = context.getBean(WorkingDays.class);
              assertThat(workingDays.isWorkingDay(ST_ANDREWS_DAY)).isFalse();
              assertThat(workingDays.isWorkingDay(WORLD_CUP)).isFalse();
            });
  }

  @Test
  void anUnknownCalendarStopsTheStart() {
    application
        .withPropertyValues("nrm.calendar=wales")
        .run(context -> assertThat(context).hasFailed());
  }

  @Configuration
  @EnableConfigurationProperties(BankHolidays.class)
  @Import(WorkingDays.class)
  static class Calendar {}
}

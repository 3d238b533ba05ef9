package scot.nrm.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;
import scot.nrm.startup.StartRefused;

@Tag("quick")
class GeneratorSettingsTest {

  private static final LocalDateTime NOW = LocalDateTime.of(2026, 11, 26, 12, 0);

  private final MockEnvironment environment =
      new MockEnvironment().withProperty("nrm.demo.enabled", "true");

  @Test
  void withoutTheSettingNothingIsFilled() {
    assertThat(GeneratorSettings.read(environment)).isEmpty();
    assertThat(GeneratorSettings.read(environment.withProperty("nrm.fill", " "))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "100001", "many", "3,000", "1e3", "99999999999999999999"})
  void anInvalidNumberOfCasesIsRefusedInASentence(String number) {
    environment.setProperty("nrm.fill", number);

    assertThatThrownBy(() -> GeneratorSettings.read(environment))
        .isInstanceOf(StartRefused.class)
        .hasMessage(
            "The setting nrm.fill is not a whole number from 1 to 100,000. Write it like --nrm.fill=3000: that many cases are made.");
  }

  @Test
  void anInvalidSeedOrDateIsRefused() {
    environment.setProperty("nrm.fill", "10");

    assertRefused("nrm.fill.seed", "lucky", "nrm.fill.seed is not a whole number from 0");
    assertRefused("nrm.fill.threads", "0", "nrm.fill.threads is not a whole number from 1");
    assertRefused("nrm.fill.from", "1 April 2009", "nrm.fill.from is not a date");
    assertRefused("nrm.fill.until", "2009-02-30", "nrm.fill.until is not a date");
  }

  @Test
  void casesAreGeneratedOnlyWithInventedPeopleAndWithoutMail() {
    environment.setProperty("nrm.fill", "10");

    assertRefused("spring.mail.host", "mail.example", "would be e-mailed");
    assertRefused("nrm.demo.enabled", "false", "there are none here");
  }

  @Test
  void lastFiveYearsOrAllPublishedYearsAreFilled() {
    SimulatedYears today = settings().years(NOW);
    SimulatedYears published = settings().years(LocalDateTime.of(2014, 12, 31, 12, 0));

    assertThat(today.from()).isEqualTo("2021-11-26T12:00");
    assertThat(today.until()).isEqualTo(NOW);
    assertThat(published.from()).isEqualTo("2009-04-01T00:00");
    assertThat(
            settings("nrm.fill.from", "2020-01-01", "nrm.fill.until", "2024-06-30T10:00")
                .years(NOW))
        .isEqualTo(
            new SimulatedYears(
                LocalDateTime.of(2020, 1, 1, 0, 0), LocalDateTime.of(2024, 6, 30, 10, 0)));
  }

  @Test
  void timesBeforeTheMechanismOrInTheFutureAreRefused() {
    assertThatThrownBy(() -> settings("nrm.fill.from", "2009-03-31").years(NOW))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("no cases before 1 April 2009");
    assertThatThrownBy(() -> settings("nrm.fill.until", "2026-11-27").years(NOW))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("for the future");
    assertThatThrownBy(
            () ->
                settings("nrm.fill.from", "2020-01-01", "nrm.fill.until", "2019-01-01").years(NOW))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("end before it begins");
    assertThatThrownBy(() -> settings().years(LocalDateTime.of(2009, 3, 1, 9, 0)))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("end before it begins");
  }

  private GeneratorSettings settings(String... more) {
    environment.setProperty("nrm.fill", "10");
    environment.setProperty("nrm.fill.from", "");
    environment.setProperty("nrm.fill.until", "");
    for (int i = 0; i < more.length; i += 2) {
      environment.setProperty(more[i], more[i + 1]);
    }
    return GeneratorSettings.read(environment).orElseThrow();
  }

  private void assertRefused(String setting, String value, String says) {
    String before = environment.getProperty(setting, "");
    environment.setProperty(setting, value);
    assertThatThrownBy(() -> GeneratorSettings.read(environment))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining(says);
    environment.setProperty(
        setting, setting.endsWith("seed") || setting.endsWith("threads") ? "1" : before);
  }
}

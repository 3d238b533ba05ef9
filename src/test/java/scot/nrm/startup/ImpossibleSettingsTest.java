package scot.nrm.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ImpossibleSettingsTest {

  @ConfigurationPropertiesScan("scot.nrm")
  static class Settings {}

  @ParameterizedTest
  @CsvSource({
    "nrm.access-alerts.address, manager",
    "nrm.access-alerts.every, -5m",
    "nrm.access-alerts.many-cases, 0",
    "nrm.access-alerts.without-task, -1",
    "nrm.break-glass.lasts, -5m",
    "nrm.documents.max-per-case, -1",
    "nrm.documents.scanner.port, 99999",
    "nrm.documents.scanner.timeout, 0s",
    "nrm.letters.email-tried-for, -4h",
    "nrm.letters.sender, nobody at all",
    "nrm.limits.reads, -1",
    "nrm.oidc.dormant-after, 0d",
    "nrm.oidc.good-for, -5m",
    "nrm.trace.address, operator@",
  })
  void aValueThatCannotBeMeantIsRefusedByItsSetting(
      String setting, String value, CapturedOutput output) {
    SpringApplicationBuilder program =
        new SpringApplicationBuilder(Settings.class).web(WebApplicationType.NONE);

    assertThatThrownBy(() -> program.run("--" + setting + "=" + value))
        .isInstanceOf(RuntimeException.class);

    assertThat(output).contains("Reason: must be ").doesNotContain("\tat ");
    assertThat(CheckedSettings.normalised(output.toString()))
        .contains("property: " + CheckedSettings.normalised(setting) + "\n");
  }
}

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
    "nrm.caseload.missing-long, -28",
    "nrm.documents.max-per-case, -1",
    "nrm.documents.scanner.port, 99999",
    "nrm.documents.scanner.timeout, 0s",
    "nrm.drafts.keep, -14d",
    "nrm.drafts.keep, 4000d",
    "nrm.letters.email-tried-for, -4h",
    "nrm.letters.sender, nobody at all",
    "nrm.limits.reads, -1",
    "nrm.modeler.waits, 0s",
    "nrm.oidc.dormant-after, 0d",
    "nrm.oidc.good-for, -5m",
    "nrm.rehearsal.cases, 0",
    "nrm.rehearsal.open-cases, -1",
    "nrm.rehearsal.processors, -1",
    "nrm.session.before-sign-in, -10m",
    "nrm.session.longest, -12h",
    "nrm.session.longest, 400d",
    "nrm.trace.address, operator@",
    "nrm.try.lasts, -2h",
    "nrm.try.port, 99999",
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

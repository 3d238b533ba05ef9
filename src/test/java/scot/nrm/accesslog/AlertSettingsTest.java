package scot.nrm.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import scot.nrm.ConfigFile;

@Tag("quick")
class AlertSettingsTest {

  @Test
  void nightIsUnusualOnlyInProduction() throws Exception {
    AccessAlerts.Settings training = read("");
    AccessAlerts.Settings production =
        read(
            Files.readString(
                Path.of("config/application-production.yaml"), StandardCharsets.UTF_8));

    assertThat(IntStream.range(0, 24).mapToObj(hour -> LocalTime.of(hour, 0)))
        .noneMatch(training::isNight)
        .filteredOn(production::isNight)
        .extracting(LocalTime::getHour)
        .containsExactly(0, 1, 2, 3, 4, 5, 22, 23);
  }

  private static AccessAlerts.Settings read(String profile) {
    return Binder.get(ConfigFile.read("config/application.yaml", profile))
        .bind("nrm.access-alerts", AccessAlerts.Settings.class)
        .get();
  }
}

package scot.nrm.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@Tag("quick")
@ExtendWith(OutputCaptureExtension.class)
class UnreadableSettingAnalyzerTest {

  static class Session {

    Session(@Value("${nrm.session.longest}") Duration longest) {}
  }

  @Test
  void aValueThatCannotBeReadIsRefusedByItsSetting(CapturedOutput output) {
    SpringApplicationBuilder program =
        new SpringApplicationBuilder(Session.class).web(WebApplicationType.NONE);

    assertThatThrownBy(() -> program.run("--nrm.session.longest=a while"))
        .isInstanceOf(RuntimeException.class);

    assertThat(output)
        .contains("The setting nrm.session.longest can't have the value a while.")
        .doesNotContain("\tat ");
  }
}

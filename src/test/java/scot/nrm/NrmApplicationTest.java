package scot.nrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scot.nrm.startup.StartRefused;

class NrmApplicationTest {

  private static final String PRODUCTION = "--spring.profiles.active=production";

  /** A slip would do something else than the operator meant, and say nothing. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --nrm.team-tasks=rebild   | can't have the value rebild. Write --nrm.team-tasks to compare, or
          --nrm.team-tasks=true     | can't have the value true
          --nrm.erase=false         | The option --nrm.erase can't have the value false. Write --nrm.erase.
          --nrm.reseal=2            | can't have the value 2
          --nrm.migrate=no          | can't have the value no
          --nrm.deploy-again        | The option --nrm.deploy-again needs a value.
          --nrm.deploy-again=       | needs a value
          --nrm.compare             | needs a value
          --nrm.check               | needs a value
          --nrm.repair              | needs a value. Write --nrm.repair=FILE or --nrm.repair=NUMBER.
          """)
  void aValueThatAnOptionCannotHaveIsRefused(String option, String refusal) {
    assertThatThrownBy(() -> NrmApplication.chosen(PRODUCTION, option))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining(refusal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--nrm.team-tasks",
        "--nrm.team-tasks=rebuild",
        "--nrm.erase",
        "--nrm.reseal",
        "--nrm.migrate",
        "--nrm.verify",
        "--nrm.verify=heads.txt",
        "--nrm.compare=my folder",
        "--nrm.check=folder",
        "--nrm.repair=12",
        "--nrm.deploy-again=2"
      })
  void aValueThatAnOptionCanHaveIsNot(String option) {
    assertThat(NrmApplication.chosen(PRODUCTION, option)).isNotNull();
  }

  @Test
  void aCommandIsAlone() {
    assertThatThrownBy(() -> NrmApplication.chosen("--nrm.migrate", "--nrm.verify"))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("can't be used together: --nrm.migrate, --nrm.verify.");
    assertThatThrownBy(() -> NrmApplication.chosen("--nrm.team-tasks", "rebuild"))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("This is not an option: rebuild. Write only --nrm.team-tasks");
    assertThatThrownBy(
            () -> NrmApplication.chosen("--nrm.repair=one.yaml", "--nrm.repair=two.yaml"))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("can't have the value one.yaml,two.yaml");
  }
}

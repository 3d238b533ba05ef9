package scot.nrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.transaction.CannotCreateTransactionException;
import scot.nrm.startup.StartRefused;

class NrmApplicationTest {

  private static final String PRODUCTION = "--spring.profiles.active=production";

  @Test
  void aMachineMayBeSetUpForAnotherCountry() {
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(new Locale("tr", "TR"));
      TimeZone.setDefault(TimeZone.getTimeZone("Europe/Istanbul"));

      NrmApplication.becomeBritish();

      assertThat("%,d".formatted(1000)).isEqualTo("1,000");
      assertThat("id".toUpperCase()).isEqualTo("ID");
      assertThat(TimeZone.getDefault().getID()).isEqualTo("Europe/London");
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

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
          --nrm.check               | needs a value
          --nrm.repair              | needs a value. Write --nrm.repair=FILE or --nrm.repair=NUMBER.
          """)
  void anInvalidValueOfAnOptionIsRefused(String option, String refusal) {
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
        "--nrm.check=my folder",
        "--nrm.repair=12",
        "--nrm.deploy-again=2"
      })
  void aValidValueOfAnOptionIsAccepted(String option) {
    assertThat(NrmApplication.chosen(PRODUCTION, option)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --nrm.verfiy         | write --nrm.verify or --nrm.verify=FILE.
          --nrm.migarte        | write --nrm.migrate.
          --nrm.teamtasks      | write --nrm.team-tasks to compare
          --nrm.deploy-agian=2 | write --nrm.deploy-again=NUMBER
          --nrm.rebair=12      | write --nrm.repair=FILE
          --nrm.chekc=folder   | write --nrm.check=FOLDER.
          --nrm.host=a.example | The settings are in config/application.yaml.
          """)
  void aMistypedOptionDoesNotStartANode(String option, String refusal) {
    assertThatThrownBy(() -> NrmApplication.chosen(PRODUCTION, option))
        .isInstanceOf(StartRefused.class)
        .hasMessageStartingWith("There is no option " + option.replaceAll("=.*", "") + ".")
        .hasMessageContaining(refusal);
  }

  /** On a restored backup, a node would e-mail letters a second time. */
  @ParameterizedTest
  @ValueSource(strings = {"-nrm.verify", "\u2013nrm.verify", "nrm.verify", "spring.profiles=x"})
  void anythingButAnOptionStartsNoNode(String word) {
    assertThatThrownBy(() -> NrmApplication.chosen(PRODUCTION, word))
        .isInstanceOf(StartRefused.class)
        .hasMessage(
            "This is not an option: %s. Options begin with two hyphens, such as --nrm.verify or --server.port=8080.",
            word);
    assertThat(NrmApplication.chosen(PRODUCTION)).isNotNull();
  }

  @Test
  void everySettingDirectlyBelowNrmCanBeAnOption() throws IOException {
    Set<String> settings = new TreeSet<>(Set.of("nrm.clock", "nrm.fill"));
    try (Stream<Path> files = Files.list(Path.of("config"))) {
      for (Path file : files.filter(one -> one.toString().endsWith(".yaml")).toList()) {
        for (PropertySource<?> source :
            new YamlPropertySourceLoader().load(file.toString(), new FileSystemResource(file))) {
          Stream.of(((EnumerablePropertySource<?>) source).getPropertyNames())
              .filter(name -> name.matches("nrm\\.[^.]+"))
              .map(name -> name.replaceAll("\\[\\d+]", ""))
              .forEach(settings::add);
        }
      }
    }

    assertThat(NrmApplication.SETTINGS).containsExactlyInAnyOrderElementsOf(settings);
    settings.forEach(
        name ->
            assertThat(NrmApplication.chosen("--" + name + "=x", "--nrm.keys.2=x")).isNotNull());
  }

  @Test
  void commandsCannotBeCombined() {
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

  /** A scheduler that runs --nrm.erase has this in its e-mail. */
  @Test
  void anErasureNeedsTheRightTime() {
    Instant database = Instant.parse("2010-01-05T12:00:00Z");

    EraseCommand.requireSameTime(database, database.minus(Duration.ofHours(1)));
    assertThatThrownBy(
            () -> EraseCommand.requireSameTime(database, database.plus(Duration.ofDays(1))))
        .isInstanceOf(StartRefused.class)
        .hasMessageContainingAll(
            "by 86400 seconds. Nothing has been erased.", "run --nrm.erase again");
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void aRefusalIsASentenceWithoutAStackTrace(CapturedOutput output) throws InterruptedException {
    Thread main = new Thread(() -> NrmApplication.main(new String[] {"--nrm.check"}));

    main.start();
    main.join();

    assertThat(output.getErr())
        .contains("The option --nrm.check needs a value. Write --nrm.check=FOLDER.")
        .doesNotContain("\tat ");
  }

  /** The jar calls main by reflection. */
  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void theJarPrintsARefusalAsASentenceToo(CapturedOutput output) {
    NrmApplication.tell(new InvocationTargetException(new StartRefused("Wrong.", "Do this.")));

    assertThat(output.getErr()).isEqualToIgnoringNewLines("Wrong. Do this.");
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void aCommandReportsThatItLostTheDatabase(CapturedOutput output) {
    NrmApplication.tell(
        new CannotCreateTransactionException(
            "Could not open JDBC Connection for transaction",
            new SQLException("Connection to localhost:5432 refused.", "08001")));

    assertThat(output.getErr())
        .isEqualToIgnoringNewLines(
            "This ended because of the database: Connection to localhost:5432 refused.Correct that, and run it again.");
  }
}

package scot.nrm.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

class UnknownSettingsTest {

  private static final Pattern READ =
      Pattern.compile("(?:\\$\\{|getProperty\\(\\s*\")(nrm(?:\\.[a-z][a-z-]*){2,})[}\":]");

  private static final Pattern VARIABLE = Pattern.compile("NRM_[A-Z0-9_]+");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--nrm.limits.raeds=100",
        "--nrm.limit.reads=100",
        "--nrm.trace.adress=operator@example.org",
        "--nrm.oidc.claims.group=roles",
        "--nrm.documents.scaner.host=scanner",
        "--nrm.keys.128.file=key",
        "--nrm.keys.one.file=key",
        "--nrm.keys.2.fiel=key",
      })
  void aMistypedSettingIsRefused(String option) {
    assertThatThrownBy(() -> start(option))
        .isInstanceOf(StartRefused.class)
        .hasMessageStartingWith(
            "Nothing reads this setting: " + option.replaceAll("--(.*)=.*", "$1") + ".")
        .hasMessageContaining("config/application.yaml");
  }

  @Test
  void aMistypedSettingInTheOperatorsFileIsRefusedWithItsLine(@TempDir Path folder)
      throws IOException {
    Files.writeString(
        folder.resolve("application.yaml"),
        """
        nrm:
          session.longest: 8h
          host: nrm.example
          access-alerts:
            many-case: 20
            address: [a@nrm.example, b@nrm.example]
            night-work: [police-liaison]
        """);

    assertThatThrownBy(() -> start("--spring.config.additional-location=" + folder.toUri()))
        .isInstanceOf(StartRefused.class)
        .hasMessageStartingWith(
            "Nothing reads this setting: nrm.access-alerts.address (line 6), a list instead of one value, nrm.access-alerts.many-case (line 5), nrm.host (line 3).");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--nrm.limits.reads=100",
        "--nrm.access-alerts.nightWork[0]=police-liaison",
        "--nrm.break-glass.not-asked[0]=nrm-manager",
        "--nrm.documents.kinds[9].id=photograph",
        "--nrm.keys.2.file=key",
        "--nrm.keys.127.command=key",
        "--nrm.oidc.group-names.[NRM administrators]=camunda-admin",
        "--nrm.organisations.authorities.ukba.phone=0114 496 0001",
        "--nrm.drafts.keep=7d"
      })
  void aKnownSettingIsAccepted(String option) {
    assertThatCode(() -> start(option)).doesNotThrowAnyException();
  }

  /** The machine may set some of its own, so they don't stop the start. */
  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void anUnusedEnvironmentVariableIsAWarning(CapturedOutput log) {
    startWith(
        "NRM_DATABSE_URL", "NRM_OIDC_CLAIM_GROUP",
        "NRM_LIMITS_RAEDS", "NRM_PORT",
        "HOME", "NRM_DATABASE_URL",
        "NRM_KEYS_2_FILE", "NRM_KEYS_2_FIEL",
        "NRM_KEYS_200_FILE", "NRM_KEYS_ONE_FILE",
        "NRM_KEYS_127_VALUE", "NRM_KEPT_AT",
        "NRM_CLOCK", "NRM_LIMITS_READS",
        "NRM_ACCESSALERTS_MANYCASES", "NRM_ACCESS_ALERTS_NIGHT_WORK_0_",
        "NRM_OIDC_DORMANT_AFTER", "NRM_ORGANISATIONS_AUTHORITIES_UKBA_PHONE");

    assertThat(log)
        .contains(
            "Nothing reads these environment variables: NRM_DATABSE_URL, NRM_KEYS_200_FILE, NRM_KEYS_2_FIEL, NRM_KEYS_ONE_FILE, NRM_LIMITS_RAEDS, NRM_OIDC_CLAIM_GROUP, NRM_PORT. If one is yours, correct its name.")
        .doesNotContain("a value");
  }

  /** Those that the documents name are read. */
  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void documentedEnvironmentVariablesAreNoWarning(CapturedOutput log) throws IOException {
    Set<String> documented = new TreeSet<>();
    try (Stream<Path> pages = Files.list(Path.of("docs/operate"))) {
      for (Path page : pages.toList()) {
        for (Matcher found = VARIABLE.matcher(Files.readString(page)); found.find(); ) {
          documented.add(found.group().replace("_N_", "_2_"));
        }
      }
    }
    assertThat(documented).contains("NRM_DATABASE_URL", "NRM_TRACE_FILE");

    startWith(documented.toArray(String[]::new));

    assertThat(log).doesNotContain("Nothing reads");
  }

  /** A setting that isn't in the files must be listed, or nobody could set it. */
  @Test
  void everySettingThatTheProgramReadsCanBeSet() throws IOException {
    Set<String> read = new TreeSet<>();
    try (Stream<Path> files =
        Stream.concat(Files.walk(Path.of("src/main/java")), Files.walk(Path.of("src/demo/java")))) {
      for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
        for (Matcher found = READ.matcher(Files.readString(file)); found.find(); ) {
          read.add(found.group(1));
        }
      }
    }
    assertThat(read).contains("nrm.letters.sender", "nrm.database.user");
    ClassPathScanningCandidateComponentProvider scan =
        new ClassPathScanningCandidateComponentProvider(false);
    scan.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
    for (BeanDefinition found : scan.findCandidateComponents("scot.nrm")) {
      Class<?> type = ClassUtils.resolveClassName(found.getBeanClassName(), null);
      String prefix = type.getAnnotation(ConfigurationProperties.class).value();
      if (prefix.contains(".")) {
        for (Parameter one : type.getDeclaredConstructors()[0].getParameters()) {
          read.add(prefix + "." + one.getName());
        }
      }
    }
    assertThat(read).contains("nrm.limits.reads", "nrm.oidc.dormantAfter", "nrm.try.port");

    start(read.stream().map(name -> "--" + name + "=x").toArray(String[]::new));
  }

  private static void startWith(String... variables) {
    new SpringApplicationBuilder(Nothing.class)
        .web(WebApplicationType.NONE)
        .environment(
            new StandardEnvironment() {
              @Override
              public Map<String, Object> getSystemEnvironment() {
                return Arrays.stream(variables)
                    .collect(Collectors.toMap(name -> name, name -> "a value"));
              }
            })
        .run()
        .close();
  }

  private static void start(String... options) {
    new SpringApplicationBuilder(Nothing.class)
        .web(WebApplicationType.NONE)
        .logStartupInfo(false)
        .run(options)
        .close();
  }

  private static final class Nothing {}
}

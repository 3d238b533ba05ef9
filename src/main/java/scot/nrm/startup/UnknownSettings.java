package scot.nrm.startup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

/**
 * Refuses a setting that nothing reads, on the command line and in the operator's copy of {@code
 * config/application.yaml}: a mistyped limit or address would have no effect, and nobody would
 * notice. All settings are in the program's own copy. An unknown environment variable only causes a
 * warning, because the machine may set some of its own, such as {@code NRM_PORT} in Kubernetes.
 */
final class UnknownSettings
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  private static final List<String> FILES =
      List.of("config/application.yaml", "config/application-production.yaml");

  private static final int HIGHEST_KEY = 127;

  /**
   * Settings that aren't in the program's own copy but are allowed, with all settings below them.
   */
  private static final Set<String> ALLOWED =
      Stream.concat(
              Stream.of(
                  new String[] {
                    "nrm.breakglass.notasked",
                    "nrm.clock",
                    "nrm.fill",
                    "nrm.demo.users",
                    "nrm.demo.casesmaystop",
                    "nrm.oidc.dormantafter",
                    "nrm.oidc.goodfor",
                    "nrm.oidc.groupnames",
                    "nrm.oidc.lookevery",
                    "nrm.oidc.scopes",
                    "nrm.try.revision",
                    "nrm.try.until"
                  }),
              masterKeys())
          .collect(Collectors.toUnmodifiableSet());

  private static final Logger LOG = LoggerFactory.getLogger(UnknownSettings.class);

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(NRM_[A-Z0-9_]+)");

  private static final Pattern GROUP = Pattern.compile("(nrm\\.[^.\\[]+).*");

  private static final Pattern SEPARATOR = Pattern.compile("[._\\[\\]-]");

  private static final String ANY = "nrm\\..+";

  /** Options of several words; those of one word have already been checked as commands. */
  private static final String LONG = "nrm\\.[^.]+\\..+";

  private static final Pattern OPERATOR_FILE =
      Pattern.compile(".*'file \\[([^]]*/)?application[^]/]*].*");

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    Set<String> known = known();
    Set<String> groups = groups(known.stream());
    MutablePropertySources sources = context.getEnvironment().getPropertySources();
    Set<String> dataGroups =
        groups(
            sources.stream()
                .filter(source -> !isFromOperator(source))
                .flatMap(UnknownSettings::names)
                .map(CheckedSettings::normalised));
    dataGroups.removeAll(groups);
    warnOfVariables(context.getEnvironment().getSystemEnvironment().keySet(), known, dataGroups);
    Set<String> unknown = new TreeSet<>();
    for (PropertySource<?> source : sources) {
      if (isFromOperator(source)) {
        String read = source instanceof CommandLinePropertySource ? LONG : ANY;
        unknown.addAll(
            CheckedSettings.unknown(
                source,
                names(source).filter(name -> name.matches(read)),
                name -> dataGroups.contains(group(name)) || isKnown(name, known)));
      }
    }
    if (!unknown.isEmpty()) {
      throw new StartRefused(
          "Nothing reads this setting: " + String.join(", ", unknown) + ".",
          "Correct it, or remove it, on the command line or in config/application.yaml. The program's own copy of that file has what can be set.");
    }
  }

  private static void warnOfVariables(
      Set<String> given, Set<String> known, Set<String> dataGroups) {
    Set<String> read =
        FILES.stream()
            .flatMap(file -> VARIABLE.matcher(text(file)).results())
            .map(found -> found.group(1))
            .collect(Collectors.toSet());
    Set<String> settings =
        known.stream().map(UnknownSettings::asVariable).collect(Collectors.toSet());
    List<String> groups =
        Stream.concat(ALLOWED.stream(), dataGroups.stream())
            .filter(name -> name.startsWith("nrm."))
            .map(UnknownSettings::asVariable)
            .toList();
    List<String> unknown =
        given.stream()
            .filter(name -> name.startsWith("NRM_") && !read.contains(name))
            .filter(name -> !settings.contains(asVariable(name.replaceAll("_\\d+(?=_|$)", ""))))
            .filter(name -> groups.stream().noneMatch(asVariable(name)::startsWith))
            .sorted()
            .toList();
    if (!unknown.isEmpty()) {
      LOG.warn(
          "Nothing reads these environment variables: {}. If one is yours, correct its name.",
          String.join(", ", unknown));
    }
  }

  /** The name as an environment variable, which has no dots and may omit hyphens. */
  private static String asVariable(String name) {
    return SEPARATOR.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
  }

  private static String text(String file) {
    try {
      return new ClassPathResource(file).getContentAsString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isFromOperator(PropertySource<?> source) {
    return source instanceof CommandLinePropertySource
        || OPERATOR_FILE.matcher(source.getName()).matches();
  }

  private static boolean isKnown(String name, Set<String> known) {
    return known.stream()
            .anyMatch(
                one -> one.equals(name) || one.startsWith(name + ".") || one.startsWith(name + "["))
        || ALLOWED.stream()
            .anyMatch(
                one ->
                    name.equals(one) || name.startsWith(one + ".") || name.startsWith(one + "["));
  }

  /** The versions and ways of {@code docs/operate/keys.md}. */
  private static Stream<String> masterKeys() {
    return IntStream.rangeClosed(1, HIGHEST_KEY)
        .boxed()
        .flatMap(
            version ->
                Stream.of("value", "file", "command")
                    .map(way -> "nrm.keys." + version + "." + way));
  }

  private static Set<String> groups(Stream<String> names) {
    return names.map(UnknownSettings::group).collect(Collectors.toSet());
  }

  /** The first two parts of a name, such as {@code nrm.limits} of {@code nrm.limits.reads}. */
  private static String group(String name) {
    return GROUP.matcher(name).replaceAll("$1");
  }

  private static Set<String> known() {
    return FILES.stream()
        .flatMap(UnknownSettings::read)
        .flatMap(UnknownSettings::names)
        .filter(name -> name.startsWith("nrm."))
        .map(CheckedSettings::normalised)
        .collect(Collectors.toSet());
  }

  private static Stream<PropertySource<?>> read(String file) {
    try {
      return new YamlPropertySourceLoader().load(file, new ClassPathResource(file)).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> names(PropertySource<?> source) {
    return source instanceof EnumerablePropertySource<?> settings
        ? Stream.of(settings.getPropertyNames())
        : Stream.empty();
  }
}

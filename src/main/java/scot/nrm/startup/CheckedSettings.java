package scot.nrm.startup;

import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Reads a file of {@code config/} that people edit by hand. An unknown key stops the start instead
 * of having no effect; Spring's own check misses some in lists of lists.
 */
public final class CheckedSettings {

  /** A value's origin in a data file. */
  private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

  private static final Pattern WORDS = Pattern.compile("[-_]");

  private static final Pattern DATA_FILE =
      Pattern.compile("config[/\\\\]([\\w/-]+\\.yaml)].* (\\d+):\\d+");

  private CheckedSettings() {}

  /**
   * @param prefix the prefix of the file's settings, such as {@code nrm.notices}
   * @param type a record of values, lists and further records
   * @param file the file's name for people, such as {@code config/notices.yaml}
   * @param keys its allowed keys, for the person who corrects it
   * @throws StartRefused if it contains an unknown key, or a value that can't be read
   */
  public static <T> T read(
      ConfigurableEnvironment environment, String prefix, Class<T> type, String file, String keys) {
    Set<String> unknown = unknown(environment, prefix, type);
    if (!unknown.isEmpty()) {
      throw new StartRefused(
          "The file " + file + " has an unknown key: " + String.join(", ", unknown) + ".",
          "Remove or correct it. Allowed keys: " + keys + ".");
    }
    try {
      return binder(environment).bindOrCreate(prefix, type);
    } catch (BindException e) {
      Object name = e.getProperty() == null ? e.getName() : e.getProperty().getName();
      throw new StartRefused(
          "The file " + file + " has a value that cannot be read: " + name + ".",
          "Correct it. Allowed keys: " + keys + ".");
    }
  }

  /** Reads days only as {@code 2009-04-01}: other formats could be read as a different day. */
  public static Binder binder(ConfigurableEnvironment environment) {
    ApplicationConversionService conversion = new ApplicationConversionService();
    conversion.addConverter(String.class, LocalDate.class, LocalDate::parse);
    return new Binder(
        ConfigurationPropertySources.get(environment),
        new PropertySourcesPlaceholdersResolver(environment),
        conversion,
        null,
        null);
  }

  /**
   * The keys in a file that nothing reads, each with its line.
   *
   * @param types the types that are bound to settings, each below the prefix of its {@link
   *     ConfigurationProperties}
   */
  public static Set<String> unknown(PropertySource<?> file, Collection<Class<?>> types) {
    Set<String> known = new HashSet<>();
    types.forEach(
        type ->
            collect(
                type,
                normalised(type.getAnnotation(ConfigurationProperties.class).value()),
                known));
    return unknown(file, "", known);
  }

  /**
   * Reports all problems of a file together, so that they can be corrected before the next start.
   *
   * @throws StartRefused if there are any
   */
  public static void refuse(String file, List<String> problems) {
    if (!problems.isEmpty()) {
      throw new StartRefused(
          "The file " + file + " cannot be used:\n" + String.join("\n", problems),
          "Correct it and start again.");
    }
  }

  private static Set<String> unknown(
      ConfigurableEnvironment environment, String prefix, Class<?> type) {
    Set<String> known = new HashSet<>();
    collect(type, normalised(prefix), known);
    Set<String> unknown = new TreeSet<>();
    for (PropertySource<?> source : environment.getPropertySources()) {
      if (!isFromHost(source)) {
        unknown.addAll(unknown(source, prefix + ".", known));
      }
    }
    return unknown;
  }

  private static Set<String> unknown(PropertySource<?> source, String prefix, Set<String> known) {
    return source instanceof EnumerablePropertySource<?> settings
        ? unknown(
            source,
            Stream.of(settings.getPropertyNames()).filter(name -> name.startsWith(prefix)),
            Pattern.compile(String.join("|", known)).asMatchPredicate())
        : Set.of();
  }

  /** The unknown names, each with its line. A list is named once. */
  static Set<String> unknown(
      PropertySource<?> source, Stream<String> names, Predicate<String> isKnown) {
    Map<String, String> unknown = new TreeMap<>();
    names
        .filter(name -> !isKnown.test(normalised(name)))
        .forEach(
            name -> {
              String list = name.replaceFirst("\\[\\d+]$", "");
              boolean isValue = !list.equals(name) && isKnown.test(normalised(list));
              unknown.putIfAbsent(
                  list,
                  list
                      + line(OriginLookup.getOrigin(source, name))
                      + (isValue ? ", a list instead of one value" : ""));
            });
    return new TreeSet<>(unknown.values());
  }

  /** Whether a source is the environment or the system properties, which may contain any keys. */
  private static boolean isFromHost(PropertySource<?> source) {
    return source.getName().equals(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME)
        || source.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
  }

  /** Adds patterns for the names of a type's settings, in the spelling of {@link #normalised}. */
  private static void collect(Type type, String path, Set<String> known) {
    if (type instanceof ParameterizedType several && several.getRawType() instanceof Class<?> raw) {
      if (Map.class.isAssignableFrom(raw)) {
        String inside = path + "[.][^.\\[]+";
        known.add(inside);
        collect(several.getActualTypeArguments()[1], inside, known);
      } else if (Collection.class.isAssignableFrom(raw)) {
        String inside = path + "\\[]";
        known.add(inside);
        collect(several.getActualTypeArguments()[0], inside, known);
      }
    } else if (type instanceof Class<?> record && record.isRecord()) {
      for (RecordComponent component : record.getRecordComponents()) {
        collectBelow(path, component.getName(), component.getGenericType(), known);
      }
    } else if (type instanceof Class<?> settings
        && settings.isAnnotationPresent(ConfigurationProperties.class)) {
      for (Parameter parameter : settings.getDeclaredConstructors()[0].getParameters()) {
        collectBelow(path, parameter.getName(), parameter.getParameterizedType(), known);
      }
    }
  }

  private static void collectBelow(String path, String key, Type type, Set<String> known) {
    String inside = path + "[.]" + normalised(key);
    known.add(inside);
    collect(type, inside, known);
  }

  /**
   * The name with {@code []} for each index of a list, and in one spelling: {@code out-of-hours}
   * and {@code outOfHours} are the same.
   */
  static String normalised(String name) {
    String withoutIndex = INDEX.matcher(name).replaceAll("[]");
    return WORDS.matcher(withoutIndex).replaceAll("").toLowerCase(Locale.ROOT);
  }

  /** The data file and the line of a value, in brackets; empty if it is from elsewhere. */
  public static String place(Origin origin) {
    Matcher file = DATA_FILE.matcher(String.valueOf(origin));
    return file.find() ? " (config/%s, line %s)".formatted(file.group(1), file.group(2)) : "";
  }

  static String line(Origin origin) {
    return origin instanceof TextResourceOrigin text && text.getLocation() != null
        ? " (line " + (text.getLocation().getLine() + 1) + ")"
        : "";
  }
}

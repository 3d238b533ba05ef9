package scot.nrm.startup;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
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

  private CheckedSettings() {}

  /**
   * @param prefix under which the file keeps its settings, such as {@code nrm.notices}
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
      return Binder.get(environment).bindOrCreate(prefix, type);
    } catch (BindException e) {
      Object name = e.getProperty() == null ? e.getName() : e.getProperty().getName();
      throw new StartRefused(
          "The file " + file + " has a value that cannot be read: " + name + ".",
          "Correct it. Allowed keys: " + keys + ".");
    }
  }

  /** Reports all problems of a file at once, so that each doesn't need a start of its own. */
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
    collect(type, "", known);
    Set<String> unknown = new TreeSet<>();
    for (PropertySource<?> source : environment.getPropertySources()) {
      if (source instanceof EnumerablePropertySource<?> settings && !isOfTheMachine(source)) {
        for (String name : settings.getPropertyNames()) {
          if (name.startsWith(prefix + ".")
              && !known.contains(plain(name.substring(prefix.length())))) {
            unknown.add(name + line(source, name));
          }
        }
      }
    }
    return unknown;
  }

  /** The environment and system properties may contain any keys. */
  private static boolean isOfTheMachine(PropertySource<?> source) {
    return source.getName().equals(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME)
        || source.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
  }

  private static void collect(Type type, String path, Set<String> known) {
    if (type instanceof ParameterizedType list
        && list.getRawType() instanceof Class<?> raw
        && Collection.class.isAssignableFrom(raw)) {
      collect(list.getActualTypeArguments()[0], path, known);
    } else if (type instanceof Class<?> record && record.isRecord()) {
      for (RecordComponent component : record.getRecordComponents()) {
        String inside = path + "." + plain(component.getName());
        known.add(inside);
        collect(component.getGenericType(), inside, known);
      }
    }
  }

  /**
   * Without indices of lists, and in one spelling: {@code out-of-hours} and {@code outOfHours} are
   * the same.
   */
  private static String plain(String name) {
    return name.replaceAll("\\[\\d+]|[-_]", "").toLowerCase(Locale.ROOT);
  }

  private static String line(PropertySource<?> source, String name) {
    Origin origin = OriginLookup.getOrigin(source, name);
    return origin instanceof TextResourceOrigin text && text.getLocation() != null
        ? " (line " + (text.getLocation().getLine() + 1) + ")"
        : "";
  }
}

package scot.nrm.start;

import java.util.List;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.Environment;

/**
 * Reads a file of {@code config/} that people edit by hand and of which nothing may be overlooked: a key that it cannot
 * hold stops the start, instead of having no effect.
 */
public final class CheckedSettings {

  private CheckedSettings() {}

  /**
   * @param prefix under which the file keeps its settings, such as {@code nrm.notices}
   * @param file what people know the file by, such as {@code config/notices.yaml}
   * @param keys what it can hold, for the person who corrects it
   * @throws StartRefused where it holds a key that means nothing, or a value that cannot be read
   */
  public static <T> T read(Environment environment, String prefix, Class<T> type, String file, String keys) {
    try {
      return Binder.get(environment).bindOrCreate(
          prefix, Bindable.of(type),
          new NoUnboundElementsBindHandler(BindHandler.DEFAULT, new UnboundElementsSourceFilter()));
    } catch (BindException e) {
      if (e.getCause() instanceof UnboundConfigurationPropertiesException unknown) {
        String names = unknown.getUnboundProperties().stream().map(CheckedSettings::place)
            .collect(Collectors.joining(", "));
        throw new StartRefused("The file " + file + " has a key that means nothing there: " + names + ".",
            "Remove or correct it. The file can hold: " + keys + ".");
      }
      String name = e.getProperty() == null ? String.valueOf(e.getName()) : place(e.getProperty());
      throw new StartRefused("The file " + file + " has a value that cannot be read: " + name + ".",
          "Correct it. The file can hold: " + keys + ".");
    }
  }

  /** Throws all that is wrong with a file at once, so that it does not take one start for each. */
  public static void refuse(String file, List<String> problems) {
    if (!problems.isEmpty()) {
      throw new StartRefused(
          "The file " + file + " cannot be used:\n" + String.join("\n", problems), "Correct it and start again.");
    }
  }

  private static String place(ConfigurationProperty property) {
    Origin origin = property.getOrigin() instanceof PropertySourceOrigin found
        ? found.getOrigin() : property.getOrigin();
    return origin instanceof TextResourceOrigin text && text.getLocation() != null
        ? property.getName() + " (line " + (text.getLocation().getLine() + 1) + ")"
        : property.getName().toString();
  }
}

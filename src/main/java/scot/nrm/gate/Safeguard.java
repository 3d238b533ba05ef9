package scot.nrm.gate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.io.Resource;

/**
 * What the diagrams must keep: a row of {@code config/safeguards.yaml}, where each part is
 * explained. A part that doesn't apply is empty.
 */
record Safeguard(
    String rule,
    String say,
    @DefaultValue("") String limit,
    @DefaultValue("") String waits,
    @DefaultValue("") String diagram,
    boolean onEveryPath,
    @DefaultValue("") String during,
    @DefaultValue("") String then,
    @DefaultValue("") String due,
    @DefaultValue("") String after,
    @DefaultValue("") String atOnce,
    @DefaultValue("") String hears,
    @DefaultValue("") String runs,
    @DefaultValue("") String when) {

  static final String FILE = "safeguards.yaml";

  static List<Safeguard> read(Resource file) {
    try {
      MutablePropertySources sources = new MutablePropertySources();
      new YamlPropertySourceLoader().load(FILE, file).forEach(sources::addLast);
      return new Binder(ConfigurationPropertySources.from(sources))
          .bind("nrm.safeguards", Bindable.listOf(Safeguard.class))
          .orElse(List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** When {@code runs} applies, as an expression. */
  String condition() {
    return "${" + when + "}";
  }

  /** The timer that it is about, as a diagram writes it. */
  String timer() {
    return "${" + waits + "}";
  }

  boolean isFor(String id) {
    return diagram.isEmpty() || diagram.equals(id);
  }

  String sentence(String lost, String toDo) {
    return "%s: %s, so %s. %s".formatted(rule, lost, say, toDo);
  }
}

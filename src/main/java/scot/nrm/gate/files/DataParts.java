package scot.nrm.gate.files;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** The entries of a data file of {@code config/} or of a scenario: every key. */
public final class DataParts {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Part> parts = new LinkedHashMap<>();

  private DataParts() {}

  /** The entries of a YAML file, by their paths. */
  public static Map<String, Part> of(byte[] file) {
    try {
      DataParts data = new DataParts();
      for (Object document :
          new Yaml(new SafeConstructor(new LoaderOptions()))
              .loadAll(new String(file, StandardCharsets.UTF_8))) {
        data.collect("", document, false);
      }
      return data.parts;
    } catch (YAMLException e) {
      throw new IllegalArgumentException(
          "It is not well-formed YAML: %s".formatted(e.getMessage().lines().findFirst().orElse("")),
          e);
    }
  }

  /** The entries of a JSON file, by their paths. */
  public static Map<String, Part> ofJson(byte[] file) {
    try {
      DataParts data = new DataParts();
      data.collect("", JSON.readValue(file, Object.class), false);
      return data.parts;
    } catch (IOException e) {
      throw new IllegalArgumentException("It is not well-formed JSON.", e);
    }
  }

  /** A map that has a value itself, or a row of a list, is a part. An empty list has none. */
  private void collect(String path, Object data, boolean row) {
    if (data instanceof Map<?, ?> map
        && !row
        && (!path.contains(".")
            || map.values().stream().allMatch(it -> it instanceof Map || isRows(it)))) {
      map.forEach(
          (key, value) -> collect(path.isEmpty() ? "" + key : path + "." + key, value, false));
    } else if (isRows(data)) {
      for (Object entry : (List<?>) data) {
        collect(unusedName(rowName(path, (Map<?, ?>) entry), parts), entry, true);
      }
    } else if (data != null) {
      Map<String, String> properties = new LinkedHashMap<>();
      flatten("", data, properties);
      parts.put(path, new Part("", "the entry " + path, properties, "", row));
    }
  }

  private static boolean isRows(Object data) {
    return data instanceof List<?> list && list.stream().allMatch(Map.class::isInstance);
  }

  /** A second part with the same name gets a number. */
  public static String unusedName(String name, Map<String, ?> taken) {
    String unused = name;
    for (int number = 2; taken.containsKey(unused); number++) {
      unused = name + " (" + number + ")";
    }
    return unused;
  }

  /** A row is named by its first value, its day and its stage. */
  private static String rowName(String path, Map<?, ?> row) {
    StringBuilder name = new StringBuilder(path).append(" [");
    if (!row.isEmpty()) {
      name.append(scalar(row.values().iterator().next()));
      Object from = row.get("from");
      if (from != null && !from.equals(row.values().iterator().next())) {
        name.append(" from ").append(scalar(from));
      }
      if (row.get("stage") != null) {
        name.append(' ').append(scalar(row.get("stage")));
      }
    }
    return name.append(']').toString();
  }

  private static void flatten(String path, Object data, Map<String, String> properties) {
    if (data instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> flatten(path.isEmpty() ? "" + key : path + "." + key, value, properties));
    } else if (isRows(data)) {
      for (Object entry : (List<?>) data) {
        properties.put(unusedName(rowName(path, (Map<?, ?>) entry), properties), scalar(entry));
      }
    } else {
      properties.put(path.isEmpty() ? "its value" : path, scalar(data));
    }
  }

  private static String scalar(Object value) {
    if (value instanceof Date date) {
      return date.toInstant().toString().replace("T00:00:00Z", "");
    }
    if (value instanceof List<?> list) {
      return list.stream().map(DataParts::scalar).collect(Collectors.joining(", "));
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> entry.getKey() + ": " + scalar(entry.getValue()))
          .collect(Collectors.joining(", "));
    }
    return String.valueOf(value);
  }
}

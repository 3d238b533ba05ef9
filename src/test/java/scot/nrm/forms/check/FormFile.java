package scot.nrm.forms.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@code .form} file as it is written, for tests that look at all of them. */
public record FormFile(String name, JsonNode schema) {

  private static final ObjectMapper JSON = new ObjectMapper();

  public static List<FormFile> all() {
    try (var paths = Files.list(Path.of("forms"))) {
      return paths
          .filter(path -> path.toString().endsWith(".form"))
          .sorted()
          .map(FormFile::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static FormFile read(Path path) {
    try {
      return new FormFile(
          path.getFileName().toString().replace(".form", ""), JSON.readTree(path.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(path + " is no JSON", e);
    }
  }

  /** Every component, also those inside groups. */
  public List<JsonNode> components() {
    var found = new ArrayList<JsonNode>();
    collect(schema, found);
    return found;
  }

  private static void collect(JsonNode parent, List<JsonNode> found) {
    for (JsonNode component : parent.path("components")) {
      found.add(component);
      collect(component, found);
    }
  }

  /** The components that hold a value. */
  public List<JsonNode> fields() {
    return components().stream().filter(component -> component.has("key")).toList();
  }

  public static String key(JsonNode field) {
    return field.path("key").asText();
  }

  public static String type(JsonNode component) {
    return component.path("type").asText();
  }

  /** The values of a field with choices, in their order; empty for any other. */
  public static List<String> choices(JsonNode field) {
    var values = new ArrayList<String>();
    field.path("values").forEach(choice -> values.add(choice.path("value").asText()));
    return values;
  }

  @Override
  public String toString() {
    return name;
  }
}

package scot.nrm.gate.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of a form: every property, in the words of Modeler. */
public final class FormParts {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("label", "Field label"),
          Map.entry("dateLabel", "Date label"),
          Map.entry("description", "Field description"),
          Map.entry("key", "Key"),
          Map.entry("type", "Type"),
          Map.entry("text", "Text"),
          Map.entry("valuesKey", "Options from"),
          Map.entry("disabled", "Disabled"),
          Map.entry("subtype", "Subtype"),
          Map.entry("showOutline", "Show outline"),
          Map.entry("conditional.hide", "Hide if"),
          Map.entry("validate.required", "Required"),
          Map.entry("validate.minLength", "Minimum length"),
          Map.entry("validate.maxLength", "Maximum length"),
          Map.entry("validate.min", "Minimum"),
          Map.entry("validate.max", "Maximum"),
          Map.entry("validate.pattern", "Regular expression pattern"));

  /** Modeler writes its own version into each form that it saves. */
  private static final String OF_MODELER = "\"(schemaVersion|exporter\\..*)\"";

  private FormParts() {}

  /** The fields of a form, by their paths. */
  public static Map<String, Part> of(byte[] file) {
    try {
      JsonNode form = JSON.readTree(file);
      Map<String, Part> parts = new LinkedHashMap<>();
      Map<String, String> own = new LinkedHashMap<>();
      flatten("", form, own);
      own.keySet().removeIf(property -> property.matches(OF_MODELER));
      parts.put("", new Part("", "The form", own, "", false));
      fields(form, "", parts);
      return parts;
    } catch (IOException e) {
      throw new IllegalArgumentException("It is not a form. Save it with Camunda Modeler.", e);
    }
  }

  /** Whether two forms are equal, apart from the version of Modeler that has saved them. */
  public static boolean isSame(byte[] before, byte[] after) {
    try {
      return withoutModeler(before).equals(withoutModeler(after));
    } catch (IOException e) {
      return false;
    }
  }

  private static JsonNode withoutModeler(byte[] file) throws IOException {
    JsonNode form = JSON.readTree(file);
    return form instanceof ObjectNode object
        ? object.without(List.of("schemaVersion", "exporter"))
        : form;
  }

  /** The labels of its fields by their keys; none if it isn't JSON, which the check reports. */
  public static Map<String, String> labels(byte[] file) {
    Map<String, String> labels = new LinkedHashMap<>();
    try {
      for (JsonNode field : JSON.readTree(file).findParents("key")) {
        String key = field.path("key").asText();
        labels.put(key, field.path("label").asText(field.path("dateLabel").asText(key)));
      }
    } catch (IOException e) {
      return Map.of();
    }
    return labels;
  }

  private static void fields(JsonNode in, String group, Map<String, Part> parts) {
    for (JsonNode field : in.path("components")) {
      String id = field.path("id").asText(field.path("key").asText("field " + parts.size()));
      Map<String, String> properties = new LinkedHashMap<>();
      flatten("", field, properties);
      properties.remove(word("id"));
      if (!group.isEmpty()) {
        properties.put("\"Group\"", group);
      }
      String name = name(field, id);
      parts.put(id, new Part("", name, properties, field.path("layout").toString(), true));
      fields(field, name, parts);
    }
  }

  private static String name(JsonNode field, String id) {
    String words = field.path("label").asText(field.path("dateLabel").asText(""));
    String noun =
        switch (field.path("type").asText()) {
          case "group" -> "the group";
          case "text" -> "the text";
          default -> "the field";
        };
    String key = field.path("key").asText(id);
    return words.isBlank() ? noun + " " + key : "%s %s (%s)".formatted(noun, words, key);
  }

  private static void flatten(String path, JsonNode node, Map<String, String> properties) {
    node.properties()
        .forEach(
            entry -> {
              String name = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
              JsonNode value = entry.getValue();
              if (name.equals("components")
                  || name.equals("layout")
                  || name.equals("id") && !path.isEmpty()) {
                return;
              }
              if (name.equals("values")) {
                value.forEach(
                    option ->
                        properties.put(
                            "the option " + option.path("value").asText(),
                            option.path("label").asText()));
              } else if (value.isObject()) {
                flatten(name, value, properties);
              } else {
                properties.put(word(name), value.isTextual() ? value.asText() : value.toString());
              }
            });
  }

  private static String word(String name) {
    return name.startsWith("properties.")
        ? "the custom property " + name.substring("properties.".length())
        : '"' + WORDS.getOrDefault(name, name) + '"';
  }
}

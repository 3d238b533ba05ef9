package scot.nrm.forms.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small forms for tests. */
public final class Forms {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Forms() {}

  /** A form with these components, each as JSON. */
  public static FormSchema form(String id, String... components) {
    return FormSchema.parse(json(id, components).getBytes(StandardCharsets.UTF_8));
  }

  public static String json(String id, String... components) {
    return """
    {"schemaVersion": 16, "type": "default", "id": "%s", "components": [%s]}\
    """
        .formatted(id, String.join(",", components));
  }

  /** Values as a browser would send them, with single quotes instead of JSON's double ones. */
  public static Map<String, JsonNode> values(String json) {
    try {
      Map<String, JsonNode> values = new LinkedHashMap<>();
      JSON.readTree(json.replace('\'', '"'))
          .fields()
          .forEachRemaining(field -> values.put(field.getKey(), field.getValue()));
      return values;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  static List<String> sentences(FormCheck.Result result) {
    return result.errors().stream().map(FieldError::text).toList();
  }
}

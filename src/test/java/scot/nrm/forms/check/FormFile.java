package scot.nrm.forms.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.impl.BpmnModelConstants;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.yaml.snakeyaml.Yaml;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.forms.DeployedForms;
import scot.nrm.forms.check.OptionLists.Option;

/** A {@code .form} file, for tests of all forms. */
public record FormFile(String name, JsonNode schema) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final OptionLists.Names IN_2009 =
      new OptionLists.Names() {
        @Override
        public String fill(String text) {
          return KnownAuthorities.named(text);
        }

        @Override
        public Optional<String> problem(String text) {
          return KnownAuthorities.OF_THE_FILE.nameProblem(text);
        }

        @Override
        public Object version() {
          return KnownAuthorities.OF_THE_FILE.namesSince(KnownAuthorities.IN_2009);
        }
      };

  private static final OptionLists LISTS = readLists();
  private static final Map<String, Map<String, String>> TASKS = readTasks();

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
      JsonNode form = JSON.readTree(path.toFile());
      lists().fillIn(form);
      return new FormFile(path.getFileName().toString().replace(".form", ""), form);
    } catch (IOException e) {
      throw new UncheckedIOException(path + " is not JSON", e);
    }
  }

  public static FormFile of(String id) {
    return read(Path.of("forms", id + ".form"));
  }

  /** The form as the server reads it. */
  public FormSchema parsed() {
    return FormSchema.parse(schema.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The same as the form of the user task that names it. */
  public FormSchema inItsTask() {
    return parsed().withTaskProperties(TASKS.getOrDefault(name, Map.of()));
  }

  private static Map<String, Map<String, String>> readTasks() {
    try (var files = Files.list(Path.of("processes"))) {
      Map<String, Map<String, String>> tasks = new HashMap<>();
      files
          .filter(file -> file.toString().endsWith(".bpmn"))
          .map(file -> Bpmn.readModelFromFile(file.toFile()))
          .flatMap(diagram -> diagram.getModelElementsByType(UserTask.class).stream())
          .forEach(
              task ->
                  tasks.put(
                      task.getAttributeValueNs(BpmnModelConstants.CAMUNDA_NS, "formRef"),
                      DeployedForms.properties(task)));
      return tasks;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The shared options, from {@code config/}. */
  public static OptionLists lists() {
    return LISTS;
  }

  private static OptionLists readLists() {
    try (var files = Files.list(Path.of("config/lists"))) {
      Map<String, List<Option>> lists = new HashMap<>();
      for (Path file : files.toList()) {
        JsonNode named = yaml(file).path("nrm").path("lists");
        named
            .properties()
            .forEach(list -> lists.put(list.getKey(), options(list.getValue(), "value", "label")));
      }
      JsonNode councils = yaml(Path.of("config/councils.yaml"));
      lists.put("councils", options(councils.path("nrm").path("councils"), "id", "name"));
      return new OptionLists(lists, IN_2009);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode yaml(Path file) throws IOException {
    return JSON.valueToTree(new Yaml().load(Files.readString(file)));
  }

  private static List<Option> options(JsonNode list, String value, String label) {
    List<Option> options = new ArrayList<>();
    list.forEach(
        one -> options.add(new Option(one.path(value).asText(), one.path(label).asText())));
    return options;
  }

  /** Every component, including those inside groups. */
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

  /** The components with a value. */
  public List<JsonNode> fields() {
    return components().stream().filter(component -> component.has("key")).toList();
  }

  public static String key(JsonNode field) {
    return field.path("key").asText();
  }

  public static String type(JsonNode component) {
    return component.path("type").asText();
  }

  /** The options of a field in their order; empty for a field without options. */
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

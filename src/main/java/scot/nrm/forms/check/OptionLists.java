package scot.nrm.forms.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the server writes into every form that it reads or opens: options that several forms share,
 * such as the countries, and the names of organisations in the place of their placeholders. A field
 * uses a list by giving its name as its {@code valuesKey}, which Camunda Modeler shows as options
 * from input data. form-js would take them from the form's data, and only for fields outside
 * groups.
 *
 * @param source the lists by the name in a {@code valuesKey}, each time as they are now
 */
public record OptionLists(Supplier<Map<String, List<Option>>> source, Names names) {

  /** For forms that include all their options. */
  public static final OptionLists NONE = new OptionLists(Map.of());

  /** The names of organisations today, for texts with their placeholders. */
  public interface Names {

    /** Leaves all texts as they are. */
    Names NONE = new UnchangedNames();

    String fill(String text);

    /** What is wrong with a placeholder, beginning with {@code has}; empty if nothing is. */
    Optional<String> problem(String text);

    /** Another one as soon as names may have changed, for what was filled in before. */
    Object version();
  }

  private record UnchangedNames() implements Names {
    @Override
    public String fill(String text) {
      return text;
    }

    @Override
    public Optional<String> problem(String text) {
      return Optional.empty();
    }

    @Override
    public Object version() {
      return "";
    }
  }

  private static final String VALUES_KEY = "valuesKey";

  /**
   * An option.
   *
   * @param value the stored value; it never changes, because cases contain it
   * @param label the displayed text
   */
  public record Option(String value, String label) {

    /**
     * @throws IllegalArgumentException if one is missing, or YAML has read the value as yes or no
     */
    public Option {
      if (value == null || value.isBlank() || label == null || label.isBlank()) {
        throw new IllegalArgumentException(
            "A row of config/lists has the value \"%s\" and the words \"%s\". Write both."
                .formatted(Objects.toString(value, ""), Objects.toString(label, "")));
      }
      if (value.matches("true|false")) {
        throw new IllegalArgumentException(
            "The row \"%s\" of config/lists has the value %s. Put a value that YAML reads as yes or no, such as \"NO\", in quotation marks."
                .formatted(label, value));
      }
    }
  }

  public OptionLists(Map<String, List<Option>> lists, Names names) {
    this(() -> lists, names);
  }

  /** Without names of organisations. */
  public OptionLists(Map<String, List<Option>> lists) {
    this(lists, Names.NONE);
  }

  /** The lists by the name in a {@code valuesKey}. */
  public Map<String, List<Option>> lists() {
    return source.get();
  }

  /** These lists, with those given replacing any of the same name. */
  public OptionLists with(Supplier<Map<String, List<Option>>> others) {
    return new OptionLists(
        () -> {
          Map<String, List<Option>> both = new HashMap<>(lists());
          both.putAll(others.get());
          return both;
        },
        names);
  }

  /**
   * Writes the options into every field of the form that names a list, and the names into texts.
   */
  public void fillIn(JsonNode form) {
    fillOptions(form, lists());
    fillTexts(form);
  }

  private void fillTexts(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> one : object.properties()) {
        if (one.getValue().isTextual()) {
          one.setValue(TextNode.valueOf(names.fill(one.getValue().asText())));
        } else {
          fillTexts(one.getValue());
        }
      }
    } else {
      node.forEach(this::fillTexts);
    }
  }

  private static void fillOptions(JsonNode form, Map<String, List<Option>> lists) {
    for (JsonNode component : form.path("components")) {
      List<Option> options = lists.get(component.path(VALUES_KEY).asText());
      if (options != null && component instanceof ObjectNode field) {
        field.remove(VALUES_KEY);
        ArrayNode values = field.putArray("values");
        options.forEach(
            option -> values.addObject().put("label", option.label()).put("value", option.value()));
      }
      fillOptions(component, lists);
    }
  }
}

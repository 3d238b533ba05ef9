package scot.nrm.forms.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * Options that several forms share, such as the countries. A field uses a list by giving its name
 * as its {@code valuesKey}, which Camunda Modeler shows as options from input data. form-js would
 * take them from the form's data, and only for fields outside groups, so the server writes them
 * into every form that it reads or opens.
 *
 * @param lists the lists by the name in a {@code valuesKey}
 */
public record OptionLists(Map<String, List<Option>> lists) {

  /** For forms that include all their options. */
  public static final OptionLists NONE = new OptionLists(Map.of());

  private static final String NAME = "valuesKey";

  /**
   * An option.
   *
   * @param value the stored value; it never changes, because cases contain it
   * @param label the displayed text
   */
  public record Option(String value, String label) {}

  public OptionLists {
    lists = Map.copyOf(lists);
  }

  /** Writes the options into every field of the form that names a list. */
  public void fillIn(JsonNode form) {
    for (JsonNode component : form.path("components")) {
      List<Option> options = lists.get(component.path(NAME).asText());
      if (options != null && component instanceof ObjectNode field) {
        field.remove(NAME);
        ArrayNode values = field.putArray("values");
        options.forEach(
            option -> values.addObject().put("label", option.label()).put("value", option.value()));
      }
      fillIn(component);
    }
  }
}

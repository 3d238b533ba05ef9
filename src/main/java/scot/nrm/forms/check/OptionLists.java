package scot.nrm.forms.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * Options that several forms share, such as the countries. A field takes them by naming the list as
 * its {@code valuesKey}, which Camunda Modeler shows as options from input data. form-js would look
 * for them among the form's data, and only for fields outside groups; so the server writes them
 * into the form whenever it reads or opens one.
 *
 * @param lists by the name that a {@code valuesKey} has
 */
public record OptionLists(Map<String, List<Option>> lists) {

  /** For forms that have all their options in them. */
  public static final OptionLists NONE = new OptionLists(Map.of());

  private static final String NAME = "valuesKey";

  /**
   * One option.
   *
   * @param value what is stored; never changes, since cases carry it
   * @param label what people read
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

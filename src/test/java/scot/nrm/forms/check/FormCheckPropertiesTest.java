package scot.nrm.forms.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Tests that the check never fails, whatever is sent to a form of this project. */
class FormCheckPropertiesTest {

  private static final LocalDate TODAY = LocalDate.of(2009, 5, 18);
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<FormSchema> FORMS = forms();

  private static List<FormSchema> forms() {
    return FormFile.all().stream().map(FormFile::parsed).toList();
  }

  /** A form with values for some of its fields, some of them valid. */
  record Sent(FormSchema form, Map<String, JsonNode> values) {

    @Override
    public String toString() {
      return form.id() + " " + values;
    }
  }

  @Property(tries = 1000)
  void theCheckNeverFailsOnAnyInput(@ForAll("sent") Sent sent) {
    FormCheck.Result result = FormCheck.check(sent.form(), sent.values(), Map.of(), TODAY);

    assertThat(sent.form().fields().keySet()).containsAll(result.accepted().keySet());
    assertThat(sent.values().keySet()).containsAll(result.accepted().keySet());
    assertThat(result.errors())
        .allSatisfy(error -> assertThat(error.text()).endsWith(".").hasSizeLessThan(300));
  }

  @Property(tries = 500)
  void anAcceptedValueIsAcceptedAgainUnchanged(@ForAll("sent") Sent sent) {
    FormCheck.Result once = FormCheck.check(sent.form(), sent.values(), Map.of(), TODAY);

    FormCheck.Result again = FormCheck.check(sent.form(), once.accepted(), Map.of(), TODAY);

    // If an answer was refused, those that depend on it are hidden the second time.
    assertThat(once.accepted()).containsAllEntriesOf(again.accepted());
    if (once.errors().isEmpty()) {
      assertThat(again).isEqualTo(once);
    }
  }

  @Provide
  Arbitrary<Sent> sent() {
    return Arbitraries.of(FORMS)
        .flatMap(
            form -> {
              List<String> keys = new ArrayList<>(form.fields().keySet());
              keys.add("unknown");
              return Arbitraries.of(keys)
                  .list()
                  .uniqueElements()
                  .ofMaxSize(keys.size())
                  .flatMap(
                      chosen ->
                          Combinators.combine(
                                  chosen.stream()
                                      .map(key -> value(form.fields().get(key)))
                                      .toList())
                              .as(
                                  values -> {
                                    Map<String, JsonNode> sent = new LinkedHashMap<>();
                                    for (int i = 0; i < chosen.size(); i++) {
                                      sent.put(chosen.get(i), values.get(i));
                                    }
                                    return new Sent(form, sent);
                                  }));
            });
  }

  private static Arbitrary<JsonNode> value(FormField field) {
    if (field == null || field.options().isEmpty()) {
      return anything();
    }
    Arbitrary<JsonNode> option = Arbitraries.of(field.options());
    Arbitrary<JsonNode> several =
        option
            .list()
            .ofMaxSize(4)
            .map(
                list -> {
                  ArrayNode array = JSON.arrayNode();
                  list.forEach(array::add);
                  return array;
                });
    return Arbitraries.oneOf(option, several, anything());
  }

  private static Arbitrary<JsonNode> anything() {
    Arbitrary<JsonNode> leaf =
        Arbitraries.oneOf(
            Arbitraries.just(JSON.nullNode()),
            Arbitraries.of(true, false).map(JSON::booleanNode),
            Arbitraries.integers().map(JSON::numberNode),
            Arbitraries.doubles().map(JSON::numberNode),
            Arbitraries.bigDecimals().map(number -> JSON.numberNode((BigDecimal) number)),
            Arbitraries.strings().ofMaxLength(60).map(JSON::textNode),
            Arbitraries.of(
                    "2009-04-14",
                    "2009-02-30",
                    "09:30",
                    "yes",
                    "no",
                    "",
                    " ",
                    "a\u0000",
                    "{{x}}",
                    "=1")
                .map(JSON::textNode));
    Arbitrary<JsonNode> list =
        leaf.list()
            .ofMaxSize(3)
            .map(
                nodes -> {
                  ArrayNode array = JSON.arrayNode();
                  nodes.forEach(array::add);
                  return array;
                });
    Arbitrary<JsonNode> object =
        leaf.map(
            node -> {
              ObjectNode nested = JSON.objectNode();
              nested.set("key", node);
              return nested;
            });
    return Arbitraries.oneOf(leaf, list, object);
  }
}

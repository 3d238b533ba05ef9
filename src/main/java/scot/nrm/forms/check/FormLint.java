package scot.nrm.forms.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.FormsCheck;

/**
 * Finds errors in forms before deployment, in sentences for the people who edit them. It checks all
 * forms together, because a key must mean the same in each.
 */
@Component
public final class FormLint implements FormsCheck {

  private final OptionLists lists;

  FormLint(OptionLists lists) {
    this.lists = lists;
  }

  @Override
  public List<String> problems(Map<String, byte[]> forms) {
    return check(forms.values().stream().map(form -> FormSchema.parse(form, lists)).toList());
  }

  /** A sentence for each problem; empty if the forms can be deployed. */
  public static List<String> check(Collection<FormSchema> forms) {
    List<String> problems = new ArrayList<>();
    Map<String, FormSchema> marked = new HashMap<>();
    Map<String, FormSchema> unmarked = new HashMap<>();
    Map<String, FormSchema> first = new HashMap<>();
    for (FormSchema form : forms) {
      form.problems()
          .forEach(problem -> problems.add(fileOf(form) + ": The form " + problem + "."));
      for (FormField field : form.fields().values()) {
        check(form, field, problems);
        if (!field.disabled() && !field.readOnly()) {
          (field.toProcess() ? marked : unmarked).putIfAbsent(field.key(), form);
          FormSchema other = first.putIfAbsent(field.key(), form);
          if (other != null && !other.fields().get(field.key()).hasSameKindAs(field)) {
            problems.add(
                "%s: The key %s is that of a field of another kind in %s. The one would show and replace the other's value. Give the new field a key of its own."
                    .formatted(fileOf(form), field.key(), fileOf(other)));
          }
        }
      }
    }
    marked.forEach(
        (key, form) -> {
          if (unmarked.containsKey(key)) {
            problems.add(
                "%s: The field %s is marked process = yes here and not in %s. Mark it in both, so that the case does not keep two values of it."
                    .formatted(fileOf(form), key, fileOf(unmarked.get(key))));
          }
        });
    return problems;
  }

  private static String fileOf(FormSchema form) {
    return "forms/" + form.id() + ".form";
  }

  private static void check(FormSchema form, FormField field, List<String> problems) {
    String name = "%s: The field \"%s\" (%s)".formatted(fileOf(form), field.name(), field.key());
    // The case number is the only text that reveals nothing about the child.
    boolean isFreeText =
        (field.isText() || field.isChecklist()) && !field.key().equals(FormSchema.CASE_NUMBER);
    if (field.toProcess() && isFreeText) {
      problems.add(
          name
              + " is marked process = yes, but text about the child stays in the child's file. Mark only a single choice, a number, a tick or a date.");
    }
    if (field.isText() && !field.disabled() && !field.validate().path("maxLength").isNumber()) {
      problems.add(name + " has no maximum length. Give it one.");
    }
    for (String min : List.of("min", "minLength")) {
      JsonNode max = field.validate().path(min.replace("min", "max"));
      if (max.isNumber() && field.validate().path(min).asDouble() > max.asDouble()) {
        problems.add(
            "%s has a minimum above its maximum, so nobody could answer it. Correct one of them."
                .formatted(name));
      }
    }
    if (field.options().size() < field.component().path("values").size()) {
      problems.add(
          name
              + " has two options with the same value, so nobody could tell which was chosen. Give one of them another value.");
    }
    for (FieldProperty property : FieldProperty.values()) {
      property(name, field, property, problems);
    }
    String day = field.property("default");
    if (!day.isEmpty() && !FormField.DEFAULT_DAY.matcher(day).matches()) {
      problems.add(
          "%s has the property default = %s, which has no meaning. Write today, today+14, today+limitNewTarget or sent."
              .formatted(name, day));
    }
    String ahead = field.property("daysAhead");
    if (!ahead.isEmpty() && !FormField.DAYS.matcher(ahead).matches()) {
      problems.add(
          "%s has the property daysAhead = %s, which is not a number of days. Write one, such as 365."
              .formatted(name, ahead));
    }
    unknownProperties(name, field, problems);
    people(name, form, field, problems);
    String from = field.property("from");
    if (!from.isEmpty() && LocalDay.parse(from).isEmpty()) {
      problems.add(
          name + " has the property from = " + from + ", which is not a date such as 2009-04-01.");
    }
  }

  private static void people(String name, FormSchema form, FormField field, List<String> problems) {
    if (field.property(FormField.PEOPLE).isEmpty()) {
      return;
    }
    if (!field.type().equals("select")
        || !field.options().equals(Set.of(TextNode.valueOf(FormField.NOT_LISTED)))) {
      problems.add(
          "%s offers people. Make it a select with one option, %s, for someone without an account."
              .formatted(name, FormField.NOT_LISTED));
    }
    for (String property : List.of("name", "telephone", "email")) {
      String key = field.property(property);
      boolean missing = key.isEmpty() && property.equals("name");
      if (missing || !key.isEmpty() && !form.fields().containsKey(key)) {
        problems.add(
            "%s has the property %s = %s. Name a field of the form, which gets it from the account."
                .formatted(name, property, key));
      }
    }
  }

  private static void property(
      String name, FormField field, FieldProperty property, List<String> problems) {
    String value = field.property(property.id());
    if (!value.isEmpty() && !property.allowed().isEmpty() && !property.allowed().contains(value)) {
      problems.add(
          "%s has the property %s = %s, which has no meaning. Write %s."
              .formatted(
                  name,
                  property.id(),
                  value,
                  property.allowed().stream().sorted().collect(Collectors.joining(" or "))));
    }
  }

  private static void unknownProperties(String name, FormField field, List<String> problems) {
    field
        .component()
        .path("properties")
        .fieldNames()
        .forEachRemaining(
            property -> {
              if (FieldProperty.of(property).isEmpty()) {
                problems.add(
                    "%s has the property %s, which has no meaning. Use one of %s."
                        .formatted(
                            name,
                            property,
                            Arrays.stream(FieldProperty.values())
                                .map(FieldProperty::id)
                                .collect(Collectors.joining(", "))));
              }
            });
  }
}

package scot.nrm.forms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import scot.nrm.access.Absences;
import scot.nrm.access.Absences.Absence;
import scot.nrm.access.NamesAndRoles;
import scot.nrm.access.Roles;
import scot.nrm.access.TeamMembers;
import scot.nrm.access.TeamMembers.Person;
import scot.nrm.calendar.BritishDate;
import scot.nrm.engine.CaseClock;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.FormField;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.forms.check.FormSubmission;

/**
 * Fields of tasks' forms in which a colleague is chosen. Their property {@code people} names the
 * team; its members when the form is opened are offered before the form's own option, {@link
 * FormField#NOT_LISTED}, for someone without an account. Where each local authority has such a
 * team, it is that of the task's local authority. The properties {@code name}, {@code telephone}
 * and {@code email} name the fields that the chosen person's account fills in: the name always, as
 * it is known that day, the others if nobody has typed them.
 */
@Component
class ColleagueFields {

  private final TeamMembers teams;
  private final NamesAndRoles people;
  private final Absences absences;
  private final Roles roles;
  private final CaseClock clock;

  ColleagueFields(
      TeamMembers teams, NamesAndRoles people, Absences absences, Roles roles, CaseClock clock) {
    this.teams = teams;
    this.people = people;
    this.absences = absences;
    this.roles = roles;
    this.clock = clock;
  }

  /**
   * Writes the team into each such field of an opened form. Without anyone to choose, the field
   * already says that the person isn't listed.
   *
   * @param council the task's local authority; {@code null} if it has none
   */
  void addColleagues(JsonNode form, String council) {
    for (JsonNode component : form.path("components")) {
      String team = component.path("properties").path(FormField.PEOPLE).asText();
      if (!team.isEmpty() && component instanceof ObjectNode field) {
        List<Person> members = members(team, council);
        ArrayNode own = field.withArrayProperty("values");
        ArrayNode values = own.arrayNode();
        Function<Person, String> label = labels(members);
        members.forEach(
            person ->
                values.addObject().put("label", label.apply(person)).put("value", person.id()));
        field.set("values", values.addAll(own));
        if (members.isEmpty()) {
          field.put("defaultValue", FormField.NOT_LISTED);
        }
      }
      addColleagues(component, council);
    }
  }

  /** Names, with the user id if two are the same, and with an absence under way. */
  private Function<Person, String> labels(List<Person> members) {
    Map<String, Long> nameCounts =
        members.stream().collect(Collectors.groupingBy(Person::plainName, Collectors.counting()));
    Map<String, Absence> absencesByPerson =
        absences.of(members.stream().map(Person::id).toList()).stream()
            .filter(absence -> absence.includes(clock.today()))
            .collect(Collectors.toMap(Absence::person, absence -> absence, (one, other) -> one));
    return person ->
        (person.plainName().isEmpty() || nameCounts.get(person.plainName()) > 1
                ? person.name()
                : person.plainName())
            + Optional.ofNullable(absencesByPerson.get(person.id()))
                .map(absence -> ", away until " + BritishDate.of(absence.until()))
                .orElse("");
  }

  /** The form as it is offered now, with the team's members among the options. */
  FormSchema withColleagues(FormSchema form, String council) {
    if (form.fields().values().stream().allMatch(field -> team(field).isEmpty())) {
      return form;
    }
    Map<String, FormField> fields = new LinkedHashMap<>(form.fields());
    fields.replaceAll(
        (key, field) ->
            team(field).isEmpty()
                ? field
                : field.withOptions(
                    members(team(field), council).stream().map(Person::id).toList()));
    return new FormSchema(
        form.id(),
        form.heading(),
        fields,
        form.textNames(),
        form.expressionNames(),
        form.problems(),
        form.properties());
  }

  /** The values that the chosen people's accounts give, by key. Missing numbers are errors. */
  Map<String, JsonNode> accountValues(FormSubmission submission, Errors errors) {
    Map<String, JsonNode> values = new HashMap<>();
    submission.form().fields().values().stream()
        .filter(field -> !team(field).isEmpty() && submission.values().containsKey(field.key()))
        .forEach(field -> addAccountValues(field, submission, values, errors));
    return values;
  }

  private void addAccountValues(
      FormField field, FormSubmission submission, Map<String, JsonNode> values, Errors errors) {
    String earlier = submission.file().text(field.key());
    String chosen = submission.text(field.key());
    String person = FormField.account(chosen).orElse(null);
    String name = person == null ? "" : nameOf(person);
    if (person != null) {
      values.put(field.property("name"), TextNode.valueOf(name));
    } else if (chosen.isEmpty() && !earlier.isEmpty()) {
      values.put(field.property("name"), NullNode.getInstance());
    }
    boolean changed = !earlier.isEmpty() && !chosen.isEmpty() && !earlier.equals(chosen);
    // Someone who was typed may be the same person, who has an account by now.
    boolean another = changed && !earlier.equals(FormField.NOT_LISTED);
    String email = field.property("email");
    if (!email.isEmpty() && isNotTyped(email, submission, changed)) {
      Optional<String> address = Optional.ofNullable(person).flatMap(people::email);
      if (address.isPresent() || another) {
        values.put(email, address.<JsonNode>map(TextNode::valueOf).orElse(NullNode.getInstance()));
      }
    }
    String telephone = field.property("telephone");
    if (!telephone.isEmpty() && !chosen.isEmpty() && isNotTyped(telephone, submission, changed)) {
      Optional<String> number = Optional.ofNullable(person).flatMap(people::telephone);
      number.ifPresent(own -> values.put(telephone, TextNode.valueOf(own)));
      boolean none = submission.text(telephone).isEmpty();
      if (number.isEmpty() && (none || another)) {
        errors.field(
            telephone,
            "enter a number"
                + (none
                    ? ""
                    : ". This is the previous person's: if both use it, write \"shared\" after it")
                + (name.isEmpty() ? "" : ". The account of " + name + " has none"));
      }
    }
  }

  /** Whether nothing was typed in the field, or it still has what belongs to the person before. */
  private static boolean isNotTyped(String key, FormSubmission submission, boolean changed) {
    String typed = submission.text(key);
    return typed.isEmpty() || changed && typed.equals(submission.file().text(key));
  }

  private String nameOf(String person) {
    return people
        .of(List.of(person))
        .now(person)
        .map(NamesAndRoles.Details::name)
        .filter(name -> !name.isEmpty())
        .orElse(person);
  }

  private List<Person> members(String team, String council) {
    boolean own = roles.isCouncilTeam(team);
    return own && council == null ? List.of() : teams.of(team, own ? council : null);
  }

  private static String team(FormField field) {
    return field.property(FormField.PEOPLE);
  }
}

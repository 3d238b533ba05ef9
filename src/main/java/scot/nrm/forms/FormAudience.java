package scot.nrm.forms;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import scot.nrm.access.Roles;
import scot.nrm.access.Roles.FormReader;
import scot.nrm.engine.FormsCheck;
import scot.nrm.forms.check.FormField;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.forms.check.OptionLists;

/**
 * Refuses a form that would show the child's file to a team whose role doesn't read it ({@code
 * reads-files} and {@code form-texts} in {@code config/roles.yaml}). When a form is opened, {@link
 * OpenedForms} leaves out the same values, whatever was deployed.
 */
@Component
class FormAudience implements FormsCheck.AudienceCheck {

  private static final Set<String> NOT_PERSONAL =
      Set.of(FormSchema.CASE_NUMBER, "localAuthorityName");

  private final Roles roles;
  private final OptionLists lists;

  FormAudience(Roles roles, OptionLists lists) {
    this.roles = roles;
    this.lists = lists;
  }

  @Override
  public List<String> problems(Map<String, byte[]> forms, Map<String, Set<String>> teams) {
    List<FormSchema> read =
        forms.values().stream().map(form -> FormSchema.parse(form, lists)).toList();
    Set<String> variables = new HashSet<>(DeclaredVariables.CASE_VARIABLES);
    read.forEach(form -> variables.addAll(form.processKeys()));
    List<String> problems = new ArrayList<>();
    for (FormSchema form : read) {
      form.fields().values().stream()
          .map(field -> field.property(FormField.PEOPLE))
          .filter(team -> !team.isEmpty())
          .filter(this::isUnknownRole)
          .forEach(
              team ->
                  problems.add(
                      "forms/%s.form: The form offers the people of %s, which is not a role."
                          .formatted(form.id(), team)));
      for (String team : new TreeSet<>(teams.getOrDefault(form.id(), Set.of()))) {
        FormReader reader = roles.formReader(Set.of(team));
        if (!reader.readsFiles()) {
          Set<String> shown = new TreeSet<>();
          namesFromFile(form, variables).filter(name -> !reader.shows(name)).forEach(shown::add);
          if (!shown.isEmpty()
              && !isUnknownRole(team)) { // the check of the diagrams names that one
            problems.add(
                "forms/%s.form: The form would show %s to %s, who don't read the child's file. Remove it, give a field the property prefill = no, or give the task to another team."
                    .formatted(form.id(), String.join(", ", shown), team));
          }
        }
      }
    }
    return problems;
  }

  private static Stream<String> namesFromFile(FormSchema form, Set<String> variables) {
    return Stream.concat(
            form.fields().values().stream()
                .filter(field -> !field.toProcess() && !field.property("prefill").equals("no"))
                .map(field -> field.key()),
            Stream.concat(form.textNames().stream(), form.expressionNames().stream()))
        .filter(
            name ->
                !variables.contains(name)
                    && !NOT_PERSONAL.contains(name)
                    && !name.matches("limit[A-Z].*"));
  }

  private boolean isUnknownRole(String team) {
    return roles.roles().stream().noneMatch(role -> role.group().equals(team));
  }
}

package scot.nrm.forms;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.stereotype.Component;
import scot.nrm.engine.DecisionTables;
import scot.nrm.engine.FormsCheck;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.engine.sets.NearestName;
import scot.nrm.forms.check.ForFormsWith;
import scot.nrm.forms.check.FormField;
import scot.nrm.forms.check.FormHandler;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.forms.check.OptionLists;
import scot.nrm.forms.text.FormText;

/**
 * Refuses a condition, a text or a property of a form with a name that nothing has: the field would
 * always be shown or never, the text would have a gap, or the date would not be checked. Refuses a
 * set as well that no longer asks a field about which the program has a rule.
 */
@Component
class FormNamesCheck implements FormsCheck.SetCheck {

  private static final String LOCAL_AUTHORITY_NAME = "localAuthorityName";

  private final OptionLists lists;
  private final Collection<DecisionTables.Check> tables;
  private final ListableBeanFactory beans;

  FormNamesCheck(
      OptionLists lists, Collection<DecisionTables.Check> tables, ListableBeanFactory beans) {
    this.lists = lists;
    this.tables = tables;
    this.beans = beans;
  }

  @Override
  public List<String> problems(Map<String, byte[]> files) {
    Set<String> known = new HashSet<>(DeclaredVariables.CASE_VARIABLES);
    List<FormSchema> forms = FormSchema.parseAll(files, lists);
    forms.forEach(form -> known.addAll(form.fields().keySet()));
    known.add(LOCAL_AUTHORITY_NAME);
    known.addAll(Set.of(beans.getBeanNamesForType(FormText.class, true, false)));
    tables.forEach(table -> known.addAll(table.namesInForms()));
    String diagrams = DefinitionSets.textOfDiagrams(files);
    Stream<String> unknown =
        forms.stream()
            .flatMap(
                form ->
                    Stream.of(form.expressionNames(), form.textNames(), datesToCompare(form))
                        .flatMap(Set::stream)
                        .filter(name -> !known.contains(name))
                        .filter(name -> !hasName(diagrams, name))
                        .distinct()
                        .sorted()
                        .map(
                            name ->
                                "forms/%s.form: A condition, a text or a property has the name %s, which no field, no diagram and no text of the program has. Write one that exists%s."
                                    .formatted(form.id(), name, NearestName.suchAs(name, known))));
    Set<String> inDiagrams = DefinitionSets.attributes(diagrams, "formRef");
    List<FormSchema> used = forms.stream().filter(form -> inDiagrams.contains(form.id())).toList();
    return Stream.concat(unknown, missingFields(used, diagrams)).toList();
  }

  private Stream<String> missingFields(List<FormSchema> used, String diagrams) {
    Set<String> asked =
        Stream.of(beans.getBeanNamesForType(FormHandler.class, true, false))
            .flatMap(
                bean ->
                    Stream.ofNullable(beans.findAnnotationOnBean(bean, ForFormsWith.class, false)))
            .flatMap(asking -> Stream.of(asking.value()))
            .collect(Collectors.toCollection(TreeSet::new));
    return asked.stream()
        .filter(key -> used.stream().noneMatch(form -> form.asks(key)))
        .map(
            key ->
                "No task and no start has a form that asks %s any more%s. The program checks and records its answer, and would do neither. Give the field that key, which is not the label."
                    .formatted(key, nearest(key, used, asked, diagrams)));
  }

  /**
   * Names the field that was probably renamed, and its file: one that is like it, or one that is
   * passed to the process and that nothing uses. Empty if there is none.
   */
  private static String nearest(
      String key, List<FormSchema> used, Set<String> asked, String diagrams) {
    Map<String, String> forms = new TreeMap<>();
    Set<String> unused = new TreeSet<>();
    for (FormSchema form : used) {
      for (FormField field : form.fields().values()) {
        forms.put(field.key(), form.id());
        if (field.toProcess()
            && !DeclaredVariables.CASE_VARIABLES.contains(field.key())
            && !hasName(diagrams, field.key())) {
          unused.add(field.key());
        }
      }
    }
    forms.keySet().removeAll(asked);
    return NearestName.of(key, forms.keySet())
        .or(() -> unused.stream().filter(forms::containsKey).findFirst())
        .map(other -> ", only %s in forms/%s.form".formatted(other, forms.get(other)))
        .orElse("");
  }

  private static boolean hasName(String diagrams, String name) {
    return Pattern.compile("\\b" + name + "\\b").matcher(diagrams).find();
  }

  @Override
  public boolean comesFirst() {
    return true;
  }

  /** A date that isn't known is never checked against. */
  private static Set<String> datesToCompare(FormSchema form) {
    return form.fields().values().stream()
        .map(field -> field.property("notBefore"))
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toSet());
  }
}

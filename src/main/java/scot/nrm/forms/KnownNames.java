package scot.nrm.forms;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import scot.nrm.engine.FormsCheck;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.forms.check.OptionLists;

/**
 * Refuses a condition or a text of a form with a name that no form, diagram or step has: the field
 * would always be shown or never, and the text would have a gap.
 */
@Component
class KnownNames implements FormsCheck.OfSet {

  /** The texts of {@code forms.text} and the time limits, and what the program fills in. */
  private static final Pattern OF_THE_PROGRAM =
      Pattern.compile("(show|limit)[A-Z]\\w*|localAuthorityName");

  private final OptionLists lists;

  KnownNames(OptionLists lists) {
    this.lists = lists;
  }

  @Override
  public List<String> problems(Map<String, byte[]> files) {
    Set<String> known = new HashSet<>(DeclaredVariables.CASE_VARIABLES);
    List<FormSchema> forms = FormSchema.ofSet(files, lists);
    forms.forEach(form -> known.addAll(form.fields().keySet()));
    String diagrams = DefinitionSets.textOfDiagrams(files);
    return forms.stream()
        .flatMap(
            form ->
                Stream.of(form.expressionNames(), form.textNames())
                    .flatMap(Set::stream)
                    .filter(name -> !known.contains(name))
                    .filter(name -> !OF_THE_PROGRAM.matcher(name).matches())
                    .filter(name -> !Pattern.compile("\\b" + name + "\\b").matcher(diagrams).find())
                    .distinct()
                    .sorted()
                    .map(
                        name ->
                            "forms/%s.form: A condition or a text has the name %s, which no field and no diagram has. Correct it."
                                .formatted(form.id(), name)))
        .toList();
  }
}

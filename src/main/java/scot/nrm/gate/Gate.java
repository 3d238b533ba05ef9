package scot.nrm.gate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.stereotype.Component;
import scot.nrm.access.Roles;
import scot.nrm.engine.Definitions;
import scot.nrm.engine.FormsCheck;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.engine.sets.LimitedCache;
import scot.nrm.forms.check.FormField;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.forms.check.NonCaseFormStore;
import scot.nrm.forms.check.OptionLists;
import scot.nrm.modelcheck.DiagramBeans;
import scot.nrm.modelcheck.Expressions;

/**
 * Checks every path through a whole set of diagrams before it is deployed, so that policy staff
 * read about a mistake before a child's case runs into it.
 */
@Component
public final class Gate implements FormsCheck.SetCheck {

  /** The most ways to complete a form that are followed separately. */
  private static final int MAX_ANSWERS = 64;

  private static final int MAX_RESULTS = 4;

  /**
   * By all that the paths depend on: other files change none. In one process of the operating
   * system, applications with the same files have the same result.
   */
  private static final Map<Object, Collection<Finding>> LATEST = LimitedCache.of(MAX_RESULTS);

  private final DiagramBeans beans;
  private final Expressions expressions;
  private final FormsCheck.TaskCheck tasks;
  private final OptionLists lists;
  private final Authorities authorities;
  private final Definitions definitions;
  private final Set<String> groups;
  private final Safeguards safeguards;
  private final Map<String, Set<String>> valuesOfStores = new HashMap<>();

  Gate(
      DiagramBeans beans,
      Expressions expressions,
      FormsCheck.TaskCheck tasks,
      OptionLists lists,
      Authorities authorities,
      Roles roles,
      Definitions definitions,
      Safeguards safeguards,
      ListableBeanFactory stores) {
    this.beans = beans;
    this.expressions = expressions;
    this.tasks = tasks;
    this.lists = lists;
    this.authorities = authorities;
    this.definitions = definitions;
    this.groups = roles.roles().stream().map(Roles.RoleSettings::group).collect(Collectors.toSet());
    this.safeguards = safeguards;
    for (String store : stores.getBeanNamesForType(NonCaseFormStore.class, true, false)) {
      NonCaseFormStore.Passes hands =
          stores.findAnnotationOnBean(store, NonCaseFormStore.Passes.class, false);
      if (hands != null) {
        valuesOfStores.put(hands.form(), Set.of(hands.values()));
      }
    }
  }

  @Override
  public List<String> problems(Map<String, byte[]> files) {
    return findings(files).stream().map(Finding::inFile).toList();
  }

  Collection<Finding> findings(Map<String, byte[]> files) {
    Map<String, List<Map<String, Set<String>>>> answers = new HashMap<>();
    Map<String, Set<String>> fileFields = new TreeMap<>();
    Map<String, ByteBuffer> diagrams = new TreeMap<>();
    files.forEach(
        (name, content) -> {
          if (name.endsWith(".bpmn")) {
            diagrams.put(name, ByteBuffer.wrap(content));
          } else if (name.endsWith(".form")) {
            FormSchema form = FormSchema.parse(content, lists);
            answers.put(form.id(), answers(form));
            form.fields().values().stream()
                .filter(field -> !field.toProcess() && !field.disabled() && !field.isText())
                .forEach(
                    field ->
                        fileFields
                            .computeIfAbsent(field.key(), key -> new TreeSet<>())
                            .add(form.id()));
          }
        });
    Map<String, Rules.Declaration> steps = new TreeMap<>();
    Map<String, List<Map<String, String>>> actsBefore = new TreeMap<>();
    beans
        .declarations()
        .forEach(
            (name, step) -> {
              steps.put(name, Rules.Declaration.of(step));
              actsBefore.put(name, tasks.actsBefore(name));
            });
    Rules.Program program =
        new Rules.Program(
            steps,
            answers,
            fileFields,
            diagrams.keySet().stream()
                .map(DefinitionSets::nameOf)
                .filter(name -> definitions.one("processes", name).exists())
                .map(name -> name.replace(".bpmn", ""))
                .collect(Collectors.toSet()),
            authorities.get(),
            actsBefore,
            groups,
            safeguards.get());
    List<Object> paths = List.of(diagrams, program);
    Collection<Finding> found = LATEST.get(paths);
    if (found == null) {
      found = List.copyOf(new Rules(program, expressions, Drawing.all(files)).check());
      LATEST.put(paths, found);
    }
    return found;
  }

  // ---- what a form can answer

  /**
   * For each choice on which other answers depend, what the form gives to the process: an answer
   * that isn't required, or may be hidden, can be left empty.
   */
  private List<Map<String, Set<String>>> answers(FormSchema form) {
    List<FormField> fields =
        form.fields().values().stream()
            .filter(field -> field.toProcess() && !field.disabled())
            .toList();
    Set<String> decisive = new TreeSet<>();
    fields.forEach(field -> field.conditionNames().forEach(decisive::add));
    List<Map<String, String>> cases = new ArrayList<>(List.of(Map.of()));
    for (String key : decisive) {
      FormField field = form.fields().get(key);
      Set<String> options = field == null ? Set.of() : options(field);
      if (options.isEmpty()
          || options.contains(KnownValues.ANY)
          || cases.size() * options.size() > MAX_ANSWERS) {
        continue;
      }
      List<Map<String, String>> more = new ArrayList<>();
      for (Map<String, String> one : cases) {
        for (String option : options) {
          Map<String, String> with = new HashMap<>(one);
          with.put(key, option);
          more.add(with);
        }
      }
      cases = more;
    }
    Set<Map<String, Set<String>>> answers = new LinkedHashSet<>();
    cases.forEach(one -> answers.add(answer(form, fields, one)));
    return List.copyOf(answers);
  }

  private Map<String, Set<String>> answer(
      FormSchema form, List<FormField> fields, Map<String, String> chosen) {
    Function<String, JsonNode> values = key -> value(form, key, chosen.get(key));
    Map<String, Set<String>> answer = new LinkedHashMap<>();
    for (FormField field : fields) {
      Set<String> possible = new TreeSet<>();
      boolean isClear = chosen.keySet().containsAll(field.conditionNames());
      boolean isHidden = field.isHidden(values);
      if (!isHidden || !isClear) {
        possible.addAll(
            chosen.containsKey(field.key()) ? Set.of(chosen.get(field.key())) : options(field));
      }
      if (isHidden || !isClear || !field.required()) {
        possible.add(KnownValues.NOTHING);
      }
      answer.put(field.key(), possible);
    }
    valuesOfStores
        .getOrDefault(form.id(), Set.of())
        .forEach(value -> answer.put(value, Set.of(KnownValues.ANY)));
    return answer;
  }

  private static JsonNode value(FormSchema form, String key, String chosen) {
    if (chosen == null) {
      return MissingNode.getInstance();
    }
    return form.fields().get(key).type().equals("checkbox")
        ? BooleanNode.valueOf(Boolean.parseBoolean(chosen))
        : TextNode.valueOf(chosen);
  }

  private static Set<String> options(FormField field) {
    if (field.type().equals("checkbox")) {
      return field.required() ? Set.of("true") : Set.of("true", "false");
    }
    return field.isChoice() && field.property(FormField.PEOPLE).isEmpty()
        ? field.options().stream().map(JsonNode::asText).collect(Collectors.toSet())
        : Set.of(KnownValues.ANY);
  }
}

package scot.nrm.decision;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import scot.nrm.decision.leave.LeaveLengthRule;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.FormsCheck;
import scot.nrm.engine.StoredCode;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.forms.check.FormField;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.forms.check.OptionLists;
import scot.nrm.register.DecisionTask;
import scot.nrm.register.OfficeAct;
import scot.nrm.register.Proposal;
import scot.nrm.register.Stage;

/**
 * Refuses forms of a decision with answers that the program doesn't understand (D4, D18, D29).
 * Without the value {@code send-back}, an officer who sends a proposal back would be on record as
 * having confirmed it.
 */
@Component
class DecisionAnswersCheck implements FormsCheck.SetCheck {

  private static final List<String> PROPOSALS = StoredCode.ids(Proposal.class);
  private static final List<String> LEAVE =
      List.of(CaseVariables.codes().get(CaseVariables.LEAVE_OUTCOME.getName()).value());
  private static final String SEND_BACK = "send-back";

  /** How a task names another field than the usual one. */
  private static final Pattern FIELD =
      Pattern.compile("<camunda:property name=\"answer\" value=\"(\\w+)\"");

  private static final Pattern TASK =
      Pattern.compile(
          "<bpmn:userTask\\b[^>]*\\bid=\"([^\"]+)\"([^>]*)>(.*?)</bpmn:userTask>", Pattern.DOTALL);
  private static final Pattern FORM = Pattern.compile("\\bcamunda:formRef=\"([^\"]+)\"");
  private static final Pattern PROPERTY =
      Pattern.compile("<camunda:property name=\"([^\"]+)\" value=\"([^\"]*)\"");

  private final OptionLists lists;

  DecisionAnswersCheck(OptionLists lists) {
    this.lists = lists;
  }

  @Override
  public List<String> problems(Map<String, byte[]> files) {
    Set<String> proposals =
        Stream.of(Stage.values())
            .map(stage -> stage.prefix() + "Proposal")
            .collect(Collectors.toSet());
    Set<String> answers = answers(files);
    List<FormSchema> forms = FormSchema.parseAll(files, lists);
    return Stream.concat(taskProblems(files, forms), formProblems(forms, proposals, answers))
        .toList();
  }

  @Override
  public boolean comesFirst() {
    return true;
  }

  private static Stream<String> formProblems(
      List<FormSchema> forms, Set<String> proposals, Set<String> answers) {
    return forms.stream()
        .flatMap(
            form ->
                form.fields().values().stream()
                    .flatMap(
                        field ->
                            proposals.contains(field.key())
                                ? unknown(field, PROPOSALS)
                                : field.key().equals(LeaveLengthRule.DECISION)
                                    ? unknown(field, LEAVE)
                                    : answers.contains(field.key())
                                        ? missing(field)
                                        : Stream.empty())
                    .map(problem -> "forms/%s.form: %s".formatted(form.id(), problem)));
  }

  /** A user task of any diagram, with its properties in the diagram. */
  private record Task(String file, String id, String form, Map<String, String> properties) {

    static Stream<Task> of(Map<String, byte[]> files) {
      return files.entrySet().stream()
          .filter(file -> file.getKey().endsWith(".bpmn"))
          .flatMap(
              file ->
                  TASK.matcher(new String(file.getValue(), UTF_8))
                      .results()
                      .map(task -> of(DefinitionSets.nameOf(file.getKey()), task)));
    }

    private static Task of(String file, MatchResult task) {
      Matcher form = FORM.matcher(task.group(0).substring(0, task.start(3) - task.start()));
      Map<String, String> properties = new HashMap<>();
      PROPERTY
          .matcher(task.group(3))
          .results()
          .forEach(property -> properties.put(property.group(1), property.group(2)));
      return new Task(file, task.group(1), form.find() ? form.group(1) : "", properties);
    }

    List<DecisionTask> acts() {
      return DecisionTask.of(properties);
    }

    /** The keys of the fields by which it sends back; none where nothing can be. */
    Set<String> answers() {
      Set<String> keys = new TreeSet<>();
      acts().stream().filter(act -> !act.isProposal()).map(DecisionTask::answer).forEach(keys::add);
      OfficeAct.of(properties)
          .filter(OfficeAct.NOT_REFERRED::equals)
          .ifPresent(act -> keys.add(DecisionTask.answer(properties)));
      return keys;
    }
  }

  private static Stream<String> taskProblems(Map<String, byte[]> files, List<FormSchema> forms) {
    List<Task> tasks = Task.of(files).toList();
    Set<List<Object>> drawn = new HashSet<>();
    tasks.forEach(task -> task.acts().forEach(act -> drawn.add(List.of(act.stage(), act.act()))));
    return tasks.stream()
        .flatMap(task -> Stream.concat(unread(task, forms), neverDone(task, drawn)));
  }

  /** An answer that sends back, and that the program doesn't read. */
  private static Stream<String> unread(Task task, List<FormSchema> forms) {
    Set<String> read = task.answers();
    return forms.stream()
        .filter(form -> !read.isEmpty() && form.id().equals(task.form()))
        .flatMap(form -> form.fields().values().stream())
        .filter(field -> !read.contains(field.key()) && values(field).anyMatch(SEND_BACK::equals))
        .map(
            field ->
                "processes/%s: The task %s sends back by %s, and the program reads %s there: an officer who sends a proposal back would be on record as having confirmed it. Give the task the property answer with the key %3$s."
                    .formatted(task.file(), task.id(), field.key(), String.join(" and ", read)));
  }

  private static Stream<String> neverDone(Task task, Set<List<Object>> drawn) {
    return task.acts().stream()
        .flatMap(
            act ->
                act.after().stream()
                    .filter(earlier -> !drawn.contains(List.of(act.stage(), earlier)))
                    .map(
                        earlier ->
                            "processes/%s: The task %s has must-be-done-before = %s, and no task of %s has the act %3$s: nobody could complete it. Draw that task, or remove the property."
                                .formatted(
                                    task.file(), task.id(), earlier.task(), act.stage().id())));
  }

  private static Set<String> answers(Map<String, byte[]> files) {
    Set<String> keys = new TreeSet<>(Set.of(DecisionTask.answer(Map.of())));
    Stream.of(Stage.values()).map(stage -> stage.prefix() + "Confirmation").forEach(keys::add);
    FIELD
        .matcher(DefinitionSets.textOfDiagrams(files))
        .results()
        .forEach(field -> keys.add(field.group(1)));
    return keys;
  }

  private static Stream<String> unknown(FormField answer, List<String> known) {
    return values(answer)
        .filter(value -> !known.contains(value))
        .map(
            value ->
                "%s has the value %s, which the program can't record. Write one of %s. The label can be in any words."
                    .formatted(answer.key(), value, String.join(", ", known)));
  }

  /** One answer alone sends nothing back. */
  private static Stream<String> missing(FormField answer) {
    return answer.options().size() < 2 || values(answer).anyMatch(SEND_BACK::equals)
        ? Stream.empty()
        : Stream.of(
            "%s has no value send-back any more, so an officer who sends a proposal back would be on record as having confirmed it. Give it back to that answer. The label can be in any words."
                .formatted(answer.key()));
  }

  private static Stream<String> values(FormField field) {
    return field.options().stream().map(JsonNode::asText);
  }
}

package scot.nrm.decision;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.springframework.stereotype.Component;
import org.springframework.util.ConcurrentReferenceHashMap;
import scot.nrm.decision.leave.LeaveLengthRule;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.FormsCheck;
import scot.nrm.engine.StoredCode;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.forms.DeployedForms;
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

  /** A cache by diagram, because most diagrams don't change; it is cleared if memory is short. */
  private static final Map<Map.Entry<String, ByteBuffer>, List<Task>> TASKS =
      new ConcurrentReferenceHashMap<>();

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
    List<Task> tasks = Task.of(files);
    List<FormSchema> forms = FormSchema.parseAll(files, lists);
    return Stream.concat(taskProblems(tasks, forms), formProblems(forms, proposals, answers(tasks)))
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

    static List<Task> of(Map<String, byte[]> files) {
      return files.entrySet().stream()
          .filter(file -> file.getKey().endsWith(".bpmn"))
          .map(file -> Map.entry(file.getKey(), ByteBuffer.wrap(file.getValue())))
          .flatMap(file -> TASKS.computeIfAbsent(file, Task::read).stream())
          .toList();
    }

    private static List<Task> read(Map.Entry<String, ByteBuffer> file) {
      return Bpmn.readModelFromStream(new ByteArrayInputStream(file.getValue().array()))
          .getModelElementsByType(UserTask.class)
          .stream()
          .map(
              task ->
                  new Task(
                      DefinitionSets.nameOf(file.getKey()),
                      task.getId(),
                      Objects.toString(task.getCamundaFormRef(), ""),
                      DeployedForms.properties(task)))
          .toList();
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

  private static Stream<String> taskProblems(List<Task> tasks, List<FormSchema> forms) {
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

  private static Set<String> answers(List<Task> tasks) {
    Set<String> keys = new TreeSet<>(Set.of(DecisionTask.answer(Map.of())));
    Stream.of(Stage.values()).map(stage -> stage.prefix() + "Confirmation").forEach(keys::add);
    tasks.stream()
        .map(task -> task.properties().get("answer"))
        .filter(Objects::nonNull)
        .forEach(keys::add);
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

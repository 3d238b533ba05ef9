package scot.nrm.decision;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import scot.nrm.engine.FormsCheck;
import scot.nrm.engine.StoredCode;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.forms.check.FormField;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.forms.check.OptionLists;
import scot.nrm.register.DecisionTask;
import scot.nrm.register.Proposal;
import scot.nrm.register.Stage;

/**
 * Refuses forms of a decision with answers that the program doesn't understand (D4, D18). Without
 * the value {@code send-back}, an officer who sends a proposal back would be on record as having
 * confirmed it.
 */
@Component
class KnownAnswers implements FormsCheck.OfSet {

  private static final List<String> PROPOSALS = StoredCode.ids(Proposal.class);
  private static final String SEND_BACK = "send-back";

  /** How a task names another field than the usual one. */
  private static final Pattern FIELD =
      Pattern.compile("<camunda:property name=\"answer\" value=\"(\\w+)\"");

  private final OptionLists lists;

  KnownAnswers(OptionLists lists) {
    this.lists = lists;
  }

  @Override
  public List<String> problems(Map<String, byte[]> files) {
    Set<String> proposals =
        Stream.of(Stage.values())
            .map(stage -> stage.prefix() + "Proposal")
            .collect(Collectors.toSet());
    Set<String> answers = answers(files);
    return FormSchema.ofSet(files, lists).stream()
        .flatMap(
            form ->
                form.fields().values().stream()
                    .flatMap(
                        field ->
                            proposals.contains(field.key())
                                ? unknown(field)
                                : answers.contains(field.key()) ? missing(field) : Stream.empty())
                    .map(problem -> "forms/%s.form: %s".formatted(form.id(), problem)))
        .toList();
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

  private static Stream<String> unknown(FormField proposal) {
    return values(proposal)
        .filter(value -> !PROPOSALS.contains(value))
        .map(
            value ->
                "%s has the value %s, which nobody could propose. Write one of %s. The label can be in any words."
                    .formatted(proposal.key(), value, String.join(", ", PROPOSALS)));
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

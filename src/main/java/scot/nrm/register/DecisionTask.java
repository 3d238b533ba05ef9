package scot.nrm.register;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import scot.nrm.engine.StoredCode;

/**
 * An act of a decision that officers do in a user task (D18). The task is identified by its
 * properties ({@code camunda:properties}), not by its id or form.
 *
 * @param stage the stage that is decided
 * @param act the act that the task is for; a task for confirming or reviewing may also send back
 * @param otherThan the officers who may not do it; {@code null} if anyone may
 * @param after the acts that must have been done since the proposal
 * @param afterReview whether the review of the reflection period must have been done (D21)
 * @param recordedAs the words in the record; {@code null} for the usual ones
 * @param answer the key of the field whose value can be {@code send-back}
 */
public record DecisionTask(
    Stage stage,
    Act act,
    OtherThan otherThan,
    Set<Act> after,
    boolean afterReview,
    String recordedAs,
    String answer) {

  private static final String DECISION = "decision";
  private static final String ACT = "act";
  private static final String OTHER_THAN = "another-person-than";
  private static final String AFTER = "must-be-done-before";
  private static final String REVIEW = "reflection-review";
  private static final String RECORDED_AS = "recorded-as";
  private static final String ANSWER = "answer";

  /** The properties of an act of one officer. */
  private static final Set<String> OFFICE_ACT_PROPERTIES = Set.of(OfficeAct.PROPERTY, ANSWER);

  public static final Set<String> PROPERTIES =
      Set.of(DECISION, ACT, OTHER_THAN, AFTER, RECORDED_AS, ANSWER, OfficeAct.PROPERTY);

  /** At most as long as the register's column. */
  private static final int MAX_LENGTH = 120;

  /** The officers who may not do a task. */
  public enum OtherThan implements StoredCode {
    /** The officer who acted last at this stage. */
    ACT_BEFORE,
    /** Everyone who has acted at this stage. */
    STAGE
  }

  /** The acts of a task, one for each decision; empty if it isn't an act of a decision. */
  public static List<DecisionTask> of(Map<String, String> properties) {
    return words(properties, DECISION).map(stage -> of(Stage.of(stage), properties)).toList();
  }

  private static DecisionTask of(Stage stage, Map<String, String> properties) {
    return new DecisionTask(
        stage,
        Act.ofTask(properties.get(ACT)),
        StoredCode.of(OtherThan.class, properties.get(OTHER_THAN)),
        words(properties, AFTER)
            .filter(earlier -> !earlier.equals(REVIEW))
            .map(Act::ofTask)
            .collect(Collectors.toUnmodifiableSet()),
        words(properties, AFTER).anyMatch(REVIEW::equals),
        properties.getOrDefault(RECORDED_AS, "").isBlank() ? null : properties.get(RECORDED_AS),
        properties.getOrDefault(ANSWER, stage.prefix() + "Confirmation"));
  }

  /**
   * The key of the field whose value can be {@code send-back} in an act of one officer; used only
   * where a manager confirms (D4).
   */
  public static String answer(Map<String, String> properties) {
    return properties.getOrDefault(ANSWER, "notReferredDecision");
  }

  /**
   * Whether an officer makes a proposal in it; before any other act there is a proposal already.
   */
  public boolean isProposal() {
    return act == Act.PROPOSED;
  }

  /** The stages of the decisions in which a task is an act. */
  public static Set<Stage> stages(Map<String, String> properties) {
    return of(properties).stream()
        .map(DecisionTask::stage)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** A sentence for each problem of a user task's properties; empty if they can be deployed. */
  public static List<String> problems(Map<String, String> properties) {
    List<String> problems = new ArrayList<>();
    new TreeSet<>(properties.keySet())
        .stream()
            .filter(name -> !PROPERTIES.contains(name))
            .forEach(
                name ->
                    problems.add(
                        "a user task has no property %s. Those of a decision are %s."
                            .formatted(name, inWords(PROPERTIES))));
    checkValues(
        DECISION, words(properties, DECISION).toList(), StoredCode.ids(Stage.class), problems);
    checkValues(ACT, values(properties, ACT), Act.tasks(), problems);
    checkValues(
        OTHER_THAN, values(properties, OTHER_THAN), StoredCode.ids(OtherThan.class), problems);
    List<String> earlier = Stream.concat(Act.tasks().stream(), Stream.of(REVIEW)).toList();
    checkValues(AFTER, words(properties, AFTER).toList(), earlier, problems);
    checkValues(
        OfficeAct.PROPERTY,
        values(properties, OfficeAct.PROPERTY),
        StoredCode.ids(OfficeAct.class),
        problems);
    if (properties.containsKey(OfficeAct.PROPERTY)) {
      if (problems.isEmpty() && !OFFICE_ACT_PROPERTIES.containsAll(properties.keySet())) {
        problems.add(
            "one officer does an office-act, without a second act. Beside it, a task can only have answer.");
      }
    } else if (properties.containsKey(DECISION) != properties.containsKey(ACT)) {
      problems.add(
          "an act of a decision has both properties, decision and act: decision = reasonable-grounds and act = confirm, for example.");
    } else if (!properties.containsKey(ACT) && !properties.isEmpty() && problems.isEmpty()) {
      problems.add(
          "only a decision has %s. Add decision and act, or remove it. If one officer decides, draw a task of another group after theirs."
              .formatted(inWords(properties.keySet())));
    }
    String recordedAs = properties.getOrDefault(RECORDED_AS, "");
    if (recordedAs.length() > MAX_LENGTH || recordedAs.matches(".*[$#]\\{.*")) {
      problems.add(
          "recorded-as is what the record says. Write at most %d letters, without an expression."
              .formatted(MAX_LENGTH));
    }
    return problems;
  }

  private static void checkValues(
      String property, List<String> found, Collection<String> allowed, List<String> problems) {
    found.stream()
        .filter(value -> !allowed.contains(value))
        .forEach(
            value ->
                problems.add(
                    "the property %s has the value \"%s\". Write %s."
                        .formatted(property, value, String.join(" or ", allowed))));
  }

  private static List<String> values(Map<String, String> properties, String name) {
    return properties.containsKey(name) ? List.of(properties.get(name)) : List.of();
  }

  private static Stream<String> words(Map<String, String> properties, String name) {
    return values(properties, name).stream().flatMap(all -> Arrays.stream(all.split(",\\s*", -1)));
  }

  private static String inWords(Collection<String> names) {
    return names.stream().sorted().collect(Collectors.joining(", "));
  }
}

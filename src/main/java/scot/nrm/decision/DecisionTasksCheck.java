package scot.nrm.decision;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import scot.nrm.engine.FormsCheck;
import scot.nrm.register.Act;
import scot.nrm.register.DecisionRequirements;
import scot.nrm.register.DecisionTask;
import scot.nrm.register.OfficeAct;
import scot.nrm.register.Stage;

/**
 * Checks the decisions in a diagram before it is deployed: a process that records one has a task
 * for each act that such a decision requires by the latest rows (D18). Acts that only some outcomes
 * require need not be on every path: they are checked when the decision is confirmed.
 */
@Component
public class DecisionTasksCheck implements FormsCheck.TaskCheck {

  private static final Map<String, Stage> RECORDED_BY =
      Map.of(
          "recordReasonableGrounds", Stage.REASONABLE_GROUNDS,
          "recordConclusiveGrounds", Stage.CONCLUSIVE_GROUNDS);

  private static final Map<String, OfficeAct> OFFICE_ACT_RECORDED_BY =
      Map.of(
          "recordLeave", OfficeAct.LEAVE,
          "acceptReconsideration", OfficeAct.RECONSIDERATION,
          "recordProtectionClosed", OfficeAct.PROTECTION_CLOSED);

  private final DecisionRequirements requirements;

  public DecisionTasksCheck(DecisionRequirements requirements) {
    this.requirements = requirements;
  }

  @Override
  public List<String> problems(Map<String, String> properties) {
    return DecisionTask.problems(properties);
  }

  @Override
  public List<Map<String, String>> actsBefore(String step) {
    if (OFFICE_ACT_RECORDED_BY.containsKey(step)) {
      return List.of(Map.of(OfficeAct.PROPERTY, OFFICE_ACT_RECORDED_BY.get(step).id()));
    }
    Stage stage = RECORDED_BY.get(step);
    return stage == null
        ? List.of()
        : requirements.commonActs(stage).stream()
            .sorted()
            .map(act -> Map.of("decision", stage.id(), "act", act.task()))
            .toList();
  }

  @Override
  public List<String> missing(Set<String> steps, List<Map<String, String>> tasks) {
    List<DecisionTask> acts =
        tasks.stream()
            .filter(task -> problems(task).isEmpty())
            .flatMap(task -> DecisionTask.of(task).stream())
            .toList();
    Stream<String> officeActs =
        OFFICE_ACT_RECORDED_BY.entrySet().stream()
            .filter(recorded -> steps.contains(recorded.getKey()))
            .map(Map.Entry::getValue)
            .sorted()
            .filter(
                act ->
                    tasks.stream()
                        .noneMatch(task -> OfficeAct.of(task).stream().anyMatch(act::equals)))
            .map(DecisionTasksCheck::missing);
    return Stream.concat(officeActs, missingActs(steps, acts)).toList();
  }

  private Stream<String> missingActs(Set<String> steps, List<DecisionTask> acts) {
    return RECORDED_BY.entrySet().stream()
        .filter(recorded -> steps.contains(recorded.getKey()))
        .map(Map.Entry::getValue)
        .sorted()
        .flatMap(
            stage ->
                requirements.latestActs(stage).stream()
                    .sorted()
                    .filter(
                        act ->
                            acts.stream()
                                .noneMatch(task -> task.stage() == stage && task.act() == act))
                    .map(act -> missing(stage, act)));
  }

  private static String missing(OfficeAct act) {
    return "it records what an officer decides, and has no task for that. Add a user task with the property %s = %s."
        .formatted(OfficeAct.PROPERTY, act.id());
  }

  private static String missing(Stage stage, Act act) {
    return "it records a decision on %s, which %s requires to be %s, and has no task for that. Add a user task with the properties decision = %s and act = %s."
        .formatted(
            stage.label(),
            DecisionRequirements.FILE,
            DecisionActsCheck.DONE.get(act),
            stage.id(),
            act.task());
  }
}

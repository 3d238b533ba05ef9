package scot.nrm.underway;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import scot.nrm.engine.sets.CasesUnderWay;
import scot.nrm.engine.sets.CasesUnderWay.Row;
import scot.nrm.engine.sets.CasesUnderWay.Takes;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.gate.Procedure;
import scot.nrm.revision.RevisionRefused;
import scot.nrm.underway.CaseSteps.CasesAtStep;
import scot.nrm.underway.MoveStore.SetStage;

/**
 * The choices of policy staff for the cases in each stage of each set, and the rows that express
 * them. A choice is for a stage and not for a step, because a case may be at another step when the
 * revision comes into force.
 */
final class CaseChoices {

  /** What the cases in a stage do when the revision comes into force. */
  enum Choice {
    STAY("stay"),

    /** They finish the stage, and follow the revision in all later stages. */
    LATER("from the next stage"),

    MOVE("move at once");

    private final String words;

    Choice(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  private final Map<Integer, Procedure> procedures;

  /** The later stages by stage, each with the set whose diagram calls it. */
  private final Map<SetStage, Set<SetStage>> laterStages = new LinkedHashMap<>();

  /** The procedures are those of the sets with open cases, by the number of the set. */
  CaseChoices(List<CasesAtStep> counted, Map<Integer, Procedure> procedures) {
    this.procedures = procedures;
    procedures.forEach(
        (set, procedure) -> {
          Set<String> path = procedure.stagesWithTasks(DefinitionSets.CASE);
          Set<String> diagrams = new TreeSet<>(path);
          counted.stream()
              .filter(one -> one.set() == set)
              .map(CasesAtStep::diagram)
              .forEach(diagrams::add);
          Map<String, Set<String>> stages =
              diagrams.stream().collect(Collectors.toMap(one -> one, procedure::laterStages));
          diagrams.stream()
              .sorted(
                  Comparator.comparing((String diagram) -> -stages.get(diagram).size())
                      .thenComparing(diagram -> !path.contains(diagram))
                      .thenComparing(procedure::diagramName))
              .forEach(
                  diagram ->
                      laterStages.put(
                          new SetStage(set, diagram),
                          laterStages(set, diagram, stages.get(diagram), counted)));
        });
  }

  private static Set<SetStage> laterStages(
      int set, String diagram, Set<String> stages, List<CasesAtStep> counted) {
    Set<Integer> began =
        counted.stream()
            .filter(one -> one.set() == set && one.diagram().equals(diagram))
            .map(CasesAtStep::began)
            .collect(Collectors.toSet());
    return (began.isEmpty() ? Set.of(set) : began)
        .stream()
            .flatMap(caller -> stages.stream().map(stage -> new SetStage(caller, stage)))
            .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  Procedure procedure(int set) {
    return procedures.get(set);
  }

  /** The stages of a set in which cases are or can be, in the order of the procedure. */
  List<SetStage> stages(int set) {
    return laterStages.keySet().stream().filter(stage -> stage.set() == set).toList();
  }

  Set<SetStage> stages() {
    return laterStages.keySet();
  }

  boolean hasLater(SetStage stage) {
    return !laterStages.get(stage).isEmpty();
  }

  /** The choices of the rows, by stage, without stages whose rows match none of the choices. */
  Map<SetStage, Choice> choicesIn(CasesUnderWay rows) {
    Map<SetStage, Choice> chosen = new LinkedHashMap<>();
    laterStages.forEach(
        (stage, next) -> {
          long taken = next.stream().filter(one -> takesNew(rows, one)).count();
          if (moves(rows, stage)) {
            chosen.put(stage, Choice.MOVE);
          } else if (taken == 0) {
            chosen.put(stage, Choice.STAY);
          } else if (taken == next.size()) {
            chosen.put(stage, Choice.LATER);
          }
        });
    return chosen;
  }

  /**
   * The file with the rows for these choices.
   *
   * @param choices the choices by stage; the rows for other stages stay as they are
   * @throws RevisionRefused if a choice isn't possible, or the file has an unknown layout
   */
  byte[] write(byte[] file, Map<SetStage, Choice> choices) {
    mustBePossible(choices);
    mustAgree(choices);
    ChosenRows before = ChosenRows.of(file);
    Map<SetStage, Boolean> moving = new LinkedHashMap<>();
    Map<SetStage, Boolean> taking = new LinkedHashMap<>();
    choices.forEach(
        (stage, choice) -> {
          moving.put(stage, choice == Choice.MOVE);
          laterStages.get(stage).forEach(next -> taking.putIfAbsent(next, false));
          if (choice == Choice.LATER) {
            laterStages.get(stage).forEach(next -> taking.put(next, true));
          }
        });
    List<Row> kept =
        before.chosen().stream()
            .filter(row -> isKept(row, moving.keySet(), taking.keySet()))
            .toList();
    CasesUnderWay rest =
        new CasesUnderWay(Stream.concat(kept.stream(), before.others().stream()).toList());
    Map<Takes, List<Row>> rows = new EnumMap<>(Takes.class);
    Stream.concat(moving.keySet().stream(), taking.keySet().stream())
        .distinct()
        .sorted(Comparator.comparing(SetStage::set).thenComparing(SetStage::diagram))
        .forEach(
            stage -> {
              boolean moves = moving.getOrDefault(stage, moves(rest, stage));
              boolean takes = taking.getOrDefault(stage, takesNew(rest, stage));
              boolean stays =
                  !moves && moves(rest, stage)
                      || !takes && takesNew(rest, stage)
                      || staysWhileOthersMove(stage, choices);
              if (moves && (stays || !moves(rest, stage))) {
                add(rows, stage, Takes.MOVE);
              }
              if (takes && (stays || !takesNew(rest, stage))) {
                add(rows, stage, Takes.NEW);
              }
              if (stays) {
                add(rows, stage, Takes.STAY);
              }
            });
    return before.withRows(
        Stream.of(
                rows.getOrDefault(Takes.MOVE, List.of()),
                rows.getOrDefault(Takes.NEW, List.of()),
                rows.getOrDefault(Takes.STAY, List.of()),
                kept)
            .flatMap(List::stream)
            .toList());
  }

  private static void add(Map<Takes, List<Row>> rows, SetStage stage, Takes takes) {
    rows.computeIfAbsent(takes, any -> new ArrayList<>())
        .add(new Row(List.of(stage.set()), stage.diagram(), takes));
  }

  private static boolean isKept(Row row, Set<SetStage> moving, Set<SetStage> taking) {
    SetStage stage = new SetStage(row.from().get(0), row.stage());
    return !(row.takes() != Takes.NEW && moving.contains(stage)
        || row.takes() != Takes.MOVE && taking.contains(stage));
  }

  /** Whether a row must say that the stage stays: a case in two stages moves with the other. */
  private static boolean staysWhileOthersMove(SetStage stage, Map<SetStage, Choice> choices) {
    return choices.get(stage) == Choice.STAY
        && choices.entrySet().stream()
            .anyMatch(one -> one.getKey().set() == stage.set() && one.getValue() == Choice.MOVE);
  }

  private void mustBePossible(Map<SetStage, Choice> choices) {
    choices.forEach(
        (stage, choice) -> {
          if (choice == Choice.LATER && !hasLater(stage)) {
            throw new RevisionRefused(
                "No stage comes after %s: its cases can only stay or move at once."
                    .formatted(name(stage)));
          }
        });
  }

  /**
   * Checks that all choices agree about each later stage: all cases that reach it follow either the
   * revision or their own set.
   */
  private void mustAgree(Map<SetStage, Choice> choices) {
    Map<SetStage, Choice> reconciled = reconciled(choices);
    List<SetStage> others =
        reconciled.keySet().stream()
            .filter(stage -> reconciled.get(stage) != choices.get(stage))
            .toList();
    if (!others.isEmpty()) {
      throw new RevisionRefused(
          "Cases in %s come to later stages that are to be those of the revision. \"%s\" is chosen for them too now. Check that and save again, or choose \"%s\" for all."
              .formatted(
                  others.stream().map(this::name).collect(Collectors.joining(", ")),
                  Choice.LATER.words(),
                  Choice.STAY.words()));
    }
  }

  /**
   * The choices, where cases that would stay follow the revision later if they share a later stage
   * with cases that will.
   */
  Map<SetStage, Choice> reconciled(Map<SetStage, Choice> choices) {
    Map<SetStage, Choice> reconciled = new LinkedHashMap<>(choices);
    boolean more = true;
    while (more) {
      Set<SetStage> taken =
          stages(reconciled, Choice.LATER)
              .flatMap(stage -> laterStages.get(stage).stream())
              .collect(Collectors.toSet());
      List<SetStage> others =
          stages(reconciled, Choice.STAY)
              .filter(stage -> laterStages.get(stage).stream().anyMatch(taken::contains))
              .toList();
      others.forEach(stage -> reconciled.put(stage, Choice.LATER));
      more = !others.isEmpty();
    }
    return reconciled;
  }

  private static Stream<SetStage> stages(Map<SetStage, Choice> choices, Choice choice) {
    return choices.entrySet().stream()
        .filter(one -> one.getValue() == choice)
        .map(Map.Entry::getKey);
  }

  /** The name of a stage for people, such as {@code "Intake" (set 3)}. */
  String name(SetStage stage) {
    return "\"%s\" (set %d)"
        .formatted(procedures.get(stage.set()).diagramName(stage.diagram()), stage.set());
  }

  private static boolean moves(CasesUnderWay rows, SetStage stage) {
    return rows.movesAtOnce(stage.set(), stage.diagram());
  }

  private static boolean takesNew(CasesUnderWay rows, SetStage stage) {
    return rows.takesNew(stage.set(), stage.diagram());
  }
}

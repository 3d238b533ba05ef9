package scot.nrm.underway;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import scot.nrm.engine.sets.CasesUnderWay;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.gate.Procedure;
import scot.nrm.underway.CaseSteps.CasesAtStep;

/** Describes in a sentence what a revision changes for the cases at a step. */
final class RevisionEffect {

  /** The sentence for cases that a revision doesn't concern. */
  static final String NOTHING = "Nothing changes for them.";

  /** The tables that are evaluated in the set of the case. */
  private static final Set<String> TABLES = Set.of("competent-authority.dmn", "letters.dmn");

  private final Map<String, byte[]> files;
  private final Procedure procedure;
  private final CasesUnderWay rows;
  private final Map<Integer, Set<String>> changedBySet = new HashMap<>();

  /**
   * @param files the files of the set with the revision's changes, by their names without the
   *     folder
   * @param moves whether the revision changes the file of cases under way, and may still move them
   */
  RevisionEffect(Map<String, byte[]> files, boolean moves) {
    this.files = files;
    this.procedure = Procedure.of(files);
    CasesUnderWay all = rows(files.get(DefinitionSets.nameOf(CasesUnderWay.FILE)));
    this.rows = moves ? all : withoutMoves(all);
  }

  /** The rows without those for an immediate move: an earlier revision has already done it. */
  private static CasesUnderWay withoutMoves(CasesUnderWay rows) {
    return new CasesUnderWay(
        rows.rows().stream().filter(row -> row.takes() != CasesUnderWay.Takes.MOVE).toList());
  }

  CasesUnderWay rows() {
    return rows;
  }

  /** A file that can't be read moves nothing: the revision's page says so. */
  private static CasesUnderWay rows(byte[] file) {
    try {
      return file == null ? CasesUnderWay.ALL_STAY : CasesUnderWay.read(file);
    } catch (IllegalArgumentException unreadable) {
      return CasesUnderWay.ALL_STAY;
    }
  }

  /** Whether a row moves cases at once. */
  boolean movesAny() {
    return rows.movesAny();
  }

  /**
   * @param before the files of the set of these cases, by their names without the folder
   * @param procedureBefore the procedure of that set
   */
  String sentence(CasesAtStep group, Map<String, byte[]> before, Procedure procedureBefore) {
    if (rows.movesAtOnce(group.set(), group.diagram())) {
      return "They move to the new set at once, unless a step, task or timer would be lost.";
    }
    Set<String> stages = new TreeSet<>();
    procedureBefore.stagesAfter(group.diagram(), group.step()).stream()
        .filter(stage -> rows.takesNew(group.set(), stage))
        .forEach(stages::add);
    procedureBefore.stagesAfter(group.diagram()).stream()
        .filter(stage -> rows.takesNew(group.began(), stage))
        .forEach(stages::add);
    if (!stages.isEmpty()) {
      return "They follow the new set when %s begins."
          .formatted(
              stages.stream()
                  .map(stage -> "\"" + procedure.diagramName(stage) + "\"")
                  .collect(Collectors.joining(" or ")));
    }
    Set<String> changedFiles =
        changedBySet.computeIfAbsent(group.set(), set -> DefinitionSets.changed(before, files));
    boolean isAffected =
        Stream.concat(
                TABLES.stream(),
                Stream.of(procedureBefore, procedure)
                    .flatMap(one -> one.filesAround(group.diagram()).stream()))
            .anyMatch(changedFiles::contains);
    return isAffected ? "They stay under set %d.".formatted(group.set()) : NOTHING;
  }
}

package scot.nrm.revision;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import scot.nrm.gate.Difference;
import scot.nrm.gate.Difference.Kind;
import scot.nrm.revision.Revision.State;

/** Compares a revision with the set it is based on and with other open revisions. */
@Component
class RevisionComparison {

  /** Kinds of differences after which the later of two revisions would undo the earlier one. */
  private static final Set<Kind> CHANGES = EnumSet.of(Kind.NEW, Kind.GONE, Kind.CHANGED);

  private final RevisionStore store;
  private final RevisedSets sets;

  RevisionComparison(RevisionStore store, RevisedSets sets) {
    this.store = store;
    this.sets = sets;
  }

  /** The changes of a revision to the set it is based on. */
  List<Difference> differences(Revision revision) {
    return sets.differences(revision.base(), store.files(revision.number()));
  }

  /**
   * Another open revision that changes the same file.
   *
   * @param parts the elements, rows, fields or entries that both change, by name; empty if they
   *     change different ones
   */
  record Collision(Revision other, List<String> parts) {

    private static final int MAX_NAMED = 10;

    /** The first of the parts, in words. */
    String named() {
      String first = String.join(", ", parts.subList(0, Math.min(MAX_NAMED, parts.size())));
      return parts.size() > MAX_NAMED
          ? "%s and %d more".formatted(first, parts.size() - MAX_NAMED)
          : first;
    }
  }

  /** The other open revisions that change the same files, by file. */
  Map<String, List<Collision>> collisions(Revision revision) {
    Map<String, List<Collision>> collisions = new TreeMap<>();
    if (revision.isIn(State.OPEN)) {
      Set<String> files = Set.copyOf(store.fileNames(revision.number()));
      for (Revision other : store.inStates(State.OPEN)) {
        List<String> both =
            other.number() == revision.number()
                ? List.of()
                : store.fileNames(other.number()).stream().filter(files::contains).toList();
        if (!both.isEmpty()) {
          Map<String, Map<String, String>> ours = changedParts(revision);
          Map<String, Map<String, String>> theirs = changedParts(other);
          both.forEach(
              file -> {
                Map<String, String> parts = new TreeMap<>(ours.getOrDefault(file, Map.of()));
                parts.keySet().retainAll(theirs.getOrDefault(file, Map.of()).keySet());
                collisions
                    .computeIfAbsent(file, name -> new ArrayList<>())
                    .add(new Collision(other, List.copyOf(parts.values())));
              });
        }
      }
    }
    return collisions;
  }

  /** The parts that a revision changes, by file and id, without those that only move. */
  private Map<String, Map<String, String>> changedParts(Revision revision) {
    Map<String, Map<String, String>> parts = new TreeMap<>();
    differences(revision).stream()
        .filter(one -> CHANGES.contains(one.kind()))
        .forEach(
            one ->
                parts
                    .computeIfAbsent(one.file(), file -> new TreeMap<>())
                    .put(one.element(), one.name()));
    return parts;
  }
}

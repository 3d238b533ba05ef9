package scot.nrm.revision;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.springframework.stereotype.Component;
import scot.nrm.revision.Revision.State;

/** Revisions for other packages to read: those that will come into force, and those that have. */
@Component
public class PlannedRevisions {

  private final RevisionStore store;
  private final RevisedSets sets;

  PlannedRevisions(RevisionStore store, RevisedSets sets) {
    this.store = store;
    this.sets = sets;
  }

  /**
   * A revision.
   *
   * @param day the first day, in Europe/London
   * @param made the number of the set that it became; {@code null} before it is in force
   * @param files all files of the set with the revision's changes, by name with the folder
   * @param changed the names of the files that it changes
   */
  public record Planned(
      int number,
      String name,
      LocalDate day,
      boolean isOpen,
      Integer made,
      Map<String, byte[]> files,
      List<String> changed) {}

  /** Finds a revision by its number. */
  public Optional<Planned> find(int number) {
    return store
        .find(number)
        .map(
            revision ->
                new Planned(
                    number,
                    revision.name(),
                    revision.day(),
                    revision.isIn(State.OPEN),
                    revision.made(),
                    files(revision),
                    store.fileNames(number)));
  }

  /**
   * The sets under which cases ran because of a revision.
   *
   * @param from the set that the revision became
   * @param until the first set after them, of the revision that took this one back; {@code null} if
   *     none has
   * @param earlier the set that the revision changed
   */
  public record InForce(
      int number, String name, int from, Integer until, int earlier, Integer takenBackBy) {}

  /** The sets of a revision; empty if there is no such revision, or if it never came into force. */
  public Optional<InForce> inForce(int number) {
    return store.find(number).filter(revision -> revision.made() != null).map(this::inForce);
  }

  /** The number of the revision that became a set. */
  public Optional<Integer> numberOfSet(int set) {
    return store.bySet(set).map(Revision::number);
  }

  private InForce inForce(Revision revision) {
    Optional<Revision> back =
        store.takingBack(revision.number()).stream()
            .filter(other -> other.made() != null)
            .findFirst();
    return new InForce(
        revision.number(),
        revision.name(),
        revision.made(),
        back.map(Revision::made).orElse(null),
        revision.base(),
        back.map(Revision::number).orElse(null));
  }

  /**
   * Brings an open revision into force, runs a query, and rolls everything back.
   *
   * @param others files that replace the revision's own
   * @param question the query; gets the number of the set that the revision has become
   * @return empty if the revision isn't open, or can't come into force: its page says why
   */
  public <T> Optional<T> tryOut(int number, Map<String, byte[]> others, IntFunction<T> question) {
    Optional<Revision> revision = store.find(number).filter(one -> one.isIn(State.OPEN));
    Map<String, byte[]> files = new TreeMap<>(store.files(number));
    files.putAll(others);
    if (revision.isEmpty() || files.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(sets.tryOut(files, question));
    } catch (RevisionRefused problems) {
      return Optional.empty();
    }
  }

  private Map<String, byte[]> files(Revision revision) {
    if (revision.made() != null) {
      return sets.files(revision.made());
    }
    Map<String, byte[]> files = new TreeMap<>(sets.files(revision.base()));
    files.putAll(store.files(revision.number()));
    return files;
  }
}

package scot.nrm.revision;

import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.springframework.stereotype.Component;
import scot.nrm.revision.Revision.State;

/** Revisions, for pages and jobs of other packages. */
@Component
public class RevisionContents {

  private final RevisionStore store;
  private final RevisedSets sets;

  RevisionContents(RevisionStore store, RevisedSets sets) {
    this.store = store;
    this.sets = sets;
  }

  /**
   * A revision.
   *
   * @param open whether its files may still come into force
   * @param files the files that it changes, by name with the folder
   */
  public record Contents(
      int number, String name, boolean open, Map<String, byte[]> files, String digest) {

    /** These files with the others of a set. */
    public Map<String, byte[]> with(Map<String, byte[]> set) {
      Map<String, byte[]> whole = new TreeMap<>(set);
      whole.putAll(files);
      return whole;
    }
  }

  public Optional<Contents> find(int number) {
    return store.find(number).map(this::contents);
  }

  /** Whether any revision may still come into force. */
  public boolean hasOpen() {
    return !store.inStates(State.OPEN).isEmpty();
  }

  private Contents contents(Revision revision) {
    Map<String, byte[]> files = store.files(revision.number());
    return new Contents(
        revision.number(),
        revision.name(),
        revision.isIn(State.OPEN),
        files,
        RevisionFiles.digest(files));
  }

  /**
   * A revision that is approved and not in force yet.
   *
   * @param since the time of its approval
   */
  public record Approved(Contents contents, Instant since) {}

  /** The approved revisions that aren't in force yet, in the order of their days. */
  public List<Approved> approved() {
    return store.inStates(EnumSet.of(State.APPROVED, State.RELEASED)).stream()
        .flatMap(
            revision ->
                store.events(revision.number()).stream()
                    .filter(event -> event.act() == RevisionStore.Act.APPROVED)
                    .reduce((one, later) -> later)
                    .map(event -> new Approved(contents(revision), event.at()))
                    .stream())
        .toList();
  }

  /** The digest of the files and their names, in hexadecimal digits. */
  public static String digest(Map<String, byte[]> files) {
    return RevisionFiles.digest(files);
  }

  /** The problems that the check finds in the files of a revision, in sentences. */
  public List<String> problems(Contents revision) {
    return sets.problems(revision.files());
  }

  /** The number of the set in force. */
  public int inForce() {
    return sets.inForce();
  }

  /** The files of a set, by name with the folder. */
  public Map<String, byte[]> files(int set) {
    return sets.files(set);
  }

  // ---- sets

  /**
   * A revision with the set that it makes.
   *
   * @param day the first day, in Europe/London
   * @param made the number of the set that it became; {@code null} before it is in force
   * @param files all files of the set with the revision's changes, by name with the folder
   */
  public record Planned(
      int number,
      String name,
      LocalDate day,
      boolean isOpen,
      Integer made,
      Map<String, byte[]> files,
      List<String> changed) {}

  public Optional<Planned> planned(int number) {
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
                    wholeSet(revision),
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
  public Optional<InForce> setsOf(int number) {
    return store.find(number).filter(revision -> revision.made() != null).map(this::setsOf);
  }

  /** The number of the revision that became a set. */
  public Optional<Integer> numberOfSet(int set) {
    return store.bySet(set).map(Revision::number);
  }

  private InForce setsOf(Revision revision) {
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

  private Map<String, byte[]> wholeSet(Revision revision) {
    if (revision.made() != null) {
      return sets.files(revision.made());
    }
    Map<String, byte[]> files = new TreeMap<>(sets.files(revision.base()));
    files.putAll(store.files(revision.number()));
    return files;
  }
}

package scot.nrm.revision;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import scot.nrm.revision.Revision.State;

/** The contents of a revision, for pages and jobs of other packages. */
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
   * @param digest the digest of these files
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
}

package scot.nrm.revision;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** What a revision is made of, for what is done with it beside its page. */
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
   * @param files those that it changes, by name with the folder
   * @param digest of these files
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
    return store
        .find(number)
        .map(
            revision -> {
              Map<String, byte[]> files = store.files(number);
              return new Contents(
                  number,
                  revision.name(),
                  revision.isIn(Revision.State.OPEN),
                  files,
                  RevisionFiles.digest(files));
            });
  }

  /** Of each file with its name, in hexadecimal digits. */
  public static String digest(Map<String, byte[]> files) {
    return RevisionFiles.digest(files);
  }

  /** The number of the set in force. */
  public int inForce() {
    return sets.inForce();
  }

  /** The files of a set by their names, with the folder. */
  public Map<String, byte[]> files(int set) {
    return sets.files(set);
  }
}

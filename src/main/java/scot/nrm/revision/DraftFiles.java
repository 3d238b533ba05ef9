package scot.nrm.revision;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** The files of a revision, for a page of another package on which its author changes one. */
@Component
public class DraftFiles {

  private final Revisions revisions;
  private final RevisionStore store;
  private final RevisedSets sets;

  DraftFiles(Revisions revisions, RevisionStore store, RevisedSets sets) {
    this.revisions = revisions;
    this.store = store;
    this.sets = sets;
  }

  /** Whether a person is the author of a revision that hasn't been sent for approval. */
  public boolean mayChange(int number, String person) {
    return store
        .find(number)
        .filter(revision -> revision.author().equals(person))
        .filter(revision -> revision.isIn(Revision.State.EDITABLE))
        .isPresent();
  }

  /**
   * @throws RevisionRefused if the person can't change the revision, with a sentence that says why
   */
  public void mustBeEditable(int number, String person) {
    revisions.mustBeEditable(number, person);
  }

  /**
   * Adds or replaces a file. If it is the same as in the set in force, it is left out.
   *
   * @param file its name with the folder
   * @throws RevisionRefused if the person may not, or if the check finds new problems; nothing has
   *     changed then
   */
  public void put(int number, String file, byte[] content, String person) {
    revisions.mustBeEditable(number, person);
    Map<String, byte[]> before = store.files(number);
    Map<String, byte[]> after = new TreeMap<>(before);
    after.put(file, content);
    List<String> found = new ArrayList<>(sets.problems(after));
    if (!found.isEmpty() && !before.isEmpty()) {
      found.removeAll(sets.problems(before));
    }
    if (!found.isEmpty()) {
      throw new RevisionRefused(String.join("\n", found));
    }
    revisions.addFiles(number, Map.of(file, content), person);
  }
}

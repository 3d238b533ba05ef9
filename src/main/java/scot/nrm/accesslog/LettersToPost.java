package scot.nrm.accesslog;

import java.util.Optional;
import scot.nrm.access.Viewer;

/** The letters that people print and post: opening one is their task, whichever case it is of. */
public interface LettersToPost {

  /** Whether this letter waits for this person's team to post it. */
  boolean isForTeamOf(Viewer viewer, String letterId);

  /** Which letter it is, without a name; empty if there is none, because its case was erased. */
  Optional<String> description(String letterId);
}

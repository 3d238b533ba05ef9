package scot.nrm.engine;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks all forms before any of them is deployed. */
public interface FormsCheck {

  /**
   * A sentence for each problem, for the person who edits the forms; empty if they can be deployed.
   *
   * @param forms content by file name
   */
  List<String> problems(Map<String, byte[]> forms);

  /** Checks that a form shows what is in the child's file only to teams that may read it. */
  @FunctionalInterface
  interface OfAudience {

    /**
     * A sentence for each problem, for the person who edits the forms; empty if they can be
     * deployed.
     *
     * @param forms content by the form's id
     * @param teams the groups that get a task with the form, by the form's id
     */
    List<String> problems(Map<String, byte[]> forms, Map<String, Set<String>> teams);
  }
}

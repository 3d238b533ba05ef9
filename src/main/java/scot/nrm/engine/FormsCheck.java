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

  /** Checks that a form shows the content of the child's file only to teams that may read it. */
  @FunctionalInterface
  interface AudienceCheck {

    /**
     * A sentence for each problem, for the person who edits the forms; empty if they can be
     * deployed.
     *
     * @param forms content by the form's id
     * @param teams the groups that get a task with the form, by the form's id
     */
    List<String> problems(Map<String, byte[]> forms, Map<String, Set<String>> teams);
  }

  interface TaskCheck {

    /**
     * A sentence for each problem of a task, for the person who edits the diagram; empty if it can
     * be deployed.
     *
     * @param properties values by name
     */
    List<String> problems(Map<String, String> properties);

    /**
     * A sentence for each missing task of a process.
     *
     * @param steps the program's steps that the process runs
     * @param tasks the properties of its user tasks
     */
    List<String> missing(Set<String> steps, List<Map<String, String>> tasks);

    /** The acts that every path must have before a step, as the properties of their tasks. */
    List<Map<String, String>> actsBefore(String step);
  }

  /** Checks the references between the files of a whole set. */
  @FunctionalInterface
  interface SetCheck {

    /**
     * A sentence for each problem, for the person who edits the files; empty if they can be
     * deployed.
     *
     * @param files content of a whole set by file name, without the folder
     */
    List<String> problems(Map<String, byte[]> files);

    /** Whether the other checks would only find what follows from what this one has found. */
    default boolean comesFirst() {
      return false;
    }
  }
}

package scot.nrm.engine;

import java.util.List;
import java.util.Map;

/** Checks all forms before any of them is deployed. */
public interface FormsCheck {

  /**
   * A sentence for each problem, for the person who edits the forms; empty if they can be deployed.
   *
   * @param forms content by file name
   */
  List<String> problems(Map<String, byte[]> forms);
}

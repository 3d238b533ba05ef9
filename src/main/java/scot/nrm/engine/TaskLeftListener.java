package scot.nrm.engine;

/**
 * Is notified in the transaction in which a task of any diagram is completed, handed back,
 * reassigned, or ended by its process. An exception rolls that back.
 */
public interface TaskLeftListener {

  /**
   * @param assignee the user id of the person who has the task from now on; {@code null} if nobody
   *     has
   */
  void left(String taskId, String assignee);
}

package scot.nrm.engine;

import org.camunda.bpm.engine.delegate.DelegateTask;

/**
 * Is notified in the transaction in which a task of any diagram is assigned, handed back, completed
 * or ended by its process. An exception rolls that back.
 */
public interface TaskLeftListener {

  /**
   * @param assignee the user id of the new assignee; {@code null} if there is none
   * @param ended whether the task is completed or ended
   */
  void left(DelegateTask task, String assignee, boolean ended);
}

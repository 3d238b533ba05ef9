package scot.nrm.engine;

import org.camunda.bpm.engine.delegate.DelegateTask;

/**
 * Is notified of every new task in any diagram, in the transaction that creates it. The task
 * already has its name, groups and local authority. An exception from a listener rolls the task
 * back.
 */
public interface TaskCreatedListener {

  void created(DelegateTask task);
}

package scot.nrm.engine;

import org.camunda.bpm.engine.delegate.DelegateTask;

/**
 * Is told of every new task of every diagram, in the transaction that makes it: the task has its
 * name, groups and council by then. What a bean of this type throws takes the task back.
 */
public interface TaskCreatedListener {

  void created(DelegateTask task);
}

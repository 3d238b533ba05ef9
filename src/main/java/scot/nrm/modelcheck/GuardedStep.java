package scot.nrm.modelcheck;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import scot.nrm.engine.steps.StepGuard;

/**
 * A step or listener as the engine sees it, with the guard before each run.
 *
 * @param bean a step, an execution listener or a task listener, as {@link DiagramCheck} has checked
 */
record GuardedStep(Object bean, StepGuard guard)
    implements JavaDelegate, ExecutionListener, TaskListener {

  static boolean isStep(Object bean) {
    return bean instanceof JavaDelegate
        || bean instanceof ExecutionListener
        || bean instanceof TaskListener;
  }

  @Override
  public void execute(DelegateExecution execution) throws Exception {
    guard.check(bean.getClass(), execution);
    ((JavaDelegate) bean).execute(execution);
  }

  @Override
  public void notify(DelegateExecution execution) throws Exception {
    if (bean instanceof ExecutionListener listener) {
      guard.check(bean.getClass(), execution);
      listener.notify(execution);
    } else {
      execute(execution);
    }
  }

  @Override
  public void notify(DelegateTask task) {
    guard.check(bean.getClass(), task.getExecution());
    ((TaskListener) bean).notify(task);
  }
}

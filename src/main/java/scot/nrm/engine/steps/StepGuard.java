package scot.nrm.engine.steps;

import org.camunda.bpm.engine.delegate.DelegateExecution;

/** Decides, before each step or listener that a diagram names, whether it may run there. */
@FunctionalInterface
public interface StepGuard {

  /**
   * @param step the class of the step or listener
   * @throws IllegalStateException if it may not run. The transaction is rolled back, and a job
   *     becomes an incident.
   */
  void check(Class<?> step, DelegateExecution execution);
}

package scot.nrm.engine;

import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Notifies each {@link TaskCreatedListener} of every new task, so that a revised diagram can't omit
 * it.
 */
@Component
public class TaskCreatedPublisher extends AbstractProcessEnginePlugin {

  // Resolved late: some listeners may need the engine, which is created after this class.
  private final ObjectProvider<TaskCreatedListener> told;

  public TaskCreatedPublisher(ObjectProvider<TaskCreatedListener> told) {
    this.told = told;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    CreatedTasks.listen(engine, this::tell);
  }

  private void tell(DelegateTask task) {
    told.forEach(one -> one.created(task));
  }
}

package scot.nrm.engine;

import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Tells each {@link TaskCreatedListener} of every new task, so that a revised drawing cannot forget
 * to.
 */
@Component
public class TaskCreatedPublisher extends AbstractProcessEnginePlugin {

  // Asked late: some may need the engine, which is not there yet when this class is.
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

package scot.nrm.engine;

import java.util.List;
import java.util.function.Supplier;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/**
 * Notifies each {@link TaskCreatedListener} of every new task, and each {@link TaskLeftListener} of
 * every task that someone no longer has, so that a revised diagram can't omit it.
 */
@Component
@Order(CaseNumberInTaskName.FIRST + 1) // before a task is assigned to a deputy or unassigned
public class TaskPublisher extends AbstractProcessEnginePlugin {

  // Resolved late: some listeners may need the engine, which is created after this class.
  private final Supplier<List<TaskCreatedListener>> onCreation;
  private final Supplier<List<TaskLeftListener>> onLeaving;

  public TaskPublisher(
      ObjectProvider<TaskCreatedListener> onCreation, ObjectProvider<TaskLeftListener> onLeaving) {
    this.onCreation = SingletonSupplier.of(() -> onCreation.stream().toList());
    this.onLeaving = SingletonSupplier.of(() -> onLeaving.stream().toList());
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    TaskEvents.onCreation(engine, task -> onCreation.get().forEach(one -> one.created(task)));
    TaskEvents.onLeaving(engine, this::left);
  }

  private void left(DelegateTask task) {
    boolean assigned = task.getEventName().equals(TaskListener.EVENTNAME_ASSIGNMENT);
    onLeaving.get().forEach(one -> one.left(task, assigned ? task.getAssignee() : null, !assigned));
  }
}

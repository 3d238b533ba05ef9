package scot.nrm.engine;

import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Tells each {@link NewTask} of every new task, so that a revised drawing cannot forget to. */
@Component
public class TellsOfNewTasks extends AbstractProcessEnginePlugin {

  // Asked late: some may need the engine, which is not there yet when this class is.
  private final ObjectProvider<NewTask> told;

  public TellsOfNewTasks(ObjectProvider<NewTask> told) {
    this.told = told;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    List<BpmnParseListener> listeners = engine.getCustomPostBPMNParseListeners() == null
        ? new ArrayList<>() : new ArrayList<>(engine.getCustomPostBPMNParseListeners());
    listeners.add(new AbstractBpmnParseListener() {
      @Override
      public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
        ((UserTaskActivityBehavior) activity.getActivityBehavior()).getTaskDefinition()
            .addBuiltInTaskListener(TaskListener.EVENTNAME_CREATE, TellsOfNewTasks.this::tell);
      }
    });
    engine.setCustomPostBPMNParseListeners(listeners);
  }

  private void tell(DelegateTask task) {
    told.forEach(one -> one.created(task));
  }
}

package scot.nrm.engine;

import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;

/** Listens for every new task in any diagram, so that a revised diagram can't omit it. */
public final class CreatedTasks {

  private CreatedTasks() {}

  /**
   * @param engine the configuration, before the engine is built
   */
  public static void listen(ProcessEngineConfigurationImpl engine, TaskListener listener) {
    BpmnParseListener onCreation =
        new AbstractBpmnParseListener() {
          @Override
          public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
            ((UserTaskActivityBehavior) activity.getActivityBehavior())
                .getTaskDefinition()
                .addBuiltInTaskListener(TaskListener.EVENTNAME_CREATE, listener);
          }
        };
    engine.setCustomPostBPMNParseListeners(
        EngineLists.with(engine.getCustomPostBPMNParseListeners(), onCreation));
  }
}

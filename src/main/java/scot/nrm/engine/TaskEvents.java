package scot.nrm.engine;

import java.util.List;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.task.TaskDefinition;
import org.camunda.bpm.engine.impl.util.xml.Element;

/** Listens to the tasks of every diagram, so that a revised diagram can't omit it. */
public final class TaskEvents {

  private TaskEvents() {}

  /** Listens for every new task; call it before the engine is built. */
  public static void onCreation(ProcessEngineConfigurationImpl engine, TaskListener listener) {
    on(List.of(TaskListener.EVENTNAME_CREATE), engine, listener);
  }

  /** Listens for tasks that end or change assignee; call it before the engine is built. */
  static void onLeaving(ProcessEngineConfigurationImpl engine, TaskListener listener) {
    on(
        List.of(
            TaskListener.EVENTNAME_ASSIGNMENT,
            TaskListener.EVENTNAME_COMPLETE,
            TaskListener.EVENTNAME_DELETE),
        engine,
        listener);
  }

  private static void on(
      List<String> events, ProcessEngineConfigurationImpl engine, TaskListener listener) {
    BpmnParseListener added =
        new AbstractBpmnParseListener() {
          @Override
          public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
            TaskDefinition task =
                ((UserTaskActivityBehavior) activity.getActivityBehavior()).getTaskDefinition();
            events.forEach(event -> task.addBuiltInTaskListener(event, listener));
          }
        };
    engine.setCustomPostBPMNParseListeners(
        EngineLists.with(engine.getCustomPostBPMNParseListeners(), added));
  }
}

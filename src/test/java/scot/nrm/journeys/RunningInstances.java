package scot.nrm.journeys;

import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstance;

/** What runs in an engine that several tests share. */
public final class RunningInstances {

  private RunningInstances() {}

  /** Takes all of it off the engine. Without listeners: what is cut off here was not passed. */
  public static void end(ProcessEngine engine) {
    RuntimeService runtime = engine.getRuntimeService();
    List<String> running =
        runtime.createProcessInstanceQuery().rootProcessInstances().list().stream()
            .map(ProcessInstance::getId)
            .toList();
    runtime.deleteProcessInstances(running, "end of the test", true, true);
  }
}

package scot.nrm.journeys;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The running instances of an engine that several tests share. */
public final class RunningInstances {

  private RunningInstances() {}

  /**
   * Deletes all running instances, without listeners, so that coverage does not count them as
   * passed.
   */
  public static void end(ProcessEngine engine) {
    RuntimeService runtime = engine.getRuntimeService();
    // A stopped job executor may still be releasing a job.
    await()
        .pollDelay(Duration.ZERO) // usually it isn't, and hundreds of tests end here
        .ignoreExceptionsInstanceOf(OptimisticLockingException.class)
        .until(
            () -> {
              List<String> running =
                  runtime.createProcessInstanceQuery().rootProcessInstances().list().stream()
                      .map(ProcessInstance::getId)
                      .toList();
              runtime.deleteProcessInstances(running, "end of the test", true, true);
              return true;
            });
    // And no birthday is awaited any more.
    JdbcClient.create(
            ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
                .getDataSource())
        .sql("delete from birthday_check")
        .update();
  }
}

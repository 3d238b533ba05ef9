package scot.nrm.engine.sets;

import java.util.Date;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cmd.RecalculateJobDuedateCmd;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.pvm.process.ProcessDefinitionImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * Gives the timers of a moved case the dates of its new diagram. A duration counts from when the
 * step began; the engine would count it from the move.
 */
@Component
public class MigratedTimers {

  private final ProcessEngine engine;

  MigratedTimers(@Lazy ProcessEngine engine) {
    this.engine = engine;
  }

  /** Sets the date of a timer, by the id of its job, in the transaction of the move. */
  public void setDate(String job) {
    var configuration = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    configuration
        .getCommandExecutorTxRequired()
        .execute(
            context ->
                context.runWithoutAuthorization(
                    () -> {
                      JobEntity timer = context.getJobManager().findJobById(job);
                      timer.setCreateTime(stepBegan(timer, context));
                      return new RecalculateJobDuedateCmd(job, true).execute(context);
                    }));
  }

  /**
   * The start of the step that has the timer, or is the timer. A timer that starts an event
   * sub-process belongs to the surrounding scope, which may be the whole process.
   */
  private Date stepBegan(JobEntity timer, CommandContext context) {
    ProcessDefinitionImpl diagram =
        context
            .getExecutionManager()
            .findExecutionById(timer.getExecutionId())
            .getProcessDefinition();
    ScopeImpl step = diagram.findActivity(timer.getActivityId()).getEventScope();
    String process = timer.getProcessInstanceId();
    HistoryService history = engine.getHistoryService();
    return step == diagram
        ? history
            .createHistoricProcessInstanceQuery()
            .processInstanceId(process)
            .singleResult()
            .getStartTime()
        : history
            .createHistoricActivityInstanceQuery()
            .processInstanceId(process)
            .activityId(step.getId())
            .unfinished()
            .orderByHistoricActivityInstanceStartTime()
            .desc()
            .list()
            .get(0)
            .getStartTime();
  }
}

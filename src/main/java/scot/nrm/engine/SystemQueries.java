package scot.nrm.engine;

import java.util.concurrent.Callable;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * Queries the engine for display texts, such as the name of an element, without checking
 * permissions. The caller has already checked who may see them.
 */
@Component
public class SystemQueries {

  private final ProcessEngine engine;

  SystemQueries(@Lazy ProcessEngine engine) {
    this.engine = engine;
  }

  public <T> T ask(Callable<T> question) {
    return ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
        .getCommandExecutorTxRequired()
        .execute(context -> CaseInstances.withoutChecks(question));
  }
}

package scot.nrm.concern;

import static io.holunda.camunda.bpm.data.CamundaBpmData.builder;

import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseVariables;

/**
 * Starts the local authority's child protection work as a separate process, so that no decision of
 * a competent authority ends it (D1). If the job is retried, it finds that process and doesn't
 * start another.
 */
@Component
class StartChildProtection implements JavaDelegate {

  private static final String PROCESS = "child-protection";

  @Override
  public void execute(DelegateExecution execution) {
    RuntimeService runtime = execution.getProcessEngineServices().getRuntimeService();
    String caseNumber = execution.getProcessBusinessKey();
    boolean started =
        runtime
                .createProcessInstanceQuery()
                .processDefinitionKey(PROCESS)
                .processInstanceBusinessKey(caseNumber)
                .count()
            > 0;
    if (!started) {
      String localAuthority = CaseVariables.LOCAL_AUTHORITY.from(execution).get();
      runtime.startProcessInstanceByKey(
          PROCESS,
          caseNumber,
          builder().set(CaseVariables.LOCAL_AUTHORITY, localAuthority).build());
    }
  }
}

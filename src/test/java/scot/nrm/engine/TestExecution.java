package scot.nrm.engine;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngineServices;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.pvm.runtime.ExecutionImpl;

/**
 * A place on a case's path that only has a case number, variables and the person who is signed in,
 * without an engine.
 */
public final class TestExecution extends ExecutionImpl {

  private static final long serialVersionUID = 1;

  private final String caseNumber;
  private final transient IdentityService identity = mock(IdentityService.class);

  public TestExecution(String caseNumber, Map<String, ?> variables) {
    this.caseNumber = caseNumber;
    setVariables(variables);
  }

  /** Until then nobody is signed in, as in a job. */
  public TestExecution signIn(String user) {
    when(identity.getCurrentAuthentication()).thenReturn(new Authentication(user, List.of()));
    return this;
  }

  @Override
  public String getProcessBusinessKey() {
    return caseNumber;
  }

  @Override
  public ProcessEngineServices getProcessEngineServices() {
    ProcessEngineServices services = mock(ProcessEngineServices.class);
    when(services.getIdentityService()).thenReturn(identity);
    return services;
  }
}

package scot.nrm.engine;

import java.util.Map;
import org.camunda.bpm.engine.impl.pvm.runtime.ExecutionImpl;

/** A place on a case's path that only has a case number and variables, without an engine. */
public final class TestExecution extends ExecutionImpl {

  private static final long serialVersionUID = 1;

  private final String caseNumber;

  public TestExecution(String caseNumber, Map<String, ?> variables) {
    this.caseNumber = caseNumber;
    setVariables(variables);
  }

  @Override
  public String getProcessBusinessKey() {
    return caseNumber;
  }
}

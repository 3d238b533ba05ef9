package scot.nrm.engine.sets;

import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.springframework.stereotype.Component;
import scot.nrm.engine.DiagramValues;

/**
 * Finds the version of a diagram that another one calls: write {@code ${sets.version('intake')}} as
 * the version of the call activity.
 */
@Component("sets")
public class CalledVersions implements DiagramValues {

  private final DefinitionSets sets;

  CalledVersions(DefinitionSets sets) {
    this.sets = sets;
  }

  /**
   * The version of the diagram that is called, in the set of the case: see "What happens to open
   * cases".
   */
  public int version(String diagram) {
    ExecutionEntity caller = Context.getBpmnExecutionContext().getExecution();
    return sets.definitionToCall(
            diagram, caller.getProcessDefinitionId(), caller.getProcessBusinessKey())
        .getVersion();
  }
}

package scot.nrm;

import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import scot.nrm.engine.SchemaCache;
import scot.nrm.engine.statements.SharedStatements;

/**
 * What the program reads once for all its engines, for the dozens of engines that tests start
 * without the program.
 */
public class SharedEngineStatements extends SharedStatements {

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    super.preInit(engine);
    new SchemaCache().preInit(engine);
  }
}

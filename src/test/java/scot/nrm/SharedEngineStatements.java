package scot.nrm;

import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import scot.nrm.engine.SchemasReadOnce;
import scot.nrm.engine.statements.SharedStatements;

/** Tests start dozens of engines. */
@AutoConfiguration
public class SharedEngineStatements extends SharedStatements {

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    super.preInit(engine);
    new SchemasReadOnce().preInit(engine);
  }
}

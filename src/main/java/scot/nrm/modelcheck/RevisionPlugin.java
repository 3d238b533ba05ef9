package scot.nrm.modelcheck;

import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.stereotype.Component;
import scot.nrm.engine.EngineLists;

/**
 * Adds the checks for deployments and expressions to the engine, and removes scripts from it: no
 * scripting language is available.
 */
@Component
public class RevisionPlugin extends AbstractProcessEnginePlugin {

  private final DiagramBeans beans;
  private final Expressions expressions;
  private final DeploymentCheck deployments;

  RevisionPlugin(DiagramBeans beans, Expressions expressions, DeploymentCheck deployments) {
    this.beans = beans;
    this.expressions = expressions;
    this.deployments = deployments;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    engine.setBeans(beans);
    engine.setExpressionManager(new CheckedExpressions(beans, expressions));
    engine.setScriptEngineResolver(new NoScripts());
    engine.setEnableFetchScriptEngineFromProcessApplication(false);
    engine.setEnableExpressionsInAdhocQueries(false);
    engine.setFilterService(new CheckedFilterService(expressions));
    engine.setCustomPreDeployers(EngineLists.with(engine.getCustomPreDeployers(), deployments));
  }
}

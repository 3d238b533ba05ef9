package scot.nrm.commands;

import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.stereotype.Component;
import scot.nrm.engine.EngineLists;

/** Adds the {@link CommandGuard} to the engine. */
@Component
public class CommandPlugin extends AbstractProcessEnginePlugin {

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    engine.setCustomPreCommandInterceptorsTxRequired(
        EngineLists.with(
            engine.getCustomPreCommandInterceptorsTxRequired(), new CommandGuard(engine)));
    engine.setCustomPreCommandInterceptorsTxRequiresNew(
        EngineLists.with(
            engine.getCustomPreCommandInterceptorsTxRequiresNew(), new CommandGuard(engine)));
  }
}

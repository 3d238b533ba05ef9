package scot.nrm.engine;

import java.nio.file.Path;
import java.util.Date;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEnginePlugin;
import org.camunda.bpm.engine.impl.history.DefaultHistoryRemovalTimeProvider;
import org.camunda.bpm.engine.impl.history.event.HistoricProcessInstanceEventEntity;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans and settings that the engine needs. */
@Configuration
class EngineDefaults {

  /** The beginning of every case number. */
  private static final String CASE = "NRM-";

  @Bean
  Definitions definitions() {
    return new Definitions(Path.of(""));
  }

  /**
   * Sets no removal time for the engine's history of a case: it is removed with the case, never
   * before. The engine's own cleanup removes only processes that belong to no case, after the time
   * in the diagram.
   */
  @Bean
  ProcessEnginePlugin caseHistoryStays() {
    return new AbstractProcessEnginePlugin() {
      @Override
      public void preInit(ProcessEngineConfigurationImpl engine) {
        engine.setHistoryRemovalTimeProvider(new CaseHistoryRemoval());
      }
    };
  }

  private static final class CaseHistoryRemoval extends DefaultHistoryRemovalTimeProvider {

    @Override
    public Date calculateRemovalTime(
        HistoricProcessInstanceEventEntity instance, ProcessDefinition definition) {
      return instance.getBusinessKey() != null && instance.getBusinessKey().startsWith(CASE)
          ? null
          : super.calculateRemovalTime(instance, definition);
    }
  }
}

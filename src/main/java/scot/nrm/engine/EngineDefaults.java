package scot.nrm.engine;

import java.nio.file.Path;
import java.util.Date;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEnginePlugin;
import org.camunda.bpm.engine.impl.history.DefaultHistoryRemovalTimeProvider;
import org.camunda.bpm.engine.impl.history.event.HistoricFormPropertyEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoricProcessInstanceEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoricVariableUpdateEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoryEvent;
import org.camunda.bpm.engine.impl.history.handler.DbHistoryEventHandler;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the engine needs from its surroundings. */
@Configuration
class EngineDefaults {

  /** How every case number begins. */
  private static final String CASE = "NRM-";

  @Bean
  Definitions definitions() {
    return new Definitions(Path.of(""));
  }

  /**
   * Gives the engine's history of a case no day of removal: it goes with the case, and never
   * before. The engine's own cleanup removes only what belongs to no case, after the time in the
   * diagram.
   */
  @Bean
  ProcessEnginePlugin caseHistoryStays() {
    return new AbstractProcessEnginePlugin() {
      @Override
      public void preInit(ProcessEngineConfigurationImpl engine) {
        engine.setHistoryRemovalTimeProvider(new NeverForCases());
      }
    };
  }

  /**
   * Keeps no history of single changes of variables and fields, which nothing reads: each
   * variable's last value is in the history, and what was changed when is in the register.
   */
  @Bean
  ProcessEnginePlugin historyWithoutDetails() {
    return new AbstractProcessEnginePlugin() {
      @Override
      public void preInit(ProcessEngineConfigurationImpl engine) {
        engine.setEnableDefaultDbHistoryEventHandler(false);
        engine.setCustomHistoryEventHandlers(
            EngineLists.with(engine.getCustomHistoryEventHandlers(), new WithoutDetails()));
      }
    };
  }

  private static final class WithoutDetails extends DbHistoryEventHandler {

    @Override
    protected boolean shouldWriteHistoricDetail(HistoricVariableUpdateEventEntity event) {
      return false;
    }

    @Override
    protected void insertOrUpdate(HistoryEvent event) {
      if (!(event instanceof HistoricFormPropertyEventEntity)) {
        super.insertOrUpdate(event);
      }
    }
  }

  private static final class NeverForCases extends DefaultHistoryRemovalTimeProvider {

    @Override
    public Date calculateRemovalTime(
        HistoricProcessInstanceEventEntity instance, ProcessDefinition definition) {
      return instance.getBusinessKey() != null && instance.getBusinessKey().startsWith(CASE)
          ? null
          : super.calculateRemovalTime(instance, definition);
    }
  }
}

package scot.nrm.engine;

import java.nio.file.Path;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEnginePlugin;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.form.entity.CamundaFormDefinitionManager;
import org.camunda.bpm.engine.impl.history.DefaultHistoryRemovalTimeProvider;
import org.camunda.bpm.engine.impl.history.event.HistoricFormPropertyEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoricProcessInstanceEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoricVariableUpdateEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoryEvent;
import org.camunda.bpm.engine.impl.history.handler.DbHistoryEventHandler;
import org.camunda.bpm.engine.impl.history.producer.CacheAwareHistoryEventProducer;
import org.camunda.bpm.engine.impl.persistence.entity.CamundaFormDefinitionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobDefinitionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobDefinitionManager;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionManager;
import org.camunda.bpm.engine.impl.persistence.entity.ResourceEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ResourceManager;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.engine.EngineLists.Manager;

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

  /**
   * Takes diagrams, forms and definitions of jobs that this node has read before from its memory: a
   * version never changes, people give no command that suspends or removes one, and which version
   * is the newest is still asked of the database each time.
   */
  @Bean
  ProcessEnginePlugin definitionsInMemory() {
    return new AbstractProcessEnginePlugin() {
      @Override
      public void preInit(ProcessEngineConfigurationImpl engine) {
        Map<String, JobDefinitionEntity> jobs = new ConcurrentHashMap<>();
        Map<String, CamundaFormDefinitionEntity> forms = new ConcurrentHashMap<>();
        Map<String, ResourceEntity> files = new ConcurrentHashMap<>();
        engine.setCustomSessionFactories(
            EngineLists.with(
                engine.getCustomSessionFactories(),
                new Manager(ProcessDefinitionManager.class, KnownDiagrams::new),
                new Manager(JobDefinitionManager.class, () -> new KnownJobs(jobs)),
                new Manager(CamundaFormDefinitionManager.class, () -> new KnownForms(forms)),
                new Manager(ResourceManager.class, () -> new KnownFiles(files))));
        engine.setHistoryEventProducer(new WithKnownDiagrams());
      }
    };
  }

  private static final class KnownDiagrams extends ProcessDefinitionManager {

    @Override
    public ProcessDefinitionEntity findLatestProcessDefinitionById(String id) {
      ProcessDefinitionEntity known =
          id == null
              ? null
              : Context.getProcessEngineConfiguration()
                  .getDeploymentCache()
                  .findProcessDefinitionFromCache(id);
      return known == null ? super.findLatestProcessDefinitionById(id) : known;
    }
  }

  private static final class KnownJobs extends JobDefinitionManager {

    private final Map<String, JobDefinitionEntity> known;

    KnownJobs(Map<String, JobDefinitionEntity> known) {
      this.known = known;
    }

    @Override
    public JobDefinitionEntity findById(String id) {
      return once(known, id, () -> super.findById(id));
    }
  }

  private static final class KnownForms extends CamundaFormDefinitionManager {

    private final Map<String, CamundaFormDefinitionEntity> known;

    KnownForms(Map<String, CamundaFormDefinitionEntity> known) {
      this.known = known;
    }

    @Override
    public CamundaFormDefinitionEntity findDefinitionByDeploymentAndKey(
        String deployment, String key) {
      return once(
          known,
          deployment + "/" + key,
          () -> super.findDefinitionByDeploymentAndKey(deployment, key));
    }
  }

  private static final class KnownFiles extends ResourceManager {

    private final Map<String, ResourceEntity> known;

    KnownFiles(Map<String, ResourceEntity> known) {
      this.known = known;
    }

    @Override
    public ResourceEntity findResourceByDeploymentIdAndResourceName(
        String deployment, String name) {
      return once(
          known,
          deployment + "/" + name,
          () -> super.findResourceByDeploymentIdAndResourceName(deployment, name));
    }
  }

  private static final class WithKnownDiagrams extends CacheAwareHistoryEventProducer {

    @Override
    protected ProcessDefinitionEntity getProcessDefinitionEntity(String id) {
      return Context.getCommandContext() == null
          ? null
          : Context.getCommandContext()
              .getProcessDefinitionManager()
              .findLatestProcessDefinitionById(id);
    }
  }

  private static <T> T once(Map<String, T> known, String id, Supplier<T> read) {
    T value = known.get(id);
    if (value == null) {
      value = read.get();
      if (value != null) {
        known.put(id, value);
      }
    }
    return value;
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

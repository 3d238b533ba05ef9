package scot.nrm.engine.statements;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.camunda.bpm.engine.impl.bpmn.deployer.BpmnDeployer;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.IdGenerator;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEnginePlugin;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.core.model.Properties;
import org.camunda.bpm.engine.impl.db.DbEntity;
import org.camunda.bpm.engine.impl.db.PersistenceSession;
import org.camunda.bpm.engine.impl.db.entitymanager.DbEntityManager;
import org.camunda.bpm.engine.impl.db.sql.DbSqlSession;
import org.camunda.bpm.engine.impl.form.entity.CamundaFormDefinitionManager;
import org.camunda.bpm.engine.impl.history.event.HistoricFormPropertyEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoricJobLogEvent;
import org.camunda.bpm.engine.impl.history.event.HistoricScopeInstanceEvent;
import org.camunda.bpm.engine.impl.history.event.HistoricVariableUpdateEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoryEvent;
import org.camunda.bpm.engine.impl.history.handler.DbHistoryEventHandler;
import org.camunda.bpm.engine.impl.history.producer.CacheAwareHistoryEventProducer;
import org.camunda.bpm.engine.impl.persistence.deploy.cache.DeploymentCache;
import org.camunda.bpm.engine.impl.persistence.entity.CamundaFormDefinitionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentManager;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionManager;
import org.camunda.bpm.engine.impl.persistence.entity.IncidentManager;
import org.camunda.bpm.engine.impl.persistence.entity.JobDefinitionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobDefinitionManager;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionManager;
import org.camunda.bpm.engine.impl.persistence.entity.ResourceEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ResourceManager;
import org.camunda.bpm.engine.impl.persistence.entity.VariableInstanceManager;
import org.camunda.bpm.engine.runtime.Incident;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.engine.EngineLists;
import scot.nrm.engine.EngineLists.Manager;

/** Makes the engine use fewer statements: {@code CostOfACaseTest} counts them (docs/adr/0046). */
@Configuration
class StatementConfiguration {

  /** Reads and deletes a process's rows together, and skips queries for rows that can't exist. */
  @Bean
  ProcessEnginePlugin batchedRows() {
    return new AbstractProcessEnginePlugin() {
      @Override
      public void preInit(ProcessEngineConfigurationImpl engine) {
        engine.setCustomSessionFactories(
            EngineLists.with(
                engine.getCustomSessionFactories(),
                new Manager(
                    DbSqlSession.class, () -> new BatchingSession(engine.getDbSqlSessionFactory())),
                new Manager(ExecutionManager.class, PrefetchingExecutionManager::new),
                new Manager(VariableInstanceManager.class, PrefetchingVariableManager::new),
                new Manager(IncidentManager.class, Incidents::new),
                new Manager(
                    DbEntityManager.class, () -> new UncheckedEntities(engine.getIdGenerator()))));
      }

      @Override
      public void postInit(ProcessEngineConfigurationImpl engine) {
        PrefetchingExecutionManager.addStatement(engine.getSqlSessionFactory().getConfiguration());
        PrefetchingVariableManager.addStatement(engine.getSqlSessionFactory().getConfiguration());
        BatchingSession.addStatements(engine.getSqlSessionFactory().getConfiguration());
      }
    };
  }

  /** The engine writes every new row as text for an error about its id, even if the id is valid. */
  private static final class UncheckedEntities extends DbEntityManager {

    UncheckedEntities(IdGenerator ids) {
      super(ids, Context.getCommandContext().getSession(PersistenceSession.class));
    }

    @Override
    protected void validateId(DbEntity row) {
      if (row.getId() == null || row.getId().equals("*")) {
        super.validateId(row);
      }
    }
  }

  /** An execution records whether it has incidents, so those of its jobs needn't be queried. */
  private static final class Incidents extends IncidentManager {

    @Override
    public List<Incident> findIncidentByConfiguration(String job) {
      JobEntity known = getDbEntityManager().getCachedEntity(JobEntity.class, job);
      ExecutionEntity execution =
          known == null || known.getExecutionId() == null
              ? null
              : getDbEntityManager().getCachedEntity(ExecutionEntity.class, known.getExecutionId());
      return execution != null && execution.getIncidents().isEmpty()
          ? List.of()
          : super.findIncidentByConfiguration(job);
    }
  }

  /**
   * Keeps no history of single changes of variables and fields, which nothing reads: the history
   * has each variable's last value, and the register has the dates of changes.
   */
  @Bean
  ProcessEnginePlugin historyWithoutDetails() {
    return new AbstractProcessEnginePlugin() {
      @Override
      public void preInit(ProcessEngineConfigurationImpl engine) {
        engine.setEnableDefaultDbHistoryEventHandler(false);
        engine.setCustomHistoryEventHandlers(
            EngineLists.with(engine.getCustomHistoryEventHandlers(), new HistoryWithoutDetails()));
      }

      @Override
      public void postInit(ProcessEngineConfigurationImpl engine) {
        DatabaseDurations.use(engine.getDbSqlSessionFactory());
      }
    };
  }

  private static final class HistoryWithoutDetails extends DbHistoryEventHandler {

    @Override
    protected boolean shouldWriteHistoricDetail(HistoricVariableUpdateEventEntity event) {
      return false;
    }

    @Override
    protected void insertOrUpdate(HistoryEvent event) {
      // A step that is cancelled before its job has begun it has no row.
      if (event instanceof HistoricScopeInstanceEvent
          && event.getId() != null
          && !isInitialEvent(event)) {
        // The engine would first read its start.
        if (getDbEntityManager().getCachedEntity(event.getClass(), event.getId()) == null) {
          getDbEntityManager().merge(event);
        }
      } else if (!(event instanceof HistoricFormPropertyEventEntity) && !isRoutineJobEvent(event)) {
        super.insertOrUpdate(event);
      }
    }

    /**
     * Whether an event is the creation or success of a job in a process. Failures are kept, and so
     * is every run of the engine's own jobs.
     */
    private static boolean isRoutineJobEvent(HistoryEvent event) {
      return event instanceof HistoricJobLogEvent job
          && job.getProcessDefinitionId() != null
          && (job.isCreationLog() || job.isSuccessLog());
    }
  }

  /**
   * Caches the diagrams, forms and job definitions that this node has read: a version never
   * changes, and nobody suspends or removes one. The newest version is still queried from the
   * database each time.
   */
  @Bean
  ProcessEnginePlugin cachedDefinitions() {
    return new AbstractProcessEnginePlugin() {
      @Override
      public void preInit(ProcessEngineConfigurationImpl engine) {
        Map<String, String> versions = new ConcurrentHashMap<>();
        Map<String, JobDefinitionEntity> jobs = new ConcurrentHashMap<>();
        Map<String, CamundaFormDefinitionEntity> forms = new ConcurrentHashMap<>();
        Map<String, ResourceEntity> files = new ConcurrentHashMap<>();
        Map<String, DeploymentEntity> deployments = new ConcurrentHashMap<>();
        engine.setCustomSessionFactories(
            EngineLists.with(
                engine.getCustomSessionFactories(),
                new Manager(ProcessDefinitionManager.class, () -> new CachedDiagrams(versions)),
                new Manager(JobDefinitionManager.class, () -> cachedJobDefinitions(jobs)),
                new Manager(CamundaFormDefinitionManager.class, () -> cachedForms(forms)),
                new Manager(ResourceManager.class, () -> cachedFiles(files)),
                new Manager(DeploymentManager.class, () -> cachedDeployments(deployments))));
        engine.setHistoryEventProducer(new CachedDiagramHistory());
      }

      @Override
      public void postInit(ProcessEngineConfigurationImpl engine) {
        engine
            .getDeployers()
            .replaceAll(
                deployer ->
                    deployer instanceof BpmnDeployer diagrams
                        ? new CompleteDiagramDeployer(diagrams)
                        : deployer);
        engine.getDeploymentCache().setDeployers(engine.getDeployers());
      }
    };
  }

  /**
   * Caches a diagram for other threads only once it has its job definitions. The engine's own class
   * loads them afterwards, and a job that another thread creates in between has no process
   * definition.
   */
  private static final class CompleteDiagramDeployer extends BpmnDeployer {

    CompleteDiagramDeployer(BpmnDeployer engines) {
      setExpressionManager(engines.getExpressionManager());
      setBpmnParser(engines.getBpmnParser());
      setIdGenerator(engines.getIdGenerator());
    }

    @Override
    protected void addDefinitionToDeploymentCache(
        DeploymentCache cache, ProcessDefinitionEntity diagram) {
      // See definitionAddedToDeploymentCache.
    }

    @Override
    protected void definitionAddedToDeploymentCache(
        DeploymentEntity deployment, ProcessDefinitionEntity diagram, Properties jobs) {
      super.definitionAddedToDeploymentCache(deployment, diagram, jobs);
      getDeploymentCache().addProcessDefinition(diagram);
    }
  }

  private static final class CachedDiagrams extends ProcessDefinitionManager {

    /** The ids of definitions by key, version and tenant, for calls. */
    private final Map<String, String> versions;

    CachedDiagrams(Map<String, String> versions) {
      this.versions = versions;
    }

    @Override
    public ProcessDefinitionEntity findLatestProcessDefinitionById(String id) {
      ProcessDefinitionEntity known = known(id);
      return known == null ? super.findLatestProcessDefinitionById(id) : known;
    }

    @Override
    public ProcessDefinitionEntity findProcessDefinitionByKeyVersionAndTenantId(
        String key, Integer version, String tenantId) {
      String called = key + ":" + version + ":" + tenantId;
      ProcessDefinitionEntity known = known(versions.get(called));
      if (known == null) {
        known = super.findProcessDefinitionByKeyVersionAndTenantId(key, version, tenantId);
        if (known != null) {
          versions.put(called, known.getId());
        }
      }
      return known;
    }

    private static ProcessDefinitionEntity known(String id) {
      return id == null
          ? null
          : Context.getProcessEngineConfiguration()
              .getDeploymentCache()
              .findProcessDefinitionFromCache(id);
    }
  }

  private static JobDefinitionManager cachedJobDefinitions(Map<String, JobDefinitionEntity> known) {
    return new JobDefinitionManager() {
      @Override
      public JobDefinitionEntity findById(String id) {
        return cached(known, id, () -> super.findById(id));
      }
    };
  }

  private static CamundaFormDefinitionManager cachedForms(
      Map<String, CamundaFormDefinitionEntity> known) {
    return new CamundaFormDefinitionManager() {
      @Override
      public CamundaFormDefinitionEntity findDefinitionByDeploymentAndKey(
          String deployment, String key) {
        return cached(
            known,
            deployment + "/" + key,
            () -> super.findDefinitionByDeploymentAndKey(deployment, key));
      }
    };
  }

  private static ResourceManager cachedFiles(Map<String, ResourceEntity> known) {
    return new ResourceManager() {
      @Override
      public ResourceEntity findResourceByDeploymentIdAndResourceName(
          String deployment, String name) {
        return cached(
            known,
            deployment + "/" + name,
            () -> super.findResourceByDeploymentIdAndResourceName(deployment, name));
      }
    };
  }

  /** Gives each caller a copy, because the engine adds the files that it reads to it. */
  private static DeploymentManager cachedDeployments(Map<String, DeploymentEntity> known) {
    return new DeploymentManager() {
      @Override
      public DeploymentEntity findDeploymentById(String id) {
        DeploymentEntity read = cached(known, id, () -> super.findDeploymentById(id));
        if (read == null) {
          return null;
        }
        DeploymentEntity own = new DeploymentEntity();
        own.setId(read.getId());
        own.setName(read.getName());
        own.setDeploymentTime(read.getDeploymentTime());
        own.setSource(read.getSource());
        own.setTenantId(read.getTenantId());
        return own;
      }
    };
  }

  private static final class CachedDiagramHistory extends CacheAwareHistoryEventProducer {

    @Override
    protected ProcessDefinitionEntity getProcessDefinitionEntity(String id) {
      return Context.getCommandContext() == null
          ? null
          : Context.getCommandContext()
              .getProcessDefinitionManager()
              .findLatestProcessDefinitionById(id);
    }
  }

  private static <T> T cached(Map<String, T> known, String id, Supplier<T> read) {
    T value = known.get(id);
    if (value == null) {
      value = read.get();
      if (value != null) {
        known.put(id, value);
      }
    }
    return value;
  }
}

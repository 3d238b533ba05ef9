package scot.nrm.engine.statements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.jobexecutor.JobDeclaration;
import org.camunda.bpm.engine.impl.persistence.deploy.cache.DefaultCacheFactory;
import org.camunda.bpm.engine.impl.persistence.deploy.cache.DeploymentCache;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ResourceEntity;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.SharedEngineStatements;

/** The engine with fewer statements notices what others did meanwhile, as it would without. */
class StatementConfigurationTest {

  private static final String JOBS = BpmnParse.PROPERTYNAME_MESSAGE_JOB_DECLARATION;

  private final List<String> found = new ArrayList<>();
  private ProcessEngine engine;
  private JdbcClient database;

  @BeforeEach
  void start() {
    StandaloneInMemProcessEngineConfiguration configuration =
        new StandaloneInMemProcessEngineConfiguration();
    configuration.setProcessEngineName("fewer-statements");
    configuration.setJdbcUrl("jdbc:h2:mem:fewer-statements;DB_CLOSE_DELAY=-1");
    configuration.setDatabaseSchemaUpdate("create-drop");
    configuration.setEnforceHistoryTimeToLive(false);
    configuration.setDeploymentCache(new Found());
    configuration.getProcessEnginePlugins().add(new SharedEngineStatements());
    configuration.getProcessEnginePlugins().add(new StatementConfiguration().batchedRows());
    configuration
        .getProcessEnginePlugins()
        .add(new StatementConfiguration().historyWithoutDetails());
    configuration.getProcessEnginePlugins().add(new StatementConfiguration().cachedDefinitions());
    engine = configuration.buildProcessEngine();
    database = JdbcClient.create(configuration.getDataSource());
    engine
        .getRepositoryService()
        .createDeployment()
        .addModelInstance(
            "p.bpmn",
            Bpmn.createExecutableProcess("p").startEvent().userTask("t").endEvent().done())
        .deploy();
  }

  @AfterEach
  void stop() {
    ClockUtil.reset();
    engine.close();
  }

  private ProcessInstance withThreeVariables() {
    return engine
        .getRuntimeService()
        .startProcessInstanceByKey("p", Map.of("one", 1L, "two", "2", "three", true));
  }

  private Long variables() {
    return database.sql("select count(*) from ACT_RU_VARIABLE").query(Long.class).single();
  }

  @Test
  void aThreadsUncommittedDeploymentIsInvisibleToOthers() {
    String id = engine.getRepositoryService().createDeploymentQuery().singleResult().getId();
    ResourceEntity file = new ResourceEntity();
    file.setName("another.dmn");

    inTransaction(context -> context.getDeploymentManager().findDeploymentById(id))
        .addResource(file);

    Set<String> files =
        inTransaction(
            context ->
                context.getDeploymentManager().findDeploymentById(id).getResources().keySet());

    assertThat(files).containsExactly("p.bpmn");
  }

  @Test
  void aDiagramIsSharedOnceItsJobDefinitionsAreKnown() {
    engine
        .getRepositoryService()
        .createDeployment()
        .addModelInstance(
            "waits.bpmn",
            Bpmn.createExecutableProcess("waits")
                .startEvent()
                .userTask("t")
                .camundaAsyncBefore()
                .endEvent()
                .done())
        .deploy();
    found.clear();

    ProcessEngineConfigurationImpl configuration =
        (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    configuration.getDeploymentCache().discardProcessDefinitionCache();
    engine.getRuntimeService().startProcessInstanceByKey("waits");

    assertThat(found).isNotEmpty().doesNotContainNull();
  }

  /** Takes down, of each diagram that others can find from then on, what its jobs belong to. */
  private final class Found extends DeploymentCache {

    Found() {
      super(new DefaultCacheFactory(), 1000);
    }

    @Override
    public void addProcessDefinition(ProcessDefinitionEntity diagram) {
      if (diagram.findActivity("t").getProperty(JOBS) instanceof List<?> jobs) {
        jobs.forEach(job -> found.add(((JobDeclaration<?, ?>) job).getJobDefinitionId()));
      }
      super.addProcessDefinition(diagram);
    }
  }

  private <T> T inTransaction(Command<T> command) {
    return ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
        .getCommandExecutorTxRequired()
        .execute(command);
  }

  @Test
  void aDeletedProcessTakesItsVariables() {
    ProcessInstance process = withThreeVariables();
    withThreeVariables();

    engine.getRuntimeService().deleteProcessInstance(process.getId(), "test");

    assertThat(variables()).isEqualTo(3);
  }

  @Test
  void aConcurrentlyChangedVariableStopsTheDeletion() {
    ProcessInstance process = withThreeVariables();

    assertThatThrownBy(
            () ->
                inTransaction(
                    context -> {
                      engine.getRuntimeService().deleteProcessInstance(process.getId(), "test");
                      return database
                          .sql("update ACT_RU_VARIABLE set REV_ = 2 where NAME_ = 'two'")
                          .update();
                    }))
        .isInstanceOf(OptimisticLockingException.class);
    assertThat(variables()).isEqualTo(3);
    assertThat(engine.getTaskService().createTaskQuery().count()).isOne();
  }

  @Test
  void theHistoryHasDurations() {
    Date begun = new Date(1_241_000_000_000L);
    ClockUtil.setCurrentTime(begun);
    withThreeVariables();
    ClockUtil.setCurrentTime(new Date(begun.getTime() + 90_061_001));

    engine
        .getTaskService()
        .complete(engine.getTaskService().createTaskQuery().singleResult().getId());

    HistoryService history = engine.getHistoryService();
    assertThat(
            List.of(
                history.createHistoricTaskInstanceQuery().singleResult().getDurationInMillis(),
                history
                    .createHistoricActivityInstanceQuery()
                    .activityId("t")
                    .singleResult()
                    .getDurationInMillis(),
                history.createHistoricProcessInstanceQuery().singleResult().getDurationInMillis()))
        .containsOnly(90_061_001L);
  }
}

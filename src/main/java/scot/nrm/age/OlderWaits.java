package scot.nrm.age;

import java.util.List;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Older versions of the diagram waited for the 18th birthday, the first ones for the day itself, so
 * that the engine knew it. At each start, their waits begin again outside the engine, and the
 * birthday is removed from their history.
 */
@Component
public class OlderWaits implements ApplicationRunner {

  private static final Logger LOG = LoggerFactory.getLogger(OlderWaits.class);

  /** In every version that waits. */
  private static final String WAITS = "Timer_ComesOfAge";

  private final RepositoryService repository;
  private final RuntimeService runtime;
  private final ComingOfAgeWait waits;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  OlderWaits(
      RepositoryService repository,
      RuntimeService runtime,
      ComingOfAgeWait waits,
      JdbcClient jdbc,
      PlatformTransactionManager transactions) {
    this.repository = repository;
    this.runtime = runtime;
    this.waits = waits;
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
  }

  @Override
  public void run(ApplicationArguments arguments) {
    List<ProcessDefinition> older =
        repository
            .createProcessDefinitionQuery()
            .processDefinitionKey(ComingOfAgeWait.DIAGRAM)
            .list()
            .stream()
            .filter(
                version ->
                    repository.getBpmnModelInstance(version.getId()).getModelElementById(WAITS)
                        != null)
            .toList();
    for (ProcessDefinition version : older) {
      List<ProcessInstance> running =
          runtime.createProcessInstanceQuery().processDefinitionId(version.getId()).list();
      running.forEach(
          wait ->
              transaction.executeWithoutResult(status -> waits.beginAgain(wait.getBusinessKey())));
      transaction.executeWithoutResult(status -> forgetBirthdays(version.getId()));
      LOG.info("Waits for 18th birthdays that began again: {}.", running.size());
    }
  }

  private void forgetBirthdays(String version) {
    if (jdbc.sql(
            """
            select 1 from ACT_HI_VARINST where NAME_ = 'comesOfAge' and PROC_DEF_ID_ = ?
            fetch first row only\
            """)
        .param(version)
        .query(Integer.class)
        .optional()
        .isEmpty()) {
      return;
    }
    jdbc.sql("delete from ACT_HI_DETAIL where NAME_ = 'comesOfAge' and PROC_DEF_ID_ = ?")
        .param(version)
        .update();
    jdbc.sql("delete from ACT_HI_VARINST where NAME_ = 'comesOfAge' and PROC_DEF_ID_ = ?")
        .param(version)
        .update();
    jdbc.sql(
            """
            update ACT_HI_JOB_LOG set JOB_DUEDATE_ = null
            where PROCESS_DEF_ID_ = ? and JOB_DUEDATE_ is not null\
            """)
        .param(version)
        .update();
  }
}

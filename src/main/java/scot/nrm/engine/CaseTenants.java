package scot.nrm.engine;

import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Moves the processes of a case to another local authority (D41). The engine has no command for
 * this, because a tenant is set once, when an instance starts. So this changes the engine's tables
 * at the end of the current transaction, after the engine has written its own changes.
 *
 * <p>Processes that ended earlier stay with the local authority that had the case then.
 */
@Component
public class CaseTenants {

  /**
   * Published in the current transaction when a case has moved away from an office, so that its
   * teams can be notified.
   *
   * @param groups the teams that had the case
   * @param council the council whose teams they are; empty for a national office
   * @param to the name or code of the office that has it now
   */
  public record MovedAway(String caseNumber, Set<String> groups, String council, String to) {}

  /** Runtime tables, by the column with the process instance's id. */
  private static final List<Table> RUNNING =
      List.of(
          new Table("ACT_RU_EXECUTION", "PROC_INST_ID_"),
          new Table("ACT_RU_TASK", "PROC_INST_ID_"),
          new Table("ACT_RU_VARIABLE", "PROC_INST_ID_"),
          new Table("ACT_RU_EVENT_SUBSCR", "PROC_INST_ID_"),
          new Table("ACT_RU_JOB", "PROCESS_INSTANCE_ID_"),
          new Table("ACT_RU_EXT_TASK", "PROC_INST_ID_"),
          new Table("ACT_RU_INCIDENT", "PROC_INST_ID_"));

  /** History tables, including called instances that have ended. */
  private static final String[] HISTORY = {
    "ACT_HI_PROCINST", "ACT_HI_ACTINST", "ACT_HI_TASKINST", "ACT_HI_VARINST",
    "ACT_HI_DETAIL", "ACT_HI_IDENTITYLINK", "ACT_HI_COMMENT", "ACT_HI_ATTACHMENT",
    "ACT_HI_OP_LOG", "ACT_HI_INCIDENT", "ACT_HI_JOB_LOG", "ACT_HI_EXT_TASK_LOG",
    "ACT_HI_DECINST"
  };

  private record Table(String name, String instance) {}

  private final JdbcClient jdbc;

  public CaseTenants(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Moves everything that runs under a case number when the running transaction commits, or nothing
   * if it does not.
   *
   * @throws IllegalStateException outside of a transaction
   */
  public void move(String caseNumber, String tenant) {
    TransactionSynchronizationManager.registerSynchronization(new Move(caseNumber, tenant));
  }

  /**
   * Whether the running transaction is moving a case, so that its rows still have the old tenant.
   */
  public static boolean isMoving(String caseNumber) {
    return TransactionSynchronizationManager.isSynchronizationActive()
        && TransactionSynchronizationManager.getSynchronizations().stream()
            .anyMatch(
                synchronization ->
                    synchronization instanceof Move move && move.caseNumber.equals(caseNumber));
  }

  private final class Move implements TransactionSynchronization {

    private final String caseNumber;
    private final String tenant;

    Move(String caseNumber, String tenant) {
      this.caseNumber = caseNumber;
      this.tenant = tenant;
    }

    @Override
    public void beforeCommit(boolean readOnly) {
      moveNow(caseNumber, tenant);
    }
  }

  private void moveNow(String caseNumber, String tenant) {
    List<String> roots =
        ids(
            """
            select ID_ from ACT_RU_EXECUTION
            where BUSINESS_KEY_ in (:ids) and PARENT_ID_ is null and SUPER_EXEC_ is null\
            """,
            List.of(caseNumber));
    if (roots.isEmpty()) {
      return;
    }
    List<String> instances =
        ids(
            "select ID_ from ACT_RU_EXECUTION where ROOT_PROC_INST_ID_ in (:ids) and PARENT_ID_ is"
                + " null",
            roots);
    // Changes the revision, so that a concurrent change is retried with the new local authority.
    RUNNING.forEach(
        table ->
            move(
                "update %s set TENANT_ID_ = :tenant, REV_ = REV_ + 1 where %s in (:ids)"
                    .formatted(table.name(), table.instance()),
                tenant,
                instances));
    move(
        """
        update ACT_RU_IDENTITYLINK set TENANT_ID_ = :tenant
        where TASK_ID_ in (select ID_ from ACT_RU_TASK where PROC_INST_ID_ in (:ids))\
        """,
        tenant,
        instances);
    for (String table : HISTORY) {
      move(
          "update %s set TENANT_ID_ = :tenant where ROOT_PROC_INST_ID_ in (:ids)".formatted(table),
          tenant,
          roots);
    }
  }

  private List<String> ids(String query, List<String> ids) {
    return jdbc.sql(query).param("ids", ids).query(String.class).list();
  }

  private void move(String update, String tenant, List<String> ids) {
    jdbc.sql(update).param("tenant", tenant).param("ids", ids).update();
  }
}

package scot.nrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.Databases.Database;
import scot.nrm.TeamTasksCommand.Differences;

/** PostgreSQL keeps each team's tasks; the operator compares them, and has the table made again. */
class TeamTasksCommandTest {

  private Database database;
  private JdbcClient jdbc;

  @BeforeEach
  void tasks() {
    database = Databases.postgres();
    jdbc = JdbcClient.create(database.dataSource());
    sql(
        "insert into ACT_RU_TASK (ID_, REV_, TENANT_ID_, TASK_DEF_KEY_) values ('one', 1, 'fife', 'Task_A'), ('two', 1, null, 'Task_B')");
    candidate(jdbc, "1", "one", "lead");
    candidate(jdbc, "2", "one", "duty");
    candidate(jdbc, "3", "two", "lead");
    sql(
        "insert into ACT_RU_IDENTITYLINK (ID_, TASK_ID_, USER_ID_, TYPE_) values ('4', 'two', 'ada', 'candidate'), ('5', 'two', 'ada', 'assignee')");
  }

  @Test
  void theTableIsUpdatedWithTheEnginesTables() {
    assertThat(rows())
        .containsExactly(
            "one duty fife false Task_A", "one lead fife false Task_A", "two lead  false Task_B");

    sql("update ACT_RU_TASK set ASSIGNEE_ = 'ada', TENANT_ID_ = 'moray' where ID_ = 'one'");
    candidate(jdbc, "6", "one", "lead");
    sql("delete from ACT_RU_IDENTITYLINK where ID_ = '1'"); // there are two of it
    sql("update ACT_RU_IDENTITYLINK set GROUP_ID_ = 'intake' where ID_ = '3'");
    assertThat(rows())
        .containsExactly(
            "one duty moray true Task_A", "one lead moray true Task_A", "two intake  false Task_B");

    sql("update ACT_RU_TASK set ASSIGNEE_ = null where ID_ = 'one'");
    sql("delete from ACT_RU_IDENTITYLINK where ID_ in ('6', '2')");
    assertThat(rows()).containsExactly("two intake  false Task_B");
    assertThat(command()).isEqualTo(new Differences(0, 0));
  }

  @Test
  void aClaimWaitsForAConcurrentNewCandidate() {
    DataSource connections = database.dataSource();
    CompletableFuture<Void> claim =
        new TransactionTemplate(new DataSourceTransactionManager(connections))
            .execute(
                status -> {
                  candidate(JdbcClient.create(connections), "7", "two", "intake");
                  CompletableFuture<Void> other =
                      CompletableFuture.runAsync(
                          () -> sql("update ACT_RU_TASK set ASSIGNEE_ = 'ada' where ID_ = 'two'"));
                  await().until(() -> waiting() == 1);
                  return other;
                });
    claim.join();

    assertThat(rows()).contains("two intake  true Task_B", "two lead  true Task_B").hasSize(4);
  }

  @Test
  void differencesAreCountedAndCorrected() {
    sql("delete from team_task where ID_ = 'one'");
    sql("update team_task set TENANT_ID_ = 'fife'");

    assertThat(command()).isEqualTo(new Differences(3, 1));
    assertThat(command("--nrm.team-tasks=rebuild")).isEqualTo(new Differences(0, 0));
    assertThat(rows()).hasSize(3);
  }

  private long waiting() {
    return jdbc.sql(
            "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()")
        .query(Long.class)
        .single();
  }

  private static void candidate(JdbcClient jdbc, String id, String task, String group) {
    jdbc.sql(
            "insert into ACT_RU_IDENTITYLINK (ID_, TASK_ID_, GROUP_ID_, TYPE_) values (?, ?, ?, 'candidate')")
        .params(id, task, group)
        .update();
  }

  private List<String> rows() {
    return jdbc.sql(
            "select concat_ws(' ', ID_, GROUP_ID_, TENANT_ID_, case when CLAIMED then 'true' else 'false' end, TASK_DEF_KEY_) from team_task order by 1")
        .query(String.class)
        .list();
  }

  private Differences command(String... more) {
    String key = "--nrm.case-file.key=" + Base64.getEncoder().encodeToString(new byte[32]);
    return TeamTasksCommand.run(
        Stream.of(database.asRuntime().arguments(), new String[] {key}, more)
            .flatMap(Stream::of)
            .toArray(String[]::new));
  }

  private void sql(String statement) {
    jdbc.sql(statement).update();
  }
}

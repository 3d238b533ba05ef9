package scot.nrm.access;

import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Handles changes to one person one at a time: of two forms sent at the same moment, for example by
 * a double click, the second sees the result of the first.
 */
@Component
public class PersonLock {

  private final JdbcClient jdbc;

  PersonLock(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Waits for another transaction that has locked this person; locks until this one ends. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void lock(String userId) {
    jdbc.sql("select ID_ from ACT_ID_USER where ID_ = ? for update")
        .param(userId)
        .query(String.class)
        .optional();
  }

  /**
   * The same in a command of the engine. Taken before a person is given a task and before they
   * leave a team, so that of the two at the same moment, the second sees the result of the first.
   */
  public static void lock(String userId, CommandContext context) {
    new PersonLock(jdbc(context)).lock(userId);
  }

  /** Locks a person, and reads their groups and local authorities as they are then. */
  @Transactional(propagation = Propagation.MANDATORY)
  public Viewer lockAndRead(String userId) {
    lock(userId);
    return StoredPerson.viewer(userId, jdbc);
  }

  /** The same in a command of the engine. */
  public static Viewer lockAndRead(String userId, CommandContext context) {
    return new PersonLock(jdbc(context)).lockAndRead(userId);
  }

  private static JdbcClient jdbc(CommandContext context) {
    return JdbcClient.create(
        new SingleConnectionDataSource(
            context.getDbSqlSession().getSqlSession().getConnection(), true));
  }
}

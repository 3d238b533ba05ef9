package scot.nrm;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The operator's command that compares PostgreSQL's table of each team's tasks ({@code team_task})
 * with the engine's tables, rebuilds it if asked, and exits. The application may run meanwhile:
 * changes to tasks wait until the command has ended.
 */
public final class TeamTasksCommand {

  /** The command-line option that runs it; with the value {@link #REBUILD} it changes the table. */
  public static final String OPTION = "nrm.team-tasks";

  static final String REBUILD = "rebuild";

  private static final Logger LOG = LoggerFactory.getLogger(TeamTasksCommand.class);

  private static final String MISSING =
      "select * from team_task_of_engine except select * from team_task";
  private static final String WRONG =
      "select * from team_task except select * from team_task_of_engine";

  /** Rows that were found, one for each task and team. */
  record Differences(long missing, long wrong) {

    boolean none() {
      return missing == 0 && wrong == 0;
    }
  }

  private TeamTasksCommand() {}

  /**
   * Ends the program with exit code 0 if the table is correct, or has been made again, or else 1.
   */
  static void runAndExit(String... args) {
    System.exit(run(args).none() ? 0 : 1);
  }

  /** Returns what differs at the end. */
  static Differences run(String... args) {
    try (ConfigurableApplicationContext parts =
        new SpringApplicationBuilder(ResealCommand.Parts.class)
            .web(WebApplicationType.NONE)
            .run(args)) {
      JdbcClient jdbc = parts.getBean(JdbcClient.class);
      Differences found = compare(jdbc);
      LOG.info(
          "Rows of team_task that are missing: {}; that are wrong: {}.",
          found.missing(),
          found.wrong());
      if (!REBUILD.equals(parts.getEnvironment().getProperty(OPTION))) {
        return found;
      }
      new TransactionTemplate(parts.getBean(PlatformTransactionManager.class))
          .executeWithoutResult(status -> rebuild(jdbc));
      LOG.info("The table team_task has been made again.");
      return compare(jdbc);
    }
  }

  private static Differences compare(JdbcClient jdbc) {
    return jdbc.sql(
            "select (select count(*) from (%s) missing), (select count(*) from (%s) wrong)"
                .formatted(MISSING, WRONG))
        .query((row, number) -> new Differences(row.getLong(1), row.getLong(2)))
        .single();
  }

  private static void rebuild(JdbcClient jdbc) {
    // Waits for transactions that have changed the table, and makes later ones wait.
    jdbc.sql("lock table team_task in share row exclusive mode").update();
    jdbc.sql("delete from team_task").update();
    jdbc.sql("insert into team_task select * from team_task_of_engine").update();
  }
}

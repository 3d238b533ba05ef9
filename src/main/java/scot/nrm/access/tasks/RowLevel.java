package scot.nrm.access.tasks;

import java.io.InputStream;
import java.util.List;
import org.apache.ibatis.builder.xml.XMLMapperBuilder;
import org.apache.ibatis.session.Configuration;
import org.camunda.bpm.engine.impl.db.AuthorizationCheck;
import org.camunda.bpm.engine.impl.db.ListQueryParameterObject;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import scot.nrm.access.CaseViewers;
import scot.nrm.access.Viewer;
import scot.nrm.startup.StartRefused;

/** The statements of {@code row-level.xml}, and the preparation of a query for them. */
final class RowLevel {

  static final String SELECT_ONE_TASK = "scot.nrm.access.selectOneTask";
  static final String SELECT_TASKS = "scot.nrm.access.selectTasks";
  static final String SELECT_DISTINCT_TASKS = "scot.nrm.access.selectDistinctTasks";
  static final String SELECT_TASKS_OF_TEAMS = "scot.nrm.access.selectTasksOfTeams";
  static final String COUNT_TASKS = "scot.nrm.access.countTasks";
  static final String COUNT_DISTINCT_TASKS = "scot.nrm.access.countDistinctTasks";
  static final String COUNT_TASKS_OF_TEAMS = "scot.nrm.access.countTasksOfTeams";
  static final String SELECT_HISTORIC_TASKS = "scot.nrm.access.selectHistoricTasks";
  static final String COUNT_HISTORIC_TASKS = "scot.nrm.access.countHistoricTasks";

  private static final String MAPPER = "/scot/nrm/access/row-level.xml";

  private RowLevel() {}

  /**
   * Whether the person sees only their own rows; for the engine, administrators and case viewers
   * the engine's rules apply.
   */
  static boolean appliesTo(CommandContext context, CaseViewers watchers) {
    return OwnTasks.isFromPerson(context) && !watchers.includes(context.getAuthentication());
  }

  /**
   * Passes the person to the statement and removes the engine's own permission check. The tenant
   * check remains. The same query object may be run again, also by another person.
   */
  static Viewer restrictToOwnRows(ListQueryParameterObject query, CommandContext context) {
    context.getTenantManager().configureQuery(query);
    AuthorizationCheck check = query.getAuthCheck();
    check.getPermissionChecks().clear();
    check.setAuthorizationCheckEnabled(false);
    Viewer person = Viewer.of(context.getAuthentication());
    check.setAuthUserId(person.userId());
    check.setAuthGroupIds(List.copyOf(person.groups()));
    return person;
  }

  /** Adds the statements to the engine's and resolves each, so that errors appear at the start. */
  static void addStatements(Configuration statements) {
    try (InputStream mapper = RowLevel.class.getResourceAsStream(MAPPER)) {
      new XMLMapperBuilder(mapper, statements, MAPPER, statements.getSqlFragments()).parse();
      for (String statement :
          new String[] {
            SELECT_ONE_TASK,
            SELECT_TASKS,
            SELECT_DISTINCT_TASKS,
            SELECT_TASKS_OF_TEAMS,
            COUNT_TASKS,
            COUNT_DISTINCT_TASKS,
            COUNT_TASKS_OF_TEAMS,
            SELECT_HISTORIC_TASKS,
            COUNT_HISTORIC_TASKS
          }) {
        statements.getMappedStatement(statement);
      }
      // Nothing is read after these, and the parts are whole XML documents: a tenth of the memory
      // that a node uses.
      statements.getSqlFragments().clear();
    } catch (Exception e) {
      StartRefused refusal =
          new StartRefused(
              "The engine's statements for task lists have changed, so it is not certain who would see which task.",
              "Run the version of Camunda for which this application was built, or adapt row-level.xml to the new one.");
      refusal.initCause(e);
      throw refusal;
    }
  }
}

package scot.nrm.access.tasks;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.camunda.bpm.engine.impl.TaskQueryProperty;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.db.sql.DbSqlSessionFactory;
import org.camunda.bpm.engine.query.QueryProperty;
import scot.nrm.access.Viewer;

/**
 * Task queries that PostgreSQL's table {@code team_task} can answer: all of a person's tasks, or
 * those that wait for their teams, perhaps by due date and by step of the diagram. Tasklist's
 * filters for caseworkers are such queries. A page of any other query, or one in another order, is
 * found in the engine's tables (docs/adr/0051). A query for one task by its id is recognised here
 * too.
 */
final class TeamTasks {

  /**
   * Properties of a query that {@code row-level.xml} supports for {@code team_task}, or that aren't
   * conditions.
   */
  private static final Set<String> SUPPORTED =
      Set.of(
          "candidateGroup", "candidateGroups",
          "cachedCandidateGroups", "unassigned",
          "dueBefore", "dueAfter",
          "taskDefinitionKeys", "queries",
          "initializeFormKeys", "withCommentAttachmentInfo");

  private static final List<Field> UNSUPPORTED = propertiesBesides(SUPPORTED);

  /** All conditions but a task's id. */
  private static final List<Field> OTHER_THAN_ID =
      propertiesBesides(
          Set.of("taskId", "queries", "initializeFormKeys", "withCommentAttachmentInfo"));

  private static final TaskQueryImpl DEFAULTS = new TaskQueryImpl();

  private static final Set<QueryProperty> SUPPORTED_ORDERS =
      Set.of(TaskQueryProperty.DUE_DATE, TaskQueryProperty.CREATE_TIME, TaskQueryProperty.TASK_ID);

  /** The last row that can be requested: each part of the union is read up to the page's end. */
  private static final int LAST_ROW = 1_000;

  private TeamTasks() {}

  private static List<Field> propertiesBesides(Set<String> names) {
    List<Field> properties =
        Arrays.stream(TaskQueryImpl.class.getDeclaredFields())
            .filter(field -> !Modifier.isStatic(field.getModifiers()))
            .filter(field -> !names.contains(field.getName()))
            .toList();
    properties.forEach(field -> field.setAccessible(true));
    return properties;
  }

  /**
   * Whether a query is for one task by its id, as most requests are: asking MyBatis which other
   * conditions there are takes longer than everything else about it.
   */
  static boolean isOneTask(TaskQueryImpl query) {
    return query.getTaskId() != null
        && query.getQueries().size() == 1
        && query.getFirstResult() == 0
        && query.getMaxResults() > 0
        && query.getTenantCheck().isTenantCheckEnabled()
        && OTHER_THAN_ID.stream().allMatch(field -> isDefault(field, query));
  }

  /** The parameters of the statement for a count; empty if {@code team_task} can't answer. */
  static Optional<Map<String, Object>> count(TaskQueryImpl query, Viewer person) {
    List<String> asked = query.getCandidateGroups();
    if (!DbSqlSessionFactory.POSTGRES.equals(
            Context.getProcessEngineConfiguration().getDatabaseType())
        || query.getQueries().size() > 1
        || !query.getTenantCheck().isTenantCheckEnabled()
        || asked != null && (asked.isEmpty() || !person.groups().containsAll(asked))
        || !UNSUPPORTED.stream().allMatch(field -> isDefault(field, query))) {
      return Optional.empty();
    }
    return Optional.of(
        Map.of(
            "teams",
            asked == null ? List.copyOf(person.groups()) : List.copyOf(Set.copyOf(asked)),
            "personal",
            asked == null,
            "unclaimed",
            asked != null || Boolean.TRUE.equals(query.isUnassigned()),
            "tenants",
            // team_task stores a missing tenant as an empty text.
            Stream.concat(Stream.of(""), query.getTenantCheck().getAuthTenantIds().stream())
                .toArray(String[]::new),
            "lastRow",
            query.getFirstResult() + (long) query.getMaxResults()));
  }

  /** The same for a page. */
  static Optional<Map<String, Object>> page(TaskQueryImpl query, Viewer person) {
    return query.getFirstResult() + (long) query.getMaxResults() <= LAST_ROW
            && query.getOrderingProperties().stream()
                .allMatch(order -> SUPPORTED_ORDERS.contains(order.getQueryProperty()))
        ? count(query, person)
        : Optional.empty();
  }

  /** Extending a filter leaves empty arrays, which aren't conditions. */
  private static boolean isDefault(Field condition, TaskQueryImpl query) {
    try {
      Object value = condition.get(query);
      return Objects.deepEquals(value, condition.get(DEFAULTS))
          || value instanceof Object[] values && values.length == 0;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}

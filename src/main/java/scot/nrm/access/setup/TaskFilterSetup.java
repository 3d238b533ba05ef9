package scot.nrm.access.setup;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.impl.persistence.entity.FilterEntity;
import scot.nrm.access.Roles;
import scot.nrm.access.Roles.RoleSettings;
import scot.nrm.access.setup.TaskFilters.TaskFilter;
import scot.nrm.engine.authorities.Authorities;

/** Creates and updates Tasklist's filters, by name. One no longer in the file loses its readers. */
final class TaskFilterSetup {

  private static final String TASKLIST = "tasklist";

  private final FilterService filterService;
  private final TaskService tasks;
  private final Authorities authorities;

  TaskFilterSetup(ProcessEngine engine, Authorities authorities) {
    this.authorities = authorities;
    this.filterService = engine.getFilterService();
    this.tasks = engine.getTaskService();
  }

  /** Compares the filters, and adds the grants for reading them to the expected ones. */
  void compare(TaskFilters filters, Roles roles, Grants grants, AccessDrift drift) {
    Map<String, Filter> present =
        filterService.createTaskFilterQuery().orderByFilterId().asc().list().stream()
            .collect(Collectors.toMap(Filter::getName, filter -> filter, (first, same) -> first));
    List<TaskFilter> inOrder = filters.taskFilters();
    for (int position = 0; position < inOrder.size(); position++) {
      TaskFilter filter = inOrder.get(position);
      save(filter, position, present.get(filter.name()), drift)
          .ifPresent(
              id ->
                  roles.roles().stream()
                      .filter(role -> isFor(role, filter))
                      .forEach(
                          role -> grants.expect(role, Resources.FILTER, id, Permissions.READ)));
    }
  }

  /** The filter's id, if it exists now. */
  private Optional<String> save(TaskFilter file, int position, Filter stored, AccessDrift drift) {
    Filter expected =
        filterService
            .newTaskFilter(file.name())
            .setQuery(file.query(tasks))
            .setProperties(file.properties(position));
    if (stored == null) {
      AtomicReference<String> id = new AtomicReference<>();
      drift.found(
          "Filter \"" + file.name() + "\" was missing",
          () -> id.set(filterService.saveFilter(expected).getId()));
      return Optional.ofNullable(id.get());
    }
    if (!content(stored).equals(content(expected))) {
      // Only now: setting a property of the stored filter makes the engine write it, even without a
      // change.
      drift.found(
          "Filter \"" + file.name() + "\" had been changed",
          () ->
              filterService.saveFilter(
                  stored.setQuery(expected.getQuery()).setProperties(expected.getProperties())));
    }
    return Optional.of(stored.getId());
  }

  /** Properties sorted by name, because the engine doesn't keep their order. */
  private static String content(Filter filter) {
    return ((FilterEntity) filter).getQueryInternal() + new TreeMap<>(filter.getProperties());
  }

  private boolean isFor(RoleSettings role, TaskFilter filter) {
    return role.applications().contains(TASKLIST)
        && (filter.groups().isEmpty()
            || filter.groups().stream()
                .anyMatch(
                    name ->
                        name.equals(role.group())
                            || authorities.groups(name).contains(role.group())));
  }
}

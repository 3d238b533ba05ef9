package scot.nrm.tasklist;

import jakarta.annotation.PostConstruct;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.rest.cache.Cache;
import org.camunda.bpm.engine.rest.hal.Hal;
import org.camunda.bpm.engine.rest.hal.cache.DefaultHalResourceCache;
import org.camunda.bpm.engine.rest.hal.group.HalGroup;
import org.camunda.bpm.engine.rest.hal.processDefinition.HalProcessDefinition;
import org.camunda.bpm.engine.rest.hal.user.HalUser;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.access.Roles;

/**
 * Caches the names of processes and teams that Tasklist shows with tasks. Camunda reads them with
 * each page, in a transaction of its own, although a version of a diagram never changes. For a team
 * that the reader isn't in, Camunda would give only the id. So it would for everyone but the
 * reader: the names of people are read each time.
 */
@Configuration(proxyBeanMethods = false)
class NamesBesideTasks {

  private static final int MAX_DEFINITIONS = 1_000;
  private static final Duration LIFETIME = Duration.ofHours(1);

  private final Roles roles;
  private final JdbcClient jdbc;

  NamesBesideTasks(Roles roles, JdbcClient jdbc) {
    this.roles = roles;
    this.jdbc = jdbc;
  }

  @PostConstruct
  void registerCaches() {
    Hal.getInstance()
        .registerHalRelationCache(
            HalProcessDefinition.class,
            new DefaultHalResourceCache(MAX_DEFINITIONS, LIFETIME.toSeconds()));
    Hal.getInstance().registerHalRelationCache(HalGroup.class, new Teams(roles));
    Hal.getInstance().registerHalRelationCache(HalUser.class, new People(jdbc));
  }

  private static final class Team extends HalGroup {

    Team(Roles.RoleSettings role) {
      id = role.group();
      name = role.name();
    }
  }

  /** All teams of the file, from the start. */
  private record Teams(Map<String, HalGroup> known) implements Cache {

    Teams(Roles roles) {
      this(roles.roles().stream().collect(Collectors.toMap(Roles.RoleSettings::group, Team::new)));
    }

    @Override
    public Object get(String id) {
      return known.get(id);
    }

    @Override
    public void put(String id, Object group) {
      // Another group is asked for each time, because its readers differ.
    }

    @Override
    public void destroy() {
      // The names end with the application.
    }
  }

  private static final class Person extends HalUser {

    Person(String userId, String first, String last) {
      id = userId;
      firstName = first;
      lastName = last;
    }
  }

  /** The people who have a task that the reader sees. Nothing is kept. */
  private record People(JdbcClient jdbc) implements Cache {

    @Override
    public Object get(String id) {
      return jdbc.sql("select FIRST_, LAST_ from ACT_ID_USER where ID_ = ?")
          .param(id)
          .query((row, number) -> new Person(id, row.getString(1), row.getString(2)))
          .optional()
          .orElse(null);
    }

    @Override
    public void put(String id, Object person) {
      // A name may change at any time.
    }

    @Override
    public void destroy() {
      // There is nothing to end.
    }
  }
}

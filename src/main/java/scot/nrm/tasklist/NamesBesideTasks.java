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
import org.springframework.context.annotation.Configuration;
import scot.nrm.access.Roles;

/**
 * Caches the names of processes and teams that Tasklist shows with tasks. Camunda reads them with
 * each page, in a transaction of its own, although a version of a diagram never changes. For a team
 * that the reader isn't in, Camunda would give only the id. Names of people are read each time.
 */
@Configuration(proxyBeanMethods = false)
class NamesBesideTasks {

  private static final int MAX_DEFINITIONS = 1_000;
  private static final Duration LIFETIME = Duration.ofHours(1);

  private final Roles roles;

  NamesBesideTasks(Roles roles) {
    this.roles = roles;
  }

  @PostConstruct
  void registerCaches() {
    Hal.getInstance()
        .registerHalRelationCache(
            HalProcessDefinition.class,
            new DefaultHalResourceCache(MAX_DEFINITIONS, LIFETIME.toSeconds()));
    Hal.getInstance().registerHalRelationCache(HalGroup.class, new Teams(roles));
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
}

package scot.nrm.tasklist;

import jakarta.annotation.PostConstruct;
import java.time.Duration;
import org.camunda.bpm.engine.rest.hal.Hal;
import org.camunda.bpm.engine.rest.hal.cache.DefaultHalResourceCache;
import org.camunda.bpm.engine.rest.hal.processDefinition.HalProcessDefinition;
import org.springframework.context.annotation.Configuration;

/**
 * Keeps the names of processes that stand beside the tasks of a list. Camunda asks the database for
 * them with each page, in a transaction of its own, but a version of a diagram never changes. Names
 * of people are asked for each time.
 */
@Configuration(proxyBeanMethods = false)
class NamesOfProcesses {

  private static final int VERSIONS = 1_000;
  private static final Duration KEPT = Duration.ofHours(1);

  @PostConstruct
  void keep() {
    Hal.getInstance()
        .registerHalRelationCache(
            HalProcessDefinition.class, new DefaultHalResourceCache(VERSIONS, KEPT.toSeconds()));
  }
}

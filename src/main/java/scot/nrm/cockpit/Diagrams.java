package scot.nrm.cockpit;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.util.ConcurrentLruCache;

/**
 * Diagrams in the exact version that a case followed. A version never changes, so the most recently
 * used ones are cached.
 */
@Component
public class Diagrams {

  private static final int CACHE_SIZE = 60;

  private final JdbcClient jdbc;
  private final ConcurrentLruCache<String, Optional<Diagram>> cache =
      new ConcurrentLruCache<>(CACHE_SIZE, this::read);

  Diagrams(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The diagram's own name, except for the path, whose name only says how a case begins. */
  public static String name(String key, String name) {
    return key.equals("nrm-case") ? "Whole path" : name;
  }

  /**
   * @param xml for a diagram viewer
   * @param names names of elements by id, for those that have one
   */
  public record Diagram(String xml, Map<String, String> names, List<Flow> flows) {}

  public record Flow(String id, String from, String to) {}

  /** The diagram of a definition; empty if it no longer exists. */
  public Optional<Diagram> of(String definition) {
    Optional<Diagram> diagram = cache.get(definition);
    if (diagram.isEmpty()) {
      cache.remove(definition);
    }
    return diagram;
  }

  private Optional<Diagram> read(String definition) {
    return jdbc.sql(
            """
            select b.BYTES_ from ACT_RE_PROCDEF d
            join ACT_GE_BYTEARRAY b on b.DEPLOYMENT_ID_ = d.DEPLOYMENT_ID_ and b.NAME_ = d.RESOURCE_NAME_
            where d.ID_ = :definition\
            """)
        .param("definition", definition)
        .query((row, number) -> row.getBytes("BYTES_"))
        .optional()
        .map(Diagrams::diagram);
  }

  private static Diagram diagram(byte[] file) {
    BpmnModelInstance model = Bpmn.readModelFromStream(new ByteArrayInputStream(file));
    Map<String, String> names = new LinkedHashMap<>();
    for (FlowElement element : model.getModelElementsByType(FlowElement.class)) {
      if (element.getName() != null && !element.getName().isBlank()) {
        names.put(element.getId(), element.getName().strip().replaceAll("\\s+", " "));
      }
    }
    List<Flow> flows = new ArrayList<>();
    for (SequenceFlow flow : model.getModelElementsByType(SequenceFlow.class)) {
      flows.add(new Flow(flow.getId(), flow.getSource().getId(), flow.getTarget().getId()));
    }
    return new Diagram(
        new String(file, StandardCharsets.UTF_8), Map.copyOf(names), List.copyOf(flows));
  }
}

package scot.nrm.errors;

import java.net.URI;
import org.camunda.bpm.engine.rest.hal.HalRelation;
import org.camunda.bpm.engine.rest.hal.task.HalTask;
import org.glassfish.jersey.uri.UriComponent;
import org.glassfish.jersey.uri.internal.JerseyUriBuilder;
import org.springframework.util.ReflectionUtils;

/**
 * Builds the links of tasks in a list, such as {@code /task/{id}}. Each task has five or more, and
 * Jersey would parse the template again for each link, which took a seventh of the time of a page
 * of tasks.
 */
final class TaskLinks extends JerseyUriBuilder {

  private final String before;
  private final String after;

  private TaskLinks(String template) {
    path(template);
    before = template.substring(0, template.indexOf('{'));
    after = template.substring(template.indexOf('}') + 1);
  }

  /** Camunda keeps what it links tasks to in fields for all engines. */
  static void install() {
    ReflectionUtils.doWithFields(
        HalTask.class,
        field -> {
          HalRelation link = (HalRelation) field.get(null);
          field.set(
              null,
              HalRelation.build(
                  link.getRelName(),
                  link.getResourceType(),
                  new TaskLinks(link.getUriTemplate().toTemplate())));
        },
        field -> field.getType() == HalRelation.class);
  }

  @Override
  public URI build(Object... id) {
    return URI.create(
        before + UriComponent.encode((String) id[0], UriComponent.Type.PATH_SEGMENT) + after);
  }
}

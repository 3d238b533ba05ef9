package scot.nrm.tasklist;

import java.util.Set;
import org.camunda.bpm.tasklist.plugin.spi.impl.AbstractTasklistPlugin;
import scot.nrm.cockpit.CockpitJson;
import scot.nrm.cockpit.LoggedPages;

/**
 * Our extension of Tasklist: the case beside the task, drafts of forms, and what happens after a
 * form was sent. The front end is {@code plugin-webapp/nrm-tasklist} and {@code /camunda/lib/nrm}.
 */
public final class TasklistPlugin extends AbstractTasklistPlugin {

  @Override
  public String getId() {
    return TaskCaseResource.ID;
  }

  @Override
  public Set<Class<?>> getResourceClasses() {
    return Set.of(
        TasklistFiles.class,
        CockpitJson.class,
        LoggedPages.class,
        TaskCaseResource.class,
        DraftResource.OfTask.class,
        DraftResource.OfStart.class,
        SentResource.OfTask.class,
        SentResource.OfStart.class,
        SearchResource.class,
        WorkResource.class);
  }
}

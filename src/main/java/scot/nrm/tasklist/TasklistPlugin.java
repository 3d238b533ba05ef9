package scot.nrm.tasklist;

import java.util.Set;
import org.camunda.bpm.tasklist.plugin.spi.impl.AbstractTasklistPlugin;
import scot.nrm.cockpit.CockpitJson;
import scot.nrm.cockpit.LoggedPages;

/** Our extension of Tasklist. Its front end is {@code plugin-webapp/nrm-tasklist}. */
public final class TasklistPlugin extends AbstractTasklistPlugin {

  @Override
  public String getId() {
    return TasklistResource.ID;
  }

  @Override
  public Set<Class<?>> getResourceClasses() {
    return Set.of(
        TasklistFiles.class, CockpitJson.class, LoggedPages.class, TasklistResource.class);
  }
}

package scot.nrm.tasklist;

import jakarta.ws.rs.Path;
import org.camunda.bpm.tasklist.resource.AbstractTasklistPluginRootResource;

/** The plugin's script and style sheet. They are the same for everyone. */
@Path("plugin/" + TasklistResource.ID)
public final class TasklistFiles extends AbstractTasklistPluginRootResource {

  public TasklistFiles() {
    super(TasklistResource.ID);
  }
}

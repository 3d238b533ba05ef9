package scot.nrm.tasklist;

import jakarta.ws.rs.Path;
import org.camunda.bpm.tasklist.resource.AbstractTasklistPluginRootResource;

/**
 * The plugin's script and style, which Tasklist fetches from here. They are the same for everybody.
 */
@Path("plugin/" + TaskCaseResource.ID)
public final class TasklistFiles extends AbstractTasklistPluginRootResource {

  public TasklistFiles() {
    super(TaskCaseResource.ID);
  }
}

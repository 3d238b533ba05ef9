package scot.nrm.cockpit;

import jakarta.ws.rs.Path;
import org.camunda.bpm.cockpit.plugin.resource.AbstractCockpitPluginRootResource;

/** The plugin's script and style sheet. They are the same for everyone. */
@Path("plugin/" + CockpitResource.ID)
public final class PluginFiles extends AbstractCockpitPluginRootResource {

  public PluginFiles() {
    super(CockpitResource.ID);
  }
}

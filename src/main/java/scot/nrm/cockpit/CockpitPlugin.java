package scot.nrm.cockpit;

import java.util.Set;
import org.camunda.bpm.cockpit.plugin.spi.impl.AbstractCockpitPlugin;
import scot.nrm.cockpit.caseload.CaseloadResource;
import scot.nrm.cockpit.casepage.CaseResource;
import scot.nrm.cockpit.duration.TimeResource;
import scot.nrm.cockpit.figures.FiguresResource;
import scot.nrm.cockpit.incidents.IncidentsResource;
import scot.nrm.cockpit.workload.WorkloadResource;

/**
 * Our pages in Cockpit, where managers watch cases, deadlines and work. The front end is {@code
 * plugin-webapp/nrm} and {@code /camunda/lib/nrm}. Its data comes from these resources, limited to
 * what the signed-in person may see.
 */
public final class CockpitPlugin extends AbstractCockpitPlugin {

  @Override
  public String getId() {
    return CockpitResource.ID;
  }

  @Override
  public Set<Class<?>> getResourceClasses() {
    return Set.of(
        PluginFiles.class, CockpitJson.class,
        LoggedPages.class, MeResource.class,
        CaseloadResource.class, CaseResource.class,
        TimeResource.class, WorkloadResource.class,
        IncidentsResource.class, FiguresResource.class);
  }
}

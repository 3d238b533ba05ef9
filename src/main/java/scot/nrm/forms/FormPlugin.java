package scot.nrm.forms;

import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.stereotype.Component;
import scot.nrm.access.Roles;
import scot.nrm.engine.EngineLists;
import scot.nrm.forms.check.FormCheck;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.text.OpenedFormValues;

/**
 * Adds the checks of forms to the engine's services, with a last check below them, so that a
 * revised diagram can't lose them. See {@link FormCheck}, {@link FormRule}, {@link SubmittedForms},
 * {@link OpenedFormValues} and {@link DeclaredVariables}.
 */
@Component
public class FormPlugin extends AbstractProcessEnginePlugin {

  private final DeployedForms forms;
  private final SubmittedForms submitted;
  private final OpenedForms opened;
  private final Roles roles;

  FormPlugin(DeployedForms forms, SubmittedForms submitted, OpenedForms opened, Roles roles) {
    this.forms = forms;
    this.submitted = submitted;
    this.opened = opened;
    this.roles = roles;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    forms.use(engine);
    engine.setFormService(new CheckedFormService(submitted, opened));
    engine.setTaskService(new CheckedTaskService(submitted, roles));
    engine.setCustomPostDeployers(EngineLists.with(engine.getCustomPostDeployers(), forms));
    engine.setCustomHistoryEventHandlers(
        EngineLists.with(engine.getCustomHistoryEventHandlers(), new DeclaredVariables(forms)));
  }
}

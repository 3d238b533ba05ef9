package scot.nrm.modelcheck;

import java.util.Map;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cmd.ActivateJobCmd;
import org.camunda.bpm.engine.impl.cmd.ActivateJobDefinitionCmd;
import org.camunda.bpm.engine.impl.cmd.ActivateProcessDefinitionCmd;
import org.camunda.bpm.engine.impl.cmd.ActivateProcessInstanceCmd;
import org.camunda.bpm.engine.impl.cmd.AddIdentityLinkForProcessDefinitionCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteDeploymentCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteIdentityLinkForProcessDefinitionCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteProcessDefinitionsByIdsCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteProcessDefinitionsByKeyCmd;
import org.camunda.bpm.engine.impl.cmd.DeletePropertyCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteTaskCmd;
import org.camunda.bpm.engine.impl.cmd.DeployCmd;
import org.camunda.bpm.engine.impl.cmd.SetJobDefinitionPriorityCmd;
import org.camunda.bpm.engine.impl.cmd.SetProcessDefinitionVersionCmd;
import org.camunda.bpm.engine.impl.cmd.SetPropertyCmd;
import org.camunda.bpm.engine.impl.cmd.SuspendJobCmd;
import org.camunda.bpm.engine.impl.cmd.SuspendJobDefinitionCmd;
import org.camunda.bpm.engine.impl.cmd.SuspendProcessDefinitionCmd;
import org.camunda.bpm.engine.impl.cmd.SuspendProcessInstanceCmd;
import org.camunda.bpm.engine.impl.cmd.UpdateDecisionDefinitionHistoryTimeToLiveCmd;
import org.camunda.bpm.engine.impl.cmd.UpdateProcessDefinitionHistoryTimeToLiveCmd;
import org.camunda.bpm.engine.impl.cmmn.cmd.UpdateCaseDefinitionHistoryTimeToLiveCmd;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;

/**
 * Only release officers deploy, whatever a person's grants: a diagram runs with the application's
 * permissions, in every council's cases. Nobody can delete or suspend a deployment, or change how
 * long it is kept, because its cases and their deadlines depend on it. The application itself (its
 * start) is not checked.
 */
final class ReleaseOfficersOnly extends CommandInterceptor {

  /** The group of {@code config/roles.yaml}. */
  static final String GROUP = "release-officer";

  private static final String KEPT =
      "A deployment can't be deleted, because cases use it. Deploy a new version instead.";
  private static final String RUNS =
      "Deadlines can't be stopped by hand, nor a process for every local authority. Deploy a new"
          + " version instead.";
  private static final String RETENTION =
      "The diagram says how long cases are kept. Deploy a new version of it.";
  private static final String ROLES = "config/roles.yaml says who may start a process.";
  private static final String TASKS = "A task ends with its form, or with its case.";
  private static final String SETTINGS =
      "This is set by the operator, not by a person who is signed in.";

  private static final Map<Class<?>, String> NOBODY =
      Map.ofEntries(
          Map.entry(DeleteDeploymentCmd.class, KEPT),
          Map.entry(DeleteProcessDefinitionsByIdsCmd.class, KEPT),
          Map.entry(DeleteProcessDefinitionsByKeyCmd.class, KEPT),
          Map.entry(SetProcessDefinitionVersionCmd.class, KEPT),
          Map.entry(SuspendProcessDefinitionCmd.class, RUNS),
          Map.entry(ActivateProcessDefinitionCmd.class, RUNS),
          Map.entry(SuspendProcessInstanceCmd.class, RUNS),
          Map.entry(ActivateProcessInstanceCmd.class, RUNS),
          Map.entry(SuspendJobCmd.class, RUNS),
          Map.entry(ActivateJobCmd.class, RUNS),
          Map.entry(SuspendJobDefinitionCmd.class, RUNS),
          Map.entry(ActivateJobDefinitionCmd.class, RUNS),
          Map.entry(SetJobDefinitionPriorityCmd.class, RUNS),
          Map.entry(UpdateProcessDefinitionHistoryTimeToLiveCmd.class, RETENTION),
          Map.entry(UpdateDecisionDefinitionHistoryTimeToLiveCmd.class, RETENTION),
          Map.entry(UpdateCaseDefinitionHistoryTimeToLiveCmd.class, RETENTION),
          Map.entry(DeleteTaskCmd.class, TASKS),
          Map.entry(AddIdentityLinkForProcessDefinitionCmd.class, ROLES),
          Map.entry(DeleteIdentityLinkForProcessDefinitionCmd.class, ROLES),
          Map.entry(SetPropertyCmd.class, SETTINGS),
          Map.entry(DeletePropertyCmd.class, SETTINGS));

  private final ProcessEngineConfigurationImpl engine;

  ReleaseOfficersOnly(ProcessEngineConfigurationImpl engine) {
    this.engine = engine;
  }

  @Override
  public <T> T execute(Command<T> command) {
    if (command instanceof DeployCmd && isPerson() && !isReleaseOfficer()) {
      throw new AuthorizationException(
          "Only a release officer deploys diagrams, decision tables and forms.");
    }
    String refusal = NOBODY.get(command.getClass());
    if (refusal != null && isPerson()) {
      throw new AuthorizationException(refusal);
    }
    return next.execute(command);
  }

  /** Whether this is a person's own request, not the application acting during one. */
  private boolean isPerson() {
    CommandContext outer = Context.getCommandContext();
    Authentication person = engine.getIdentityService().getCurrentAuthentication();
    return person != null
        && person.getUserId() != null
        && (outer == null || outer.isAuthorizationCheckEnabled());
  }

  private boolean isReleaseOfficer() {
    Authentication person = engine.getIdentityService().getCurrentAuthentication();
    return person.getGroupIds() != null && person.getGroupIds().contains(GROUP);
  }
}

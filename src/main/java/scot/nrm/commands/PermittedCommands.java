package scot.nrm.commands;

import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.engine.impl.AbstractQuery;
import org.camunda.bpm.engine.impl.CleanableHistoricBatchReportImpl;
import org.camunda.bpm.engine.impl.CleanableHistoricCaseInstanceReportImpl;
import org.camunda.bpm.engine.impl.CleanableHistoricDecisionInstanceReportImpl;
import org.camunda.bpm.engine.impl.CleanableHistoricProcessInstanceReportImpl;
import org.camunda.bpm.engine.impl.GetDeployedTaskFormCmd;
import org.camunda.bpm.engine.impl.cmd.AssignTaskCmd;
import org.camunda.bpm.engine.impl.cmd.AuthorizationCheckCmd;
import org.camunda.bpm.engine.impl.cmd.CheckPassword;
import org.camunda.bpm.engine.impl.cmd.ClaimTaskCmd;
import org.camunda.bpm.engine.impl.cmd.CompleteTaskCmd;
import org.camunda.bpm.engine.impl.cmd.CreateAuthorizationCommand;
import org.camunda.bpm.engine.impl.cmd.CreateFilterCmd;
import org.camunda.bpm.engine.impl.cmd.CreateGroupCmd;
import org.camunda.bpm.engine.impl.cmd.CreateGroupQueryCmd;
import org.camunda.bpm.engine.impl.cmd.CreateMembershipCmd;
import org.camunda.bpm.engine.impl.cmd.CreateTenantCmd;
import org.camunda.bpm.engine.impl.cmd.CreateTenantGroupMembershipCmd;
import org.camunda.bpm.engine.impl.cmd.CreateTenantQueryCmd;
import org.camunda.bpm.engine.impl.cmd.CreateTenantUserMembershipCmd;
import org.camunda.bpm.engine.impl.cmd.CreateUserCmd;
import org.camunda.bpm.engine.impl.cmd.CreateUserQueryCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteAuthorizationCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteFilterCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteGroupCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteMembershipCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteTenantCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteTenantGroupMembershipCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteTenantUserMembershipCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteUserCmd;
import org.camunda.bpm.engine.impl.cmd.ExecuteFilterCountCmd;
import org.camunda.bpm.engine.impl.cmd.ExecuteFilterListCmd;
import org.camunda.bpm.engine.impl.cmd.ExecuteFilterListPageCmd;
import org.camunda.bpm.engine.impl.cmd.ExecuteFilterSingleResultCmd;
import org.camunda.bpm.engine.impl.cmd.FindActiveActivityIdsCmd;
import org.camunda.bpm.engine.impl.cmd.GetActivityInstanceCmd;
import org.camunda.bpm.engine.impl.cmd.GetDeployedProcessDefinitionCmd;
import org.camunda.bpm.engine.impl.cmd.GetDeployedStartFormCmd;
import org.camunda.bpm.engine.impl.cmd.GetDeploymentBpmnModelInstanceCmd;
import org.camunda.bpm.engine.impl.cmd.GetDeploymentProcessDiagramCmd;
import org.camunda.bpm.engine.impl.cmd.GetDeploymentProcessModelCmd;
import org.camunda.bpm.engine.impl.cmd.GetDeploymentResourceCmd;
import org.camunda.bpm.engine.impl.cmd.GetDeploymentResourceForIdCmd;
import org.camunda.bpm.engine.impl.cmd.GetDeploymentResourceNamesCmd;
import org.camunda.bpm.engine.impl.cmd.GetDeploymentResourcesCmd;
import org.camunda.bpm.engine.impl.cmd.GetExecutionVariableCmd;
import org.camunda.bpm.engine.impl.cmd.GetExecutionVariableTypedCmd;
import org.camunda.bpm.engine.impl.cmd.GetExecutionVariablesCmd;
import org.camunda.bpm.engine.impl.cmd.GetFilterCmd;
import org.camunda.bpm.engine.impl.cmd.GetFormKeyCmd;
import org.camunda.bpm.engine.impl.cmd.GetHistoryLevelCmd;
import org.camunda.bpm.engine.impl.cmd.GetIdentityLinksForProcessDefinitionCmd;
import org.camunda.bpm.engine.impl.cmd.GetIdentityLinksForTaskCmd;
import org.camunda.bpm.engine.impl.cmd.GetNextIdBlockCmd;
import org.camunda.bpm.engine.impl.cmd.GetPasswordPolicyCmd;
import org.camunda.bpm.engine.impl.cmd.GetRenderedStartFormCmd;
import org.camunda.bpm.engine.impl.cmd.GetRenderedTaskFormCmd;
import org.camunda.bpm.engine.impl.cmd.GetStartFormCmd;
import org.camunda.bpm.engine.impl.cmd.GetStartFormVariablesCmd;
import org.camunda.bpm.engine.impl.cmd.GetStaticCalledProcessDefinitionCmd;
import org.camunda.bpm.engine.impl.cmd.GetSubTasksCmd;
import org.camunda.bpm.engine.impl.cmd.GetTaskCommentsCmd;
import org.camunda.bpm.engine.impl.cmd.GetTaskFormCmd;
import org.camunda.bpm.engine.impl.cmd.GetTaskFormVariablesCmd;
import org.camunda.bpm.engine.impl.cmd.IsIdentityServiceReadOnlyCmd;
import org.camunda.bpm.engine.impl.cmd.SaveAuthorizationCmd;
import org.camunda.bpm.engine.impl.cmd.SaveFilterCmd;
import org.camunda.bpm.engine.impl.cmd.SaveGroupCmd;
import org.camunda.bpm.engine.impl.cmd.SaveTenantCmd;
import org.camunda.bpm.engine.impl.cmd.SaveUserCmd;
import org.camunda.bpm.engine.impl.cmd.SetJobRetriesCmd;
import org.camunda.bpm.engine.impl.cmd.SubmitStartFormCmd;
import org.camunda.bpm.engine.impl.cmd.SubmitTaskFormCmd;
import org.camunda.bpm.engine.impl.cmd.UnlockUserCmd;
import org.camunda.bpm.engine.impl.dmn.cmd.GetDeploymentDecisionDefinitionCmd;
import org.camunda.bpm.engine.impl.dmn.cmd.GetDeploymentDecisionDiagramCmd;
import org.camunda.bpm.engine.impl.dmn.cmd.GetDeploymentDecisionModelCmd;
import org.camunda.bpm.engine.impl.dmn.cmd.GetDeploymentDecisionRequirementsDefinitionCmd;
import org.camunda.bpm.engine.impl.dmn.cmd.GetDeploymentDecisionRequirementsDiagramCmd;
import org.camunda.bpm.engine.impl.dmn.cmd.GetDeploymentDecisionRequirementsModelCmd;
import org.camunda.bpm.engine.impl.dmn.cmd.GetDeploymentDmnModelInstanceCmd;

/**
 * The only engine commands that people who are signed in may give, administrators included. All
 * others are refused, including those that a later version of the engine adds. The other guards
 * decide whose data a permitted command may touch.
 *
 * <p>Left out on purpose: everything that sets values without a form, moves, ends, migrates,
 * suspends or messages a case, changes a timer, or removes history.
 */
final class PermittedCommands {

  /** Lists, forms and diagrams. Other guards decide whose. */
  private static final Set<Class<?>> READ =
      Set.of(
          AuthorizationCheckCmd.class,
          CheckPassword.class,
          CreateGroupQueryCmd.class,
          CreateTenantQueryCmd.class,
          CreateUserQueryCmd.class,
          ExecuteFilterCountCmd.class,
          ExecuteFilterListCmd.class,
          ExecuteFilterListPageCmd.class,
          ExecuteFilterSingleResultCmd.class,
          FindActiveActivityIdsCmd.class,
          GetActivityInstanceCmd.class,
          GetDeployedProcessDefinitionCmd.class,
          GetDeployedStartFormCmd.class,
          GetDeployedTaskFormCmd.class,
          GetDeploymentBpmnModelInstanceCmd.class,
          GetDeploymentDecisionDefinitionCmd.class,
          GetDeploymentDecisionDiagramCmd.class,
          GetDeploymentDecisionModelCmd.class,
          GetDeploymentDecisionRequirementsDefinitionCmd.class,
          GetDeploymentDecisionRequirementsDiagramCmd.class,
          GetDeploymentDecisionRequirementsModelCmd.class,
          GetDeploymentDmnModelInstanceCmd.class,
          GetDeploymentProcessDiagramCmd.class,
          GetDeploymentProcessModelCmd.class,
          GetDeploymentResourceCmd.class,
          GetDeploymentResourceForIdCmd.class,
          GetDeploymentResourceNamesCmd.class,
          GetDeploymentResourcesCmd.class,
          GetExecutionVariableCmd.class,
          GetExecutionVariableTypedCmd.class,
          GetExecutionVariablesCmd.class,
          GetFilterCmd.class,
          GetFormKeyCmd.class,
          GetHistoryLevelCmd.class,
          GetIdentityLinksForProcessDefinitionCmd.class,
          GetIdentityLinksForTaskCmd.class,
          GetNextIdBlockCmd.class,
          GetPasswordPolicyCmd.class,
          GetRenderedStartFormCmd.class,
          GetRenderedTaskFormCmd.class,
          GetStartFormCmd.class,
          GetStartFormVariablesCmd.class,
          GetStaticCalledProcessDefinitionCmd.class,
          GetSubTasksCmd.class,
          GetTaskCommentsCmd.class,
          GetTaskFormCmd.class,
          GetTaskFormVariablesCmd.class,
          IsIdentityServiceReadOnlyCmd.class);

  /** Work on tasks, by the services that check forms and assignment. */
  private static final Set<Class<?>> TASKS =
      Set.of(
          AssignTaskCmd.class,
          ClaimTaskCmd.class,
          CompleteTaskCmd.class,
          SubmitStartFormCmd.class,
          SubmitTaskFormCmd.class);

  /** Accounts, permissions, filters and retries of failed work: the engine asks for grants. */
  private static final Set<Class<?>> PLATFORM =
      Set.of(
          CreateAuthorizationCommand.class,
          CreateFilterCmd.class,
          CreateGroupCmd.class,
          CreateMembershipCmd.class,
          CreateTenantCmd.class,
          CreateTenantGroupMembershipCmd.class,
          CreateTenantUserMembershipCmd.class,
          CreateUserCmd.class,
          DeleteAuthorizationCmd.class,
          DeleteFilterCmd.class,
          DeleteGroupCmd.class,
          DeleteMembershipCmd.class,
          DeleteTenantCmd.class,
          DeleteTenantGroupMembershipCmd.class,
          DeleteTenantUserMembershipCmd.class,
          DeleteUserCmd.class,
          SaveAuthorizationCmd.class,
          SaveFilterCmd.class,
          SaveGroupCmd.class,
          SaveTenantCmd.class,
          SaveUserCmd.class,
          SetJobRetriesCmd.class,
          UnlockUserCmd.class);

  /** Queries that count the ended cases of all local authorities for anyone. */
  private static final Set<Class<?>> COUNTS_OF_ALL =
      Set.of(
          CleanableHistoricBatchReportImpl.class,
          CleanableHistoricCaseInstanceReportImpl.class,
          CleanableHistoricDecisionInstanceReportImpl.class,
          CleanableHistoricProcessInstanceReportImpl.class);

  private PermittedCommands() {}

  static boolean contains(Class<?> command) {
    return AbstractQuery.class.isAssignableFrom(command) && !COUNTS_OF_ALL.contains(command)
        || Stream.of(READ, TASKS, PLATFORM).anyMatch(list -> list.contains(command));
  }
}

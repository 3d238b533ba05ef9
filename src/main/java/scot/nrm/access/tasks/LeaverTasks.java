package scot.nrm.access.tasks;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.history.UserOperationLogEntry;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.Tenant;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.identity.IdentityOperationResult;
import org.camunda.bpm.engine.impl.identity.db.DbGroupQueryImpl;
import org.camunda.bpm.engine.impl.identity.db.DbIdentityServiceProvider;
import org.camunda.bpm.engine.impl.identity.db.DbTenantQueryImpl;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.GenericManagerFactory;
import org.camunda.bpm.engine.impl.persistence.entity.SuspensionState;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.task.Task;
import org.springframework.stereotype.Component;
import scot.nrm.access.PersonLock;
import scot.nrm.access.Teams;
import scot.nrm.access.Viewer;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.TaskEvents;

/**
 * Unassigns the tasks of a person who leaves a team, a council or the service, in the same
 * transaction, so that they return to the team, however the person was removed. A diagram doesn't
 * assign a new task to a person who has left the council either. It may assign one to a person of
 * the council outside the task's team, such as the person who corrected a fact.
 */
@Component
public class LeaverTasks extends AbstractProcessEnginePlugin {

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    if (engine.getIdentityProviderSessionFactory() != null) {
      throw new IllegalStateException(
          "Another plugin manages users and groups, so people who leave a team would keep their tasks. Let it do what "
              + Memberships.class.getName()
              + " does, and remove this one.");
    }
    engine.setIdentityProviderSessionFactory(new GenericManagerFactory(Memberships.class));
    TaskEvents.onCreation(engine, LeaverTasks::unassignIfAssigneeLeft);
  }

  private static void unassignIfAssigneeLeft(DelegateTask task) {
    if (task.getAssignee() != null
        && !Teams.isInCouncilOf(
            PersonLock.lockAndRead(task.getAssignee(), Context.getCommandContext()), task)) {
      task.setAssignee(null);
    }
  }

  /**
   * Below the identity service, so that nothing bypasses it. Public because the engine creates one
   * for each command. The engine writes at the end of the command, so this remembers the changes
   * until then.
   */
  public static final class Memberships extends DbIdentityServiceProvider {

    /** Removed memberships, users, groups and councils. */
    private final Set<Object> removed = new HashSet<>();

    private final Set<Membership> added = new HashSet<>();

    private record Membership(String of, String member) {}

    @Override
    public IdentityOperationResult createMembership(String userId, String groupId) {
      IdentityOperationResult result =
          recordAdded(
              super.createMembership(userId, groupId), new Membership(group(groupId), userId));
      if (Viewer.isLimitedToOwnCouncils(Set.of(groupId))) {
        // An officer for all councils who gets councils of their own keeps only the tasks of these.
        CaseInstances.withoutChecks(() -> unassign(userId));
      }
      return result;
    }

    @Override
    public IdentityOperationResult createTenantUserMembership(String tenantId, String userId) {
      return recordAdded(
          super.createTenantUserMembership(tenantId, userId),
          new Membership(council(tenantId), userId));
    }

    @Override
    public IdentityOperationResult createTenantGroupMembership(String tenantId, String groupId) {
      return recordAdded(
          super.createTenantGroupMembership(tenantId, groupId),
          new Membership(council(tenantId), group(groupId)));
    }

    @Override
    public IdentityOperationResult deleteMembership(String userId, String groupId) {
      return recordRemoved(
          super.deleteMembership(userId, groupId),
          new Membership(group(groupId), userId),
          Set.of(userId));
    }

    @Override
    public IdentityOperationResult deleteTenantUserMembership(String tenantId, String userId) {
      return recordRemoved(
          super.deleteTenantUserMembership(tenantId, userId),
          new Membership(council(tenantId), userId),
          Set.of(userId));
    }

    @Override
    public IdentityOperationResult deleteTenantGroupMembership(String tenantId, String groupId) {
      return recordRemoved(
          super.deleteTenantGroupMembership(tenantId, groupId),
          new Membership(council(tenantId), group(groupId)),
          members(groupId));
    }

    @Override
    public IdentityOperationResult deleteUser(String userId) {
      return recordRemoved(super.deleteUser(userId), userId, Set.of(userId));
    }

    @Override
    public IdentityOperationResult deleteGroup(String groupId) {
      return recordRemoved(super.deleteGroup(groupId), group(groupId), members(groupId));
    }

    @Override
    public IdentityOperationResult deleteTenant(String tenantId) {
      return recordRemoved(super.deleteTenant(tenantId), council(tenantId), tenantPeople(tenantId));
    }

    // The database still has them, because removals are written at the end of the command.

    private Set<String> members(String groupId) {
      return CaseInstances.withoutChecks(
          () ->
              createUserQuery().memberOfGroup(groupId).list().stream()
                  .map(User::getId)
                  .collect(Collectors.toSet()));
    }

    private Set<String> tenantPeople(String tenantId) {
      return CaseInstances.withoutChecks(
          () ->
              Stream.concat(
                      createUserQuery().memberOfTenant(tenantId).list().stream().map(User::getId),
                      createGroupQuery().memberOfTenant(tenantId).list().stream()
                          .flatMap(group -> members(group.getId()).stream()))
                  .collect(Collectors.toSet()));
    }

    @Override
    public List<Group> findGroupByQueryCriteria(DbGroupQueryImpl query) {
      return isAboutSomeoneElse(query.getUserId())
          ? List.of()
          : super.findGroupByQueryCriteria(query);
    }

    @Override
    public long findGroupCountByQueryCriteria(DbGroupQueryImpl query) {
      return isAboutSomeoneElse(query.getUserId()) ? 0 : super.findGroupCountByQueryCriteria(query);
    }

    @Override
    public List<Tenant> findTenantByQueryCriteria(DbTenantQueryImpl query) {
      return isAboutSomeoneElse(query.getUserId())
          ? List.of()
          : super.findTenantByQueryCriteria(limitToOwnCouncils(query));
    }

    @Override
    public long findTenantCountByQueryCriteria(DbTenantQueryImpl query) {
      return isAboutSomeoneElse(query.getUserId())
          ? 0
          : super.findTenantCountByQueryCriteria(limitToOwnCouncils(query));
    }

    /** The engine would tell people who else is in their groups and local authorities. */
    private static boolean isAboutSomeoneElse(String userId) {
      CommandContext context = Context.getCommandContext();
      return userId != null
          && OwnTasks.isFromPerson(context)
          && !userId.equals(context.getAuthenticatedUserId());
    }

    /** Leaves out the councils of the person's groups if a role is limited to own councils. */
    private DbTenantQueryImpl limitToOwnCouncils(DbTenantQueryImpl query) {
      if (query.isIncludingGroups() && Viewer.isLimitedToOwnCouncils(groups(query.getUserId()))) {
        query.includingGroupsOfUser(false);
      }
      return query;
    }

    private Set<String> groups(String userId) {
      return CaseInstances.withoutChecks(
          () ->
              createGroupQuery().groupMember(userId).list().stream()
                  .map(Group::getId)
                  .collect(Collectors.toSet()));
    }

    private IdentityOperationResult recordAdded(
        IdentityOperationResult result, Membership membership) {
      removed.remove(membership);
      added.add(membership);
      return result;
    }

    private IdentityOperationResult recordRemoved(
        IdentityOperationResult result, Object what, Set<String> people) {
      if (!IdentityOperationResult.OPERATION_NONE.equals(result.getOperation())) {
        added.remove(what);
        removed.add(what);
        CaseInstances.withoutChecks(() -> people.stream().sorted().forEach(this::unassign));
      }
      return result;
    }

    private void unassign(String userId) {
      PersonLock.lock(userId, Context.getCommandContext());
      Viewer person = personAfterChanges(userId);
      for (Task held :
          Context.getProcessEngineConfiguration()
              .getTaskService()
              .createTaskQuery()
              .taskAssignee(userId)
              .list()) {
        // Another change in this command may already have unassigned it; the query doesn't know
        // that yet.
        TaskEntity task = (TaskEntity) held;
        if (userId.equals(task.getAssignee()) && !Teams.mayBeAssigned(person, task)) {
          unassign(task);
        }
      }
    }

    private Viewer personAfterChanges(String userId) {
      if (removed.contains(userId)) {
        return new Viewer(userId, Set.of(), Set.of());
      }
      Set<String> groups =
          idsAfterChanges(
              createGroupQuery().groupMember(userId).list().stream().map(Group::getId),
              Memberships::group,
              userId);
      Set<String> councils =
          idsAfterChanges(
              createTenantQuery().userMember(userId).list().stream().map(Tenant::getId),
              Memberships::council,
              userId);
      Set<String> ofGroups = new HashSet<>();
      groups.forEach(
          group ->
              ofGroups.addAll(
                  idsAfterChanges(
                      createTenantQuery().groupMember(group).list().stream().map(Tenant::getId),
                      Memberships::council,
                      group(group))));
      return Viewer.of(userId, groups, councils, ofGroups);
    }

    /** The member's groups or councils at the end of this command. */
    private Set<String> idsAfterChanges(
        Stream<String> ids, UnaryOperator<String> kind, String member) {
      String prefix = kind.apply("");
      return Stream.concat(
              ids,
              added.stream()
                  .filter(one -> one.member().equals(member) && one.of().startsWith(prefix))
                  .map(one -> one.of().substring(prefix.length())))
          .filter(
              id ->
                  !removed.contains(kind.apply(id))
                      && !removed.contains(new Membership(kind.apply(id), member)))
          .collect(Collectors.toCollection(HashSet::new));
    }

    private static String group(String id) {
      return "group/" + id;
    }

    private static String council(String id) {
      return "council/" + id;
    }

    private static void unassign(TaskEntity task) {
      int suspension = task.getSuspensionState();
      // This also applies to a case that an operator has suspended.
      task.setSuspensionState(SuspensionState.ACTIVE.getStateCode());
      // A deputy who leaves had the task for someone who is away and will get it back.
      if (task.getDelegationState() != null || task.getAssignee().equals(task.getOwner())) {
        task.setOwner(null);
      }
      task.setAssignee(null);
      task.setDelegationState(null);
      task.triggerUpdateEvent();
      task.setSuspensionState(suspension);
      task.logUserOperation(UserOperationLogEntry.OPERATION_TYPE_ASSIGN);
    }
  }
}

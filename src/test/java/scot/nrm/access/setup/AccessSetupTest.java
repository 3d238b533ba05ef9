package scot.nrm.access.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.impl.persistence.entity.FilterEntity;
import org.camunda.bpm.engine.impl.util.ResourceTypeUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import scot.nrm.access.AccessEngine;
import scot.nrm.access.Role;
import scot.nrm.access.Roles;
import scot.nrm.access.setup.TaskFilters.TaskFilter;
import scot.nrm.demo.DemoUsers;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.startup.StartRefused;

/**
 * Tests that councils, roles, grants, filters and invented people match the files in {@code
 * config/}.
 */
@ExtendWith(OutputCaptureExtension.class)
class AccessSetupTest {

  private static final AccessEngine ACCESS = new AccessEngine();

  private final ProcessEngine engine = ACCESS.engine();
  private final IdentityService identity = engine.getIdentityService();
  private final AuthorizationService authorizations = engine.getAuthorizationService();

  @AfterAll
  static void closeEngine() {
    ACCESS.close();
  }

  @Test
  void everyCouncilOfScotlandIsATenant() {
    assertThat(identity.createTenantQuery().count()).isEqualTo(32);
    assertThat(identity.createTenantQuery().tenantId("glasgow-city").singleResult().getName())
        .isEqualTo("Glasgow City");
  }

  @Test
  void centralGroupsBelongToAllCouncilsAndOthersToNone() {
    for (String central :
        List.of(
            new String[] {
              "ukhtc-intake", "ukhtc-case-owner", "ukhtc-second-officer", "ukhtc-manager",
              "ukba-intake", "ukba-case-owner", "ukba-second-officer", "ukba-manager",
              "ukba-asylum-liaison", "nrm-manager", "policy-adviser", "policy-staff"
            })) {
      assertThat(identity.createTenantQuery().groupMember(central).count())
          .as(central)
          .isEqualTo(32);
    }
    for (String other :
        List.of("first-responder", "la-duty-social-work", "la-lead-professional", "la-manager")) {
      assertThat(identity.createTenantQuery().groupMember(other).count()).as(other).isZero();
    }
  }

  @Test
  void inventedPeopleSignInAndWorkForTheirCouncil() {
    assertThat(identity.checkPassword("glasgow.lead", AccessEngine.demo().password())).isTrue();
    assertThat(identity.createTenantQuery().userMember("glasgow.lead").singleResult().getId())
        .isEqualTo("glasgow-city");
    assertThat(
            identity
                .createTenantQuery()
                .userMember("first.responder")
                .includingGroupsOfUser(true)
                .count())
        .isZero();
  }

  @Test
  void aSecondStartChangesNothing() {
    List<String> before = everything();

    AccessEngine.setup().postProcessEngineBuild(engine);

    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void aManualGrantIsRemoved() {
    Authorization byHand = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
    byHand.setGroupId("la-lead-professional");
    byHand.setResource(Resources.PROCESS_DEFINITION);
    byHand.setResourceId("*");
    byHand.addPermission(ProcessDefinitionPermissions.READ_INSTANCE);
    authorizations.saveAuthorization(byHand);
    Authorization widened =
        authorizations
            .createAuthorizationQuery()
            .groupIdIn("la-lead-professional")
            .resourceType(Resources.PROCESS_DEFINITION)
            .resourceId("nrm-case")
            .singleResult();
    widened.addPermission(ProcessDefinitionPermissions.UPDATE_INSTANCE);
    authorizations.saveAuthorization(widened);

    AccessEngine.setup().postProcessEngineBuild(engine);

    assertThat(permissions("la-lead-professional", Resources.PROCESS_DEFINITION))
        .containsExactly("CREATE_INSTANCE", "READ");
    assertThat(
            authorizations
                .createAuthorizationQuery()
                .groupIdIn("la-lead-professional")
                .resourceType(Resources.PROCESS_DEFINITION)
                .resourceId("*")
                .count())
        .isZero();
  }

  /**
   * Includes grants to individuals, to everyone, to groups that no file names, and on individual
   * tasks.
   */
  @Test
  void differencesAreReportedAndCorrected(CapturedOutput log) {
    identity.saveGroup(identity.newGroup("made-by-hand"));
    grant(
        Authorization.AUTH_TYPE_GRANT,
        null,
        "glasgow.lead",
        Resources.PROCESS_DEFINITION,
        "nrm-case");
    grant(Authorization.AUTH_TYPE_GRANT, null, "glasgow.lead", Resources.TASK, "a-task");
    grant(Authorization.AUTH_TYPE_GLOBAL, null, null, Resources.PROCESS_INSTANCE, "*");
    grant(Authorization.AUTH_TYPE_GRANT, "made-by-hand", null, Resources.TASK, "*");
    identity.createTenantGroupMembership("fife", "la-manager");
    identity.deleteTenantGroupMembership("moray", "ukhtc-intake");

    List<String> seen = AccessEngine.setup().differences(engine);

    assertThat(seen)
        .containsExactlyInAnyOrder(
            "The user glasgow.lead had a permission of their own: process definition nrm-case (READ)",
            "The user glasgow.lead had a permission of their own: task a-task (READ)",
            "Everyone had a permission of their own: process instance (all) (READ)",
            "Group made-by-hand had a permission that config/roles.yaml does not give: task (all) (READ)",
            "Group la-manager was in the local authority fife",
            "Group ukhtc-intake was not in the local authority moray");
    assertThat(AccessEngine.setup().differences(engine)).as("comparing changes nothing").hasSize(6);

    AccessEngine.setup().postProcessEngineBuild(engine);

    assertThat(log.getOut()).contains("6 things were corrected").contains(seen);
    assertThat(AccessEngine.setup().differences(engine)).isEmpty();
  }

  @Test
  void aSecondStartReportsNothing(CapturedOutput log) {
    String before = log.getOut();

    AccessEngine.setup().postProcessEngineBuild(engine);

    assertThat(log.getOut()).isEqualTo(before);
  }

  private void grant(int type, String group, String user, Resources what, String id) {
    Authorization grant = authorizations.createNewAuthorization(type);
    if (group != null) {
      grant.setGroupId(group);
    }
    if (user != null) {
      grant.setUserId(user);
    }
    grant.setResource(what);
    grant.setResourceId(id);
    grant.addPermission(Permissions.READ);
    authorizations.saveAuthorization(grant);
  }

  @Test
  void aChangedFilterIsRestored() {
    FilterEntity filter = myTasks();
    String query = filter.getQueryInternal();
    filter.setQuery(engine.getTaskService().createTaskQuery().taskName("x"));
    engine.getFilterService().saveFilter(filter);

    AccessEngine.setup().postProcessEngineBuild(engine);

    FilterEntity after = myTasks();
    assertThat(after.getId()).isEqualTo(filter.getId());
    assertThat(after.getQueryInternal()).isEqualTo(query);
  }

  /**
   * The filter of a task that was removed from the diagrams would be empty, and nobody would know
   * why.
   */
  @Test
  void theStartIsRefusedIfARequiredRoleIsMissing() {
    AccessEngine.roles().requireAll(KnownAuthorities.OF_THE_FILE);

    assertThatThrownBy(
            () ->
                new Roles(
                        AccessEngine.roles().roles().stream()
                            .filter(role -> !role.group().equals(Role.LA_MANAGER.group()))
                            .map(
                                role ->
                                    new Roles.RoleSettings(
                                        role.group(),
                                        role.name(),
                                        role.councils(),
                                        role.applications(),
                                        role.starts(),
                                        role.watchesCases(),
                                        Set.of(),
                                        role.grants(),
                                        role.readsFiles(),
                                        role.formTexts()))
                            .toList())
                    .requireAll(KnownAuthorities.OF_THE_FILE))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("Missing: la-manager.");
  }

  @Test
  void filtersUseOnlyExistingTasksAndGroups() throws IOException {
    StringBuilder diagrams = new StringBuilder();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("processes"), "*.bpmn")) {
      for (Path file : files) {
        diagrams.append(Files.readString(file));
      }
    }
    List<TaskFilter> filters = AccessEngine.bind("filters", "nrm", TaskFilters.class).taskFilters();

    assertThat(filters)
        .flatExtracting(TaskFilter::tasks)
        .isNotEmpty()
        .allMatch(task -> diagrams.indexOf("<bpmn:userTask id=\"" + task + "\"") >= 0);
    assertThat(AccessEngine.roles().roles())
        .extracting(Roles.RoleSettings::group)
        .containsAll(
            filters.stream()
                .flatMap(filter -> filter.groups().stream())
                .flatMap(
                    name -> {
                      Set<String> ofAuthorities = KnownAuthorities.OF_THE_FILE.groups(name);
                      return ofAuthorities.isEmpty() ? Stream.of(name) : ofAuthorities.stream();
                    })
                .toList());
  }

  @Test
  void noCaseworkerHasPermissionsOnInstancesOrTasks() {
    for (Roles.RoleSettings role : AccessEngine.roles().roles()) {
      Set<String> onDefinitions = permissions(role.group(), Resources.PROCESS_DEFINITION);
      if (!role.watchesCases()) {
        assertThat(onDefinitions).as(role.group()).isSubsetOf("READ", "CREATE_INSTANCE");
      }
      assertThat(onDefinitions)
          .as(role.group())
          .isSubsetOf(
              "READ", "CREATE_INSTANCE",
              "READ_INSTANCE", "READ_TASK",
              "READ_HISTORY", "READ_INSTANCE_VARIABLE",
              "READ_TASK_VARIABLE", "READ_HISTORY_VARIABLE");
      assertThat(permissions(role.group(), Resources.PROCESS_INSTANCE))
          .as(role.group())
          .isSubsetOf("CREATE");
      assertThat(permissions(role.group(), Resources.TASK)).as(role.group()).isEmpty();
    }
    assertThat(permissions("nrm-manager", Resources.PROCESS_DEFINITION))
        .containsExactlyInAnyOrder(
            "READ",
            "READ_INSTANCE",
            "READ_INSTANCE_VARIABLE",
            "READ_TASK",
            "READ_TASK_VARIABLE",
            "READ_HISTORY",
            "READ_HISTORY_VARIABLE");
  }

  @Test
  void onlyFirstRespondersAndDutySocialWorkStartACase() {
    assertThat(whoStarts("nrm-case"))
        .containsExactlyInAnyOrder("first-responder", "la-duty-social-work");
  }

  @Test
  void councilsAndCompetentAuthoritiesRecordAFindingOnAge() {
    assertThat(whoStarts("record-age-finding"))
        .containsExactlyInAnyOrder(
            "la-duty-social-work",
            "la-lead-professional",
            "la-manager",
            "ukhtc-intake",
            "ukhtc-case-owner",
            "ukba-intake",
            "ukba-case-owner");
  }

  @Test
  void onlyAreaStaffBookAwarenessEventsAndSeeTheBookings() {
    assertThat(whoStarts("awareness-event-booking"))
        .containsExactlyInAnyOrder(
            "first-responder",
            "la-duty-social-work",
            "la-lead-professional",
            "la-manager",
            "police-liaison",
            "cpc-monitor",
            "events-organiser");
    assertThat(
            authorizations
                .createAuthorizationQuery()
                .resourceType(Resources.PROCESS_DEFINITION)
                .resourceId("awareness-event-booking")
                .list())
        .noneMatch(
            grant ->
                grant.isPermissionGranted(ProcessDefinitionPermissions.READ_INSTANCE)
                    || grant.isPermissionGranted(ProcessDefinitionPermissions.READ_TASK)
                    || grant.isPermissionGranted(ProcessDefinitionPermissions.READ_HISTORY));
  }

  private List<String> whoStarts(String process) {
    return authorizations
        .createAuthorizationQuery()
        .resourceType(Resources.PROCESS_DEFINITION)
        .resourceId(process)
        .hasPermission(ProcessDefinitionPermissions.CREATE_INSTANCE)
        .list()
        .stream()
        .map(Authorization::getGroupId)
        .toList();
  }

  @Test
  void anUnknownPermissionIsRefused() {
    assertThatThrownBy(
            () -> new Roles.Grant(Resources.PROCESS_DEFINITION, List.of("*"), Set.of("READ_ALL")))
        .hasMessage(
            "config/roles.yaml: the engine has no permission READ_ALL on PROCESS_DEFINITION");
  }

  @Test
  void theLogListsThePeopleWhoCanSignIn() {
    String text = new DemoUsers(AccessEngine.demo(), "admin").welcome(8080);

    assertThat(text)
        .contains("http://localhost:8080/")
        .contains("first.responder")
        .contains("nrm.manager")
        .containsPattern("glasgow.lead +la-lead-professional +glasgow-city")
        .contains("admin ");
  }

  private Set<String> permissions(String group, Resources resource) {
    Set<String> names = new TreeSet<>();
    for (Authorization grant :
        authorizations.createAuthorizationQuery().groupIdIn(group).resourceType(resource).list()) {
      for (var permission :
          grant.getPermissions(
              ResourceTypeUtil.getPermissionsByResourceType(resource.resourceType()))) {
        names.add(permission.getName());
      }
    }
    names.remove("NONE");
    return names;
  }

  private FilterEntity myTasks() {
    return (FilterEntity)
        engine.getFilterService().createFilterQuery().filterName("My tasks").singleResult();
  }

  /** Every row that the set-up creates, with its revision. */
  private List<String> everything() {
    List<String> rows = new ArrayList<>();
    identity.createTenantQuery().list().forEach(tenant -> rows.add(tenant.toString()));
    identity
        .createGroupQuery()
        .list()
        .forEach(
            group ->
                rows.add(
                    group.toString()
                        + identity.createTenantQuery().groupMember(group.getId()).count()));
    identity.createUserQuery().list().forEach(user -> rows.add(user.toString()));
    authorizations.createAuthorizationQuery().list().forEach(grant -> rows.add(grant.toString()));
    engine
        .getFilterService()
        .createFilterQuery()
        .list()
        .forEach(filter -> rows.add(filter.getId() + ((FilterEntity) filter).getRevision()));
    return rows;
  }
}

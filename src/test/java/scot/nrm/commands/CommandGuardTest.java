package scot.nrm.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.impl.AbstractQuery;
import org.camunda.bpm.engine.impl.cmd.DeployCmd;
import org.camunda.bpm.engine.impl.cmd.SetJobRetriesCmd;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("quick")
class CommandGuardTest {

  private static final Authentication ADMINISTRATOR =
      new Authentication("admin", List.of("camunda-admin"), List.of());
  private static final Authentication RELEASE_OFFICER =
      new Authentication("release.officer", List.of(CommandGuard.RELEASE_OFFICERS), List.of());

  /** Everything in the engine's jar that changes something and that a person may do. */
  private static final List<String> CHANGES =
      List.of(
          // Tasks: checked by our task and form services.
          "AssignTaskCmd",
          "ClaimTaskCmd",
          "CompleteTaskCmd",
          "SubmitStartFormCmd",
          "SubmitTaskFormCmd",
          // Accounts, permissions and filters: the engine asks for the grant.
          "CreateAuthorizationCommand",
          "CreateFilterCmd",
          "CreateGroupCmd",
          "CreateMembershipCmd",
          "CreateTenantCmd",
          "CreateTenantGroupMembershipCmd",
          "CreateTenantUserMembershipCmd",
          "CreateUserCmd",
          "DeleteAuthorizationCmd",
          "DeleteFilterCmd",
          "DeleteGroupCmd",
          "DeleteMembershipCmd",
          "DeleteTenantCmd",
          "DeleteTenantGroupMembershipCmd",
          "DeleteTenantUserMembershipCmd",
          "DeleteUserCmd",
          "SaveAuthorizationCmd",
          "SaveFilterCmd",
          "SaveGroupCmd",
          "SaveTenantCmd",
          "SaveUserCmd",
          "UnlockUserCmd",
          // Another attempt at work that failed.
          "SetJobRetriesCmd");

  @Test
  void everyOtherCommandOfTheEngineIsRefused() throws Exception {
    List<Class<?>> commands = commands();
    assertThat(commands).hasSizeGreaterThan(340);

    List<String> permitted = new ArrayList<>();
    for (Class<?> command : commands) {
      if (command == DeployCmd.class) {
        continue;
      }
      try {
        CommandGuard.check(command, ADMINISTRATOR);
        permitted.add(command.getSimpleName());
      } catch (AuthorizationException | BadUserRequestException refused) {
        assertThat(refused.getMessage()).as(command.getName()).endsWith(".");
      }
    }

    assertThat(permitted)
        .filteredOn(name -> !name.matches("(Get|ExecuteFilter|Create\\w+Query)\\w*|\\w+QueryImpl"))
        .containsExactlyInAnyOrderElementsOf(
            with(
                CHANGES,
                "AuthorizationCheckCmd",
                "CheckPassword",
                "FindActiveActivityIdsCmd",
                "IsIdentityServiceReadOnlyCmd"));
    assertThat(permitted).doesNotContain("NativeTaskQueryImpl", "GetTableMetaDataCmd");
  }

  /** Commands that end a case, move or stop its deadlines, or destroy its history. */
  @Test
  void repairsAreRefused() throws Exception {
    List<String> names = commands().stream().map(Class::getSimpleName).toList();
    for (String repair :
        List.of(
            "ModifyProcessInstanceCmd", "DeleteProcessInstanceCmd",
            "DeleteProcessInstancesCmd", "DeleteJobCmd",
            "SetJobDuedateCmd", "RecalculateJobDuedateCmd",
            "ExecuteJobsCmd", "SuspendJobCmd",
            "MigrateProcessInstanceCmd", "RestartProcessInstancesCmd",
            "DeleteHistoricProcessInstancesCmd", "DeleteHistoricVariableInstanceCmd",
            "SetRemovalTimeToHistoricProcessInstancesCmd", "HistoryCleanupCmd",
            "DeleteUserOperationLogEntryCmd", "DeleteDeploymentCmd",
            "SetPropertyCmd", "PurgeDatabaseAndCacheCmd")) {
      assertThat(names).contains(repair);
      Class<?> command =
          commands().stream().filter(c -> c.getSimpleName().equals(repair)).findFirst().get();
      assertThatThrownBy(() -> CommandGuard.check(command, ADMINISTRATOR))
          .as(repair)
          .isInstanceOf(AuthorizationException.class)
          .hasMessage(
              "Nobody who is signed in can do this. If a case needs a repair, ask the operator.");
    }
  }

  /** Another attempt must not stop or move a child's deadline. */
  @Test
  void aRetryMovesNoDeadline() {
    Date now = ClockUtil.now();
    Date later = Date.from(now.toInstant().plus(Duration.ofDays(3650)));

    assertThat(attempt(new SetJobRetriesCmd("job", null, 1, null, false))).isTrue();
    assertThat(attempt(new SetJobRetriesCmd("job", null, 3, now, true))).isTrue();
    assertThat(attempt(new SetJobRetriesCmd("job", null, 3, later, true))).isFalse();
    assertThat(attempt(new SetJobRetriesCmd("job", null, 3, null, true))).isFalse();
    assertThat(attempt(new SetJobRetriesCmd("job", null, 0, null, false))).isFalse();
    assertThat(attempt(new SetJobRetriesCmd(null, "all-jobs", 3, null, false))).isFalse();
  }

  private static boolean attempt(SetJobRetriesCmd command) {
    return CommandGuard.isAnotherAttempt(command);
  }

  @Test
  void onlyReleaseOfficersDeploy() {
    assertThatThrownBy(() -> CommandGuard.check(DeployCmd.class, ADMINISTRATOR))
        .isInstanceOf(AuthorizationException.class)
        .hasMessage("Only a release officer deploys diagrams, decision tables and forms.");
    assertThatCode(() -> CommandGuard.check(DeployCmd.class, RELEASE_OFFICER))
        .doesNotThrowAnyException();
  }

  @Test
  void anyQueryIsAllowedExceptNativeSql() {
    assertThat(PermittedCommands.contains(AbstractQuery.class)).isTrue();
    assertThat(
            PermittedCommands.contains(
                org.camunda.bpm.engine.impl.NativeProcessInstanceQueryImpl.class))
        .isFalse();
  }

  private static List<String> with(List<String> list, String... more) {
    List<String> all = new ArrayList<>(list);
    all.addAll(List.of(more));
    return all;
  }

  private static List<Class<?>> commands()
      throws IOException, URISyntaxException, ClassNotFoundException {
    Path jar = Path.of(Command.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Class<?>> commands = new ArrayList<>();
    try (JarFile engine = new JarFile(jar.toFile())) {
      for (JarEntry entry : (Iterable<JarEntry>) engine.stream()::iterator) {
        if (entry.getName().matches("org/camunda/bpm/engine/impl/.*\\.class")) {
          String name = entry.getName().replace('/', '.').replaceAll("\\.class$", "");
          Class<?> type;
          try {
            type = Class.forName(name, false, Command.class.getClassLoader());
          } catch (NoClassDefFoundError needsALibraryThatIsNotHere) {
            continue;
          }
          if (Command.class.isAssignableFrom(type)
              && !type.isInterface()
              && !Modifier.isAbstract(type.getModifiers())) {
            commands.add(type);
          }
        }
      }
    }
    return commands;
  }
}

package scot.nrm.forms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.camunda.bpm.engine.impl.cmd.AbstractProcessInstanceModificationCommand;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("quick")
class VariableWriteGuardTest {

  /** Commands with values that are not refused, each with the reason. */
  private static final Set<String> OTHERWISE_SEEN_TO =
      Set.of(
          // Run only by CheckedFormService and CheckedTaskService, inside their own commands.
          "SubmitStartFormCmd",
          "SubmitTaskFormCmd",
          "CompleteTaskCmd",
          "ResolveTaskCmd",
          // CheckedTaskService refuses the values.
          "HandleTaskBpmnErrorCmd",
          "HandleTaskEscalationCmd",
          // A plan with values is refused when it is executed.
          "CreateMigrationPlanCmd",
          // These are not values of a case.
          "DeployCmd",
          "FetchExternalTasksCmd",
          "HistoryCleanupSchedulerCmd",
          "SetUserInfoCmd");

  /** Finds new ways in when the engine is updated. */
  @Test
  void everyEngineCommandThatCarriesValuesIsRefusedOrKnown() throws Exception {
    List<Class<?>> commands = commands();
    assertThat(
            commands.stream()
                .filter(VariableWriteGuardTest::carriesValues)
                .map(Class::getSimpleName))
        .contains(
            "SetTaskVariablesCmd",
            "StartProcessInstanceCmd",
            "ModifyProcessInstanceCmd",
            "MigrateProcessInstanceCmd",
            "CorrelateMessageCmd");
    assertThat(
            commands.stream()
                .filter(command -> carriesValues(command) && !VariableWriteGuard.knows(command))
                .map(Class::getSimpleName)
                .distinct()
                .toList())
        .containsExactlyInAnyOrderElementsOf(OTHERWISE_SEEN_TO);
  }

  private static List<Class<?>> commands()
      throws IOException, URISyntaxException, ClassNotFoundException {
    Path jar = Path.of(Command.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Class<?>> commands = new ArrayList<>();
    try (JarFile engine = new JarFile(jar.toFile())) {
      for (JarEntry entry : (Iterable<JarEntry>) engine.stream()::iterator) {
        if (entry.getName().matches("org/camunda/bpm/engine/impl/.*C(?:md|ommand)\\.class")) {
          String name = entry.getName().replace('/', '.').replaceAll("\\.class$", "");
          Class<?> type = Class.forName(name, false, Command.class.getClassLoader());
          if (Command.class.isAssignableFrom(type)
              && !Modifier.isAbstract(type.getModifiers())
              && !AbstractProcessInstanceModificationCommand.class.isAssignableFrom(type)) {
            commands.add(type);
          }
        }
      }
    }
    return commands;
  }

  /** Whether it contains a map, steps of a modification, or a builder or plan with either. */
  private static boolean carriesValues(Class<?> type) {
    return fields(type).stream()
        .anyMatch(
            field ->
                isMap(field)
                    || isSteps(field)
                    || field.getType().getSimpleName().startsWith("MigrationPlan")
                    || field.getType().getName().matches("org\\.camunda\\..*BuilderImpl")
                        && field.getType() != type
                        && carriesValues(field.getType()));
  }

  private static boolean isMap(Field field) {
    return Map.class.isAssignableFrom(field.getType());
  }

  private static boolean isSteps(Field field) {
    return Collection.class.isAssignableFrom(field.getType())
        && field
            .getGenericType()
            .getTypeName()
            .contains(AbstractProcessInstanceModificationCommand.class.getName());
  }

  private static List<Field> fields(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    for (Class<?> one = type; one != null && one != Object.class; one = one.getSuperclass()) {
      for (Field field : one.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          fields.add(field);
        }
      }
    }
    return fields;
  }
}

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
import org.junit.jupiter.api.Test;

class ValuesByFormsOnlyTest {

  /** Commands that carry values and are not refused, each with the reason. */
  private static final Set<String> OTHERWISE_SEEN_TO = Set.of(
      // given by CheckedFormService and CheckedTaskService only, inside a command of their own
      "SubmitStartFormCmd", "SubmitTaskFormCmd", "CompleteTaskCmd", "ResolveTaskCmd",
      // CheckedTaskService refuses the values
      "HandleTaskBpmnErrorCmd", "HandleTaskEscalationCmd",
      // nothing of a case
      "CreateMigrationPlanCmd");

  /** So that a newer engine brings no way in that nobody has thought of. */
  @Test
  void everyCommandOfTheEngineThatCarriesValuesIsRefusedOrSeenToOtherwise() throws Exception {
    List<Class<?>> commands = commands();
    List<String> carrying = commands.stream()
        .filter(ValuesByFormsOnlyTest::carriesValues).map(Class::getSimpleName).distinct().sorted().toList();

    assertThat(carrying).contains("SetTaskVariablesCmd", "StartProcessInstanceCmd", "ModifyProcessInstanceCmd");
    assertThat(commands.stream().filter(command -> carriesValues(command) && !ValuesByFormsOnly.knows(command))
        .map(Class::getSimpleName).distinct().toList()).containsExactlyInAnyOrderElementsOf(OTHERWISE_SEEN_TO);
  }

  private static List<Class<?>> commands() throws IOException, URISyntaxException, ClassNotFoundException {
    Path jar = Path.of(Command.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Class<?>> commands = new ArrayList<>();
    try (JarFile engine = new JarFile(jar.toFile())) {
      for (JarEntry entry : (Iterable<JarEntry>) engine.stream()::iterator) {
        if (entry.getName().matches("org/camunda/bpm/engine/impl/.*C(?:md|ommand)\\.class")) {
          String name = entry.getName().replace('/', '.').replaceAll("\\.class$", "");
          Class<?> type = Class.forName(name, false, Command.class.getClassLoader());
          if (Command.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())
              && !AbstractProcessInstanceModificationCommand.class.isAssignableFrom(type)) {
            commands.add(type);
          }
        }
      }
    }
    return commands;
  }

  /** Whether it holds a map, or a builder or plan that does, or steps of a modification. */
  private static boolean carriesValues(Class<?> command) {
    return fields(command).stream().anyMatch(field -> isMap(field)
        || field.getType().getName().matches("org\\.camunda\\..*(?:Builder|Plan)(?:Impl)?")
            && fields(field.getType()).stream().anyMatch(inside -> isMap(inside) || isSteps(inside) || isPlan(inside)));
  }

  private static boolean isMap(Field field) {
    return Map.class.isAssignableFrom(field.getType());
  }

  private static boolean isSteps(Field field) {
    return Collection.class.isAssignableFrom(field.getType())
        && field.getGenericType().getTypeName().contains(AbstractProcessInstanceModificationCommand.class.getName());
  }

  private static boolean isPlan(Field field) {
    return field.getType().getSimpleName().startsWith("MigrationPlan");
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

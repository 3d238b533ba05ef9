package scot.nrm.engine.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
@Tag("quick")
class NamedTasksTest {

  private static final NamedTasks.Source FILE =
      new NamedTasks.Source() {
        @Override
        public String file() {
          return "config/notices.yaml";
        }

        @Override
        public Stream<String> ids() {
          return Stream.of("Task_A", "Task_B", "intake", "Task_B");
        }
      };

  private final DefinitionSets sets = mock(DefinitionSets.class);

  @Test
  void aStartWarnsOnceOfEachUnknownTaskId(CapturedOutput log) {
    when(sets.inForce()).thenReturn(3);
    when(sets.files(3))
        .thenReturn(
            Map.of(
                "processes/intake.bpmn",
                "<process id=\"intake\"><userTask id=\"Task_A\" /></process>"
                    .getBytes(StandardCharsets.UTF_8),
                "forms/b.form",
                " id=\"Task_B\"".getBytes(StandardCharsets.UTF_8)));

    new NamedTasks(List.of(FILE), sets).warn();

    assertThat(log.getOut().lines().filter(line -> line.contains("which is in no diagram")))
        .singleElement()
        .asString()
        .contains("WARN", "config/notices.yaml names Task_B, which is in no diagram.");
  }
}

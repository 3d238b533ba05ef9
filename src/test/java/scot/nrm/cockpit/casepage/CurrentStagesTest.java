package scot.nrm.cockpit.casepage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.File;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.junit.jupiter.api.Test;
import scot.nrm.calendar.LocalDay;
import scot.nrm.cockpit.caseload.CaseStages;
import scot.nrm.cockpit.casepage.CaseWork.Instance;
import scot.nrm.engine.CaseClock;
import scot.nrm.register.InventedCase;
import scot.nrm.register.Register;

class CurrentStagesTest {

  private static final LocalDate LAST_DAY = LocalDate.parse("2009-06-01");
  private static final Instant BEGAN = Instant.parse("2009-04-17T09:00:00Z");

  private final CaseClock clock = mock(CaseClock.class);
  private final CurrentStages stages =
      new CurrentStages(mock(Register.class), mock(CaseWork.class), clock);

  /** Caseload shows these names, the page of a case those of the diagrams. */
  @Test
  void aStageHasTheSameNameInCaseloadAsOnThePageOfACase() {
    Map<String, String> names = new HashMap<>();
    for (CallActivity stage : diagram("nrm-case").getModelElementsByType(CallActivity.class)) {
      names.put(
          stage.getId(),
          diagram(stage.getCalledElement())
              .getModelElementsByType(Process.class)
              .iterator()
              .next()
              .getName());
    }

    assertThat(CaseStages.names()).isEqualTo(names);
  }

  private static BpmnModelInstance diagram(String key) {
    return Bpmn.readModelFromFile(new File("processes", key + ".bpmn"));
  }

  @Test
  void d20OnlyTheReviewOfAnEndedReflectionPeriodIsCurrent() {
    assertThat(on(LAST_DAY)).containsExactly("Reflection period", "Conclusive grounds");
    assertThat(on(LAST_DAY.plusDays(1)))
        .containsExactly("Review of the reflection period", "Conclusive grounds");
  }

  private List<String> on(LocalDate day) {
    when(clock.now()).thenReturn(LocalDay.startOf(day).toInstant());
    InventedCase known = new InventedCase();
    known.reflectionEnd = LAST_DAY;
    return stages.of(
        known.build(),
        List.of(
            called("intake", "Intake", BEGAN),
            called("reflection-period", "Reflection period", null),
            called("conclusive-grounds", "Conclusive grounds", null)));
  }

  private static Instance called(String key, String name, Instant until) {
    return new Instance(key, key + ":1", key, name, 1, null, true, BEGAN, until);
  }
}

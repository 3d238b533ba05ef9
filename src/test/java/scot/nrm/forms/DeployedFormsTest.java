package scot.nrm.forms;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.impl.task.TaskDefinition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.forms.check.OptionLists;
import scot.nrm.forms.check.OptionLists.Names;

@Tag("quick")
class DeployedFormsTest {

  @Test
  void formsAreCachedUntilTheirDataChanges() {
    AtomicInteger data = new AtomicInteger();
    Names names = mock(Names.class);
    when(names.version()).thenAnswer(any -> data.get());
    DeployedForms forms = new DeployedForms(new OptionLists(Map.of(), names));
    TaskDefinition definition = new TaskDefinition(null);
    definition.setKey("Task_LogReferral");
    TaskEntity task = mock(TaskEntity.class);
    when(task.getProcessDefinitionId()).thenReturn("intake:1");
    when(task.getTaskDefinition()).thenReturn(definition);

    forms.taskForm(task);
    forms.taskForm(task);

    verify(task, times(1)).getProcessDefinition();

    for (int later = 1; later <= 8; later++) {
      data.set(later);
      forms.taskForm(task);
    }
    data.set(1);
    forms.taskForm(task);

    verify(task, times(9)).getProcessDefinition();

    data.set(0);
    forms.taskForm(task);

    verify(task, times(10)).getProcessDefinition();
  }
}

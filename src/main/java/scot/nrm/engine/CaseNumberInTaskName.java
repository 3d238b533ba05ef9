package scot.nrm.engine;

import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Each task is named with its case number, "Decide on leave to remain – NRM-2009-7Q4X-8KD9",
 * because Tasklist shows no business key in its list. A task's name contains nothing else about the
 * child.
 */
@Component
@Order(CaseNumberInTaskName.FIRST) // others read the number there
public class CaseNumberInTaskName extends AbstractProcessEnginePlugin {

  static final int FIRST = 200;

  private static final String SEPARATOR = " – ";

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    TaskEvents.onCreation(engine, CaseNumberInTaskName::nameTask);
  }

  private static void nameTask(DelegateTask task) {
    String caseNumber = task.getExecution().getProcessBusinessKey();
    if (caseNumber != null) {
      task.setName(task.getName() + SEPARATOR + caseNumber);
    }
  }

  /** The number at the end of a task's name; empty if the task belongs to no case. */
  public static Optional<String> in(String name) {
    int at = name == null ? -1 : name.lastIndexOf(SEPARATOR);
    return at < 0
        ? Optional.empty()
        : Optional.of(name.substring(at + SEPARATOR.length())).filter(CaseNumber::isValid);
  }

  /** The task's name without the number, if it ends with it. Empty if there is none. */
  public static String without(String name, String caseNumber) {
    String number = SEPARATOR + caseNumber;
    return name == null
        ? ""
        : name.endsWith(number) ? name.substring(0, name.length() - number.length()) : name;
  }
}

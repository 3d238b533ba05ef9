package scot.nrm.engine;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.impl.identity.Authentication;

/** The officer whose action is recorded: who sends an update or completes the task before. */
public final class Officer {

  private Officer() {}

  /** The user who is signed in; {@code null} in a job. */
  public static String of(DelegateExecution execution) {
    Authentication person =
        execution.getProcessEngineServices().getIdentityService().getCurrentAuthentication();
    return person == null ? null : person.getUserId();
  }

  /** Whether the user who is signed in is in a group; not in a job. */
  public static boolean isIn(DelegateExecution execution, String group) {
    Authentication person =
        execution.getProcessEngineServices().getIdentityService().getCurrentAuthentication();
    return person != null && person.getGroupIds() != null && person.getGroupIds().contains(group);
  }
}

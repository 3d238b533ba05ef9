package scot.nrm.news;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.impl.identity.Authentication;

/** Who brings the news. */
final class Sender {

  private Sender() {}

  /** The user who is signed in; {@code null} in a job. */
  static String of(DelegateExecution execution) {
    Authentication person = execution.getProcessEngineServices().getIdentityService().getCurrentAuthentication();
    return person == null ? null : person.getUserId();
  }

  /** Whether the user who is signed in is in a group; not in a job. */
  static boolean isIn(DelegateExecution execution, String group) {
    Authentication person = execution.getProcessEngineServices().getIdentityService().getCurrentAuthentication();
    return person != null && person.getGroupIds() != null && person.getGroupIds().contains(group);
  }
}

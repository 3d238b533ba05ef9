package scot.nrm.age;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.impl.identity.Authentication;

/** Who does what a diagram records. */
final class Officer {

  private Officer() {}

  /** The user who is signed in; {@code null} in a job. */
  static String of(DelegateExecution execution) {
    Authentication person = execution.getProcessEngineServices().getIdentityService().getCurrentAuthentication();
    return person == null ? null : person.getUserId();
  }
}

package scot.nrm.decision;

import io.holunda.camunda.bpm.data.factory.VariableFactory;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.engine.CaseVariables;

/** Records who completed a task, if later steps depend on it. */
@Configuration
class RememberOfficers {

  /** The person who assessed the child is assigned the parts of the NRM form. */
  @Bean
  TaskListener rememberLeadProfessional() {
    return task -> remember(CaseVariables.LEAD_PROFESSIONAL, task);
  }

  /** The register keeps who decided on leave to remain (D29, D33). */
  @Bean
  TaskListener rememberLeaveOfficer() {
    return task -> remember(CaseVariables.LEAVE_OFFICER, task);
  }

  private static void remember(VariableFactory<String> officer, DelegateTask task) {
    Authentication signedIn =
        task.getProcessEngineServices().getIdentityService().getCurrentAuthentication();
    officer
        .on(task.getExecution())
        .set(signedIn == null ? task.getAssignee() : signedIn.getUserId());
  }
}

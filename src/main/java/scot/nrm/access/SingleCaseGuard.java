package scot.nrm.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseTenants;
import scot.nrm.engine.steps.StepGuard;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterEvent;

/**
 * A step takes the case that it works on from its process, so that process must belong to that
 * case, whatever a revised diagram looks like: it and the processes that called it have the same
 * case number and the council that has the case. A process that belongs to no case runs only its
 * own steps, and those run nowhere else.
 */
@Component
final class SingleCaseGuard implements StepGuard {

  /** Belongs to the council that is asked to take over the case, until it accepts (D41). */
  private static final String ANSWER_TO_HAND_OVER = "accept-hand-over";

  private final Register register;

  SingleCaseGuard(Register register) {
    this.register = register;
  }

  @Override
  public void check(Class<?> step, DelegateExecution execution) {
    List<ExecutionEntity> callers = instances((ExecutionEntity) execution);
    ExecutionEntity root = callers.get(callers.size() - 1);
    String caseNumber = root.getBusinessKey();
    if (!callers.stream().allMatch(one -> Objects.equals(one.getBusinessKey(), caseNumber))) {
      throw fault(execution, "is called by a process of another case");
    }
    if (!callers.stream().allMatch(one -> Objects.equals(one.getTenantId(), root.getTenantId()))) {
      throw fault(execution, "is called by a process of another local authority");
    }
    String steps = TenantByCouncil.BELONGS_TO_NO_CASE.get(root.getProcessDefinition().getKey());
    if (steps != null) {
      if (!steps.equals(step.getPackageName()) || root.getTenantId() != null) {
        throw fault(execution, "belongs to no case, and its step needs one");
      }
    } else if (caseNumber == null) {
      throw fault(execution, "has no case number");
    } else if (TenantByCouncil.BELONGS_TO_NO_CASE.containsValue(step.getPackageName())) {
      throw fault(execution, "belongs to a case, and its step to none");
    } else if (!belongsToCouncil(root, caseNumber)) {
      throw fault(execution, "is of a local authority that does not have the case");
    }
  }

  /** The process instance of a step, then the one that called it, and so on. */
  private static List<ExecutionEntity> instances(ExecutionEntity execution) {
    List<ExecutionEntity> instances = new ArrayList<>();
    for (ExecutionEntity at = execution; at != null; ) {
      ExecutionEntity instance = at.getProcessInstance();
      instances.add(instance);
      at = instance.getSuperExecution();
    }
    return instances;
  }

  private boolean belongsToCouncil(ExecutionEntity root, String caseNumber) {
    return register
        .localAuthority(caseNumber)
        .map(
            council ->
                council.equals(root.getTenantId())
                    || CaseTenants.isMoving(caseNumber)
                    || isAskedToTakeOver(root, caseNumber))
        .orElse(root.getTenantId() != null); // the step that opens the case
  }

  private boolean isAskedToTakeOver(ExecutionEntity root, String caseNumber) {
    return root.getProcessDefinition().getKey().equals(ANSWER_TO_HAND_OVER)
        && register
            .latest(caseNumber, EntryKind.HAND_OVER_ASKED)
            .map(RegisterEvent::code)
            .filter(council -> council.equals(root.getTenantId()))
            .isPresent();
  }

  private static IllegalStateException fault(DelegateExecution execution, String why) {
    return new IllegalStateException(
        "%s, %s: this process %s. Nothing was changed. Deploy the diagram that was in force before."
            .formatted(execution.getProcessDefinitionId(), execution.getCurrentActivityId(), why));
  }
}

package scot.nrm.access;

import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantIdProvider;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantIdProviderCaseInstanceContext;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantIdProviderHistoricDecisionInstanceContext;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantIdProviderProcessInstanceContext;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException;
import org.springframework.stereotype.Component;
import scot.nrm.access.Councils.Council;
import scot.nrm.engine.CaseVariables;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;

/**
 * A case belongs to the council that is chosen on its start form, and so does everything that it
 * calls. News belongs to the council of the case that it names. A case without a known council
 * would be seen by everybody or by nobody, so it is refused, whichever way it is started.
 *
 * <p>A process that belongs to no case is no council's. Its rows carry no tenant, so only grants
 * and candidate groups say who sees them: such a process must not be among the {@code
 * case-processes} of {@code config/roles.yaml}.
 */
@Component
public class TenantByCouncil extends AbstractProcessEnginePlugin implements TenantIdProvider {

  /**
   * Here and not in the drawing, so that no revised diagram of a case can get out of its council.
   */
  private static final Set<String> BELONGS_TO_NO_CASE = Set.of("awareness-event-booking");

  private final Councils councils;
  private final Register register;

  public TenantByCouncil(Councils councils, Register register) {
    this.councils = councils;
    this.register = register;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    engine.setTenantIdProvider(this);
  }

  @Override
  public String provideTenantIdForProcessInstance(TenantIdProviderProcessInstanceContext context) {
    DelegateExecution caller = context.getSuperExecution();
    if (caller != null) {
      return caller.getTenantId();
    }
    if (BELONGS_TO_NO_CASE.contains(context.getProcessDefinition().getKey())) {
      return null;
    }
    Object caseNumber = context.getVariables().get(CaseVariables.CASE_NUMBER.getName());
    if (caseNumber != null) {
      return register
          .find(caseNumber.toString())
          .map(RegisterCase::localAuthority)
          .orElseThrow(
              () ->
                  new FormFieldValidationException(
                      CaseVariables.CASE_NUMBER.getName(), "Case number: there is no such case."));
    }
    String field = CaseVariables.LOCAL_AUTHORITY.getName();
    return Optional.ofNullable(context.getVariables().get(field))
        .flatMap(chosen -> councils.find(chosen.toString()))
        .map(Council::id)
        .orElseThrow(
            () ->
                new FormFieldValidationException(
                    field, "Local authority: choose a local authority from the list."));
  }

  @Override
  public String provideTenantIdForCaseInstance(TenantIdProviderCaseInstanceContext context) {
    return null; // there are no CMMN cases
  }

  @Override
  public String provideTenantIdForHistoricDecisionInstance(
      TenantIdProviderHistoricDecisionInstanceContext context) {
    return context.getExecution() == null ? null : context.getExecution().getTenantId();
  }
}

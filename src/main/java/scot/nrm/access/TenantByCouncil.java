package scot.nrm.access;

import java.util.Map;
import java.util.Optional;
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
 * Assigns each case, and everything that it calls, to the council chosen on its start form. An
 * update belongs to the council of the case that it names. A case without a known council would be
 * visible to everyone or no one, so it is refused, however it is started.
 *
 * <p>A process without a case belongs to no council. Its rows have no tenant, so only grants and
 * candidate groups decide who sees them. Such a process must not be among the {@code
 * case-processes} of {@code config/roles.yaml}.
 */
@Component
public class TenantByCouncil extends AbstractProcessEnginePlugin implements TenantIdProvider {

  /**
   * The processes that belong to no case, each with the package of its steps. In code and not in
   * the diagram, so that a revised diagram can't move a case out of its council.
   */
  static final Map<String, String> BELONGS_TO_NO_CASE =
      Map.of("awareness-event-booking", "scot.nrm.awareness");

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
    if (BELONGS_TO_NO_CASE.containsKey(context.getProcessDefinition().getKey())) {
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
    return null; // There are no CMMN cases.
  }

  @Override
  public String provideTenantIdForHistoricDecisionInstance(
      TenantIdProviderHistoricDecisionInstanceContext context) {
    return context.getExecution() == null ? null : context.getExecution().getTenantId();
  }
}

package scot.nrm.access;

import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.delegate.DefaultDelegateInterceptor;
import org.camunda.bpm.engine.impl.delegate.DelegateInvocation;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.springframework.stereotype.Component;

/**
 * Inside delegates and listeners the engine checks no rights, but still the tenant: the same code
 * would find a case when a job runs it and none when a first responder, who is in no council, does.
 * This switches both off. A delegate that takes a case number from a form must therefore ask itself
 * whether that person may name that case.
 */
@Component
public class CustomCodeSeesAllTenants extends AbstractProcessEnginePlugin {

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    engine.setDelegateInterceptor(new WithoutTenantCheck());
  }

  private static final class WithoutTenantCheck extends DefaultDelegateInterceptor {

    @Override
    protected void handleInvocationInContext(DelegateInvocation invocation) throws Exception {
      CommandContext context = Context.getCommandContext();
      boolean before = context.isTenantCheckEnabled();
      context.disableTenantCheck();
      try {
        super.handleInvocationInContext(invocation);
      } finally {
        context.setTenantCheckEnabled(before);
      }
    }
  }
}

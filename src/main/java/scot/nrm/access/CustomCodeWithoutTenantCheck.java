package scot.nrm.access;

import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.delegate.DefaultDelegateInterceptor;
import org.camunda.bpm.engine.impl.delegate.DelegateInvocation;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.springframework.stereotype.Component;

/**
 * Switches off tenant checks in delegates and listeners, where the engine already checks no
 * permissions. With them, the same code would find a case when run by a job but not when run by a
 * first responder, who belongs to no council. A delegate that takes a case number from a form must
 * therefore check that the person may use it.
 */
@Component
public class CustomCodeWithoutTenantCheck extends AbstractProcessEnginePlugin {

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    engine.setDelegateInterceptor(new Interceptor());
  }

  private static final class Interceptor extends DefaultDelegateInterceptor {

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

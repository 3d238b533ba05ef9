package scot.nrm.errors;

import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;

/** The rules for every resource of the REST API and of the web applications' APIs. */
public final class ApiRules implements Feature {

  @Override
  public boolean configure(FeatureContext context) {
    RefusalMappers.ALL.forEach(context::register);
    context.register(RequestLimits.class);
    context.register(ListLimit.class);
    context.register(NoExternalTasks.class);
    context.register(NamesInAnswers.class);
    context.register(SharedObjectMapper.binder());
    TaskLinks.install();
    return true;
  }
}

package scot.nrm.signin.oidc;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether people are signed in by an identity provider. */
public final class OidcConfigured implements Condition {

  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    return isConfigured(context.getEnvironment());
  }

  /** The opposite: people sign in with the engine's own users and passwords. */
  public static final class Not implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return !isConfigured(context.getEnvironment());
    }
  }

  public static boolean isConfigured(Environment environment) {
    return !environment.getProperty(OidcSettings.ISSUER, "").isBlank();
  }
}

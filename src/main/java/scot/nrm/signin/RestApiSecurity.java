package scot.nrm.signin;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.rest.security.auth.AuthenticationProvider;
import org.camunda.bpm.engine.rest.security.auth.AuthenticationResult;
import org.camunda.bpm.engine.rest.security.auth.ProcessEngineAuthenticationFilter;
import org.camunda.bpm.engine.rest.security.auth.impl.HttpBasicAuthenticationProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.boot.autoconfigure.web.servlet.JerseyApplicationPath;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import scot.nrm.signin.oidc.OidcSettings;
import scot.nrm.signin.oidc.RestTokenSecurity;
import scot.nrm.signin.request.RequestPath;

/**
 * Protects the engine's REST API, which the engine leaves open: with a user's name and password,
 * with a bearer token where a provider signs people in, or by closing it altogether ({@code
 * nrm.rest.enabled}). The web applications have their own API and don't need it. Camunda Modeler
 * deploys to an address of its own, which asks in the same way.
 */
@Configuration(proxyBeanMethods = false)
public class RestApiSecurity {

  static final int AFTER_SPRING_SECURITY = SecurityProperties.DEFAULT_FILTER_ORDER + 1;
  private static final int BEFORE_SPRING_SECURITY = Ordered.HIGHEST_PRECEDENCE + 100;

  @Bean
  FilterRegistrationBean<Filter> restApiFilter(
      @Value("${nrm.rest.enabled}") boolean enabled,
      OidcSettings oidc,
      JerseyApplicationPath restApi) {
    FilterRegistrationBean<Filter> registration =
        authenticationFilter(
            "rest-door",
            restApi.getUrlMapping(),
            enabled ? new RequiredSignIn() : notFound(),
            oidc);
    registration.setOrder(enabled ? AFTER_SPRING_SECURITY : BEFORE_SPRING_SECURITY);
    registration.setAsyncSupported(true); // fetch and lock blocks
    return registration;
  }

  /** Open also where the REST API is closed: what comes in here is only put into a draft. */
  @Bean
  FilterRegistrationBean<Filter> modelerFilter(OidcSettings oidc) {
    FilterRegistrationBean<Filter> registration =
        authenticationFilter(
            "modeler-door", RequestPath.MODELER + "/*", new RequiredSignIn(), oidc);
    registration.setOrder(AFTER_SPRING_SECURITY);
    return registration;
  }

  /** Outside every check of the sender. */
  @Bean
  FilterRegistrationBean<Filter> modelerRefusals(OidcSettings oidc) {
    FilterRegistrationBean<Filter> registration =
        new FilterRegistrationBean<>(
            new RefusalMessages(
                oidc.isConfigured()
                    ? "Choose the bearer token under Authentication in Modeler, and enter one from"
                        + " your identity provider that is at most %d minutes old. What was sent is"
                            .formatted(oidc.goodFor().toMinutes())
                        + " missing, wrong or too old. You can also add the files on the page of the revision."
                    : "Choose HTTP Basic under Authentication in Modeler, and enter your user name and password. What was sent is missing or wrong."));
    registration.addUrlPatterns(RequestPath.MODELER + "/*");
    registration.setName("modeler-refusals");
    registration.setOrder(BEFORE_SPRING_SECURITY);
    registration.setDispatcherTypes(DispatcherType.REQUEST);
    return registration;
  }

  private static FilterRegistrationBean<Filter> authenticationFilter(
      String name, String paths, Filter filter, OidcSettings oidc) {
    FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(filter);
    registration.setName(name);
    registration.addUrlPatterns(paths);
    registration.addInitParameter(
        ProcessEngineAuthenticationFilter.AUTHENTICATION_PROVIDER_PARAM,
        (oidc.isConfigured()
                ? TokenAuthenticationProvider.class
                : HttpBasicAuthenticationProvider.class)
            .getName());
    registration.setDispatcherTypes(DispatcherType.REQUEST);
    return registration;
  }

  private static Filter notFound() {
    return (request, response, chain) ->
        ((HttpServletResponse) response).sendError(HttpServletResponse.SC_NOT_FOUND);
  }

  /** Requires sign-in at every address. Camunda's own filter lets anyone list the engines. */
  private static final class RequiredSignIn extends ProcessEngineAuthenticationFilter {

    @Override
    protected boolean requiresEngineAuthentication(String requestUrl) {
      return true;
    }
  }

  /**
   * Gives a refusal without a sentence the one that Camunda Modeler shows. Of an answer without one
   * it says that it found no engine, or that an administrator should be asked. Modeler waits from
   * here on, and a password takes long to check.
   *
   * @param notSignedIn what to do where the sender isn't known
   */
  private record RefusalMessages(String notSignedIn) implements Filter {

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      request.setAttribute(RequestPath.RECEIVED_AT, System.nanoTime());
      chain.doFilter(request, response);
      HttpServletResponse answer = (HttpServletResponse) response;
      if (answer.isCommitted() || answer.getContentType() != null) {
        return;
      }
      if (answer.getStatus() == HttpServletResponse.SC_UNAUTHORIZED) {
        write(answer, notSignedIn);
      } else if (answer.getStatus() == HttpStatus.TOO_MANY_REQUESTS.value()) {
        write(
            answer,
            "The password was wrong too often. Wait %s seconds, and try again with the right one."
                .formatted(answer.getHeader(HttpHeaders.RETRY_AFTER)));
      }
    }

    private static void write(HttpServletResponse answer, String sentence) throws IOException {
      answer.setContentType(MediaType.APPLICATION_JSON_VALUE);
      answer.setCharacterEncoding(StandardCharsets.UTF_8.name());
      answer
          .getWriter()
          .write("{\"type\":\"AuthenticationException\",\"message\":\"%s\"}".formatted(sentence));
    }
  }

  /** The sender of a checked bearer token. Camunda's filter creates it by its class name. */
  public static final class TokenAuthenticationProvider implements AuthenticationProvider {

    @Override
    public AuthenticationResult extractAuthenticatedUser(
        HttpServletRequest request, ProcessEngine engine) {
      Authentication token = SecurityContextHolder.getContext().getAuthentication();
      return token instanceof RestTokenSecurity.TokenAuthentication person
              && person.isAuthenticated()
          ? AuthenticationResult.successful(person.getName())
          : AuthenticationResult.unsuccessful();
    }

    @Override
    public void augmentResponseByAuthenticationChallenge(
        HttpServletResponse response, ProcessEngine engine) {
      response.setHeader("WWW-Authenticate", "Bearer");
    }
  }
}

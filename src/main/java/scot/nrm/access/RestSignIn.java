package scot.nrm.access;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import org.camunda.bpm.engine.rest.security.auth.ProcessEngineAuthenticationFilter;
import org.camunda.bpm.engine.rest.security.auth.impl.HttpBasicAuthenticationProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.web.servlet.JerseyApplicationPath;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/**
 * The door of the engine's REST API, which the engine leaves open: it takes a user's name and password, or is shut
 * altogether ({@code nrm.rest.enabled}). The web applications have their own API and don't need it.
 */
@Configuration(proxyBeanMethods = false)
class RestSignIn {

  @Bean
  FilterRegistrationBean<Filter> restDoor(
      @Value("${nrm.rest.enabled}") boolean enabled, JerseyApplicationPath restApi) {
    FilterRegistrationBean<Filter> door = new FilterRegistrationBean<>(enabled ? askWho() : shut());
    door.setName("rest-door");
    door.addUrlPatterns(restApi.getUrlMapping());
    door.addInitParameter(ProcessEngineAuthenticationFilter.AUTHENTICATION_PROVIDER_PARAM,
        HttpBasicAuthenticationProvider.class.getName());
    door.setOrder(Ordered.HIGHEST_PRECEDENCE);
    door.setDispatcherTypes(DispatcherType.REQUEST);
    door.setAsyncSupported(true); // fetch and lock waits
    return door;
  }

  private static Filter askWho() {
    return new ProcessEngineAuthenticationFilter();
  }

  private static Filter shut() {
    return (request, response, chain) -> ((HttpServletResponse) response).sendError(HttpServletResponse.SC_NOT_FOUND);
  }
}

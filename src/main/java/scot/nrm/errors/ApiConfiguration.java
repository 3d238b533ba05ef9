package scot.nrm.errors;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.servlet.ServletProperties;
import org.springframework.boot.autoconfigure.jersey.ResourceConfigCustomizer;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Gives {@link ApiRules} to each JAX-RS application: to the engine's REST API, which Spring Boot
 * sets up, and to those behind Tasklist, Cockpit and Admin, which Camunda registers and which only
 * that parameter identifies. None of them describes itself to visitors: the list of all addresses
 * would name the version too.
 */
@Configuration(proxyBeanMethods = false)
class ApiConfiguration {

  @Bean
  ResourceConfigCustomizer restApiRules() {
    return api ->
        api.register(ApiRules.class).property(ServerProperties.WADL_FEATURE_DISABLE, true);
  }

  @Bean
  ServletContextInitializer webApplicationRules() {
    // Runs when all servlets are registered and none has started. The listener isn't given the
    // context that lists them.
    return context ->
        context.addListener(
            new ServletContextListener() {
              @Override
              public void contextInitialized(ServletContextEvent event) {
                for (ServletRegistration servlet : context.getServletRegistrations().values()) {
                  if (servlet.getInitParameter(ServletProperties.JAXRS_APPLICATION_CLASS) != null) {
                    servlet.setInitParameter(
                        ServerProperties.PROVIDER_CLASSNAMES, ApiRules.class.getName());
                    servlet.setInitParameter(ServerProperties.WADL_FEATURE_DISABLE, "true");
                  }
                }
              }
            });
  }
}

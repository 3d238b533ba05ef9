package scot.nrm.pages;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * The bare address leads to Tasklist, where most people work, instead of to Camunda's welcome page.
 */
@Configuration(proxyBeanMethods = false)
class OpensOnTasklist implements WebMvcConfigurer {

  @Override
  public void addViewControllers(ViewControllerRegistry registry) {
    registry.addRedirectViewController("/", "/camunda/app/tasklist/default/");
  }
}

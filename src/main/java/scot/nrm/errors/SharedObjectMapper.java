package scot.nrm.errors;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.ContextResolver;
import org.camunda.bpm.engine.rest.hal.Hal;
import org.camunda.bpm.engine.rest.mapper.JacksonConfigurator;
import org.glassfish.jersey.internal.inject.AbstractBinder;

/**
 * Keeps the object mapper of an API. Camunda makes a new one whenever one is needed, which studies
 * each class again before it reads or writes an object: an eighth of what a page of tasks cost.
 * Jersey asks the resolver with the higher rank; without one, chance decides between this and
 * Camunda's.
 */
@Produces({MediaType.APPLICATION_JSON, Hal.APPLICATION_HAL_JSON})
final class SharedObjectMapper implements ContextResolver<ObjectMapper> {

  /** Makes it known to an API, before Camunda's. */
  static AbstractBinder binder() {
    return new AbstractBinder() {
      @Override
      protected void configure() {
        bind(SharedObjectMapper.class).to(ContextResolver.class).in(Singleton.class).ranked(1);
      }
    };
  }

  private final ObjectMapper mapper = JacksonConfigurator.configureObjectMapper(new ObjectMapper());

  @Override
  public ObjectMapper getContext(Class<?> type) {
    return mapper;
  }
}

package scot.nrm.errors;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.ContextResolver;
import org.camunda.bpm.engine.rest.hal.Hal;
import org.camunda.bpm.engine.rest.mapper.JacksonConfigurator;

/**
 * Keeps the object mapper of an API. Camunda makes a new one whenever one is needed, which studies
 * each class again before it reads or writes an object: an eighth of what a page of tasks cost.
 */
@Produces({
  MediaType.APPLICATION_JSON,
  Hal.APPLICATION_HAL_JSON
}) // Camunda's is for all, so comes after
final class OneMapper implements ContextResolver<ObjectMapper> {

  private final ObjectMapper mapper = JacksonConfigurator.configureObjectMapper(new ObjectMapper());

  @Override
  public ObjectMapper getContext(Class<?> type) {
    return mapper;
  }
}

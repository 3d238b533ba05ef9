package scot.nrm.refusals;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.JsonMappingException;
import jakarta.annotation.Priority;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.rest.exception.RestException;

/**
 * {@link Refusals} in the place of each of Camunda's mappers: JAX-RS takes the one for the nearest class of an exception,
 * and of two for the same class the one with priority.
 */
final class RefusalMappers {

  static final List<Class<?>> ALL =
      List.of(Anything.class, OfEngine.class, OfRest.class, OfJson.class, OfJsonContent.class);

  private RefusalMappers() {}

  @Priority(1)
  static final class Anything implements ExceptionMapper<Throwable> {
    @Override
    public Response toResponse(Throwable thrown) {
      return Refusals.answer(thrown);
    }
  }

  @Priority(1)
  static final class OfEngine implements ExceptionMapper<ProcessEngineException> {
    @Override
    public Response toResponse(ProcessEngineException thrown) {
      return Refusals.answer(thrown);
    }
  }

  @Priority(1)
  static final class OfRest implements ExceptionMapper<RestException> {
    @Override
    public Response toResponse(RestException thrown) {
      return Refusals.answer(thrown);
    }
  }

  @Priority(1)
  static final class OfJson implements ExceptionMapper<JsonParseException> {
    @Override
    public Response toResponse(JsonParseException thrown) {
      return Refusals.answer(thrown);
    }
  }

  @Priority(1)
  static final class OfJsonContent implements ExceptionMapper<JsonMappingException> {
    @Override
    public Response toResponse(JsonMappingException thrown) {
      return Refusals.answer(thrown);
    }
  }
}

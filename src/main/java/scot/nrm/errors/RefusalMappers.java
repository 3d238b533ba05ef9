package scot.nrm.errors;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.JsonMappingException;
import jakarta.annotation.Priority;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.rest.exception.RestException;

/**
 * Replaces each of Camunda's mappers by {@link Refusals}: JAX-RS takes the one for the nearest
 * class of an exception, and of two for the same class the one with priority.
 */
final class RefusalMappers {

  static final List<Class<?>> ALL =
      List.of(Anything.class, OfEngine.class, OfRest.class, OfJson.class, OfJsonContent.class);

  private RefusalMappers() {}

  private abstract static class Mapper<T extends Throwable> implements ExceptionMapper<T> {
    @Override
    public Response toResponse(T thrown) {
      return Refusals.answer(thrown);
    }
  }

  @Priority(1)
  static final class Anything extends Mapper<Throwable> {}

  @Priority(1)
  static final class OfEngine extends Mapper<ProcessEngineException> {}

  @Priority(1)
  static final class OfRest extends Mapper<RestException> {}

  @Priority(1)
  static final class OfJson extends Mapper<JsonParseException> {}

  @Priority(1)
  static final class OfJsonContent extends Mapper<JsonMappingException> {}
}

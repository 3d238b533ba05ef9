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
      List.of(
          AnyMapper.class,
          EngineMapper.class,
          RestMapper.class,
          JsonParseMapper.class,
          JsonContentMapper.class);

  private RefusalMappers() {}

  private abstract static class Mapper<T extends Throwable> implements ExceptionMapper<T> {
    @Override
    public Response toResponse(T thrown) {
      return Refusals.answer(thrown);
    }
  }

  @Priority(1)
  static final class AnyMapper extends Mapper<Throwable> {}

  @Priority(1)
  static final class EngineMapper extends Mapper<ProcessEngineException> {}

  @Priority(1)
  static final class RestMapper extends Mapper<RestException> {}

  @Priority(1)
  static final class JsonParseMapper extends Mapper<JsonParseException> {}

  @Priority(1)
  static final class JsonContentMapper extends Mapper<JsonMappingException> {}
}

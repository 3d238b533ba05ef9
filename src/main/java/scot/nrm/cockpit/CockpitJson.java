package scot.nrm.cockpit;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.ServletContext;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.springframework.web.context.support.WebApplicationContextUtils;

/**
 * Writes the responses of our resources with Spring's JSON settings, because Camunda's mapper can't
 * write dates as {@code 2009-04-14}.
 */
@Provider
@Produces(MediaType.APPLICATION_JSON)
public final class CockpitJson implements MessageBodyWriter<Record> {

  @Context private ServletContext servletContext;

  @Override
  public boolean isWriteable(
      Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
    return type.isRecord() && type.getPackageName().startsWith("scot.nrm.");
  }

  @Override
  public void writeTo(
      Record answer,
      Class<?> type,
      Type generic,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream out)
      throws IOException {
    WebApplicationContextUtils.getRequiredWebApplicationContext(servletContext)
        .getBean(ObjectMapper.class)
        .writer()
        .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
        .writeValue(out, answer);
  }
}

package scot.nrm.errors;

import jakarta.servlet.ServletContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.springframework.web.context.support.WebApplicationContextUtils;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.authorities.Authorities;

/**
 * Writes the names of organisations, as they are called today, into every answer in JSON: lists,
 * refusals, names of processes, and the diagrams that Cockpit shows. A file that is downloaded
 * keeps its placeholders. Links in the texts of forms lead to the pages of this program, wherever
 * it is below the address of the host.
 */
final class NamesInAnswers implements WriterInterceptor {

  /** How a link to one of our pages begins in a form. */
  private static final String LINK = "](/nrm/";

  private final ServletContext servletContext;

  NamesInAnswers(@Context ServletContext servletContext) {
    this.servletContext = servletContext;
  }

  @Override
  public void aroundWriteTo(WriterInterceptorContext answer) throws IOException {
    MediaType type = answer.getMediaType();
    if (type == null || !type.getSubtype().endsWith("json")) {
      answer.proceed();
      return;
    }
    OutputStream out = answer.getOutputStream();
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    answer.setOutputStream(written);
    try {
      answer.proceed();
    } finally {
      answer.setOutputStream(out);
    }
    String text = written.toString(StandardCharsets.UTF_8);
    boolean hasNames = text.contains(Authorities.PLACEHOLDERS_BEGIN);
    if (hasNames || text.contains(LINK)) {
      String named =
          hasNames
              ? WebApplicationContextUtils.getRequiredWebApplicationContext(servletContext)
                  .getBean(Authorities.class)
                  .fill(text, new CaseClock().today())
              : text;
      String root = "](" + servletContext.getContextPath() + "/nrm/";
      out.write(named.replace(LINK, root).getBytes(StandardCharsets.UTF_8));
    } else {
      written.writeTo(out);
    }
  }
}

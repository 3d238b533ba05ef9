package scot.nrm.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.servlet.ServletContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("quick")
class NamesInAnswersTest {

  /** For example where a revision is tried out. */
  @Test
  void linksInFormsStayBelowTheProgramsAddress() throws IOException {
    String form = "{\"text\": \"[print queue](/nrm/print-queue), see /nrm/\"}";

    assertThat(answered(form, "/try"))
        .isEqualTo("{\"text\": \"[print queue](/try/nrm/print-queue), see /nrm/\"}");
    assertThat(answered(form, "")).isEqualTo(form);
    assertThat(answered("{}", "/try")).isEqualTo("{}");
  }

  private static String answered(String json, String contextPath) throws IOException {
    ServletContext program = mock(ServletContext.class);
    when(program.getContextPath()).thenReturn(contextPath);
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    AtomicReference<OutputStream> out = new AtomicReference<>(sent);
    WriterInterceptorContext answer = mock(WriterInterceptorContext.class);
    when(answer.getMediaType()).thenReturn(MediaType.APPLICATION_JSON_TYPE);
    when(answer.getOutputStream()).thenAnswer(call -> out.get());
    doAnswer(
            call -> {
              out.set(call.getArgument(0));
              return null;
            })
        .when(answer)
        .setOutputStream(any());
    doAnswer(
            call -> {
              out.get().write(json.getBytes(StandardCharsets.UTF_8));
              return null;
            })
        .when(answer)
        .proceed();
    new NamesInAnswers(program).aroundWriteTo(answer);
    return sent.toString(StandardCharsets.UTF_8);
  }
}

package scot.nrm.errors;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.spi.FilterReply;
import java.io.IOException;
import java.sql.SQLTransientConnectionException;
import org.apache.catalina.connector.ClientAbortException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@Tag("quick")
class QuietRefusalsTest {

  private final Logger jersey =
      new LoggerContext().getLogger("org.glassfish.jersey.server.ServerRuntime$Responder");

  @Test
  void aClosedBrowserIsNoError() {
    IOException brokenPipe = new IOException("Broken pipe");

    assertThat(replyTo(new IllegalStateException(new ClientAbortException(brokenPipe))))
        .isEqualTo(FilterReply.DENY);
    assertThat(replyTo(new IllegalStateException(brokenPipe)))
        .as("also between the program and its database")
        .isEqualTo(FilterReply.NEUTRAL);
  }

  @Test
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void anErrorThatCausesItselfIsLogged() {
    IllegalStateException first = new IllegalStateException();
    first.initCause(new IllegalArgumentException(first));

    assertThat(replyTo(first)).isEqualTo(FilterReply.NEUTRAL);
  }

  /** As the engine's logger passes them: the error is the last of the arguments. */
  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void theEngineLogsOneLineWithoutADatabase(CapturedOutput log) {
    var gone = new SQLTransientConnectionException("Connection is not available");

    assertThat(replyToJobs("ENGINE-14019 Exception during job acquisition {}", gone))
        .isEqualTo(FilterReply.DENY);
    assertThat(log.getOut())
        .contains("Background work waits for the database: Connection is not available")
        .hasLineCount(1);
    assertThat(replyToJobs("ENGINE-14019 Exception during job acquisition {}", null))
        .as("for another reason")
        .isEqualTo(FilterReply.NEUTRAL);
    assertThat(replyToJobs("ENGINE-14006 Exception while executing job {}: ", gone))
        .as("of one job")
        .isEqualTo(FilterReply.NEUTRAL);
  }

  private FilterReply replyToJobs(String format, Throwable cause) {
    Object[] arguments = {"text", new IllegalStateException("text", cause)};
    return new QuietRefusals().decide(null, jersey, Level.ERROR, format, arguments, null);
  }

  private FilterReply replyTo(Throwable thrown) {
    return new QuietRefusals().decide(null, jersey, Level.ERROR, "I/O error", null, thrown);
  }
}

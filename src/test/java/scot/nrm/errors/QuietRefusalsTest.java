package scot.nrm.errors;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.spi.FilterReply;
import java.io.IOException;
import org.apache.catalina.connector.ClientAbortException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

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

  private FilterReply replyTo(Throwable thrown) {
    return new QuietRefusals().decide(null, jersey, Level.ERROR, "I/O error", null, thrown);
  }
}

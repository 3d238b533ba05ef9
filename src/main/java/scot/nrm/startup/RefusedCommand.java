package scot.nrm.startup;

import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.context.WebApplicationContext;

/**
 * Prints only the problem and the action to take for the person who ran a command, which is a
 * program that opens no port. A node writes them to its log, under Spring's headings.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RefusedCommand implements SpringBootExceptionReporter {

  private final ConfigurableApplicationContext context;

  /** For a context, which is {@code null} if there is none yet. */
  RefusedCommand(ConfigurableApplicationContext context) {
    this.context = context;
  }

  @Override
  public boolean reportException(Throwable failure) {
    Throwable cause = failure;
    while (cause != null && !(cause instanceof StartRefused)) {
      cause = cause.getCause();
    }
    if (cause == null || !isCommand()) {
      return false;
    }
    System.err.println(cause.getMessage());
    return true;
  }

  private boolean isCommand() {
    return context != null
        && (!(context instanceof WebApplicationContext)
            || "-1".equals(context.getEnvironment().getProperty("server.port")));
  }
}

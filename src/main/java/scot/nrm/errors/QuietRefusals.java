package scot.nrm.errors;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.springframework.stereotype.Component;
import scot.nrm.availability.DatabaseAway;

/**
 * Keeps refusals out of the log. The engine logs each as an error with a stack trace of ninety
 * lines, although only the request was wrong and its sender has been informed. Jersey does the same
 * for each browser that is closed before its answer has arrived. Without a database, the job
 * executor logs one every 15 seconds, of which one line is enough. Every other error is logged as
 * before; the job executor logs failed jobs.
 */
@Component
public class QuietRefusals extends TurboFilter {

  /** Where the engine logs that a command has failed. */
  private static final String COMMANDS = "org.camunda.bpm.engine.context";

  /** How the engine's error begins when it can't look for jobs. */
  private static final String NO_JOBS = "ENGINE-14019 ";

  /** The exception that Tomcat throws if the browser has closed the connection. */
  private static final String CLOSED = "org.apache.catalina.connector.ClientAbortException";

  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(QuietRefusals.class);

  private final ILoggerFactory loggers = LoggerFactory.getILoggerFactory();

  @PostConstruct
  void register() {
    if (loggers instanceof LoggerContext logback) {
      start();
      logback.addTurboFilter(this);
    }
  }

  @PreDestroy
  void unregister() {
    if (loggers instanceof LoggerContext logback) {
      logback.getTurboFilterList().remove(this);
    }
  }

  @Override
  public FilterReply decide(
      Marker marker,
      Logger logger,
      Level level,
      String format,
      Object[] arguments,
      Throwable thrown) {
    Object last =
        arguments == null || arguments.length == 0 ? null : arguments[arguments.length - 1];
    Throwable cause = thrown == null && last instanceof Throwable given ? given : thrown;
    if (cause == null) {
      return FilterReply.NEUTRAL;
    }
    if (String.valueOf(format).startsWith(NO_JOBS) && DatabaseAway.isCauseOf(cause)) {
      LOG.warn(
          "Background work waits for the database: {}", DatabaseAway.reason(cause).orElseThrow());
      return FilterReply.DENY;
    }
    return cause instanceof FormFieldValidationException
            || isFromClosedBrowser(cause)
            || logger.getName().equals(COMMANDS) && Refusals.isRefusal(cause)
        ? FilterReply.DENY
        : FilterReply.NEUTRAL;
  }

  private static boolean isFromClosedBrowser(Throwable thrown) {
    return Refusals.causes(thrown).stream()
        .anyMatch(each -> each.getClass().getName().equals(CLOSED));
  }
}

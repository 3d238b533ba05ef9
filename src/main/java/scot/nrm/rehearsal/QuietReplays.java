package scot.nrm.rehearsal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/** Keeps a rehearsal's steps out of the log, where replayed cases would look like real ones. */
final class QuietReplays extends TurboFilter implements AutoCloseable {

  /** The prefix of the names of a rehearsal's threads. */
  static final String THREADS = "rehearsal";

  /** The loggers of rehearsals, which say how they ended, even while another one runs. */
  private static final String OF_REHEARSALS = QuietReplays.class.getPackageName() + ".";

  private final LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();

  QuietReplays() {
    loggers.addTurboFilter(this);
  }

  @Override
  public FilterReply decide(
      Marker marker, Logger logger, Level level, String format, Object[] values, Throwable e) {
    return Thread.currentThread().getName().startsWith(THREADS)
            && !logger.getName().startsWith(OF_REHEARSALS)
        ? FilterReply.DENY
        : FilterReply.NEUTRAL;
  }

  @Override
  public void close() {
    loggers.getTurboFilterList().remove(this);
  }
}

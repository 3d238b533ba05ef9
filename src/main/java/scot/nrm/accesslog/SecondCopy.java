package scot.nrm.accesslog;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.net.SyslogAppender;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.TimeBasedRollingPolicy;
import ch.qos.logback.core.status.Status;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.stereotype.Component;
import scot.nrm.startup.StartRefused;

/**
 * Leads the lines of the access log to a file, to syslog or to both, and never to the program's own
 * log. The operator's tools keep or send on what is there.
 */
@Component
class SecondCopy {

  /**
   * Where the copy goes.
   *
   * @param file one line of JSON for each entry, a new file each day; empty for none
   * @param syslog host and port of a syslog server (UDP), such as {@code log.example:514}; empty
   *     for none
   */
  @ConfigurationProperties("nrm.access-log")
  record Settings(@DefaultValue("") String file, @DefaultValue("") String syslog) {}

  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(SecondCopy.class);
  private static final int SYSLOG_PORT = 514;
  private static final Pattern ADDRESS = Pattern.compile("(?<host>.+?)(:(?<port>\\d{1,5}))?");
  private static final String SYSLOG =
      "Write host and port, such as log.example:514, and check that this machine knows the host.";

  /** Each entry fails while a disk is full. */
  private static final Duration REPORT_INTERVAL = Duration.ofHours(1);

  private final Settings settings;

  /** Only of the copy, so that its failures aren't mixed with those of the program's own log. */
  private final LoggerContext context = new LoggerContext();

  private Instant reported = Instant.EPOCH;
  private final List<Appender<ILoggingEvent>> appenders = new ArrayList<>();

  SecondCopy(Settings settings) {
    this.settings = settings;
  }

  @PostConstruct
  void begin() {
    if (!settings.file().isBlank()) {
      add(
          file(),
          "nrm.access-log.file",
          settings.file(),
          "Choose a file in a folder that the program may write to.");
    }
    if (!settings.syslog().isBlank()) {
      Matcher address = ADDRESS.matcher(settings.syslog().strip());
      if (!address.matches()) {
        throw refused(settings.syslog(), SYSLOG);
      }
      add(syslog(address), "nrm.access-log.syslog", settings.syslog(), SYSLOG);
    }
    context.getStatusManager().add(this::report);
    Logger lines = logger();
    lines.setAdditive(false);
    lines.setLevel(appenders.isEmpty() ? Level.OFF : Level.INFO);
    appenders.forEach(lines::addAppender);
  }

  boolean isConfigured() {
    return !settings.file().isBlank() || !settings.syslog().isBlank();
  }

  @PreDestroy
  void end() {
    appenders.forEach(
        appender -> {
          logger().detachAppender(appender);
          appender.stop();
        });
  }

  /**
   * When Logback can't write an entry, it discards it and only adds a message to its status list.
   */
  private synchronized void report(Status status) {
    Instant now = Instant.now();
    if (status.getEffectiveLevel() == Status.ERROR
        && reported.plus(REPORT_INTERVAL).isBefore(now)) {
      reported = now;
      LOG.error(
          "The second copy of the access log lacks entries, which are only in the database: {}. This is logged once an hour.",
          status.getMessage());
    }
  }

  private void add(Appender<ILoggingEvent> appender, String setting, String place, String advice) {
    appender.setContext(context);
    appender.setName(setting);
    appender.start();
    if (!appender.isStarted()) {
      throw refused(place, advice);
    }
    appenders.add(appender);
  }

  private static StartRefused refused(String place, String advice) {
    return new StartRefused(
        "The second copy of the access log can't be written to " + place + ".", advice);
  }

  private Appender<ILoggingEvent> file() {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%msg%n");
    encoder.start();
    RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
    file.setContext(context);
    file.setFile(settings.file());
    file.setEncoder(encoder);
    TimeBasedRollingPolicy<ILoggingEvent> daily = new Daily();
    daily.setContext(context);
    daily.setParent(file);
    daily.setFileNamePattern(settings.file() + ".%d");
    daily.start();
    file.setRollingPolicy(daily);
    return file;
  }

  /** After the node's clock was wrong, that day's file may be there already, and it is evidence. */
  private static final class Daily extends TimeBasedRollingPolicy<ILoggingEvent> {

    @Override
    public void rollover() {
      if (!Files.exists(
          Path.of(getTimeBasedFileNamingAndTriggeringPolicy().getElapsedPeriodsFileName()))) {
        super.rollover();
      }
    }
  }

  private Appender<ILoggingEvent> syslog(Matcher address) {
    SyslogAppender syslog = new SyslogAppender();
    syslog.setSyslogHost(address.group("host"));
    syslog.setPort(
        address.group("port") == null ? SYSLOG_PORT : Integer.parseInt(address.group("port")));
    syslog.setFacility("AUTHPRIV");
    syslog.setSuffixPattern("nrm-access: %msg%nopex");
    return syslog;
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(AccessLog.COPY);
  }
}

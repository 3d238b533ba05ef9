package scot.nrm.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.recovery.ResilientFileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import scot.nrm.casefile.ContentCipher;
import scot.nrm.startup.StartRefused;

@Tag("quick")
@ExtendWith(OutputCaptureExtension.class)
class SecondCopyTest {

  /** The engine's start makes entries, such as permissions, before most parts are there. */
  static final class MadeEarly {

    MadeEarly(AccessLog log) {
      log.record(Access.by((String) null, What.MEMBERSHIP).detail("join ukhtc-intake"));
    }
  }

  @Test
  void itHasEntriesRecordedDuringTheStart(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("access.jsonl");
    try (AnnotationConfigApplicationContext start = new AnnotationConfigApplicationContext()) {
      start.registerBean(MadeEarly.class);
      start.registerBean(AccessLog.class);
      start.registerBean(SecondCopy.class);
      start.registerBean(
          SecondCopy.Settings.class, () -> new SecondCopy.Settings(file.toString(), ""));
      start.registerBean(JdbcClient.class, () -> mock());
      start.registerBean(NamedParameterJdbcOperations.class, () -> mock());
      start.registerBean(ContentCipher.class, () -> mock());
      start.registerBean(PlatformTransactionManager.class, () -> mock());
      start.refresh();
    }

    assertThat(Files.readString(file))
        .contains("\"what\":\"membership\",\"detail\":\"join ukhtc-intake\"");
  }

  /** Otherwise the evidence of what was read would be missing, and nobody would know. */
  @Test
  void anEntryThatCannotBeWrittenIsReportedOnce(@TempDir Path folder, CapturedOutput output)
      throws IOException {
    Path file = folder.resolve("access.jsonl");
    SecondCopy copy = new SecondCopy(new SecondCopy.Settings(file.toString(), ""));
    copy.begin();
    try {
      Logger lines = (Logger) LoggerFactory.getLogger(AccessLog.COPY);
      for (String entry : List.of("the first entry", "the second entry")) {
        ResilientFileOutputStream stream =
            (ResilientFileOutputStream) appender(lines, file).getOutputStream();
        stream.getChannel().close();
        lines.info(entry);
      }
    } finally {
      copy.end();
    }

    // Another application of this virtual machine may write a line of its own.
    assertThat(file).content().doesNotContain("the first entry", "the second entry");
    assertThat(output)
        .containsOnlyOnce("ERROR")
        .containsOnlyOnce(
            "The second copy of the access log lacks entries, which are only in the database: IO failure while writing to file ["
                + file
                + "].")
        .doesNotContain("the first entry", "the second entry", "\tat ");
  }

  /** After a restart with the right time, the current file was last written on the day before. */
  @Test
  void aClockThatWasADayBehindReplacesNoOldFile(@TempDir Path folder) throws IOException {
    Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    Path file = Files.writeString(folder.resolve("access.jsonl"), "at the wrong time\n");
    Files.setLastModifiedTime(file, FileTime.from(yesterday));
    Path old =
        folder.resolve("access.jsonl." + LocalDate.ofInstant(yesterday, ZoneId.systemDefault()));
    Files.writeString(old, "of yesterday\n");

    SecondCopy copy = new SecondCopy(new SecondCopy.Settings(file.toString(), ""));
    copy.begin();
    try {
      LoggerFactory.getLogger(AccessLog.COPY).info("of today");
    } finally {
      copy.end();
    }

    assertThat(old).hasContent("of yesterday");
    assertThat(file).content().contains("at the wrong time", "of today");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:port", "localhost:", ":514", "no-host.invalid:514"})
  void anAddressThatIsNoneIsRefused(String syslog) {
    assertRefused(new SecondCopy.Settings("", syslog), "to " + syslog, "log.example:514");
  }

  @Test
  void aFileThatCannotBeWrittenIsRefused(@TempDir Path folder) {
    assertRefused(
        new SecondCopy.Settings(folder.toString(), ""),
        "to " + folder,
        "Choose a file in a folder");
  }

  private static void assertRefused(SecondCopy.Settings settings, String... says) {
    assertThatThrownBy(() -> new SecondCopy(settings).begin())
        .isInstanceOf(StartRefused.class)
        .hasMessageContainingAll(says);
  }

  /** By its file: another application of this virtual machine has one of the same name. */
  private static FileAppender<ILoggingEvent> appender(Logger lines, Path file) {
    Iterable<Appender<ILoggingEvent>> appenders = lines::iteratorForAppenders;
    for (Appender<ILoggingEvent> one : appenders) {
      if (one instanceof FileAppender<ILoggingEvent> to && to.getFile().equals(file.toString())) {
        return to;
      }
    }
    throw new AssertionError("No appender writes to " + file);
  }
}

package scot.nrm.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.UncategorizedSQLException;
import scot.nrm.Databases;
import scot.nrm.casefile.ChainCheck;
import scot.nrm.casefile.ChainHeads;
import scot.nrm.casefile.Store;
import scot.nrm.mail.MailServer;
import scot.nrm.startup.StartRefused;

class NightlyTraceTest {

  private static final String ADDRESS = "auditor@example.org";
  private static final String LINE_SUBJECT = "The record of changes on 2009-05-18";

  @TempDir Path folder;

  @Test
  void aNightlyCheckIsRetriedUntilItSucceeds() {
    ChainHeads heads = mock(ChainHeads.class);
    ChainCheck check = mock(ChainCheck.class);
    when(heads.record(any()))
        .thenThrow(new UncategorizedSQLException("select", null, new SQLException("locked")))
        .thenReturn(Optional.empty());
    when(check.checkAll(eq(false), eq(List.of()), any()))
        .thenReturn(new ChainCheck.Result(0, List.of()));
    NightlyTrace trace =
        trace(
            heads,
            check,
            mock(MailServer.class),
            Clock.fixed(Instant.parse("2009-05-18T03:30:00Z"), ZoneOffset.UTC));

    trace.tryToCheck();
    verify(check, never()).checkAll(eq(false), eq(List.of()), any());
    trace.tryToCheck();
    trace.tryToCheck();

    verify(heads, times(2)).record(LocalDate.of(2009, 5, 18));
    verify(check).checkAll(eq(false), eq(List.of()), any());
  }

  /** A node that was stopped at night would compare nothing until the next. */
  @Test
  void aNodeStartedAfterTheNightCatchesUpOnce() {
    ChainHeads heads = mock(ChainHeads.class);
    ChainCheck check = mock(ChainCheck.class);
    when(heads.record(any())).thenReturn(Optional.empty());
    when(check.checkAll(eq(false), eq(List.of()), any()))
        .thenReturn(new ChainCheck.Result(0, List.of()));
    Clock clock = mock(Clock.class);
    NightlyTrace trace = trace(heads, check, mock(MailServer.class), clock);

    when(clock.instant()).thenReturn(Instant.parse("2009-05-18T03:29:00Z"));
    trace.catchUp();
    verify(check, never()).checkAll(eq(false), eq(List.of()), any());

    when(clock.instant()).thenReturn(Instant.parse("2009-05-18T05:00:00Z"));
    trace.catchUp();
    trace.catchUp();
    verify(heads).record(LocalDate.of(2009, 5, 18));
    verify(check).checkAll(eq(false), eq(List.of()), any());
  }

  /** A change in the database could be the reason why the comparison fails. */
  @Test
  void aNightWithoutAComparisonIsReportedAfterTheLastAttempt() throws MessagingException {
    ChainHeads heads = mock(ChainHeads.class);
    when(heads.record(any()))
        .thenThrow(new UncategorizedSQLException("select", null, new SQLException("locked")));
    MailServer mail = mock(MailServer.class);
    when(mail.isConfigured()).thenReturn(true);
    Clock clock = mock(Clock.class);
    NightlyTrace trace = trace(heads, mock(ChainCheck.class), mail, clock);

    when(clock.instant()).thenReturn(Instant.parse("2009-05-18T04:30:00Z"));
    trace.tryToCheck();
    verify(mail, never()).isConfigured();
    when(clock.instant()).thenReturn(Instant.parse("2009-05-18T04:45:00Z"));
    trace.tryToCheck();

    verify(mail, timeout(5000))
        .send(
            eq(ADDRESS),
            eq("The record of changes was not checked"),
            contains("on 2009-05-18, so nobody knows"));
    trace.stop();
  }

  /** The check rests beside people's work, and a program that stops must not wait for it. */
  @Test
  void aPausedCheckEndsWithTheProgramAndIsNotReported() throws InterruptedException {
    ChainHeads heads = mock(ChainHeads.class);
    ChainCheck check = mock(ChainCheck.class);
    when(heads.record(any())).thenReturn(Optional.empty());
    when(check.checkAll(eq(false), eq(List.of()), any()))
        .thenAnswer(
            call -> {
              call.getArgument(2, LongConsumer.class).accept(Duration.ofHours(1).toNanos());
              return new ChainCheck.Result(0, List.of());
            });
    MailServer mail = mock(MailServer.class);
    NightlyTrace trace =
        trace(
            heads, check, mail, Clock.fixed(Instant.parse("2009-05-18T11:00:00Z"), ZoneOffset.UTC));

    Thread checking = new Thread(trace::catchUp);
    checking.start();
    await().until(() -> checking.getState() == Thread.State.TIMED_WAITING);
    trace.endCheck();
    checking.join(Duration.ofMinutes(1).toMillis());

    assertThat(checking.isAlive()).isFalse();
    verify(mail, never()).isConfigured();
  }

  @Test
  void eachNightSendsALineAndReportsDifferences() throws IOException, MessagingException {
    Path file = folder.resolve("heads.txt");
    MailServer mail = mock(MailServer.class);
    when(mail.isConfigured()).thenReturn(true);
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    List<Object> events = new ArrayList<>();
    try (Store store = new Store(Databases.h2())) {
      NightlyTrace trace =
          new NightlyTrace(
              store.heads(),
              store.check(),
              new TraceSettings(ADDRESS, file.toString()),
              mail,
              events::add,
              Clock.fixed(Instant.parse("2009-05-18T03:30:00Z"), ZoneOffset.UTC),
              metrics);
      String number = store.file().nextCaseNumber(LocalDate.of(2009, 5, 17));
      store.inTransaction(
          () ->
              store
                  .register()
                  .openCase(number, "fife", LocalDate.of(2009, 5, 17), "police", null, null));

      trace.checkDatabase();
      trace.checkDatabase();

      List<ChainHeads.Line> lines = ChainHeads.Line.in(Files.readString(file));
      assertThat(lines).hasSize(2).allMatch(line -> line.equals(lines.get(0)));
      verify(mail, timeout(5000).times(1))
          .send(eq(ADDRESS), eq(LINE_SUBJECT), contains(lines.get(0).toString()));
      assertThat(metrics.get("nrm_changes_past_application").counter().count()).isZero();

      store.jdbc().sql("update case_register set local_authority = 'moray'").update();
      trace.checkDatabase();

      verify(mail, timeout(5000).times(1))
          .send(
              eq(ADDRESS),
              eq("Records were changed outside the service"),
              contains("1 thing was changed"));
      assertThat(metrics.get("nrm_changes_past_application").counter().count()).isEqualTo(1);
      assertThat(metrics.get("nrm_changes_past_application_at_night").gauge().value()).isEqualTo(1);
      assertThat(events.toString()).contains(number + ": The case in the register was changed.");
    }
  }

  @Test
  void aFileThatCannotBeWrittenIsRefused() throws IOException {
    Path written = Files.createFile(folder.resolve("heads.txt"));
    for (Path none : List.of(folder, folder.resolve("none/heads.txt"), written.resolve("more"))) {
      assertThatThrownBy(() -> traceTo(none.toString()).requireWritable())
          .isInstanceOf(StartRefused.class)
          .hasMessageContainingAll("can't be written to " + none + ".", "NRM_TRACE_FILE");
    }
    for (String file : List.of("", written.toString(), folder.resolve("new.txt").toString())) {
      assertThatCode(() -> traceTo(file).requireWritable()).doesNotThrowAnyException();
    }
  }

  private static NightlyTrace traceTo(String file) {
    return trace(
        mock(ChainHeads.class),
        mock(ChainCheck.class),
        mock(MailServer.class),
        Clock.systemUTC(),
        file);
  }

  private static NightlyTrace trace(
      ChainHeads heads, ChainCheck check, MailServer mail, Clock clock) {
    return trace(heads, check, mail, clock, "");
  }

  private static NightlyTrace trace(
      ChainHeads heads, ChainCheck check, MailServer mail, Clock clock, String file) {
    return new NightlyTrace(
        heads,
        check,
        new TraceSettings(ADDRESS, file),
        mail,
        event -> {},
        clock,
        new SimpleMeterRegistry());
  }
}

package scot.nrm.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.scheduling.TriggerContext;
import org.springframework.scheduling.support.SimpleTriggerContext;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.CaseClock;
import scot.nrm.revision.RevisionContents;
import scot.nrm.revision.RevisionContents.Approved;
import scot.nrm.revision.RevisionContents.Contents;

class NightlyShadowTest {

  private static final Instant BEFORE = Instant.parse("2010-01-05T02:29:59Z");
  private static final Instant AFTER = Instant.parse("2010-01-05T09:00:00Z");

  /** If all nodes were stopped at night, the pages would show an earlier day's result. */
  @Test
  void aNodeStartedLaterInTheDayCatchesUpOnTheRehearsal() {
    Approved first = approved(1);
    Approved second = approved(2);
    RevisionContents revisions = mock(RevisionContents.class);
    when(revisions.approved()).thenReturn(List.of(first, second));
    Rehearsals rehearsals = mock(Rehearsals.class);
    doThrow(new IllegalStateException("broken")).when(rehearsals).shadow(first);
    CaseClock clock = mock(CaseClock.class);
    NightlyShadow shadow = new NightlyShadow(revisions, rehearsals, clock);

    when(clock.now()).thenReturn(BEFORE);
    shadow.catchUp();
    verify(revisions, never()).approved();

    when(clock.now()).thenReturn(AFTER);
    shadow.catchUp();
    verify(rehearsals, timeout(5000)).shadow(second);
    shadow.stop();
    verify(rehearsals, never()).replayAhead();
    verify(rehearsals, never()).begin(any(), any());
  }

  /** A time that is left out in spring would leave out a rehearsal, and its day has no result. */
  @ParameterizedTest
  @ValueSource(strings = {"2027-03-27T12:00:00Z", "2027-10-30T12:00:00Z"})
  void theNightOfAChangeOfTheClocksHasOneRehearsal(Instant before) {
    Instant first = NightlyShadow.NIGHTS.nextExecution(after(before));
    Instant second = NightlyShadow.NIGHTS.nextExecution(after(first));

    assertThat(LocalDay.of(first)).isEqualTo(LocalDay.of(before).plusDays(1));
    assertThat(LocalDay.of(second)).isEqualTo(LocalDay.of(before).plusDays(2));
  }

  private static TriggerContext after(Instant last) {
    return new SimpleTriggerContext(last, last, last);
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void oneLineIsLoggedWithoutADatabase(CapturedOutput log) {
    RevisionContents revisions = mock(RevisionContents.class);
    when(revisions.approved()).thenThrow(new CannotGetJdbcConnectionException("of a case"));
    CaseClock clock = mock(CaseClock.class);
    when(clock.now()).thenReturn(AFTER);
    NightlyShadow shadow = new NightlyShadow(revisions, mock(Rehearsals.class), clock);

    shadow.catchUp();

    await().until(() -> log.getOut().contains("not finished (CannotGetJdbcConnectionException)"));
    assertThat(log.getOut()).hasLineCount(1).doesNotContain("of a case");
    shadow.stop();
  }

  private static Approved approved(int number) {
    return new Approved(new Contents(number, "One", true, Map.of(), "digest"), BEFORE);
  }
}

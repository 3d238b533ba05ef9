package scot.nrm.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.core.spi.FilterReply;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Tests which messages are kept out of the log while cases are replayed. */
@Tag("quick")
class QuietReplaysTest {

  @Test
  void onlyTheReplayedStepsAreKeptOut() {
    try (QuietReplays quiet = new QuietReplays()) {
      assertThat(decide(quiet, "scot.nrm.decision.RecordDecision")).isEqualTo(FilterReply.DENY);
      assertThat(decide(quiet, Rehearsals.class.getName()))
          .as("the end of another rehearsal")
          .isEqualTo(FilterReply.NEUTRAL);
    }
  }

  private static FilterReply decide(QuietReplays quiet, String logger) {
    CompletableFuture<FilterReply> reply = new CompletableFuture<>();
    Runnable decision =
        () ->
            reply.complete(
                quiet.decide(
                    null, (Logger) LoggerFactory.getLogger(logger), Level.INFO, "", null, null));
    new Thread(decision, QuietReplays.THREADS).start();
    return reply.join();
  }
}

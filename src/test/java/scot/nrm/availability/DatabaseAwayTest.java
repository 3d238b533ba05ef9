package scot.nrm.availability;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessResourceFailureException;

class DatabaseAwayTest {

  private static final String FULL =
      "ERROR: could not extend file \"base/16392/16410\": No space left on device";

  @Test
  void theDatabasesReasonIsQuoted() {
    assertThat(
            DatabaseAway.reason(
                new DataAccessResourceFailureException(
                    "insert",
                    new SQLException(FULL + "\n  Hint: Check free disk space.", "53100"))))
        .contains(FULL);
    assertThat(DatabaseAway.reason(new SQLTransientConnectionException("timed out after 4000ms")))
        .contains("timed out after 4000ms");
  }

  /** The words of a batch can have its values. */
  @Test
  void aBatchIsNotQuoted() {
    BatchUpdateException batch =
        new BatchUpdateException(
            "Batch entry 0 insert into notice values ('linh') was aborted", "53100", new int[0]);
    batch.initCause(new SQLException(FULL, "53100"));

    assertThat(DatabaseAway.reason(batch)).contains(FULL);
  }

  /** Its text may have what was entered. */
  @Test
  void aRefusedValueIsNotQuoted() {
    assertThat(DatabaseAway.reason(new SQLException("invalid input: \"linh\"", "22P02"))).isEmpty();
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void theReasonIsLoggedOnceAMinute(CapturedOutput log) {
    Instant now = Instant.now().plusSeconds(3600); // after what other tests have logged

    DatabaseAway.log(FULL, now);
    DatabaseAway.log(FULL, now.plusSeconds(59));
    assertThat(log.getOut().split("No space left on device", -1)).hasSize(2);

    DatabaseAway.log(FULL, now.plusSeconds(60));
    assertThat(log.getOut().split("No space left on device", -1)).hasSize(3);
  }
}

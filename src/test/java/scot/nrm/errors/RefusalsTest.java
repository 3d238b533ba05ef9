package scot.nrm.errors;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.rest.dto.ExceptionDto;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.transaction.TransactionSystemException;

@Tag("quick")
class RefusalsTest {

  @Test
  void aConflictIsReportedWithoutEngineDetails() {
    Response answer =
        Refusals.answer(
            new OptimisticLockingException(
                "ENGINE-03005 Execution of 'DELETE TaskEntity[0ff56312]' failed. Entity was updated by another transaction concurrently."));

    assertThat(answer.getStatus()).isEqualTo(409);
    assertThat(message(answer))
        .isEqualTo("Someone else has changed this. Refresh the page and try again.");
  }

  /** Such as two people who link the same two cases at the same moment, each from their own. */
  @ParameterizedTest
  @ValueSource(strings = {"40P01", "40001"})
  void oneOfTwoWhoWaitForEachOtherIsAskedToTryAgain(String state) {
    Response answer =
        Refusals.answer(
            new ProcessEngineException("persistence", new SQLException("deadlock", state)));

    assertThat(answer.getStatus()).isEqualTo(409);
    assertThat(message(answer))
        .isEqualTo("Someone else has changed this. Refresh the page and try again.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"08001", "08006", "57P01", "57P03", "53100", "53300", "25006", "55P03"})
  void withoutADatabaseTheAnswerAsksToTryAgainInAMinute(String state) {
    assertUnavailable(new ProcessEngineException("persistence", new SQLException("away", state)));
  }

  @Test
  void anUnavailableConnectionCountsAsAMissingDatabase() {
    assertUnavailable(
        new IllegalStateException(new SQLTransientConnectionException("not available after 4 s")));
  }

  @Test
  void aLostConnectionCountsAsAMissingDatabase() {
    TransactionSystemException rollback =
        new TransactionSystemException("rollback", new SQLException("Connection is closed"));
    rollback.initApplicationException(
        new ProcessEngineException("persistence", new SQLException("I/O error", "08006")));

    assertUnavailable(new ProcessEngineException("persistence", rollback));
  }

  @ParameterizedTest
  @ValueSource(strings = {"23505", "23503", "23506"})
  void aDuplicateKeyIsAConflict(String state) {
    assertThat(Refusals.answer(new SQLException("key", state)).getStatus()).isEqualTo(409);
  }

  @ParameterizedTest
  @ValueSource(strings = {"23502", "23513", "23514"})
  void otherBrokenConstraintsAreLoggedFaults(String state) {
    Response answer = Refusals.answer(new SQLException("column case_number of linh", state));

    assertThat(answer.getStatus()).isEqualTo(500);
    assertThat(message(answer)).contains("find it in the log").doesNotContain("linh");
  }

  private static void assertUnavailable(Exception thrown) {
    Response answer = Refusals.answer(thrown);

    assertThat(answer.getStatus()).isEqualTo(503);
    assertThat(answer.getHeaderString("Retry-After")).isEqualTo("60");
    assertThat(message(answer))
        .isEqualTo(
            "This can't be done at the moment. Nothing you entered was saved. Try again in a minute.");
  }

  private static String message(Response answer) {
    return ((ExceptionDto) answer.getEntity()).getMessage();
  }
}

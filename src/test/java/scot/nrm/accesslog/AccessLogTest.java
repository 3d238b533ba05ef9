package scot.nrm.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.sql.SQLException;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.transaction.PlatformTransactionManager;

class AccessLogTest {

  /** A full disk would fill that of the log too, with one line for each request. */
  @ParameterizedTest
  @CsvSource({"53100, false", "42501, true"})
  @ExtendWith(OutputCaptureExtension.class)
  void aDatabaseFaultIsNotLoggedForEachRequest(String state, boolean each, CapturedOutput log) {
    NamedParameterJdbcOperations database = mock(NamedParameterJdbcOperations.class);
    DataAccessResourceFailureException failure =
        new DataAccessResourceFailureException("insert", new SQLException("no", state));
    when(database.batchUpdate(anyString(), any(SqlParameterSource[].class))).thenThrow(failure);
    AccessLog accesses =
        new AccessLog(
            database,
            null,
            mock(PlatformTransactionManager.class),
            new StaticListableBeanFactory().getBeanProvider(SecondCopy.class));

    assertThatThrownBy(() -> accesses.record(Access.by("lead", What.SIGN_IN)))
        .isInstanceOf(NotLogged.class);

    assertThat(log.getOut().contains("The access log can't be written")).isEqualTo(each);
  }
}

package scot.nrm.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Status;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.test.util.ReflectionTestUtils;

@Tag("quick")
class DatabaseHealthIndicatorTest {

  private final DataSource away = mock(DataSource.class);
  private final CountDownLatch hangs = new CountDownLatch(1);

  @AfterEach
  void letGo() {
    hangs.countDown();
  }

  @Test
  void anAnsweringDatabaseIsUp() throws SQLException {
    DatabaseHealthIndicator health = new DatabaseHealthIndicator(JdbcClient.create(connected()));

    assertThat(health.health().getStatus()).isEqualTo(Status.UP);
    assertThat(health.health().getDetails()).isEmpty();
  }

  @Test
  void anUnreachableDatabaseIsDown() throws Exception {
    when(away.getConnection()).thenThrow(new SQLTransientConnectionException("secret"));

    assertThat(new DatabaseHealthIndicator(JdbcClient.create(away)).health())
        .satisfies(health -> assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE))
        .satisfies(health -> assertThat(health.getDetails()).isEmpty());
  }

  /** Anyone who asks often could have a node taken out of work if it were not so. */
  @Test
  void concurrentRequestsShareOneAnswer() throws SQLException {
    DatabaseHealthIndicator health = new DatabaseHealthIndicator(JdbcClient.create(connected()));

    assertThat(IntStream.range(0, 200).parallel().mapToObj(asks -> health.isAnswering()))
        .containsOnly(true);
  }

  @Test
  void aHangingDatabaseIsDownAndIsAskedOnce() throws Exception {
    when(away.getConnection())
        .thenAnswer(
            ignored -> {
              hangs.await();
              return mock(Connection.class);
            });
    DatabaseHealthIndicator health = new DatabaseHealthIndicator(JdbcClient.create(away));

    assertThat(IntStream.range(0, 2).parallel().mapToObj(asks -> health.isAnswering()))
        .containsExactly(false, false);
    hangs.countDown();
    ExecutorService executor = (ExecutorService) ReflectionTestUtils.getField(health, "executor");
    executor.shutdown();
    assertThat(executor.awaitTermination(1, TimeUnit.MINUTES)).as("nothing waits").isTrue();
    verify(away).getConnection();
  }

  /**
   * Connected before it is asked, because loading the driver may take longer than an answer may.
   */
  private static DataSource connected() throws SQLException {
    SingleConnectionDataSource database =
        new SingleConnectionDataSource("jdbc:h2:mem:health", true);
    database.initConnection();
    return database;
  }
}

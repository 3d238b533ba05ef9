package scot.nrm.cockpit.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@Tag("quick")
class OperatorMetricsTest {

  private static final Duration LONG = Duration.ofMinutes(10);

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private int readings;

  @Test
  void aScrapeDoesNotQueryTheDatabase() {
    OperatorMetrics metrics = new OperatorMetrics(this::cases, registry, LONG);
    metrics.read();

    numbers();

    assertThat(numbers())
        .containsExactlyInAnyOrderEntriesOf(Map.of("nrm_database_up", 1.0, "nrm_cases_open", 1.0));
    assertThat(readings).isEqualTo(1);
  }

  @Test
  void aReadingReplacesThePreviousOne() {
    OperatorMetrics metrics = new OperatorMetrics(this::cases, registry, LONG);

    metrics.read();
    metrics.read();

    assertThat(numbers()).containsEntry("nrm_cases_open", 2.0);
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void aWrongClockIsLoggedToo(CapturedOutput log) {
    Instant database = Instant.parse("2010-01-05T12:00:00Z");

    assertThat(ahead(database, database.minusSeconds(60))).isEqualTo(-60.0);
    assertThat(log.getOut()).isEmpty();
    assertThat(ahead(database, database.minusSeconds(86_400))).isEqualTo(-86_400.0);
    assertThat(log.getOut())
        .contains("The time of this node differs from the database's by 86400 seconds.")
        .hasLineCount(1);
  }

  private static double ahead(Instant database, Instant node) {
    return OperatorFigures.nodeClock(database, node).points().get(0).number();
  }

  @Test
  void aFailedReadingLeavesNoOldNumbers() {
    Supplier<List<Figure>> failsTheSecondTime =
        () -> {
          if (readings == 1) {
            readings++;
            throw new IllegalStateException("NRM-2009-2222-345L cannot be read");
          }
          return cases();
        };
    OperatorMetrics metrics = new OperatorMetrics(failsTheSecondTime, registry, LONG);

    metrics.read();
    metrics.read();

    assertThat(numbers()).containsExactly(Map.entry("nrm_database_up", 0.0));
    metrics.read();
    assertThat(numbers())
        .as("and it is found again automatically")
        .containsEntry("nrm_database_up", 1.0);
  }

  @Test
  void aHangingReadingDoesNotDelayScrapes() throws InterruptedException, ExecutionException {
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    OperatorMetrics metrics =
        new OperatorMetrics(
            () -> {
              asked.countDown();
              try {
                hangs.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return cases();
            },
            registry,
            LONG);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Future<?> reading = thread.submit(metrics::read);
    asked.await();

    assertThat(numbers()).isEqualTo(Map.of("nrm_database_up", 0.0));
    assertThat(readings).isZero();
    hangs.countDown();
    reading.get();
    assertThat(numbers()).containsEntry("nrm_database_up", 1.0);
    thread.shutdown();
  }

  @Test
  void anOldReadingDoesNotProveThatTheDatabaseIsUp() {
    OperatorMetrics metrics = new OperatorMetrics(this::cases, registry, Duration.ofNanos(-1));

    metrics.read();
    metrics.clearOld();

    assertThat(numbers()).containsExactly(Map.entry("nrm_database_up", 0.0));
  }

  private List<Figure> cases() {
    return List.of(Figure.single("nrm_cases_open", "Open cases", ++readings));
  }

  private Map<String, Double> numbers() {
    return registry.getMeters().stream()
        .collect(
            Collectors.toMap(
                meter -> meter.getId().getName(),
                meter -> meter.measure().iterator().next().getValue()));
  }
}

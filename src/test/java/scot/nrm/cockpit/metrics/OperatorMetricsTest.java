package scot.nrm.cockpit.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("quick")
class OperatorMetricsTest {

  private static final Duration LONG = Duration.ofMinutes(10);

  private final AtomicInteger readings = new AtomicInteger();

  @Test
  void howeverOftenSomebodyScrapesTheDatabaseIsAskedOnceAMinute() {
    OperatorMetrics metrics = new OperatorMetrics(this::cases, LONG, LONG);

    metrics.collect();
    Map<String, Double> scraped = numbers(metrics.collect());

    assertThat(scraped)
        .containsExactlyInAnyOrderEntriesOf(Map.of("nrm_database_up", 1.0, "nrm_cases_open", 1.0));
    assertThat(readings).hasValue(1);
    metrics.stop();
  }

  @Test
  void afterThatItIsAskedAnew() {
    OperatorMetrics metrics = new OperatorMetrics(this::cases, Duration.ZERO, LONG);

    metrics.collect();

    assertThat(numbers(metrics.collect())).containsEntry("nrm_cases_open", 2.0);
    metrics.stop();
  }

  @Test
  void aDatabaseThatFailsIsDownAndNoOldNumberIsTakenForAPresentOne() {
    Supplier<List<Gauge>> failsTheSecondTime =
        () -> {
          if (readings.get() == 1) {
            readings.incrementAndGet();
            throw new IllegalStateException("NRM-2009-000123 cannot be read");
          }
          return cases();
        };
    OperatorMetrics metrics = new OperatorMetrics(failsTheSecondTime, Duration.ZERO, LONG);

    metrics.collect();

    assertThat(numbers(metrics.collect())).containsExactly(Map.entry("nrm_database_up", 0.0));
    assertThat(numbers(metrics.collect()))
        .as("and it is found again by itself")
        .containsEntry("nrm_database_up", 1.0);
    metrics.stop();
  }

  @Test
  void aDatabaseThatHangsHoldsUpNoScrapeAndIsNotAskedAgainMeanwhile() throws InterruptedException {
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
            Duration.ZERO,
            Duration.ofMillis(20));

    Map<String, Double> first = numbers(metrics.collect());
    Map<String, Double> second = numbers(metrics.collect());
    asked.await();

    assertThat(first).isEqualTo(second).isEqualTo(Map.of("nrm_database_up", 0.0));
    assertThat(readings).hasValue(0);
    hangs.countDown();
    metrics.stop();
  }

  private List<Gauge> cases() {
    return List.of(Gauge.single("nrm_cases_open", "Open cases", readings.incrementAndGet()));
  }

  private static Map<String, Double> numbers(MetricSnapshots scraped) {
    return scraped.stream()
        .collect(
            Collectors.toMap(
                metric -> metric.getMetadata().getName(),
                metric -> ((GaugeSnapshot) metric).getDataPoints().get(0).getValue()));
  }
}

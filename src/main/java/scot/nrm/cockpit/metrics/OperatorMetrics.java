package scot.nrm.cockpit.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Gives Prometheus the {@link OperatorFigures}. They are read at most once a minute, however often
 * somebody scrapes, and by a thread of their own: a database that is slow or gone holds up no
 * scrape. Then {@code nrm_database_up} is 0 and the other gauges are absent, so that nobody takes
 * old numbers for present ones.
 */
@Component
class OperatorMetrics implements MultiCollector {

  private static final Logger LOG = LoggerFactory.getLogger(OperatorMetrics.class);
  private static final Duration READ_AGAIN = Duration.ofMinutes(1);

  /** Longer than a whole reading may take; less than Prometheus waits for a scrape. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Supplier<List<Gauge>> figures;
  private final Duration readAgain;
  private final Duration patience;
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "nrm-metrics");
            thread.setDaemon(true);
            return thread;
          });

  private long startedAt;
  private Future<List<Gauge>> reading;

  @Autowired
  OperatorMetrics(OperatorFigures figures, ObjectProvider<PrometheusRegistry> registry) {
    this(figures::read, READ_AGAIN, PATIENCE);
    registry.ifAvailable(there -> there.register(this));
  }

  OperatorMetrics(Supplier<List<Gauge>> figures, Duration readAgain, Duration patience) {
    this.figures = figures;
    this.readAgain = readAgain;
    this.patience = patience;
  }

  @Override
  public MetricSnapshots collect() {
    List<Gauge> read = latest();
    List<Gauge> all = new ArrayList<>();
    all.add(
        Gauge.single(
            "nrm_database_up",
            "1 where the figures could be read from the database within the last minute",
            read == null ? 0 : 1));
    if (read != null) {
      all.addAll(read);
    }
    return new MetricSnapshots(
        all.stream().map(OperatorMetrics::snapshot).toArray(GaugeSnapshot[]::new));
  }

  /** What was read last; {@code null} where it cannot be read. */
  private List<Gauge> latest() {
    try {
      return begun().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      // Only what kind of fault: a message of a database may quote values.
      LOG.warn(
          "The figures for the operator could not be read ({})",
          e.getCause().getClass().getSimpleName());
      return null;
    } catch (TimeoutException e) {
      LOG.warn("The figures for the operator are not there after {} s", patience.toSeconds());
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /** The reading of this minute: one that is there, one that is under way, or a new one. */
  private synchronized Future<List<Gauge>> begun() {
    boolean old = reading == null || System.nanoTime() - startedAt >= readAgain.toNanos();
    if (old && (reading == null || reading.isDone())) {
      startedAt = System.nanoTime();
      reading = reader.submit(figures::get);
    }
    return reading;
  }

  @PreDestroy
  void stop() {
    reader.shutdownNow();
  }

  private static GaugeSnapshot snapshot(Gauge gauge) {
    GaugeSnapshot.Builder snapshot = GaugeSnapshot.builder().name(gauge.name()).help(gauge.help());
    gauge
        .points()
        .forEach(
            point ->
                snapshot.dataPoint(
                    GaugeDataPointSnapshot.builder()
                        .value(point.number())
                        .labels(Labels.of(gauge.labels(), point.values()))
                        .build()));
    return snapshot.build();
  }
}

package scot.nrm.cockpit.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Exposes the {@link OperatorFigures} to Prometheus. A separate thread reads them once a minute, so
 * that a slow database doesn't delay a scrape. If they can't be read, {@code nrm_database_up} is 0
 * and the other gauges are absent, so that old numbers don't look current.
 */
@Component
class OperatorMetrics {

  private static final Logger LOG = LoggerFactory.getLogger(OperatorMetrics.class);
  private static final int EVERY_SECONDS = 60;

  /** Longer than a complete reading may take. */
  private static final int MAX_READING_SECONDS = 3;

  private static final Duration MAX_AGE = Duration.ofSeconds(EVERY_SECONDS + MAX_READING_SECONDS);

  private final Supplier<List<Figure>> figures;
  private final MeterRegistry registry;
  private final Duration maxAge;
  private final Map<String, MultiGauge> gauges = new ConcurrentHashMap<>();

  private volatile Long readAt;

  @Autowired
  OperatorMetrics(OperatorFigures figures, MeterRegistry registry) {
    this(figures::read, registry, MAX_AGE);
  }

  /** After the maximum age, a reading no longer proves that the database is up. */
  OperatorMetrics(Supplier<List<Figure>> figures, MeterRegistry registry, Duration maxAge) {
    this.figures = figures;
    this.registry = registry;
    this.maxAge = maxAge;
    Gauge.builder("nrm_database_up", this, metrics -> metrics.isUp() ? 1 : 0)
        .description("1 where the figures could be read from the database within the last minute")
        .register(registry);
  }

  @Scheduled(fixedDelay = EVERY_SECONDS, timeUnit = TimeUnit.SECONDS)
  void read() {
    try {
      figures.get().forEach(figure -> gauge(figure).register(rows(figure), true));
      readAt = System.nanoTime();
    } catch (RuntimeException e) {
      readAt = null;
      clearOld();
      // Only the kind of fault, because a database's message may quote values.
      LOG.warn("The figures for the operator could not be read ({})", e.getClass().getSimpleName());
    }
  }

  /** Works even while a reading hangs. */
  @Scheduled(fixedDelay = MAX_READING_SECONDS, timeUnit = TimeUnit.SECONDS)
  void clearOld() {
    if (!isUp()) {
      gauges.values().forEach(gauge -> gauge.register(List.of(), true));
    }
  }

  private boolean isUp() {
    Long read = readAt;
    return read != null && System.nanoTime() - read <= maxAge.toNanos();
  }

  private MultiGauge gauge(Figure figure) {
    return gauges.computeIfAbsent(
        figure.name(),
        name -> MultiGauge.builder(name).description(figure.help()).register(registry));
  }

  private static List<Row<?>> rows(Figure figure) {
    List<Row<?>> rows = new ArrayList<>();
    for (Figure.Point point : figure.points()) {
      List<Tag> tags = new ArrayList<>();
      for (int i = 0; i < figure.labels().size(); i++) {
        tags.add(Tag.of(figure.labels().get(i), point.values().get(i)));
      }
      rows.add(Row.of(Tags.of(tags), point.number()));
    }
    return rows;
  }
}

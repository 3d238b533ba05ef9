package scot.nrm.awareness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.FileSystemResource;
import scot.nrm.awareness.AwarenessEvents.Area;
import scot.nrm.awareness.AwarenessEvents.Event;

/** The terms on which places are booked, for tests. */
final class Terms {

  static final Instant BEFORE_THE_CLOSING_DATE = Instant.parse("2009-04-06T09:00:00Z");
  static final Instant AFTER_THE_CLOSING_DATE = Instant.parse("2009-04-18T09:00:00Z");

  private Terms() {}

  /** The terms of {@code config/}. */
  static AwarenessEvents asConfigured() {
    StandardEnvironment environment = new StandardEnvironment();
    try {
      for (String file : List.of("delivery", "events")) {
        new YamlPropertySourceLoader()
            .load(file, new FileSystemResource("config/" + file + ".yaml"))
            .forEach(environment.getPropertySources()::addFirst);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    environment.setConversionService(
        (ApplicationConversionService) ApplicationConversionService.getSharedInstance());
    return Binder.get(environment).bind("nrm.awareness-events", AwarenessEvents.class).get();
  }

  /** The real days with other capacities and a few areas, each with four safe places. */
  static AwarenessEvents small(int glasgow, int dundee, String... areas) {
    return new AwarenessEvents(
        "A Hidden Trade",
        LocalDate.of(2009, 4, 17),
        4,
        LocalDate.of(2009, 11, 19),
        "events@example.org",
        List.of(event("glasgow", "Glasgow", 18, glasgow), event("dundee", "Dundee", 19, dundee)),
        Stream.of(areas).map(area -> new Area(area, area, List.of())).toList());
  }

  private static Event event(String id, String town, int day, int capacity) {
    return new Event(
        id,
        town,
        "A hall in " + town,
        LocalDate.of(2009, 5, day),
        LocalTime.of(10, 0),
        LocalTime.of(16, 0),
        capacity);
  }
}

package scot.nrm.routing;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import scot.nrm.casefile.Adulthood;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.sets.SetData;

/**
 * Data that the decision table {@code competent-authority} needs besides the facts of D13, from
 * {@code config/routing.yaml}.
 */
@ConfigurationProperties("nrm.routing")
public final class RoutingData extends SetData<RoutingData.Content> {

  /** Longer than every band. */
  static final int BEYOND_BANDS = 9999;

  /**
   * @param pilotAreas the local authorities that take part in a pilot, and when
   * @param daysUntilAdult the numbers of days up to which the days until the 18th birthday are
   *     rounded, so that nobody can tell the birthday from an answer
   */
  public RoutingData(
      @DefaultValue List<PilotArea> pilotAreas, @DefaultValue List<Integer> daysUntilAdult) {
    super(new Content(pilotAreas, daysUntilAdult));
  }

  record Content(List<PilotArea> pilotAreas, List<Integer> daysUntilAdult) {

    Content {
      pilotAreas = List.copyOf(pilotAreas);
      daysUntilAdult = daysUntilAdult.stream().sorted().toList();
      if (daysUntilAdult.stream().anyMatch(days -> days < 0 || days >= BEYOND_BANDS)) {
        throw new IllegalArgumentException(
            "days-until-adult in config/routing.yaml needs numbers from 0 to "
                + (BEYOND_BANDS - 1));
      }
    }
  }

  /** Every number that the table can be asked with. */
  List<Integer> bands() {
    return Stream.of(Stream.of(0), get().daysUntilAdult().stream(), Stream.of(BEYOND_BANDS))
        .flatMap(it -> it)
        .distinct()
        .toList();
  }

  /** The local authorities of the pilot areas. */
  Stream<String> pilotAreas() {
    return get().pilotAreas().stream().map(PilotArea::localAuthority);
  }

  /** Whether the local authority takes part in a pilot on a day. */
  boolean isPilotArea(String localAuthority, LocalDate on) {
    return get().pilotAreas().stream()
        .anyMatch(area -> area.localAuthority().equals(localAuthority) && area.isInForceOn(on));
  }

  /**
   * The days from a day until the person is an adult (D7), rounded up to the next band; 0 for an
   * adult, {@value #BEYOND_BANDS} for longer than the bands or if it isn't known.
   */
  int daysUntilAdult(CaseFileContent file, LocalDate on) {
    long days =
        Adulthood.from(file)
            .map(adult -> ChronoUnit.DAYS.between(on, adult))
            .orElse((long) BEYOND_BANDS);
    return days <= 0
        ? 0
        : get().daysUntilAdult().stream()
            .filter(band -> days <= band)
            .findFirst()
            .orElse(BEYOND_BANDS);
  }

  /**
   * One local authority in a pilot.
   *
   * @param localAuthority its id in {@code config/councils.yaml}
   * @param from its first day
   * @param until its last day; {@code null} if the pilot continues
   */
  public record PilotArea(String localAuthority, LocalDate from, LocalDate until) {

    public PilotArea {
      if (localAuthority == null || from == null || until != null && until.isBefore(from)) {
        throw new IllegalArgumentException(
            "A pilot area in config/routing.yaml needs local-authority and from; until, if it has one, can't be before from");
      }
    }

    boolean isInForceOn(LocalDate day) {
      return !day.isBefore(from) && (until == null || !day.isAfter(until));
    }
  }
}

package scot.nrm.awareness;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import scot.nrm.calendar.LocalDay;

/**
 * The awareness events and the terms on which places are booked, from {@code config/events.yaml}.
 *
 * @param title of both events
 * @param bookingCloses the last day on which each area's own places are reserved
 * @param safePlaces how many places each area has of its own, across both events
 * @param peopleKeptUntil the last day before the names and addresses of participants are erased
 * @param contact for bookers' answers and questions
 * @param events the two events
 * @param areas the areas of the Child Protection Committees
 */
@ConfigurationProperties("nrm.awareness-events")
record AwarenessEvents(
    String title,
    LocalDate bookingCloses,
    @DefaultValue("4") int safePlaces,
    LocalDate peopleKeptUntil,
    @DefaultValue("") String contact,
    @DefaultValue List<Event> events,
    @DefaultValue List<Area> areas) {

  /** As in the table of the bookings: a longer id would refuse each booking. */
  private static final int MAX_EVENT_ID = 32;

  private static final int MAX_AREA_ID = 64;

  AwarenessEvents {
    events = List.copyOf(events);
    areas = List.copyOf(areas);
    require(
        events.size() == 2 && !events.get(0).id().equals(events.get(1).id()),
        "name two events: a group that finds one full is offered the other");
    require(
        title != null && bookingCloses != null && peopleKeptUntil != null,
        "give a title, booking-closes and people-kept-until");
    require(areas.stream().map(Area::id).distinct().count() == areas.size(), "name each area once");
    require(
        events.stream().allMatch(event -> event.id().length() <= MAX_EVENT_ID)
            && areas.stream().allMatch(area -> area.id().length() <= MAX_AREA_ID),
        "give events ids of up to %d characters, and areas ids of up to %d"
            .formatted(MAX_EVENT_ID, MAX_AREA_ID));
    require(
        events.stream().allMatch(event -> event.date().isAfter(bookingCloses)),
        "let booking close before the events");
    require(
        !peopleKeptUntil.isBefore(lastDay(events)),
        "keep the names of those who come until the events are over");
    require(
        safePlaces >= 0 && seatPlan(events, areas, safePlaces).canKeepPromises(),
        "give the events the capacity for %s safe places of each of %s areas"
            .formatted(safePlaces, areas.size()));
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("config/events.yaml must " + what);
    }
  }

  private static SeatPlan seatPlan(List<Event> events, List<Area> areas, int safePlaces) {
    Map<String, Integer> free = new HashMap<>();
    events.forEach(event -> free.put(event.id(), event.capacity()));
    Map<String, Integer> promised =
        safePlaces == 0
            ? Map.of()
            : areas.stream().collect(Collectors.toMap(Area::id, area -> safePlaces));
    return new SeatPlan(free, promised, Set.of());
  }

  private static LocalDate lastDay(List<Event> events) {
    return events.stream().map(Event::date).max(LocalDate::compareTo).orElseThrow();
  }

  LocalDate lastDay() {
    return lastDay(events);
  }

  Event event(String id) {
    return events.stream()
        .filter(event -> event.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "A booking is for an event that is not in config/events.yaml"));
  }

  String other(String id) {
    return events.stream()
        .map(Event::id)
        .filter(other -> !other.equals(id))
        .findFirst()
        .orElseThrow();
  }

  Optional<Area> area(String id) {
    return areas.stream().filter(area -> area.id().equals(id)).findFirst();
  }

  /** The area's name; its id if the area has been removed from the file. */
  String areaName(String id) {
    return area(id).map(Area::name).orElse(id);
  }

  /** The state at a moment: the closing day counts to its end, an event until it begins (D40). */
  WaitingList.Moment at(Instant now) {
    return new WaitingList.Moment(
        now.isBefore(LocalDay.endOf(bookingCloses).toInstant()),
        events.stream()
            .filter(event -> event.hasBegun(now))
            .map(Event::id)
            .collect(Collectors.toSet()));
  }

  /**
   * One event.
   *
   * @param id the value on the booking form; never changes
   * @param town displayed to people
   * @param venue with its address
   * @param from local time
   */
  record Event(
      String id,
      String town,
      String venue,
      LocalDate date,
      @DefaultValue("10:00") LocalTime from,
      @DefaultValue("16:00") LocalTime to,
      @DefaultValue("100") int capacity) {

    boolean hasBegun(Instant now) {
      return !now.isBefore(date.atTime(from).atZone(LocalDay.ZONE).toInstant());
    }
  }

  /**
   * The area of a Child Protection Committee.
   *
   * @param id the value on the booking form; never changes
   * @param councils whose staff book for it; by default the council with that id
   */
  record Area(String id, String name, @DefaultValue List<String> councils) {

    Area {
      councils = councils.isEmpty() ? List.of(id) : List.copyOf(councils);
    }
  }
}

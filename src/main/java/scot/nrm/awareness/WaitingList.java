package scot.nrm.awareness;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * All bookings in order of arrival, and which waiting ones can have places now. Whatever happens (a
 * new booking, a group's answer or withdrawal, the closing date), the list is processed from its
 * beginning: first come, first served.
 *
 * <p>A waiting group gets the event that it prefers. If that is full, it is offered the other one;
 * if both are full, it continues to wait. A smaller group behind it may then get seats, so that
 * none stay empty. A group with places gets spare places for its further names one by one, at the
 * same event. {@link SeatPlan} decides which seats may be taken.
 */
final class WaitingList {

  private final AwarenessEvents events;
  private final Moment now;
  private final TreeMap<Integer, Booking> bookings = new TreeMap<>();

  /**
   * The state of the booking period.
   *
   * @param placesReserved true until the closing date has passed
   * @param begun events for which no more places are given
   */
  record Moment(boolean placesReserved, Set<String> begun) {}

  WaitingList(AwarenessEvents events, Collection<Booking> bookings, Moment now) {
    this.events = events;
    this.now = now;
    bookings.forEach(booking -> this.bookings.put(booking.number(), booking));
  }

  Collection<Booking> bookings() {
    return List.copyOf(bookings.values());
  }

  Booking get(int number) {
    return bookings.get(number);
  }

  void put(Booking booking) {
    bookings.put(booking.number(), booking);
  }

  /** Allocates places to bookings that can have them. Repeating it changes nothing. */
  void allocate() {
    boolean someoneGotPlaces;
    do {
      someoneGotPlaces = allocateOnce();
    } while (someoneGotPlaces);
  }

  /**
   * A group that gets places may leave room that was promised to its area: then an earlier one may
   * fit too.
   */
  private boolean allocateOnce() {
    boolean someoneGotPlaces = false;
    for (Booking waiting : bookings()) {
      Booking booking = waiting;
      if (booking.state() == BookingState.WAITING) {
        booking = withPlaces(booking);
        put(booking);
      }
      while (booking.state() == BookingState.CONFIRMED
          && booking.waitingSpareNames() > 0
          && canSeat(booking, booking.event(), 1)) {
        booking = booking.withAnotherSparePlace();
        put(booking);
      }
      someoneGotPlaces |= booking != waiting;
    }
    return someoneGotPlaces;
  }

  private Booking withPlaces(Booking booking) {
    String other = events.other(booking.preferred());
    if (canSeat(booking, booking.preferred(), booking.group())) {
      return booking.confirmedAt(booking.preferred());
    } else if (!booking.preferredOnly() && canSeat(booking, other, booking.group())) {
      return booking.offeredAt(other);
    }
    return booking;
  }

  private boolean canSeat(Booking booking, String event, int people) {
    return !now.begun().contains(event) && plan().canSeat(booking.area(), event, people);
  }

  SeatPlan plan() {
    Map<String, Integer> free = new HashMap<>();
    events.events().forEach(event -> free.put(event.id(), event.capacity()));
    Map<String, Integer> promised = new HashMap<>();
    if (now.placesReserved()) {
      events.areas().forEach(area -> promised.put(area.id(), events.safePlaces()));
    }
    Set<String> splittable = new HashSet<>();
    for (Booking booking : bookings.values()) {
      int places = booking.places();
      if (places > 0) {
        free.merge(booking.event(), -places, Integer::sum);
        promised.computeIfPresent(
            booking.area(), (area, kept) -> kept > places ? kept - places : null);
      }
      if (booking.gaveBack()) {
        splittable.add(booking.area());
      }
    }
    return new SeatPlan(free, promised, splittable);
  }
}

package scot.nrm.awareness;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import scot.nrm.awareness.BookedPeople.Person;
import scot.nrm.engine.CaseClock;

/**
 * Takes bookings and allocates places, one after the other: each method locks the bookings first,
 * so two simultaneous bookings for the last place never both get it. Each method joins the
 * transaction of the engine's command.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class BookingDesk {

  private final AwarenessEvents events;
  private final Bookings bookings;
  private final CaseClock clock;

  BookingDesk(AwarenessEvents events, Bookings bookings, CaseClock clock) {
    this.events = events;
    this.bookings = bookings;
    this.clock = clock;
  }

  /**
   * Enters a booking at the end of the list, still without a place.
   *
   * @return its number; empty if the same people already have a booking in this area, and nothing
   *     was entered
   */
  public Optional<Integer> enter(
      String area, String preferred, BookedPeople people, String officer) {
    bookings.lock();
    if (isBooked(area, people)) {
      return Optional.empty();
    }
    int number = bookings.nextNumber();
    bookings.add(
        Booking.received(
            number, area, preferred, people.group().size(), people.spareNames().size()),
        people,
        officer);
    return Optional.of(number);
  }

  /**
   * Replaces the details of one person of a group, counted from 0.
   *
   * @return why nothing was replaced; empty if it was
   */
  public Optional<String> replacePerson(int booking, int index, Person person) {
    bookings.lock();
    BookedPeople people = bookings.people(booking).orElseThrow();
    if (index >= people.group().size()) {
      return Optional.of("this group has only " + BookerMail.people(people.group().size()));
    }
    BookedPeople changed = people.with(index, person);
    if (changed.keys().size() < changed.group().size()) {
      return Optional.of("the group already has this person, under another number");
    }
    bookings.replacePeople(booking, changed);
    return Optional.empty();
  }

  private boolean isBooked(String area, BookedPeople people) {
    return bookings.all().stream()
        .filter(booking -> booking.area().equals(area) && booking.state() != BookingState.WITHDRAWN)
        .flatMap(booking -> bookings.people(booking.number()).stream())
        .anyMatch(known -> known.keys().equals(people.keys()));
  }

  /**
   * Allocates places to a new booking, after those that have waited longer. One made after the
   * closing date waits until the list is processed.
   *
   * @return all bookings that have changed
   */
  public Collection<Booking> allocateToNewBooking() {
    bookings.lock();
    return moment().placesReserved() ? allocate(list()) : List.of();
  }

  /** The group accepts the places reserved for it at the other event. */
  public Collection<Booking> acceptOffer(int number) {
    WaitingList list = lockedList();
    Booking offered = list.get(number);
    return change(list, offered.confirmedAt(offered.event()));
  }

  /** The group declines the other event and waits for the one that it prefers. */
  public Collection<Booking> declineOffer(int number) {
    WaitingList list = lockedList();
    return change(list, list.get(number).waitingForPreferred());
  }

  /**
   * The group is not attending: its places go to waiting groups, and its people's names are erased.
   */
  public Collection<Booking> withdraw(int number) {
    WaitingList list = lockedList();
    bookings.erasePeople(number);
    return change(list, list.get(number).withdrawn());
  }

  /** Allocates places to waiting bookings that can have them now. */
  public Collection<Booking> allocate() {
    return allocate(lockedList());
  }

  /** The current booking; nobody changes it until the transaction ends. */
  public Booking lock(int number) {
    bookings.lock();
    return bookings.get(number);
  }

  private WaitingList lockedList() {
    bookings.lock();
    return list();
  }

  private WaitingList list() {
    return new WaitingList(events, bookings.all(), moment());
  }

  private WaitingList.Moment moment() {
    return events.at(clock.now());
  }

  private Collection<Booking> change(WaitingList list, Booking booking) {
    bookings.change(booking);
    list.put(booking);
    return allocate(list);
  }

  private Collection<Booking> allocate(WaitingList list) {
    Collection<Booking> before = list.bookings();
    list.allocate();
    List<Booking> changed =
        list.bookings().stream().filter(booking -> !before.contains(booking)).toList();
    changed.forEach(bookings::change);
    return changed;
  }

  @Transactional(propagation = Propagation.SUPPORTS)
  public SeatPlan plan() {
    return list().plan();
  }
}

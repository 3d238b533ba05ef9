package scot.nrm.awareness;

/**
 * A booking as far as seats are concerned: numbers and codes, without names.
 *
 * @param number in the order of arrival: first come, first served
 * @param area the Child Protection Committee's area
 * @param preferred the event that the group asked for
 * @param event where places are reserved; {@code null} if none are
 * @param preferredOnly the group declined the other event and prefers to wait
 * @param gaveBack the group gave places back, or declined those offered
 * @param group the number of people, who are never split
 * @param spareNames how many further people would like a spare place
 * @param sparePlaces how many of them have a place, at the group's event
 */
record Booking(
    int number,
    String area,
    String preferred,
    String event,
    BookingState state,
    boolean preferredOnly,
    boolean gaveBack,
    int group,
    int spareNames,
    int sparePlaces) {

  /** A new booking, which waits for its turn. */
  static Booking received(int number, String area, String preferred, int group, int spareNames) {
    return new Booking(
        number, area, preferred, null, BookingState.WAITING, false, false, group, spareNames, 0);
  }

  int places() {
    return state.holdsPlaces() ? group + sparePlaces : 0;
  }

  int waitingSpareNames() {
    return spareNames - sparePlaces;
  }

  Booking confirmedAt(String place) {
    return with(BookingState.CONFIRMED, place, preferredOnly, gaveBack, 0);
  }

  Booking offeredAt(String place) {
    return with(BookingState.OFFERED, place, preferredOnly, gaveBack, 0);
  }

  Booking withAnotherSparePlace() {
    return with(state, event, preferredOnly, gaveBack, sparePlaces + 1);
  }

  /** The group declines the other event and waits for the one that it prefers. */
  Booking waitingForPreferred() {
    return with(BookingState.WAITING, null, true, true, 0);
  }

  Booking withdrawn() {
    return with(BookingState.WITHDRAWN, null, preferredOnly, gaveBack || state.holdsPlaces(), 0);
  }

  private Booking with(
      BookingState state, String event, boolean preferredOnly, boolean gaveBack, int sparePlaces) {
    return new Booking(
        number,
        area,
        preferred,
        event,
        state,
        preferredOnly,
        gaveBack,
        group,
        spareNames,
        sparePlaces);
  }

  /**
   * Identifies what the booker must be informed of; unchanged while nothing has changed for them.
   */
  String status() {
    return event == null ? state.id() : state.id() + "/" + event + "/" + places();
  }
}

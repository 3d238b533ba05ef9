package scot.nrm.awareness;

/**
 * What a booking means for the seats: numbers and codes, nobody's name.
 *
 * @param number in the order of arrival: first come, first served
 * @param area the Child Protection Committee's area
 * @param preferred the event that the group asked for
 * @param event where places are held; {@code null} where none are
 * @param preferredOnly the group was offered the other event and would rather wait
 * @param gaveBack the booking held places and gave them back, or did not take those that were
 *     offered
 * @param group how many people, who are never split
 * @param spareNames how many more names, in their order, would like a place where there is one to
 *     spare
 * @param sparePlaces how many of these have a place, at the group's event
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

  /** A booking as it comes in: it waits until it is its turn. */
  static Booking received(int number, String area, String preferred, int group, int spareNames) {
    return new Booking(
        number, area, preferred, null, BookingState.WAITING, false, false, group, spareNames, 0);
  }

  /** Places taken at its event. */
  int places() {
    return state.holdsPlaces() ? group + sparePlaces : 0;
  }

  /** Spare names that have no place. */
  int namesWaiting() {
    return spareNames - sparePlaces;
  }

  Booking confirmedAt(String place) {
    return new Booking(
        number,
        area,
        preferred,
        place,
        BookingState.CONFIRMED,
        preferredOnly,
        gaveBack,
        group,
        spareNames,
        0);
  }

  Booking offeredAt(String place) {
    return new Booking(
        number,
        area,
        preferred,
        place,
        BookingState.OFFERED,
        preferredOnly,
        gaveBack,
        group,
        spareNames,
        0);
  }

  Booking withOneMoreSparePlace() {
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
        sparePlaces + 1);
  }

  /** The group does not take the other event and waits for the one that it prefers. */
  Booking waitingForPreferred() {
    return new Booking(
        number, area, preferred, null, BookingState.WAITING, true, true, group, spareNames, 0);
  }

  Booking withdrawn() {
    return new Booking(
        number,
        area,
        preferred,
        null,
        BookingState.WITHDRAWN,
        preferredOnly,
        gaveBack || state.holdsPlaces(),
        group,
        spareNames,
        0);
  }

  /** What there is to tell the booker; the same text as long as nothing has changed for them. */
  String news() {
    return event == null ? state.id() : state.id() + "/" + event + "/" + places();
  }
}

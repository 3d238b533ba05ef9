package scot.nrm.awareness;

/** How far a booking has come. Its id is what diagram and table keep. */
enum BookingState {
  /** The group has its places. */
  CONFIRMED("confirmed"),
  /**
   * The event that it prefers is full; places at the other one are held until the group answers.
   */
  OFFERED("offered"),
  /** On the waiting list: it holds no places. */
  WAITING("waiting"),
  /** The group does not come; its places are free again and its people's names are erased. */
  WITHDRAWN("withdrawn");

  private final String id;

  BookingState(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  /** Whether seats are taken by the booking. */
  boolean holdsPlaces() {
    return this == CONFIRMED || this == OFFERED;
  }

  static BookingState of(String id) {
    for (BookingState state : values()) {
      if (state.id.equals(id)) {
        return state;
      }
    }
    throw new IllegalArgumentException("No booking is in the state " + id);
  }
}

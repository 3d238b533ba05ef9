package scot.nrm.awareness;

/** The state of a booking. Its id is stored and used in the diagram. */
enum BookingState {
  /** The group has its places. */
  CONFIRMED("confirmed"),
  /** The preferred event is full; places at the other one are reserved until the group answers. */
  OFFERED("offered"),
  /** On the waiting list: it holds no places. */
  WAITING("waiting"),
  /** The group is not attending; its places are free again and its people's names are erased. */
  WITHDRAWN("withdrawn");

  private final String id;

  BookingState(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  /** Whether the booking takes seats. */
  boolean holdsPlaces() {
    return this == CONFIRMED || this == OFFERED;
  }

  static BookingState of(String id) {
    for (BookingState state : values()) {
      if (state.id.equals(id)) {
        return state;
      }
    }
    throw new IllegalArgumentException("Unknown booking state: " + id);
  }
}

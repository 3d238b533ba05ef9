package scot.nrm.awareness;

import scot.nrm.engine.StoredCode;

/** The state of a booking. Its id is stored and used in the diagram. */
enum BookingState implements StoredCode {
  /** The group has its places. */
  CONFIRMED,
  /** The preferred event is full; places at the other one are reserved until the group answers. */
  OFFERED,
  /** On the waiting list: it holds no places. */
  WAITING,
  /** The group is not attending; its places are free again and its people's names are erased. */
  WITHDRAWN;

  boolean holdsPlaces() {
    return this == CONFIRMED || this == OFFERED;
  }
}

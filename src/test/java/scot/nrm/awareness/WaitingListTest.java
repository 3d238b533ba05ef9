package scot.nrm.awareness;

import static org.assertj.core.api.Assertions.assertThat;
import static scot.nrm.awareness.Terms.AFTER_THE_CLOSING_DATE;
import static scot.nrm.awareness.Terms.BEFORE_THE_CLOSING_DATE;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("quick")
class WaitingListTest {

  @Test
  void aGroupGetsTheEventThatItPrefers() {
    WaitingList list = list(Terms.small(8, 8, "fife", "moray"), booking(1, "fife", "dundee", 4, 0));

    assertThat(list.get(1).state()).isEqualTo(BookingState.CONFIRMED);
    assertThat(list.get(1).event()).isEqualTo("dundee");
  }

  @Test
  void ifThePreferredEventIsFullTheWholeGroupIsOfferedTheOther() {
    WaitingList list =
        list(
            Terms.small(5, 8, "fife", "moray"),
            booking(1, "fife", "glasgow", 3, 0),
            booking(2, "moray", "glasgow", 3, 0));

    assertThat(list.get(2).state()).isEqualTo(BookingState.OFFERED);
    assertThat(list.get(2).event()).isEqualTo("dundee");
    assertThat(list.plan().freeAt("dundee")).as("held until the group answers").isEqualTo(5);
  }

  @Test
  void anAreasSecondBookingGetsOnlyUnpromisedPlaces() {
    WaitingList list =
        list(
            Terms.small(8, 4, "fife", "moray"),
            booking(1, "fife", "glasgow", 4, 0),
            booking(2, "fife", "dundee", 4, 0),
            booking(3, "fife", "glasgow", 1, 0));

    assertThat(list.get(2).state())
        .as("Moray can still have Glasgow")
        .isEqualTo(BookingState.CONFIRMED);
    assertThat(list.get(3).state()).as("the rest is Moray's").isEqualTo(BookingState.WAITING);
  }

  @Test
  void spareNamesGetUnpromisedPlacesInBookingOrder() {
    WaitingList list =
        list(
            Terms.small(10, 5, "fife", "moray"),
            booking(1, "fife", "glasgow", 3, 3),
            booking(2, "moray", "glasgow", 2, 4));

    assertThat(list.get(1).sparePlaces())
        .as("the fourth of its own, and two that nobody is promised")
        .isEqualTo(3);
    assertThat(list.get(2).sparePlaces()).as("as many as Glasgow has").isEqualTo(2);
    assertThat(list.plan().freeAt("glasgow")).isZero();
  }

  @Test
  void beforeTheClosingDateSpareNamesLeaveEachAreaItsFour() {
    WaitingList list =
        list(Terms.small(8, 0, "fife", "moray"), booking(1, "fife", "glasgow", 3, 5));

    assertThat(list.get(1).sparePlaces()).isEqualTo(1);

    list = at(AFTER_THE_CLOSING_DATE, Terms.small(8, 0, "fife", "moray"), list);
    list.allocate();

    assertThat(list.get(1).sparePlaces()).as("Moray has not come").isEqualTo(5);
  }

  @Test
  void aDeclinedOfferIsNotRepeated() {
    AwarenessEvents events = Terms.small(4, 8, "fife", "moray");
    WaitingList list =
        list(events, booking(1, "fife", "glasgow", 4, 0), booking(2, "moray", "glasgow", 2, 0));
    list.put(list.get(2).waitingForPreferred());
    list.allocate();

    assertThat(list.get(2).state()).isEqualTo(BookingState.WAITING);
    assertThat(list.plan().promised()).as("its four are safe again").containsEntry("moray", 4);

    list.put(list.get(1).withdrawn());
    list.allocate();

    assertThat(list.get(2).state()).isEqualTo(BookingState.CONFIRMED);
    assertThat(list.get(2).event()).isEqualTo("glasgow");
  }

  @Test
  void aSmallerGroupGetsSeatsThatALargerOneCannotUse() {
    AwarenessEvents events = Terms.small(4, 0, "fife");
    WaitingList list =
        at(AFTER_THE_CLOSING_DATE, events, list(events, booking(1, "fife", "glasgow", 2, 0)));
    list.put(booking(2, "fife", "glasgow", 3, 0));
    list.put(booking(3, "fife", "glasgow", 2, 0));
    list.allocate();

    assertThat(list.get(2).state()).isEqualTo(BookingState.WAITING);
    assertThat(list.get(3).state()).isEqualTo(BookingState.CONFIRMED);
  }

  @Test
  void noPlacesAreGivenOnceAnEventHasBegun() {
    AwarenessEvents events = Terms.small(8, 8, "fife");
    WaitingList list = at(Instant.parse("2009-05-18T12:00:00Z"), events, list(events));
    list.put(booking(1, "fife", "glasgow", 2, 0));
    list.allocate();

    assertThat(list.get(1).state()).isEqualTo(BookingState.OFFERED);
    assertThat(list.get(1).event()).isEqualTo("dundee");
  }

  @Test
  void processingTheListTwiceGivesNoOneMore() {
    WaitingList list =
        list(Terms.small(8, 8, "fife", "moray"), booking(1, "fife", "glasgow", 4, 4));
    var once = list.bookings();

    list.allocate();

    assertThat(list.bookings()).isEqualTo(once);
  }

  private static Booking booking(
      int number, String area, String preferred, int group, int spareNames) {
    return Booking.received(number, area, preferred, group, spareNames);
  }

  /** Booked one after the other before the closing date. */
  private static WaitingList list(AwarenessEvents events, Booking... bookings) {
    WaitingList list = new WaitingList(events, List.of(), events.at(BEFORE_THE_CLOSING_DATE));
    for (Booking booking : bookings) {
      list.put(booking);
      list.allocate();
    }
    return list;
  }

  private static WaitingList at(Instant moment, AwarenessEvents events, WaitingList list) {
    return new WaitingList(events, list.bookings(), events.at(moment));
  }
}

package scot.nrm.awareness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/**
 * Whatever happens, in whatever order: no seat is given twice, and every area's own four are kept
 * for it.
 */
class WaitingListPropertiesTest {

  private static final int AREAS = 6;

  /**
   * Something that happens.
   *
   * @param kind 0 to 3 a booking comes in, 4 a booking is withdrawn, 5 an offer is accepted, 6 it
   *     is declined
   * @param which area or booking, as far as there are as many
   */
  record Step(int kind, int which, boolean glasgow, int group, int spareNames) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 6),
            Arbitraries.integers().between(0, 100),
            Arbitraries.of(true, false),
            Arbitraries.integers().between(1, 4),
            Arbitraries.integers().between(0, 3))
        .as(Step::new)
        .list()
        .ofMaxSize(40);
  }

  @Property
  void noSeatIsGivenTwiceAndEachAreasFourAreKept(
      @ForAll("steps") List<Step> steps,
      @ForAll @IntRange(max = 24) int inGlasgow,
      @ForAll @IntRange(max = 9) int more) {
    // So many that the promise can be kept at the start, whatever Glasgow's share.
    int dundee = 4 * (AREAS - inGlasgow / 4) + more;
    AwarenessEvents events = events(inGlasgow, dundee);
    WaitingList list = new WaitingList(events, List.of(), events.at(Terms.BEFORE_THE_CLOSING_DATE));
    Set<String> gaveBack = new HashSet<>();

    for (Step step : steps) {
      String area = "area" + step.which() % AREAS;
      int promised = list.plan().promised().getOrDefault(area, 0);
      Booking changed = happens(step, list);
      if (changed == null) {
        continue;
      }
      list.put(changed);
      list.allocate();

      if (changed.gaveBack()) {
        gaveBack.add(changed.area());
      }
      if (step.kind() < 4 && step.group() <= promised && !gaveBack.contains(area)) {
        assertThat(list.get(changed.number()).state())
            .as("a group within its own four never waits")
            .isIn(BookingState.CONFIRMED, BookingState.OFFERED);
      }
      assertThat(list.plan().canKeepPromises())
          .as("nothing that is promised was given away")
          .isTrue();
      assertThatSeatsAreCountedOnce(list, events);
    }
  }

  /**
   * A place that an area's first group leaves of its four makes room for a group that came before
   * it.
   */
  @Example
  void whoeverWaitsGetsPlacesAtTheMomentAtWhichTheyAreThere() {
    List<Step> steps =
        Stream.of("0 1", "0 1", "0 1", "0 1", "2 2", "0 1", "2 3", "1 1")
            .map(step -> step.split(" "))
            .map(step -> new Step(0, Integer.parseInt(step[0]), true, Integer.parseInt(step[1]), 0))
            .toList();
    AwarenessEvents events = events(8, 18);
    WaitingList list = new WaitingList(events, List.of(), events.at(Terms.BEFORE_THE_CLOSING_DATE));

    for (Step step : steps) {
      list.put(happens(step, list));
      list.allocate();
    }

    assertThat(list.bookings()).noneMatch(booking -> booking.state() == BookingState.WAITING);
  }

  @Property
  void afterTheClosingDateNoBookingThatHasRoomWaits(@ForAll("steps") List<Step> steps) {
    AwarenessEvents events = events(12, 14);
    WaitingList before =
        new WaitingList(events, List.of(), events.at(Terms.BEFORE_THE_CLOSING_DATE));
    for (Step step : steps) {
      Booking changed = happens(step, before);
      if (changed != null) {
        before.put(changed);
        before.allocate();
      }
    }

    WaitingList after =
        new WaitingList(events, before.bookings(), events.at(Terms.AFTER_THE_CLOSING_DATE));
    after.allocate();

    assertThat(after.bookings())
        .allSatisfy(
            booking -> {
              if (booking.state() == BookingState.WAITING) {
                assertThat(after.plan().freeAt(booking.preferred())).isLessThan(booking.group());
                assertThat(
                        booking.preferredOnly()
                            || after.plan().freeAt(events.other(booking.preferred()))
                                < booking.group())
                    .isTrue();
              } else if (booking.state() == BookingState.CONFIRMED
                  && booking.waitingSpareNames() > 0) {
                assertThat(after.plan().freeAt(booking.event())).isZero();
              }
            });
    assertThatSeatsAreCountedOnce(after, events);
  }

  private static void assertThatSeatsAreCountedOnce(WaitingList list, AwarenessEvents events) {
    assertThat(events.events())
        .allSatisfy(
            event -> {
              int taken =
                  list.bookings().stream()
                      .filter(booking -> event.id().equals(booking.event()))
                      .mapToInt(Booking::places)
                      .sum();
              assertThat(taken).isLessThanOrEqualTo(event.capacity());
              assertThat(list.plan().freeAt(event.id())).isEqualTo(event.capacity() - taken);
            });
  }

  /**
   * The booking as the step leaves it; {@code null} where there is none that it could happen to.
   */
  private static Booking happens(Step step, WaitingList list) {
    int bookings = list.bookings().size();
    if (step.kind() < 4) {
      return Booking.received(
          bookings + 1,
          "area" + step.which() % AREAS,
          step.glasgow() ? "glasgow" : "dundee",
          step.group(),
          step.spareNames());
    }
    Booking booking = bookings == 0 ? null : list.get(1 + step.which() % bookings);
    if (booking == null || booking.state() == BookingState.WITHDRAWN) {
      return null;
    } else if (step.kind() == 4) {
      return booking.withdrawn();
    } else if (booking.state() != BookingState.OFFERED) {
      return null;
    }
    return step.kind() == 5 ? booking.confirmedAt(booking.event()) : booking.waitingForPreferred();
  }

  private static AwarenessEvents events(int glasgow, int dundee) {
    return Terms.small(
        glasgow,
        dundee,
        IntStream.range(0, AREAS).mapToObj(number -> "area" + number).toArray(String[]::new));
  }
}

package scot.nrm.awareness;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The seats of the two events and those promised: the arithmetic of "until the closing date each
 * area's four places are reserved across both events".
 *
 * <p><b>What the promise costs.</b> An area that has not booked yet may, until the closing date,
 * book a group of up to four, which is never split, and must then find room at one of the events
 * (first come, first served decides which). An area with one to three places may still book for as
 * many people as are missing to four. It is not enough that as many seats are free in total: two
 * seats in Glasgow and two in Dundee are no room for a group of four. So the promises are kept
 * exactly if all promised places fit into the free seats at the same time, each area's remaining
 * places at one event.
 *
 * <p><b>Who may take a seat.</b> The same rule applies to an area's first group, its second booking
 * and a spare name: the seats must be free, and afterwards the promises must still be kept. A group
 * within its area's own four always finds room at one event at least: the event where the plan had
 * put the area's remaining places has room for it and for the rest. Everyone else takes seats that
 * are not promised. After the closing date nothing is promised, and any free seat can be taken.
 *
 * <p><b>Places given back.</b> An area that gives places back, or declines those offered, has its
 * four promised again. But the seats that it gave back may be at one event and those still kept for
 * it at the other; the plan keeps for it as many seats as are missing to four, no longer all at one
 * event. It never does so at another area's cost.
 *
 * <p><b>Promises that cannot be kept.</b> If the configured capacity was lowered below the
 * promises, only groups within their own four get seats, first come, first served.
 *
 * @param free seats by event, of the two events
 * @param promised the number of places still promised, by area; areas without any are omitted
 * @param splittable areas whose promised places may be split, because they gave places back
 */
record SeatPlan(Map<String, Integer> free, Map<String, Integer> promised, Set<String> splittable) {

  SeatPlan {
    if (free.size() != 2) {
      throw new IllegalArgumentException("There are two events, not " + free.size());
    }
    free = Map.copyOf(free);
    promised = Map.copyOf(promised);
    splittable = Set.copyOf(splittable);
  }

  int freeAt(String event) {
    return free.get(event);
  }

  /** Whether this area may take so many seats together at this event. */
  boolean canSeat(String area, String event, int people) {
    return people <= freeAt(event)
        && (seated(area, event, people).canKeepPromises()
            || !canKeepPromises() && people <= promised.getOrDefault(area, 0));
  }

  /**
   * The plan after so many people of an area have taken seats, which count towards the area's four.
   */
  SeatPlan seated(String area, String event, int people) {
    Map<String, Integer> seats = new HashMap<>(free);
    seats.merge(event, -people, Integer::sum);
    Map<String, Integer> stillPromised = new HashMap<>(promised);
    stillPromised.computeIfPresent(area, (key, places) -> places > people ? places - people : null);
    return new SeatPlan(seats, stillPromised, splittable);
  }

  /** Whether every area finds room for all its promised places, even if all are used. */
  boolean canKeepPromises() {
    var seats = free.values().iterator();
    int one = seats.next();
    int other = seats.next();
    int total = promised.values().stream().mapToInt(Integer::intValue).sum();
    if (one < 0 || other < 0 || total > one + other) {
      return false;
    }
    // Split areas fill the remaining seats, so only the others must be placed as a whole.
    int whole = 0;
    boolean[] canBeAtOne = new boolean[one + 1]; // sums of whole rests that can be at the one event
    canBeAtOne[0] = true;
    for (Map.Entry<String, Integer> rest : promised.entrySet()) {
      if (!splittable.contains(rest.getKey())) {
        whole += rest.getValue();
        for (int sum = one; sum >= rest.getValue(); sum--) {
          canBeAtOne[sum] |= canBeAtOne[sum - rest.getValue()];
        }
      }
    }
    for (int sum = Math.max(0, whole - other); sum <= Math.min(one, whole); sum++) {
      if (canBeAtOne[sum]) {
        return true;
      }
    }
    return false;
  }
}

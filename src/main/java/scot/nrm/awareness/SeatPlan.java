package scot.nrm.awareness;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The seats of the two events, and what is promised of them: the arithmetic of "until the closing
 * date each area's four places are safe across both events".
 *
 * <p><b>What the promise costs.</b> An area that has not booked yet may come until the closing date
 * with a group of up to four, which is never split, and must then find room at one of the events
 * (which of them, first come, first served decides). An area that holds one to three places may
 * still come with as many people as are missing to four. It is not enough that as many seats are
 * free in total: two seats in Glasgow and two in Dundee are no room for a group of four. So the
 * promises are kept exactly if all that is still promised can be put into the free seats at the
 * same time, each area's rest whole at one event.
 *
 * <p><b>Who may take a seat.</b> Whoever asks (an area's first group, its second booking, a spare
 * name) is treated alike: the seats must be free, and afterwards the promises must still be kept. A
 * group within its area's own four always finds room at one event at least: where the plan had put
 * the area's rest there is room for it, and what then is left of the rest stays there too.
 * Everybody else takes what is not promised. After the closing date nothing is promised, and a seat
 * that is free can be taken.
 *
 * <p><b>Places given back.</b> An area that gives places back, or does not take those offered, has
 * its four promised again. But the seats that it gave back may be at one event and those still kept
 * for it at the other; the plan keeps for it as many seats as are missing to four, no longer all at
 * one event. It never does so at another area's cost.
 *
 * <p><b>Promises that cannot be kept.</b> Where somebody has lowered the capacity in the
 * configuration below what was promised, groups within their own four still get seats, first come,
 * first served, and nobody else does.
 *
 * @param free seats by event, of the two events
 * @param promised how many places are still promised, by area; areas without any are left out
 * @param inPieces areas whose promised places need not be at one event, because they gave places
 *     back
 */
record SeatPlan(Map<String, Integer> free, Map<String, Integer> promised, Set<String> inPieces) {

  SeatPlan {
    if (free.size() != 2) {
      throw new IllegalArgumentException("There are two events, not " + free.size());
    }
    free = Map.copyOf(free);
    promised = Map.copyOf(promised);
    inPieces = Set.copyOf(inPieces);
  }

  int freeAt(String event) {
    return free.get(event);
  }

  /** Whether somebody of this area may take so many seats together at this event. */
  boolean canSeat(String area, String event, int people) {
    return people <= freeAt(event)
        && (seated(area, event, people).keepsItsPromises()
            || !keepsItsPromises() && people <= promised.getOrDefault(area, 0));
  }

  /**
   * The plan after so many people of an area have taken seats: they count towards the area's four.
   */
  SeatPlan seated(String area, String event, int people) {
    Map<String, Integer> seats = new HashMap<>(free);
    seats.merge(event, -people, Integer::sum);
    Map<String, Integer> stillPromised = new HashMap<>(promised);
    stillPromised.computeIfPresent(area, (key, places) -> places > people ? places - people : null);
    return new SeatPlan(seats, stillPromised, inPieces);
  }

  /** Whether every area finds room for all that is promised to it, even if all of them come. */
  boolean keepsItsPromises() {
    var seats = free.values().iterator();
    int one = seats.next();
    int other = seats.next();
    int total = promised.values().stream().mapToInt(Integer::intValue).sum();
    if (one < 0 || other < 0 || total > one + other) {
      return false;
    }
    // Areas in pieces fill what the others leave, so only the others need to be put somewhere
    // whole.
    int whole = 0;
    boolean[] canBeAtOne = new boolean[one + 1]; // sums of whole rests that can be at the one event
    canBeAtOne[0] = true;
    for (Map.Entry<String, Integer> rest : promised.entrySet()) {
      if (!inPieces.contains(rest.getKey())) {
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

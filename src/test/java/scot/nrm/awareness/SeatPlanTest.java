package scot.nrm.awareness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Awareness events: until the closing date each area's four places are safe across both events. */
class SeatPlanTest {

  @Test
  void anAreaThatHasNotBookedKeepsFourSeatsAtOneEvent() {
    SeatPlan plan = plan(4, 4, Map.of("fife", 4));

    assertThat(plan.canSeat("moray", "glasgow", 4)).as("then Fife has Dundee").isTrue();
    assertThat(plan.canSeat("moray", "dundee", 4)).isTrue();
    assertThat(plan.seated("moray", "glasgow", 4).canSeat("moray", "dundee", 1))
        .as("the last room for Fife")
        .isFalse();
    assertThat(plan.seated("moray", "glasgow", 4).canSeat("fife", "dundee", 4)).isTrue();
  }

  @Test
  void aGroupOfFourIsNotSplit() {
    SeatPlan plan = plan(4, 2, Map.of("fife", 4));

    assertThat(plan.canSeat("moray", "glasgow", 2)).as("would leave two and two").isFalse();
    assertThat(plan.canSeat("moray", "dundee", 2)).isTrue();
  }

  @Test
  void anAreaWithASmallerBookingKeepsTheRestOfItsFourSeats() {
    SeatPlan plan = plan(4, 0, Map.of("fife", 4)).seated("fife", "glasgow", 3);

    assertThat(plan.promised()).containsEntry("fife", 1);
    assertThat(plan.canSeat("moray", "glasgow", 1)).isFalse();
    assertThat(plan.canSeat("fife", "glasgow", 1)).isTrue();
  }

  @Test
  void beyondItsFourAnAreaGetsOnlySeatsNotPromisedToOthers() {
    SeatPlan plan = plan(9, 4, Map.of("fife", 4, "moray", 4)).seated("fife", "glasgow", 4);

    assertThat(plan.promised()).containsOnly(Map.entry("moray", 4));
    assertThat(plan.canSeat("fife", "glasgow", 5)).isTrue();
    assertThat(plan.seated("fife", "glasgow", 5).canSeat("fife", "dundee", 1)).isFalse();
  }

  @Test
  void anAreaWithinItsFourMayBeMovedToTheOtherEvent() {
    // Glasgow's three seats are of no use for Moray's group of four, Dundee's four are.
    SeatPlan plan = plan(3, 4, Map.of("fife", 3, "moray", 4));

    assertThat(plan.canSeat("fife", "dundee", 3)).isFalse();
    assertThat(plan.canSeat("fife", "glasgow", 3)).isTrue();
  }

  @Test
  void nothingIsPromisedAfterTheClosingDate() {
    SeatPlan plan = plan(1, 0, Map.of());

    assertThat(plan.canSeat("fife", "glasgow", 1)).isTrue();
    assertThat(plan.canSeat("fife", "glasgow", 2)).isFalse();
    assertThat(plan.canSeat("fife", "dundee", 1)).isFalse();
  }

  @Test
  void anAreaThatReturnsPlacesKeepsItsFourButNotAtOthersCost() {
    SeatPlan splittable =
        new SeatPlan(
            Map.of("glasgow", 2, "dundee", 6), Map.of("fife", 4, "moray", 4), Set.of("fife"));

    assertThat(splittable.canKeepPromises()).isTrue();
    assertThat(splittable.canSeat("angus", "dundee", 1))
        .as("Fife's four would not all be there any more")
        .isFalse();
    assertThat(splittable.canSeat("fife", "dundee", 4)).as("Moray comes as a group").isFalse();
    assertThat(splittable.canSeat("moray", "dundee", 4)).isTrue();
  }

  @Test
  void afterACapacityCutOnlyGroupsWithinTheirFourGetSeats() {
    SeatPlan lowered = plan(5, 1, Map.of("fife", 4, "moray", 4));

    assertThat(lowered.canSeat("fife", "glasgow", 4)).isTrue();
    assertThat(lowered.canSeat("fife", "glasgow", 5)).isFalse();
    assertThat(lowered.canSeat("angus", "dundee", 1)).isFalse();
  }

  @Test
  void thereAreTwoEvents() {
    assertThatThrownBy(() -> new SeatPlan(Map.of("glasgow", 1), Map.of(), Set.of()))
        .hasMessage("There are two events, not 1");
  }

  @Property
  void promisesAreKeptExactlyIfAllThatIsPromisedFitsAtTheSameTime(
      @ForAll @IntRange(max = 12) int glasgow,
      @ForAll @IntRange(max = 12) int dundee,
      @ForAll @Size(max = 6) List<@IntRange(min = 1, max = 4) Integer> whole,
      @ForAll @IntRange(max = 4) int splittable) {
    Map<String, Integer> promised = new HashMap<>();
    for (int i = 0; i < whole.size(); i++) {
      promised.put("area" + i, whole.get(i));
    }
    if (splittable > 0) {
      promised.put("in pieces", splittable);
    }

    SeatPlan plan =
        new SeatPlan(Map.of("glasgow", glasgow, "dundee", dundee), promised, Set.of("in pieces"));

    assertThat(plan.canKeepPromises()).isEqualTo(fits(glasgow, dundee, whole, splittable));
  }

  /** Every way to put the groups, one by one. */
  private static boolean fits(int glasgow, int dundee, List<Integer> groups, int splittable) {
    if (glasgow < 0 || dundee < 0) {
      return false;
    }
    if (groups.isEmpty()) {
      return splittable <= glasgow + dundee;
    }
    List<Integer> rest = groups.subList(1, groups.size());
    return fits(glasgow - groups.get(0), dundee, rest, splittable)
        || fits(glasgow, dundee - groups.get(0), rest, splittable);
  }

  @Property
  void aGroupWithinItsOwnFourAlwaysFindsRoomAtOneEventWherePromisesAreKept(
      @ForAll @IntRange(max = 30) int glasgow,
      @ForAll @IntRange(max = 30) int dundee,
      @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 4) Integer> rests,
      @ForAll @IntRange(min = 1, max = 4) int people) {
    Map<String, Integer> promised = new HashMap<>();
    for (int i = 0; i < rests.size(); i++) {
      promised.put("area" + i, rests.get(i));
    }
    SeatPlan plan = plan(glasgow, dundee, promised);
    int group = Math.min(people, rests.get(0));

    assertThat(
            !plan.canKeepPromises()
                || plan.canSeat("area0", "glasgow", group)
                || plan.canSeat("area0", "dundee", group))
        .isTrue();
  }

  private static SeatPlan plan(int glasgow, int dundee, Map<String, Integer> promised) {
    return new SeatPlan(Map.of("glasgow", glasgow, "dundee", dundee), promised, Set.of());
  }
}

package scot.nrm.oversight;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import scot.nrm.oversight.CaseStory.Item;
import scot.nrm.oversight.CaseStory.Kind;

/**
 * A timeline cut into pages, with the stages as headings: what happened stands under the stage that had begun last. A
 * heading is repeated where a page begins in the middle of its stage.
 *
 * @param items of one page, with the headings among them
 * @param all how many items there are on all pages, headings not counted
 */
record CaseTimeline(List<Item> items, int all) {

  /** An item, with the place of its stage: -1 before the first one. */
  private record Placed(Item item, int stage) {}

  /**
   * @param told oldest first, stages among them
   * @param kinds what is wanted; stages without any of it have no heading, except where everything is wanted
   * @param page from 1
   */
  static CaseTimeline page(List<Item> told, Set<Kind> kinds, boolean newestFirst, int page, int size) {
    List<Item> stages = told.stream().filter(item -> item.kind() == Kind.STAGE).toList();
    List<Placed> placed = placed(told, kinds);
    if (newestFirst) {
      Collections.reverse(placed);
    }
    int from = Math.min((page - 1) * size, placed.size());
    int to = Math.min(from + size, placed.size());
    boolean emptyOnes = kinds.contains(Kind.STAGE);
    int step = newestFirst ? -1 : 1;
    int before = from == 0 ? (newestFirst ? stages.size() : -1) : placed.get(from - 1).stage();

    List<Item> items = new ArrayList<>();
    for (int i = from; i < to; i++) {
      int stage = placed.get(i).stage();
      if (i == from && stage == before) {
        heading(items, stages, stage);
      }
      for (int each = before; each != stage; ) {
        each += step;
        if (each == stage || emptyOnes) {
          heading(items, stages, each);
        }
      }
      items.add(placed.get(i).item());
      before = stage;
    }
    if (emptyOnes && to == placed.size()) {
      int last = newestFirst ? 0 : stages.size() - 1;
      for (int each = before + step; newestFirst ? each >= last : each <= last; each += step) {
        heading(items, stages, each);
      }
    }
    return new CaseTimeline(List.copyOf(items), placed.size());
  }

  private static List<Placed> placed(List<Item> told, Set<Kind> kinds) {
    List<Placed> placed = new ArrayList<>();
    int stage = -1;
    for (Item item : told) {
      if (item.kind() == Kind.STAGE) {
        stage++;
      } else if (kinds.contains(item.kind())) {
        placed.add(new Placed(item, stage));
      }
    }
    return placed;
  }

  private static void heading(List<Item> items, List<Item> stages, int stage) {
    if (stage >= 0 && stage < stages.size()) {
      items.add(stages.get(stage));
    }
  }
}

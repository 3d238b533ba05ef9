package scot.nrm.cockpit.casepage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import scot.nrm.cockpit.casepage.CaseTimelineBuilder.Item;
import scot.nrm.cockpit.casepage.CaseTimelineBuilder.Kind;

/**
 * A timeline cut into pages, with the stages as headings: what happened stands under the stage that
 * had begun last, and stages that begin together have one heading together. A page that begins in
 * the middle of a stage repeats its heading; a stage without any of what is wanted has none.
 *
 * @param items of one page, with the headings among them
 * @param all how many items there are on all pages, headings not counted
 */
public record CaseTimeline(List<Item> items, int all) {

  /** An item, with the stages that had begun last before it; none before the first one. */
  private record Placed(Item item, List<Item> stages) {}

  /**
   * @param all oldest first, stages among them
   * @param page from 1
   */
  public static CaseTimeline page(
      List<Item> all, Set<Kind> wanted, boolean newestFirst, int page, int size) {
    List<Placed> placed = placed(all, wanted);
    if (newestFirst) {
      Collections.reverse(placed);
    }
    int from = Math.min((page - 1) * size, placed.size());
    List<Item> items = new ArrayList<>();
    List<Item> heading = List.of();
    for (Placed each : placed.subList(from, Math.min(from + size, placed.size()))) {
      if (each.stages() != heading) {
        heading = each.stages();
        items.addAll(heading);
      }
      items.add(each.item());
    }
    return new CaseTimeline(List.copyOf(items), placed.size());
  }

  private static List<Placed> placed(List<Item> items, Set<Kind> wanted) {
    List<Placed> placed = new ArrayList<>();
    List<Item> stages = List.of();
    boolean begins = false;
    for (Item item : items) {
      if (item.kind() == Kind.STAGE) {
        stages = begins ? new ArrayList<>(stages) : new ArrayList<>();
        stages.add(item);
      } else if (wanted.contains(item.kind())) {
        placed.add(new Placed(item, stages));
      }
      begins = item.kind() == Kind.STAGE;
    }
    return placed;
  }
}

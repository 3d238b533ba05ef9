package scot.nrm.cockpit.casepage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import scot.nrm.cockpit.casepage.CaseTimelineBuilder.Item;
import scot.nrm.cockpit.casepage.CaseTimelineBuilder.Kind;
import scot.nrm.pages.PageRequest;

/**
 * A timeline split into pages, with the stages as headings. Each event is under the stage that
 * began last before it; stages that begin together share a heading. A page that begins in the
 * middle of a stage repeats its heading. A stage without matching items has no heading.
 *
 * @param items the items of one page, including headings
 * @param page its number, from 1: the last one if there are fewer than was asked for
 * @param all the number of items on all pages, without headings
 */
public record CaseTimeline(List<Item> items, int page, int all) {

  /** An item with the stages that began last before it; there are none before the first stage. */
  private record Placed(Item item, List<Item> stages) {}

  /**
   * @param all oldest first, including stages
   * @param page from 1
   */
  public static CaseTimeline page(
      List<Item> all, Set<Kind> wanted, boolean newestFirst, int page, int size) {
    List<Placed> placed = placed(all, wanted);
    if (newestFirst) {
      Collections.reverse(placed);
    }
    PageRequest shown = new PageRequest(page, size).within(placed.size());
    int from = shown.offset();
    List<Item> items = new ArrayList<>();
    List<Item> heading = List.of();
    for (Placed each : placed.subList(from, Math.min(from + size, placed.size()))) {
      if (each.stages() != heading) {
        heading = each.stages();
        items.addAll(heading);
      }
      items.add(each.item());
    }
    return new CaseTimeline(List.copyOf(items), shown.number(), placed.size());
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

package scot.nrm.cockpit.casepage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.cockpit.casepage.CaseTimelineBuilder.Item;
import scot.nrm.cockpit.casepage.CaseTimelineBuilder.Kind;

@Tag("quick")
class CaseTimelineTest {

  private static final Set<Kind> ALL = Set.of(Kind.values());

  /** One stage, then two that begin together, then one without items. */
  private static final List<Item> TIMELINE =
      told("update", "[A]", "letter", "task", "[B]", "[C]", "update", "task", "[D]");

  @Test
  void anItemIsUnderTheStageThatBeganLast() {
    assertThat(texts(CaseTimeline.page(TIMELINE, ALL, false, 1, 50)))
        .containsExactly("update", "[A]", "letter", "task", "[B]", "[C]", "update", "task");
  }

  @Test
  void newestFirstReversesTheItemsAndKeepsHeadingsAboveThem() {
    assertThat(texts(CaseTimeline.page(TIMELINE, ALL, true, 1, 50)))
        .containsExactly("[B]", "[C]", "task", "update", "[A]", "task", "letter", "update");
  }

  @Test
  void aStageWithoutMatchingItemsHasNoHeading() {
    assertThat(texts(CaseTimeline.page(TIMELINE, Set.of(Kind.LETTER), false, 1, 50)))
        .containsExactly("[A]", "letter");
    assertThat(texts(CaseTimeline.page(TIMELINE, Set.of(Kind.DECISION), false, 1, 50))).isEmpty();
  }

  @Test
  void aPageThatBeginsInTheMiddleOfAStageRepeatsItsHeading() {
    assertThat(texts(CaseTimeline.page(TIMELINE, ALL, false, 1, 2)))
        .containsExactly("update", "[A]", "letter");
    assertThat(texts(CaseTimeline.page(TIMELINE, ALL, false, 2, 2)))
        .containsExactly("[A]", "task", "[B]", "[C]", "update");
    assertThat(texts(CaseTimeline.page(TIMELINE, ALL, false, 3, 2)))
        .containsExactly("[B]", "[C]", "task");
  }

  @Test
  void aPageAfterTheLastIsTheLast() {
    CaseTimeline last = CaseTimeline.page(TIMELINE, ALL, false, 4, 2);

    assertThat(texts(last)).containsExactly("[B]", "[C]", "task");
    assertThat(last.page()).isEqualTo(3);
    assertThat(last.all()).isEqualTo(5);
  }

  @Test
  void anEmptyTimelineHasNoItems() {
    assertThat(CaseTimeline.page(List.of(), ALL, true, 1, 50))
        .isEqualTo(new CaseTimeline(List.of(), 1, 0));
  }

  private static List<String> texts(CaseTimeline timeline) {
    return timeline.items().stream().map(Item::text).toList();
  }

  private static List<Item> told(String... texts) {
    List<Item> items = new ArrayList<>();
    for (String text : texts) {
      Kind kind =
          switch (text) {
            case "update" -> Kind.UPDATE;
            case "letter" -> Kind.LETTER;
            case "task" -> Kind.TASK;
            default -> Kind.STAGE;
          };
      items.add(
          new Item(
              Instant.EPOCH,
              null,
              kind,
              text,
              List.of(),
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              false,
              ""));
    }
    return items;
  }
}

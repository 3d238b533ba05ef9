package scot.nrm.cockpit.casepage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.cockpit.Diagrams;
import scot.nrm.cockpit.Diagrams.Diagram;
import scot.nrm.cockpit.Diagrams.Flow;
import scot.nrm.cockpit.casepage.CasePath.Element;
import scot.nrm.cockpit.casepage.CaseWork.Instance;
import scot.nrm.cockpit.casepage.CaseWork.Step;
import scot.nrm.engine.CaseClock;

/**
 * The flows that a case has taken are derived, because the engine's history contains only elements.
 */
@Tag("quick")
class CasePathTest {

  private static final String CASE = "NRM-2009-2222-2239";
  private static final String DIAGRAM = "some:1:abc";
  private static final Instant BEGUN = Instant.parse("2009-06-02T09:00:00Z");

  private final CaseWork work = mock(CaseWork.class);
  private final Diagrams diagrams = mock(Diagrams.class);
  private final CasePath path = new CasePath(work, diagrams, new CaseClock());

  @BeforeEach
  void oneInstance() {
    when(work.instances(CASE))
        .thenReturn(
            List.of(
                new Instance("i", DIAGRAM, "some", "Some diagram", 1, null, true, BEGUN, at(90))));
  }

  @Test
  void theFlowWhoseSourceEndedLastWasTaken() {
    drawn(new Flow("first", "A", "C"), new Flow("second", "B", "C"), new Flow("back", "C", "A"));
    walked(step("A", 0, 10, 1), step("B", 0, 20, 2), step("C", 20, 30, 3));
    assertThat(flows()).containsExactly("second");

    walked(step("A", 0, 20, 1), step("B", 0, 20, 2), step("C", 20, 30, 3));
    assertThat(flows())
        .as("both at the same time: the engine's order tells")
        .containsExactly("second");

    walked(step("B", 0, 20, 1), step("A", 0, 20, 2), step("C", 20, 30, 3));
    assertThat(flows()).containsExactly("first");
  }

  @Test
  void oneFlowLeavesAGatewayWithAChoiceAndAllFlowsLeaveOthers() {
    drawn(new Flow("yes", "G", "A"), new Flow("no", "G", "B"));

    walked(step("G", "exclusiveGateway", 0, 0, 1), step("A", 0, 10, 2), step("B", 10, 20, 3));
    assertThat(flows()).containsExactly("yes");

    walked(step("G", "parallelGateway", 0, 0, 1), step("A", 0, 10, 2), step("B", 0, 20, 3));
    assertThat(flows()).containsExactly("yes", "no");
  }

  @Test
  void noFlowLeavesACancelledOrOpenElement() {
    drawn(new Flow("on", "A", "B"));

    walked(
        new Step("A", "i", "i", DIAGRAM, "A", "A", "userTask", BEGUN, at(10), true, 1),
        step("B", 10, 20, 2));
    assertThat(flows()).isEmpty();

    walked(
        new Step("A", "i", "i", DIAGRAM, "A", "A", "userTask", BEGUN, null, false, 1),
        step("B", 10, 20, 2));
    assertThat(flows()).isEmpty();
  }

  /** Policy staff may draw a multi-instance task, with one instance for each person. */
  @Test
  void aMultiInstanceActivityIsOneElement() {
    drawn(new Flow("on", "Ask", "B"));
    walked(
        new Step(
            "body",
            "i",
            "i",
            DIAGRAM,
            "Ask#multiInstanceBody",
            "Ask",
            "multiInstanceBody",
            BEGUN,
            at(30),
            false,
            1),
        new Step("one", "body", "i", DIAGRAM, "Ask", "Ask", "userTask", BEGUN, at(10), false, 2),
        new Step("two", "body", "i", DIAGRAM, "Ask", "Ask", "userTask", BEGUN, at(30), false, 3),
        step("B", 30, 40, 4));

    assertThat(path.of(CASE))
        .singleElement()
        .satisfies(
            way -> {
              assertThat(way.elements()).extracting(Element::id).containsExactly("Ask", "B");
              assertThat(way.elements().get(0))
                  .satisfies(
                      ask -> {
                        assertThat(ask.type()).isEqualTo("severalAtOnce");
                        assertThat(ask.passes()).isEqualTo(1);
                        assertThat(ask.seconds()).isEqualTo(30);
                      });
              assertThat(way.flows()).containsExactly("on");
            });
  }

  private List<String> flows() {
    return path.of(CASE).get(0).flows();
  }

  private void drawn(Flow... flows) {
    when(diagrams.of(DIAGRAM))
        .thenReturn(Optional.of(new Diagram("", Map.of(), List.of(flows), Map.of())));
  }

  private void walked(Step... steps) {
    when(work.steps(CASE)).thenReturn(List.of(steps));
  }

  private static Step step(String element, int from, int until, long order) {
    return step(element, "userTask", from, until, order);
  }

  private static Step step(String element, String type, int from, int until, long order) {
    return new Step(
        element, "i", "i", DIAGRAM, element, element, type, at(from), at(until), false, order);
  }

  private static Instant at(int seconds) {
    return BEGUN.plusSeconds(seconds);
  }
}

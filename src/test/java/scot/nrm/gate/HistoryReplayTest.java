package scot.nrm.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import scot.nrm.engine.steps.Step;

/** Which histories are a way through another version of a diagram. */
class HistoryReplayTest {

  private static final String START = "<startEvent id='S'/>";
  private static final String END = "<endEvent id='E'/>";
  private static final String PROPOSE = "<userTask id='P' name='Propose'/>";
  private static final String CONFIRM = "<userTask id='C' name='Confirm'/>";
  private static final String PANEL = "<userTask id='A' name='Assure'/>";

  private static final String BEFORE =
      START + PROPOSE + CONFIRM + END + flow("S", "P") + flow("P", "C") + flow("C", "E");

  private static final Map<String, Object> NEGATIVE = Map.of("outcome", "negative");

  @Test
  void aRenamedStepAndALaterNewStepAreNoObstacles() {
    String after =
        BEFORE.replace("name='Confirm'", "name='Agree'").replace(flow("C", "E"), "")
            + PANEL
            + flow("C", "A")
            + flow("A", "E");

    assertThat(obstacles(after, at("C"), done("S", "P"), NEGATIVE)).isEmpty();
  }

  @Test
  void aMissingEarlierStepIsAnObstacle() {
    String after = BEFORE.replace(flow("P", "C"), "") + PANEL + flow("P", "A") + flow("A", "C");

    assertThat(obstacles(after, at("C"), done("S", "P"), NEGATIVE))
        .containsExactly(
            "The new diagram requires the step \"Assure\" first, and this case has not completed it.");
    assertThat(obstacles(after, at("P"), done("S"), Map.of())).as("still before it").isEmpty();
  }

  /** Neither the sub-process that it is in, nor an event that may happen there. */
  @Test
  void onlyTheMissingStepOfASubProcessIsAnObstacle() {
    String after =
        START
            + "<subProcess id='W' name='Work'><startEvent id='T'/><exclusiveGateway id='G' default='G-A'/>"
            + PANEL
            + PROPOSE
            + CONFIRM
            + flow("T", "G")
            + flow("G", "A")
            + flow("G", "C", "${waiting == 'yes'}")
            + flow("A", "P")
            + flow("P", "C")
            + "</subProcess><boundaryEvent id='B' name='Changed' attachedToRef='W'><messageEventDefinition/></boundaryEvent>"
            + END
            + flow("S", "W")
            + flow("B", "W")
            + flow("W", "E");

    assertThat(obstacles(after, at("P"), done("S", "T"), Map.of("waiting", "no")))
        .containsExactly(
            "The new diagram requires the step \"Assure\" first, and this case has not completed it.");
  }

  @Test
  void aConditionalStepIsAnObstacleOnlyForItsCases() {
    String after =
        BEFORE.replace(flow("P", "C"), "")
            + "<exclusiveGateway id='G' name='Panel?' default='G-C'/>"
            + PANEL
            + flow("P", "G")
            + flow("G", "A", "${outcome == 'negative'}")
            + flow("G", "C")
            + flow("A", "C");

    assertThat(obstacles(after, at("C"), done("S", "P"), Map.of("outcome", "positive"))).isEmpty();
    assertThat(obstacles(after, at("C"), done("S", "P"), NEGATIVE))
        .containsExactly(
            "The new diagram requires the step \"Assure\" first, and this case has not completed it.");
  }

  @Test
  void aMissingParallelBranchIsAnObstacle() {
    String after =
        BEFORE.replace(flow("P", "C"), "").replace(flow("C", "E"), "")
            + "<parallelGateway id='F'/><parallelGateway id='J'/>"
            + PANEL
            + flow("P", "F")
            + flow("F", "C")
            + flow("F", "A")
            + flow("C", "J")
            + flow("A", "J")
            + flow("J", "E");

    assertThat(obstacles(after, at("C"), done("S", "P"), NEGATIVE))
        .containsExactly(
            "The new diagram requires the step \"Assure\" first, and this case has not completed it.");
    assertThat(obstacles(after, at("C", "A"), done("S", "P"), NEGATIVE)).isEmpty();
  }

  /** One of the paths is there; the other one isn't yet. */
  @Test
  void aPathThatWaitsForTheOtherOneIsNoObstacle() {
    String before =
        START
            + PROPOSE
            + CONFIRM
            + END
            + "<parallelGateway id='F'/><parallelGateway id='J'/>"
            + flow("S", "F")
            + flow("F", "P")
            + flow("F", "C")
            + flow("P", "J")
            + flow("C", "J")
            + flow("J", "E");
    String after = before.replace("name='Confirm'", "name='Agree'");

    assertThat(obstacles(before, after, at("C", "J"), done("S", "F", "P"))).isEmpty();
    assertThat(
            obstacles(
                before,
                after.replace(flow("P", "J"), "") + PANEL + flow("P", "A") + flow("A", "J"),
                at("C", "J"),
                done("S", "F", "P")))
        .as("a new step on the path that is there")
        .containsExactly(
            "The new diagram requires the step \"Assure\" first, and this case has not completed it.");
  }

  /** As the review of the reflection period once conclusive grounds are decided. */
  @Test
  void aPartThatAnEventHasEndedIsNoObstacle() {
    String before = twoBranches("");
    String after = twoBranches(PANEL).replace("name='Confirm'", "name='Agree'");

    assertThat(obstacles(before, after, at("C"), done("S", "T", "B"))).isEmpty();
    assertThat(obstacles(before, after, at("C", "P"), done("S", "T")))
        .as("the part is under way")
        .containsExactly(
            "The new diagram requires the step \"Assure\" first, and this case has not completed it.");
    assertThat(obstacles(before, after, at("C", "P"), done("S", "T", "B")))
        .as("it was ended once, and has begun again")
        .hasSize(1);
    assertThat(obstacles(before, after, at("C"), done("S", "T", "P", "W", "B")))
        .as("and was completed")
        .hasSize(1);
    assertThat(
            obstacles(
                before.replace(" attachedToRef='W'", " cancelActivity='false' attachedToRef='W'"),
                after,
                at("C"),
                done("S", "T", "B")))
        .as("the event ended nothing then")
        .isNotEmpty();
  }

  /** A part with one step, and one before it, that an event ends, beside the confirmation. */
  private static String twoBranches(String first) {
    return START
        + "<parallelGateway id='F'/><subProcess id='W' name='Work'><startEvent id='T'/>"
        + first
        + PROPOSE
        + (first.isEmpty() ? flow("T", "P") : flow("T", "A") + flow("A", "P"))
        + "</subProcess><boundaryEvent id='B' name='Decided' attachedToRef='W'><messageEventDefinition/></boundaryEvent>"
        + CONFIRM
        + END
        + flow("S", "F")
        + flow("F", "W")
        + flow("F", "C")
        + flow("C", "E")
        + flow("B", "E");
  }

  @Test
  void aStepThatNowDoesMoreIsAnObstacle() {
    String after =
        BEFORE.replace(
            PROPOSE,
            "<userTask id='P' name='Propose'><extensionElements><camunda:executionListener event='end' delegateExpression='${notifyPolice}'/></extensionElements></userTask>");

    assertThat(obstacles(after, at("C"), done("S", "P"), NEGATIVE))
        .singleElement()
        .asString()
        .contains("\"Propose\" was completed under the earlier diagram");
    assertThat(obstacles(after, at("P"), done("S"), Map.of())).isEmpty();
  }

  @Test
  void aRemovedStepAndAnUnsetValueAreObstacles() {
    assertThat(
            obstacles(
                BEFORE.replace("'C'", "'D'").replace("C-E", "D-E").replace("P-C", "P-D"),
                at("C"),
                done("S", "P"),
                NEGATIVE))
        .containsExactly("The step \"Confirm\" is not in the new diagram.");
    String asks =
        BEFORE.replace(flow("C", "E"), "")
            + "<exclusiveGateway id='G' default='G-E'/>"
            + PANEL
            + flow("C", "G")
            + flow("G", "A", "${panel == 'yes'}")
            + flow("G", "E")
            + flow("A", "E");

    assertThat(obstacles(asks, at("C"), done("S", "P"), NEGATIVE))
        .containsExactly(
            "The new diagram asks panel, which this case doesn't have, because an earlier step sets it.");
    assertThat(obstacles(asks, at("C"), done("S", "P"), Map.of("panel", "no"))).isEmpty();
    assertThat(
            obstacles(
                asks.replace("'yes'", "'yes' &amp;&amp; urgent == 'yes'"),
                at("C"),
                done("S", "P"),
                Map.of("panel", "no")))
        .containsExactly(
            "The new diagram asks urgent, which this case doesn't have, because an earlier step sets it.");
    assertThat(
            obstacles(
                asks.replace("panel ==", "execution.hasVariable('panel') &amp;&amp; panel =="),
                at("C"),
                done("S", "P"),
                NEGATIVE))
        .as("asked only if the case has it")
        .isEmpty();
  }

  /** The form of the proposal asks it, and whoever confirms may send the case back there. */
  @Test
  void aValueThatIsSetOnlyAfterItIsReadIsAnObstacle() {
    String before =
        BEFORE.replace(flow("C", "E"), "")
            + "<exclusiveGateway id='X' default='X-E'/>"
            + flow("C", "X")
            + flow("X", "P", "${confirmed == 'no'}")
            + flow("X", "E");
    String after =
        before
                .replace("<userTask id='P'", "<userTask camunda:formRef='propose' id='P'")
                .replace(flow("X", "E"), "")
            + "<exclusiveGateway id='G' default='G-E'/>"
            + PANEL
            + flow("X", "G").replace("X-G", "X-E")
            + flow("G", "A", "${panel == 'yes'}")
            + flow("G", "E")
            + flow("A", "E");

    assertThat(obstacles(before, after, at("C"), done("S", "P")))
        .containsExactly(
            "The new diagram asks panel, which this case doesn't have, because an earlier step sets it.");
    assertThat(obstacles(before, after, at("P"), done("S"))).isEmpty();
    assertThat(obstacles(before, after, at("C"), done("S", "P"), Map.of("panel", "no"))).isEmpty();
  }

  @Test
  void aValuePassedToACalledDiagramIsRead() {
    String calls =
        BEFORE.replace(flow("C", "E"), "")
            + "<callActivity id='L' calledElement='later'><extensionElements><camunda:in source='panel' target='panel'/></extensionElements></callActivity>"
            + flow("C", "L")
            + flow("L", "E");

    assertThat(obstacles(calls, at("C"), done("S", "P"), NEGATIVE))
        .containsExactly(
            "The new diagram asks panel, which this case doesn't have, because an earlier step sets it.");
    assertThat(obstacles(calls, at("C"), done("S", "P"), Map.of("panel", "no"))).isEmpty();
    assertThat(obstacles(calls, calls, at("C"), done("S", "P"))).as("as before").isEmpty();
    assertThat(
            obstacles(
                calls.replace("calledElement='later'", "calledElement='first'"),
                at("C"),
                done("S", "P"),
                NEGATIVE))
        .as("set by a diagram that is called, by a call in it")
        .isEmpty();
  }

  @Test
  void theCollectionOfARepeatedStepIsRead() {
    String repeats =
        BEFORE.replace(
            CONFIRM,
            CONFIRM.replace(
                "/>",
                "><multiInstanceLoopCharacteristics camunda:collection='officers'/></userTask>"));

    assertThat(obstacles(repeats, at("P"), done("S"), NEGATIVE))
        .containsExactly(
            "The new diagram asks officers, which this case doesn't have, because an earlier step sets it.");
    assertThat(obstacles(repeats, at("P"), done("S"), Map.of("officers", "a"))).isEmpty();
  }

  @Test
  void aFlowNeedsNoId() {
    assertThat(
            obstacles(
                BEFORE.replace("id='P-C' ", ""),
                BEFORE.replace("id='P-C' ", ""),
                at("C"),
                done("S", "P"),
                NEGATIVE))
        .isEmpty();
  }

  private static List<String> obstacles(
      String before, String after, Set<String> at, Set<String> done) {
    return obstacles(before, after, at, done, Map.of());
  }

  private static List<String> obstacles(
      String after, Set<String> at, Set<String> done, Map<String, Object> values) {
    return obstacles(BEFORE, after, at, done, values);
  }

  private static List<String> obstacles(
      String before, String after, Set<String> at, Set<String> done, Map<String, Object> values) {
    return HistoryReplay.obstacles(
        "d",
        procedure(before),
        procedure(after),
        new HistoryReplay.History(at, done, Optional.of("S"), new HashMap<>(values)),
        Map.of("askPanel", AskPanel.class.getAnnotation(Step.class)));
  }

  @Step(value = "Ask for a panel", sets = "panel")
  private interface AskPanel {}

  private static Procedure procedure(String process) {
    return Procedure.of(
        Map.of(
            "d.bpmn",
            file("d", process),
            "first.bpmn",
            file("first", "<callActivity id='N' calledElement='panel'/>"),
            "propose.form",
            "{\"components\": [{\"type\": \"textfield\", \"key\": \"panel\", \"label\": \"Panel?\"}]}"
                .getBytes(StandardCharsets.UTF_8),
            "panel.bpmn",
            file("panel", "<serviceTask id='K' camunda:delegateExpression='${askPanel}'/>")));
  }

  private static byte[] file(String id, String process) {
    return "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:camunda='http://camunda.org/schema/1.0/bpmn'><process id='%s' name='Decision' isExecutable='true'>%s</process></definitions>"
        .formatted(id, process)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String flow(String from, String to) {
    return "<sequenceFlow id='%1$s-%2$s' sourceRef='%1$s' targetRef='%2$s'/>".formatted(from, to);
  }

  private static String flow(String from, String to, String condition) {
    return flow(from, to)
        .replace(
            "/>", "><conditionExpression>" + condition + "</conditionExpression></sequenceFlow>");
  }

  private static Set<String> at(String... steps) {
    return Set.of(steps);
  }

  private static Set<String> done(String... steps) {
    return Set.of(steps);
  }
}

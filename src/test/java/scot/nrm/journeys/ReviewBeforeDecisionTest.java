package scot.nrm.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import scot.nrm.engine.sets.DefinitionSets.CaseSets;

/**
 * Revision 5: no conclusive grounds decision before day 45, and the review before it. A case under
 * way keeps its review and its path, because it stays under the set under which it began, unless a
 * row lets it take the new stage. See {@code src/test/resources/revisions}.
 */
class ReviewBeforeDecisionTest extends RevisedApplication {

  private static final Pattern SHAPE =
      Pattern.compile(
          "(?s)\\s*<bpmndi:BPMN(Shape|Edge) [^>]*bpmnElement=\"(\\w+)\".*?</bpmndi:BPMN\\1>");

  private static final Path FOLDER = Path.of("src/test/resources/revisions/review-before-decision");
  private static final String RECEIVED = "2009-06-01";
  private static final String DAY_20 = "2009-06-21";
  private static final String DAY_30 = "2009-07-01";
  private static final String DAY_45 = "2009-07-16";
  private static final String PROPOSE = "Task_ProposeConclusiveGrounds";
  private static final String REVIEW = "Task_ReviewReflection";
  private static final String OTHER =
      "<camunda:property name=\"another-person-than\" value=\"act-before\" />";
  private static final String TOO_EARLY =
      "must not be before the reflection end date (16 July 2009)";

  @Autowired CaseSets cases;

  /** The engine is shared with other tests. */
  @AfterEach
  void restoreFiles() throws IOException {
    Map<String, String> files = RevisedFiles.shipped(revision().keySet());
    files.put("cases-under-way.yaml", "cases-under-way: []");
    deploy(new Journey(engine), files);
  }

  @Test
  void casesUnderWayKeepTheirReviewAndTheirPath() throws IOException {
    Journey atLocalAuthority = new Journey(engine).on(RECEIVED);
    atLocalAuthority.concern("first.responder", Invented.concern(RECEIVED)).executeJobs();
    Journey atIntake = referred();
    Journey atReasonableGrounds = referred().logged(RECEIVED);
    Journey takesTheNewStage = referred().logged(RECEIVED);
    Journey atConclusiveGrounds = positive(referred().logged(RECEIVED));
    int before = set(atIntake);

    deploy(atIntake, RevisedFiles.corrected("review-before-decision"));

    Journey after = positive(referred().logged(RECEIVED));
    positive(atIntake.logged(RECEIVED));
    positive(atReasonableGrounds);
    assertThat(after.has(PROPOSE)).as("only after the review").isFalse();
    assertThat(atIntake.has(PROPOSE)).isTrue();
    assertThat(atReasonableGrounds.has(PROPOSE)).isTrue();

    deploy(
        atIntake,
        Map.of(
            "cases-under-way.yaml",
            "cases-under-way:\n- {from: [%d], stage: conclusive-grounds, takes: new}\n"
                .formatted(before)));

    positive(takesTheNewStage);
    assertThat(takesTheNewStage.has(PROPOSE)).as("its review is beside it").isTrue();
    assertThat(set(atLocalAuthority)).isEqualTo(before);
    assertThat(set(atConclusiveGrounds)).isEqualTo(before);
    assertThat(set(atReasonableGrounds)).isEqualTo(before);
    assertThat(set(after)).isEqualTo(before + 1);
    assertThat(set(takesTheNewStage)).isEqualTo(before + 2);

    assertThatThrownBy(() -> takesTheNewStage.conclusiveGrounds("ukhtc", "positive", DAY_20))
        .hasMessageContaining(TOO_EARLY);
    atReasonableGrounds.conclusiveGrounds("ukhtc", "positive", DAY_20).executeJobs();
    assertThat(atReasonableGrounds.variable("cgOutcome")).isEqualTo("positive");

    atIntake.on(DAY_30);
    for (Journey each : new Journey[] {atIntake, atConclusiveGrounds, takesTheNewStage, after}) {
      assertThat(each.due(REVIEW)).as(each.caseNumber()).isEqualTo(DAY_30);
    }
    assertThat(after.has(PROPOSE)).isFalse();
    after.does("ukhtc.owner", REVIEW, Invented.review(DAY_30, "yes"));
    assertThatThrownBy(() -> after.conclusiveGrounds("ukhtc", "positive", DAY_30))
        .hasMessageContaining(TOO_EARLY);

    after.on(DAY_45);
    confirms(after);
    assertThat(after.variable("cgOutcome")).isEqualTo("positive");
    assertThat(after.incidents()).isZero();

    assertThatThrownBy(() -> confirms(takesTheNewStage))
        .as("the property, where the flow leads past the review")
        .hasMessageContaining("Before it, someone must review the reflection period");
    takesTheNewStage.does("ukhtc.owner", REVIEW, Invented.review(DAY_45, "yes"));
    confirms(takesTheNewStage);
    assertThat(takesTheNewStage.variable("cgOutcome")).isEqualTo("positive");
  }

  private Journey referred() {
    return new Journey(engine).referred(RECEIVED, Invented.ukNational(RECEIVED));
  }

  private static Journey positive(Journey child) {
    return child.reasonableGrounds("ukhtc", "positive", RECEIVED).executeJobs();
  }

  private static void confirms(Journey child) {
    child
        .does(
            "ukhtc.second",
            "Task_ConfirmConclusiveGrounds",
            Invented.confirmConclusiveGrounds(DAY_45))
        .executeJobs();
  }

  private int set(Journey child) {
    return cases.setOf(child.caseNumber()).orElseThrow();
  }

  static Map<String, String> revision() throws IOException {
    Map<String, String> files = new TreeMap<>();
    change(
        files,
        "processes/conclusive-grounds.bpmn",
        "    <bpmn:sequenceFlow id=\"Flow_ConclusiveWorkStarted_To_DecideConclusiveGrounds\""
            + " sourceRef=\"Event_ConclusiveWorkStarted\""
            + " targetRef=\"SubProcess_DecideConclusiveGrounds\" />\n",
        Files.readString(FOLDER.resolve("review-first.xml")));
    files.computeIfPresent(
        "conclusive-grounds.bpmn",
        (file, diagram) ->
            diagram.replace(
                OTHER,
                OTHER
                    + "<camunda:property name=\"must-be-done-before\" value=\"reflection-review\" />"));
    String call = "calledElement=\"conclusive-grounds\"";
    String caller = Files.readString(Path.of("processes/nrm-case.bpmn"));
    int mappings = caller.indexOf("        <camunda:in source", caller.indexOf(call));
    files.put(
        "nrm-case.bpmn",
        caller.substring(0, mappings)
            + Files.readString(FOLDER.resolve("handed-over.xml"))
            + caller.substring(mappings));
    change(
        files,
        "processes/reflection-period.bpmn",
        "sourceRef=\"Gateway_Fork\" targetRef=\"SubProcess_Review\"",
        "sourceRef=\"Gateway_Fork\" targetRef=\"Event_ReviewOver\"");
    files.computeIfPresent(
        "reflection-period.bpmn", (file, diagram) -> withoutTheEarlierReview(diagram));
    change(
        files,
        "forms/confirm-conclusive-grounds.form",
        "\"notBefore\": \"rgDecisionDate\"",
        "\"notBefore\": \"reflectionEndDate\"");
    return files;
  }

  /** As Camunda Modeler removes an element: with its flows, its boundary event and its shapes. */
  private static String withoutTheEarlierReview(String diagram) {
    String less = diagram;
    for (String element :
        new String[] {
          "<bpmn:subProcess id=\"SubProcess_Review\".*?</bpmn:subProcess>",
          "<bpmn:boundaryEvent id=\"Event_ConclusiveGroundsDecided\".*?</bpmn:boundaryEvent>",
          "<bpmn:endEvent id=\"Event_ReviewNotNeeded\".*?</bpmn:endEvent>",
          "<bpmn:sequenceFlow id=\"Flow_(Review_To|ConclusiveGroundsDecided_To)_\\w+\"[^>]*/>",
          "<bpmn:incoming>Flow_Review_To_ReviewOver</bpmn:incoming>"
        }) {
      less = less.replaceAll("(?s)\\s*" + element, "");
    }
    String drawn = less;
    return SHAPE
        .matcher(less)
        .replaceAll(
            shape ->
                drawn.contains("id=\"" + shape.group(2) + "\"")
                    ? Matcher.quoteReplacement(shape.group())
                    : "");
  }

  private static void change(Map<String, String> files, String file, String old, String changed)
      throws IOException {
    String before = Files.readString(Path.of(file));
    assertThat(before).contains(old);
    files.put(Path.of(file).getFileName().toString(), before.replace(old, changed));
  }

  /** As the release officer does it: only the files that have changed. */
  private void deploy(Journey any, Map<String, String> files) {
    any.as(
        "release.officer",
        () -> {
          DeploymentBuilder deployment =
              engine.getRepositoryService().createDeployment().name("revision 5");
          files.forEach(deployment::addString);
          return deployment.deploy();
        });
  }
}

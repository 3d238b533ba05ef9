package scot.nrm.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scot.nrm.engine.DecisionTables;
import scot.nrm.engine.Definitions;
import scot.nrm.engine.Deployer;
import scot.nrm.journeys.RevisedFiles;
import scot.nrm.rehearsal.SetReads.Answered;

/** Which changes of a set concern a case, by what its replay has read. */
@Tag("quick")
class ChangedFilesTest {

  private static final String DIAGRAM = "processes/reasonable-grounds.bpmn";
  private static final String FORM = "forms/propose-reasonable-grounds.form";
  private static final String TABLE = "processes/time-limits.dmn";
  private static final Map<String, byte[]> SET = Deployer.files(new Definitions(Path.of("")));

  private static ChangedFiles changed(String file, String from, String to) {
    String before = new String(SET.getOrDefault(file, new byte[0]), StandardCharsets.UTF_8);
    assertThat(before).contains(from);
    Map<String, byte[]> now = new TreeMap<>(SET);
    now.put(file, before.replace(from, to).getBytes(StandardCharsets.UTF_8));
    return new ChangedFiles(SET, now);
  }

  private static SetReads read(Set<String> diagrams, Answered... questions) {
    SetReads reads = new SetReads();
    reads.diagrams().addAll(diagrams);
    reads.questions().addAll(List.of(questions));
    return reads;
  }

  @Test
  void unchangedFilesConcernNoCase() {
    assertThat(new ChangedFiles(SET, new TreeMap<>(SET)).affects(read(Set.of("nrm-case"))))
        .isFalse();
  }

  @Test
  void aDiagramConcernsTheCasesInIt() {
    ChangedFiles changes = changed(DIAGRAM, "name=\"", "name=\"New ");

    assertThat(changes.affects(read(Set.of("nrm-case", "intake")))).isFalse();
    assertThat(changes.affects(read(Set.of("nrm-case", "reasonable-grounds")))).isTrue();
  }

  @Test
  void aFormConcernsTheCasesInADiagramThatUsesIt() {
    ChangedFiles changes = changed(FORM, "\"label\": \"", "\"label\": \"New ");

    assertThat(changes.affects(read(Set.of("nrm-case", "intake")))).isFalse();
    assertThat(changes.affects(read(Set.of("nrm-case", "reasonable-grounds")))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"'propose-reasonable-grounds'", "\"&#112;ropose-reasonable-grounds\""})
  void aFormIsFoundInADiagramHoweverItIsWritten(String written) {
    String drawn = new String(SET.get(DIAGRAM), StandardCharsets.UTF_8);
    Map<String, byte[]> before = new TreeMap<>(SET);
    before.put(
        DIAGRAM,
        drawn.replace("\"propose-reasonable-grounds\"", written).getBytes(StandardCharsets.UTF_8));
    Map<String, byte[]> now = new TreeMap<>(before);
    now.put(FORM, new byte[] {'{', '}'});

    assertThat(before.get(DIAGRAM)).isNotEqualTo(SET.get(DIAGRAM));
    assertThat(new ChangedFiles(before, now).affects(read(Set.of("reasonable-grounds")))).isTrue();
  }

  @Test
  void aDiagramThatStartsWithAnEventConcernsEveryCase() {
    String name = "processes/new.bpmn";
    String text =
        """
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="new">
          <process id="new"><startEvent id="Start">%s</startEvent></process>
        </definitions>
        """;
    Map<String, byte[]> now = new TreeMap<>(SET);
    SetReads reads = read(Set.of("nrm-case"));

    now.put(name, text.formatted("").getBytes(StandardCharsets.UTF_8));
    assertThat(new ChangedFiles(SET, now).affects(reads)).isFalse();
    now.put(
        name,
        text.formatted("<messageEventDefinition id=\"Message\"/>")
            .getBytes(StandardCharsets.UTF_8));
    assertThat(new ChangedFiles(SET, now).affects(reads)).isTrue();
    assertThat(new ChangedFiles(now, SET).affects(reads)).as("no longer there").isTrue();
  }

  @Test
  void aTableConcernsTheCasesWithAnotherAnswer() {
    Answered earlier = asked("2023-01-29");
    Answered later = asked("2023-01-30");
    Map<String, byte[]> now = new TreeMap<>(SET);
    now.put(TABLE, RevisedFiles.all().get("thirty-days").get(TABLE));
    ChangedFiles changes = new ChangedFiles(SET, now);

    assertThat(earlier.rows()).isNotEmpty().isEqualTo(later.rows());
    assertThat(changes.affects(read(Set.of("nrm-case"), earlier))).isFalse();
    assertThat(changes.affects(read(Set.of("nrm-case"), earlier, later))).isTrue();
    now.remove(TABLE);
    assertThat(new ChangedFiles(SET, now).affects(read(Set.of(), earlier)))
        .as("no longer there")
        .isTrue();
  }

  /** A question with the answer of the shipped table. */
  private static Answered asked(String day) {
    DmnEngine tables = DecisionTables.newEngine();
    Map<String, Object> facts = Map.of("receivedOn", day, "startsOn", day);
    return new Answered(
        "time-limits",
        facts,
        tables
            .evaluateDecisionTable("time-limits", new ByteArrayInputStream(SET.get(TABLE)), facts)
            .getResultList());
  }

  @Test
  void dataConcernsEveryCaseAndScenariosNone() {
    SetReads reads = read(Set.of());
    Map<String, byte[]> now = new TreeMap<>(SET);

    now.put("config/scenarios/new.json", new byte[] {'{', '}'});
    assertThat(new ChangedFiles(SET, now).affects(reads)).isFalse();
    now.put("config/decisions.yaml", new byte[] {'#'});
    assertThat(new ChangedFiles(SET, now).affects(reads)).isTrue();
  }
}

package scot.nrm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Diagrams and tables are read as by Camunda. */
@Tag("quick")
class SchemaCacheTest {

  private static final Path TABLE = Path.of("processes/competent-authority.dmn");
  private static final Path DIAGRAM = Path.of("processes/reflection-period.bpmn");
  private static final SchemaCache.DiagramModels OUR_MODELS = new SchemaCache.DiagramModels();
  private static final CamundasModels CAMUNDAS_MODELS = new CamundasModels();
  private static final SchemaCache.TableModels OUR_TABLES = new SchemaCache.TableModels();
  private static final CamundasTables CAMUNDAS_TABLES = new CamundasTables();

  private static final class CamundasModels extends Bpmn {

    @Override
    protected BpmnModelInstance doReadModelFromInputStream(InputStream diagram) {
      return super.doReadModelFromInputStream(diagram);
    }
  }

  private static final class CamundasTables extends Dmn {

    @Override
    protected DmnModelInstance doReadModelFromInputStream(InputStream table) {
      return super.doReadModelFromInputStream(table);
    }
  }

  @Test
  void aShippedTableIsReadAsCamundaReadsIt() throws IOException {
    try (Stream<Path> files = Files.list(TABLE.getParent())) {
      List<Path> tables = files.filter(file -> file.toString().endsWith(".dmn")).toList();

      assertThat(tables).hasSizeGreaterThan(3);
      for (Path table : tables) {
        byte[] file = Files.readAllBytes(table);
        DmnModelInstance read = OUR_TABLES.doReadModelFromInputStream(in(file));

        assertThat(Dmn.convertToString(read))
            .isEqualTo(Dmn.convertToString(CAMUNDAS_TABLES.doReadModelFromInputStream(in(file))));
        assertThat(read.getModelElementsByType(Rule.class))
            .isNotEmpty()
            .allSatisfy(
                row -> assertThat((Rule) read.getModelElementById(row.getId())).isEqualTo(row));
      }
    }
  }

  @Test
  void aShippedDiagramIsReadAsCamundaReadsIt() throws IOException {
    try (Stream<Path> files = Files.list(TABLE.getParent())) {
      List<Path> diagrams = files.filter(file -> file.toString().endsWith(".bpmn")).toList();

      assertThat(diagrams).hasSizeGreaterThan(30);
      for (Path diagram : diagrams) {
        byte[] file = Files.readAllBytes(diagram);

        assertThat(Bpmn.convertToString(OUR_MODELS.doReadModelFromInputStream(in(file))))
            .isEqualTo(Bpmn.convertToString(CAMUNDAS_MODELS.doReadModelFromInputStream(in(file))));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "<bpmn:definitions , <!DOCTYPE x><bpmn:definitions ",
    "<bpmn:startEvent , <bpmn:startEvent wrong='' ",
    "</bpmn:process>, </bpmn:end>",
    "<bpmn:incoming>, <bpmn:incoming>no:",
    "targetRef=, target=",
    "<bpmn:timeDate, <bpmn:timeDates"
  })
  void aBrokenDiagramIsRefusedWithCamundasMessage(String part, String wrong) throws IOException {
    String diagram = Files.readString(DIAGRAM);
    String broken = diagram.replaceFirst(part, Matcher.quoteReplacement(wrong));
    assertThat(broken).isNotEqualTo(diagram);

    byte[] file = broken.getBytes(StandardCharsets.UTF_8);
    assertThat(refusal(() -> OUR_MODELS.doReadModelFromInputStream(in(file))))
        .isEqualTo(refusal(() -> CAMUNDAS_MODELS.doReadModelFromInputStream(in(file))));
  }

  @Test
  void aTableOfAnotherVersionIsReadByCamunda() {
    assertThat(
            decisions(
                DecisionTables.newEngine(),
                """
                <definitions xmlns="http://www.omg.org/spec/DMN/20180521/MODEL/" id="f" name="f" namespace="n">
                  <decision id="old" name="Old">
                    <decisionTable id="t">
                      <input id="i"><inputExpression id="x"><text>sex</text></inputExpression></input>
                      <output id="o" name="answer"/>
                    </decisionTable>
                  </decision>
                </definitions>\
                """))
        .extracting(DmnDecision::getKey)
        .containsExactly("old");
  }

  @ParameterizedTest
  @CsvSource({
    "<definitions , <!DOCTYPE x><definitions ",
    "</decisionTable>, </table>",
    "<rule id=, <rules id=",
    "FIRST, LAST"
  })
  void aBrokenTableIsRefusedWithCamundasMessage(String part, String wrong) throws IOException {
    String table = Files.readString(TABLE);
    String broken = table.replaceFirst(part, wrong);
    assertThat(broken).isNotEqualTo(table);

    byte[] file = broken.getBytes(StandardCharsets.UTF_8);
    assertThat(refusal(() -> OUR_TABLES.doReadModelFromInputStream(in(file))))
        .isEqualTo(refusal(() -> CAMUNDAS_TABLES.doReadModelFromInputStream(in(file))));
  }

  /** All that the exception and its causes say. */
  private static List<String> refusal(ThrowingCallable reading) {
    List<String> words = new ArrayList<>();
    for (Throwable e = catchThrowable(reading); e != null; e = e.getCause()) {
      words.add(e.getMessage());
    }
    assertThat(words).isNotEmpty();
    return words;
  }

  private static List<DmnDecision> decisions(DmnEngine engine, String table) {
    return engine.parseDecisions(in(table.getBytes(StandardCharsets.UTF_8)));
  }

  private static InputStream in(byte[] file) {
    return new ByteArrayInputStream(file);
  }
}

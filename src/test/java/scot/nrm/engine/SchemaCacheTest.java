package scot.nrm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables are read as by Camunda. */
@Tag("quick")
class SchemaCacheTest {

  private static final Path TABLE = Path.of("processes/competent-authority.dmn");

  @Test
  void aShippedTableIsReadAsCamundaReadsIt() throws IOException {
    try (Stream<Path> files = Files.list(TABLE.getParent())) {
      List<Path> tables = files.filter(file -> file.toString().endsWith(".dmn")).toList();

      assertThat(tables).hasSizeGreaterThan(3);
      for (Path table : tables) {
        DmnModelInstance read = SchemaCache.TableTransformer.read(Files.readAllBytes(table));

        assertThat(Dmn.convertToString(read))
            .isEqualTo(Dmn.convertToString(Dmn.readModelFromFile(table.toFile())));
        assertThat(read.getModelElementsByType(Rule.class))
            .isNotEmpty()
            .allSatisfy(
                row -> assertThat((Rule) read.getModelElementById(row.getId())).isEqualTo(row));
      }
    }
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

    assertThat(refusal(DecisionTables.newEngine(), broken))
        .isEqualTo(refusal(new DefaultDmnEngineConfiguration().buildEngine(), broken));
  }

  /** All that the exception and its causes say. */
  private static List<String> refusal(DmnEngine engine, String table) {
    List<String> words = new ArrayList<>();
    for (Throwable e = catchThrowable(() -> decisions(engine, table));
        e != null;
        e = e.getCause()) {
      words.add(e.getMessage());
    }
    assertThat(words).isNotEmpty();
    return words;
  }

  private static List<DmnDecision> decisions(DmnEngine engine, String table) {
    return engine.parseDecisions(new ByteArrayInputStream(table.getBytes(StandardCharsets.UTF_8)));
  }
}

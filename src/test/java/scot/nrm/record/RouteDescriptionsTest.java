package scot.nrm.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.File;
import java.util.Collection;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.engine.DecisionTables;

@Tag("quick")
class RouteDescriptionsTest {

  private final DecisionTables tables = deployed();
  private final RouteDescriptions words = new RouteDescriptions(tables);

  /** The project's own table of routes. */
  static DecisionTables deployed() {
    DecisionTables tables = mock(DecisionTables.class);
    when(tables.rules("competent-authority"))
        .thenReturn(
            Dmn.readModelFromFile(new File("processes/competent-authority.dmn"))
                .getModelElementsByType(Rule.class));
    return tables;
  }

  @Test
  void aRouteHasTheWordsOfItsRowWithoutTheSource() {
    assertThat(words.of("D13.2")).isEqualTo("D13.2: UK national.");
  }

  @Test
  void eachRowOfTheTableHasWords() {
    Collection<Rule> rules = tables.rules("competent-authority");

    assertThat(rules)
        .flatExtracting(Rule::getOutputEntries)
        .extracting(output -> output.getTextContent().strip().replace("\"", ""))
        .filteredOn(basis -> basis.startsWith("D13"))
        .hasSameSizeAs(rules)
        .allSatisfy(basis -> assertThat(words.of(basis)).startsWith(basis + ": "));
  }

  @Test
  void aRouteMissingFromTheTableIsShownByItsNumber() {
    assertThat(words.of("D13.99")).isEqualTo("D13.99");
    assertThat(words.of(null)).isEmpty();
  }
}

package scot.nrm.cockpit.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("quick")
class IncidentWordsTest {

  private final IncidentWords words = new IncidentWords();

  @Test
  void aTableWithoutARowForACaseNeedsARevision() {
    assertThat(words.help("scot.nrm.engine.DecisionTables$NotOneRow"))
        .contains("has no row for this case", "revision");
  }

  @Test
  void whatIsNotKnownIsInTheLog() {
    assertThat(words.help("java.lang.IllegalStateException")).contains("log");
  }
}

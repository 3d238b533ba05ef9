package scot.nrm.cockpit.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("quick")
class IncidentWordsTest {

  private final IncidentWords words = new IncidentWords();

  @Test
  void aTableWithoutARowForACaseNeedsARevision() {
    assertThat(words.help("scot.nrm.engine.DecisionTables$WrongRowCount"))
        .contains("has no row for this case", "revision");
  }

  @Test
  void aRefusedStatementIsDistinguishedFromADatabaseThatIsDown() {
    assertThat(
            words.help(
                "org.springframework.dao.DataIntegrityViolationException org.postgresql.util.PSQLException"))
        .contains("refused what this step writes")
        .doesNotContain("running");
    assertThat(words.help("org.h2.jdbc.JdbcSQLIntegrityConstraintViolationException"))
        .contains("refused what this step writes");
    assertThat(words.help("org.postgresql.util.PSQLException")).contains("did not respond");
  }

  @Test
  void anUnknownFaultRefersToTheLog() {
    assertThat(words.help("java.lang.IllegalStateException")).contains("log");
  }
}

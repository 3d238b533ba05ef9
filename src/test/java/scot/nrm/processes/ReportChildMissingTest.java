package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;

class ReportChildMissingTest extends DiagramTest {

  private static final String DAY = "2009-05-14";

  ReportChildMissingTest() {
    super("report-child-missing");
  }

  @Test
  void aMissingReportMarksTheCaseAndStartsTheSearch() {
    opened(DAY, Invented.concern(DAY));

    child.reportedMissing("glasgow.lead", DAY);

    assertThat(nrmCase().now().missingSince()).as("D34").isEqualTo(DAY);
    assertThat(child.sees("glasgow.duty", "Task_ReportToPolice")).isTrue();
    assertThat(lettersSent())
        .contains("child-missing to LOCAL_AUTHORITY", "child-missing to FIRST_RESPONDER");
  }

  @Test
  void aRepeatedReportCountsOnce() {
    opened(DAY, Invented.concern(DAY));
    child.reportedMissing("glasgow.lead", DAY);

    assertThatThrownBy(() -> child.reportedMissing("glasgow.lead", DAY))
        .hasMessageContaining("already recorded as missing");
  }
}

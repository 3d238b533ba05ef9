package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedMissing;

class ReportChildFoundTest extends DiagramTest {

  private static final String DAY = "2009-05-14";

  ReportChildFoundTest() {
    super("report-child-found");
  }

  @Test
  void aReturnEndsTheSearch() {
    opened(DAY, Invented.concern(DAY));
    child.reportedMissing("glasgow.lead", DAY);

    child.on("2009-05-20").reportedFound("glasgow.lead", "2009-05-19");

    assertThat(nrmCase().now().missingSince()).as("D36").isNull();
    assertThat(child.has("Task_ReportToPolice")).isFalse();
    assertThat(child.sees("glasgow.lead", "Task_TalkToChild")).isTrue();
    assertThat(lettersSent())
        .contains("child-found to LOCAL_AUTHORITY", "child-found to FIRST_RESPONDER");
  }

  @Test
  void d34AReturnThatIsNotifiedLateEndsNoLaterSearch() {
    opened(DAY, Invented.concern(DAY));
    child.reportedMissing("glasgow.lead", DAY);
    sentBeforeTheJob(
        "glasgow.lead",
        "report-child-found",
        InventedMissing.found(child.caseNumber(), DAY),
        () -> child.reportedMissing("glasgow.lead", DAY));

    assertThat(nrmCase().now().missingSince()).isEqualTo(DAY);
    assertThat(child.has("Task_ReportToPolice")).as("the child is searched for").isTrue();
  }

  @Test
  void aChildWhoIsNotMissingCannotBeFound() {
    opened(DAY, Invented.concern(DAY));

    assertThatThrownBy(() -> child.reportedFound("glasgow.lead", DAY))
        .hasMessageContaining("not recorded as missing");
  }
}

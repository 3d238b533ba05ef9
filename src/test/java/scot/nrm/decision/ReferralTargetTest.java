package scot.nrm.decision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scot.nrm.casefile.CaseFileContent;

class ReferralTargetTest {

  @ParameterizedTest(name = "met {0} {1}, received {2} {3}: missed {4}")
  @CsvSource({
    "2009-06-01, 10:00, 2009-06-03, 10:00, false", // 48 hours to the minute
    "2009-06-01, 10:00, 2009-06-03, 10:01, true",
    "2009-06-01, 23:59, 2009-06-04, 00:00, true",
    "2009-06-01, 10:00, 2009-06-03, '', false", // a time is missing: two calendar days
    "2009-06-01, '', 2009-06-03, 23:00, false",
    "2009-06-01, '', 2009-06-04, '', true",
    "2009-03-28, 10:00, 2009-03-30, 11:00, false", // the night in between has an hour less
    "2009-10-24, 10:00, 2009-10-26, 09:30, true", // and here one more: 48.5 elapsed hours
    "'', '', 2009-06-04, '', false",
  })
  void d6FortyEightElapsedHours(String met, String metAt, LocalDate received, String receivedAt, boolean missed) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.put("firstEncounterDate", met).put("firstEncounterTime", metAt).put("referralReceivedTime", receivedAt);

    assertThat(ReferralTarget.missed(new CaseFileContent(fields), received)).isEqualTo(missed);
  }
}

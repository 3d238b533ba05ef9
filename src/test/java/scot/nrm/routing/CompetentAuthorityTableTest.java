package scot.nrm.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scot.nrm.decision.deadline.DecisionTable;

class CompetentAuthorityTableTest {

  private static final DecisionTable TABLE = DecisionTable.named("competent-authority");

  @ParameterizedTest
  @CsvSource({
    "true,  non-eea, yes,     true,  UKBA,  UKBA,  D13.1",
    "true,  uk,      no,      false, UKBA,  UKBA,  D13.1",
    "true,  eea,     no,      false, UKBA,  UKBA,  D13.1",
    "true,  unknown, unknown, false, UKBA,  UKBA,  D13.1",
    "false, uk,      no,      false, UKHTC, UKHTC, D13.2",
    "false, uk,      yes,     true,  UKHTC, UKHTC, D13.2",
    "false, eea,     yes,     false, UKBA,  UKBA,  D13.3",
    "false, eea,     yes,     true,  UKBA,  UKBA,  D13.3",
    "false, eea,     no,      false, UKHTC, UKHTC, D13.4",
    "false, eea,     no,      true,  UKHTC, UKHTC, D13.4",
    "false, non-eea, yes,     false, UKHTC, UKBA,  D13.5",
    "false, non-eea, yes,     true,  UKBA,  UKBA,  D13.6",
    "false, non-eea, no,      false, UKHTC, UKHTC, D13.7",
    "false, non-eea, no,      true,  UKHTC, UKHTC, D13.7",
    "false, unknown, unknown, false, UKHTC, UKHTC, D13.8",
    "false, unknown, yes,     true,  UKHTC, UKHTC, D13.8",
    "false, non-eea, unknown, true,  UKHTC, UKHTC, D13.8",
    "false, eea,     unknown, false, UKHTC, UKHTC, D13.8"
  })
  void d13EachRowGivesItsAuthorities(
      boolean inProcess,
      String nationality,
      String issue,
      boolean known,
      String rg,
      String cg,
      String basis) {
    Map<String, Object> facts = facts("2009-04-14", inProcess, nationality, issue, known);

    assertThat(TABLE.ask(facts))
        .containsExactly(Map.of("rgAuthority", rg, "cgAuthority", cg, "routingBasis", basis));
  }

  @Test
  void d13AnyFactsEvenNoneGiveExactlyOneAnswer() {
    for (Object onDate : withNull("2009-04-01", "2013-04-01", "2030-01-01")) {
      for (Object inProcess : withNull(true, false)) {
        for (Object nationality : withNull("uk", "eea", "non-eea", "unknown", "", "martian")) {
          for (Object issue : withNull("yes", "no", "unknown", "", "perhaps")) {
            for (Object known : withNull(true, false)) {
              Map<String, Object> facts = facts(onDate, inProcess, nationality, issue, known);

              assertThat(TABLE.ask(facts)).as(facts.toString()).hasSize(1);
            }
          }
        }
      }
    }
  }

  @Test
  void d13MissingFactsTakeRowEight() {
    assertThat(TABLE.ask(Map.of())).extracting("routingBasis").containsExactly("D13.8");
    assertThat(TABLE.ask(facts(null, null, "non-eea", "yes", null)))
        .extracting("routingBasis")
        .containsExactly("D13.8");
  }

  private static Map<String, Object> facts(
      Object onDate, Object inProcess, Object nationality, Object issue, Object known) {
    Map<String, Object> facts = new HashMap<>();
    facts.put("onDate", onDate);
    facts.put("inProcess", inProcess);
    facts.put("nationality", nationality);
    facts.put("issue", issue);
    facts.put("knownToUkba", known);
    return facts;
  }

  private static List<Object> withNull(Object... values) {
    List<Object> all = new ArrayList<>(Arrays.asList(values));
    all.add(null);
    return all;
  }
}

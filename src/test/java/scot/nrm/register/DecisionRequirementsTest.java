package scot.nrm.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.decision.Requirements;
import scot.nrm.engine.authorities.KnownAuthorities;

/** The file {@code config/decisions.yaml} (D18). */
@Tag("quick")
class DecisionRequirementsTest {

  @Test
  void theShippedFileIsValid() {
    assertThat(problems(Requirements.FILE_CONTENT)).isEmpty();
    assertThat(Requirements.OF_THE_FILE.commonActs(Stage.REASONABLE_GROUNDS))
        .containsExactlyInAnyOrder(Act.PROPOSED, Act.CONFIRMED);
  }

  @Test
  void anInvalidFileIsRefusedWithAReason() {
    refused(
        "decision: conclusive-grounds", "decision: conclusive", "Row 2: decision is conclusive.");
    refused("suspend]", "suspended]", "outcomes is suspended. Write one of negative, positive,");
    refused("act: propose, by", "act: proposal, by", "act is proposal. Write one of confirm,");
    refused("by: second-officer", "by: secnd-officer", "by is secnd-officer. Write one of UKBA,");
    refused("people: 2", "people: 1", "people is 1. Write at least 2 (D18)");
    refused("people: 2", "people: 3", "and no more than there are acts");
    refused("      - { act: confirm, by: second-officer }\n", "", "without the act confirm (D18)");
    refused("when: childInterviewed=yes", "when: childInterviewed", "has a field and what to say");
    refused(
        "2009-04-01", "2009-05-01", "from 1 April 2009: reasonable grounds, positive. Add one.");
    refused(
        "conclusive-grounds",
        "reasonable-grounds",
        "Two rows have the same first day: reasonable grounds, negative.");
  }

  private static void refused(String part, String changed, String sentence) {
    String wrong =
        Requirements.FILE_CONTENT.replaceFirst(
            "(?s)(nrm.decisions:.*?)\\Q" + part + "\\E", "$1" + changed);
    assertThat(wrong).isNotEqualTo(Requirements.FILE_CONTENT);
    assertThat(problems(wrong)).anySatisfy(problem -> assertThat(problem).contains(sentence));
  }

  private static List<String> problems(String yaml) {
    return Requirements.read(yaml)
        .problems(Set.of("assurance-panel"), KnownAuthorities.OF_THE_FILE);
  }
}

package scot.nrm.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.instance.OutputEntry;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scot.nrm.decision.DecisionTable;

class LettersTableTest {

  private static final DecisionTable TABLE = DecisionTable.named("letters");

  /** A school reported the concern; nobody has answered yet. */
  private static final Map<String, Object> SCHOOL = facts(false, false);

  private static final Map<String, Object> LOCAL_AUTHORITY = facts(true, false);
  private static final Map<String, Object> POLICE = facts(false, true);

  @Test
  void d12AReferralIsAcknowledgedToTheLocalAuthorityAndTheFirstResponder() {
    assertThat(letters("referral-received", SCHOOL)).containsExactly(
        ": acknowledgement to local-authority",
        ": acknowledgement-to-first-responder to first-responder");
    assertThat(letters("referral-received", LOCAL_AUTHORITY)).containsExactly(
        ": acknowledgement to local-authority");
  }

  @Test
  void d12MissingFactsAreAskedOfTheLocalAuthority() {
    assertThat(letters("facts-missing", SCHOOL)).containsExactly(": request-for-missing-facts to local-authority");
  }

  @Test
  void aPositiveReasonableGroundsDecisionIsToldByNrm03And05() {
    assertThat(letters("rg-positive", SCHOOL)).containsExactly(
        "NRM 03: nrm-03 to local-authority",
        "NRM 05: nrm-05 to first-responder",
        "NRM 05: nrm-05 to police");
  }

  @Test
  void d37ANegativeReasonableGroundsDecisionIsToldByNrm04WithTheMinuteAndNrm05Without() {
    assertThat(letters("rg-negative", SCHOOL)).containsExactly(
        "NRM 04: nrm-04 to local-authority with minute",
        "NRM 05: nrm-05 to first-responder",
        "NRM 05: nrm-05 to police");
  }

  @Test
  void aPositiveConclusiveDecisionIsToldByNrm07And05() {
    assertThat(letters("cg-positive", SCHOOL)).containsExactly(
        "NRM 05: nrm-05 to first-responder",
        "NRM 05: nrm-05 to police",
        "NRM 07: nrm-07 to local-authority");
  }

  @Test
  void d37ANegativeConclusiveDecisionIsToldWithTheMinuteByALetterWhoseCodeNoSourceKnows() {
    assertThat(letters("cg-negative", SCHOOL)).containsExactly(
        "NRM 05: nrm-05 to first-responder",
        "NRM 05: nrm-05 to police",
        "no code known: negative-conclusive-grounds to local-authority with minute");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rg-positive", "rg-negative", "cg-positive", "cg-negative"})
  void nrm05GoesToEachAgencyOnce(String occasion) {
    assertThat(letters(occasion, LOCAL_AUTHORITY)).filteredOn(letter -> letter.startsWith("NRM 05"))
        .containsExactly("NRM 05: nrm-05 to police");
    assertThat(letters(occasion, POLICE)).filteredOn(letter -> letter.startsWith("NRM 05"))
        .containsExactly("NRM 05: nrm-05 to first-responder");
  }

  @Test
  void d15AndD22ExtensionsAreToldToTheLocalAuthority() {
    assertThat(letters("rg-extended", SCHOOL)).containsExactly(": reasonable-grounds-extended to local-authority");
    assertThat(letters("reflection-extended", POLICE)).containsExactly(": reflection-extended to local-authority");
  }

  @Test
  void d21WhoeverHasNotAnsweredTheReviewIsReminded() {
    assertThat(letters("review-reminder", SCHOOL)).containsExactly(
        ": review-reminder to local-authority",
        ": review-reminder to first-responder",
        ": review-reminder to police");
    assertThat(letters("review-reminder", with(SCHOOL, "policeAnswered"))).containsExactly(
        ": review-reminder to local-authority",
        ": review-reminder to first-responder");
    assertThat(letters("review-reminder", with(with(SCHOOL, "localAuthorityAnswered"), "firstResponderAnswered")))
        .containsExactly(": review-reminder to police");
    assertThat(letters("review-reminder", LOCAL_AUTHORITY)).containsExactly(
        ": review-reminder to local-authority",
        ": review-reminder to police");
    assertThat(letters("review-reminder", POLICE)).containsExactly(
        ": review-reminder to local-authority",
        ": review-reminder to first-responder");
  }

  @Test
  void anOccasionThatTheTableDoesNotKnowSendsNothing() {
    assertThat(letters("rg-", SCHOOL)).isEmpty();
  }

  @Test
  void d37EveryAddresseeIsAnOrganisationAndEveryLetterHasATemplate() {
    var rules = Dmn.readModelFromFile(Path.of("processes/letters.dmn").toFile()).getModelElementsByType(Rule.class);

    assertThat(rules).hasSize(14).allSatisfy(rule -> {
      List<String> outputs = rule.getOutputEntries().stream()
          .map(OutputEntry::getTextContent).map(text -> text.strip().replace("\"", "")).toList();
      assertThat(Path.of("src/main/resources/letters", outputs.get(1) + ".html")).matches(Files::exists);
      assertThat(Addressee.of(outputs.get(2))).isNotNull();
      assertThat(rule.getDescription().getTextContent()).containsPattern("D\\d+|Letters table");
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"child", "person", "carer", ""})
  void d37NothingCanBeAddressedToAPerson(String addressee) {
    assertThatThrownBy(() -> Addressee.of(addressee)).hasMessageContaining("No letter can be addressed to");
  }

  private static List<String> letters(String occasion, Map<String, Object> facts) {
    Map<String, Object> question = new HashMap<>(facts);
    question.put("occasion", occasion);
    return TABLE.ask(question).stream()
        .map(row -> "%s: %s to %s%s".formatted(
            row.get("code"), row.get("letter"), row.get("addressee"),
            Boolean.TRUE.equals(row.get("minuteEnclosed")) ? " with minute" : ""))
        .toList();
  }

  private static Map<String, Object> facts(boolean localAuthority, boolean police) {
    return new LetterFacts(localAuthority, police, false, false, false).asVariables();
  }

  private static Map<String, Object> with(Map<String, Object> facts, String answered) {
    Map<String, Object> changed = new HashMap<>(facts);
    changed.put(answered, true);
    return changed;
  }
}

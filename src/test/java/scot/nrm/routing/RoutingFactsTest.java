package scot.nrm.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.routing.EeaMembership.Member;
import scot.nrm.routing.RoutingFacts.Issue;
import scot.nrm.routing.RoutingFacts.Nationality;

@Tag("quick")
class RoutingFactsTest {

  private static final LocalDate RECEIVED = LocalDate.parse("2009-04-14");
  private static final EeaMembership EEA =
      new EeaMembership(
          List.of(
              new Member("SK", LocalDate.parse("2004-05-01"), null),
              new Member("HR", LocalDate.parse("2013-07-01"), null)));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "asylumClaimMade",
        "portCase",
        "leaveApplicationUnderWay",
        "enforcementUnderWay",
        "immigrationDetention"
      })
  void d13AYesAnswerMeansAnImmigrationProcess(String process) {
    assertThat(facts(Map.of(process, "yes")).inProcess()).isTrue();
    assertThat(facts(Map.of(process, "no")).inProcess()).isFalse();
    assertThat(facts(Map.of(process, "unknown")).inProcess()).isFalse();
  }

  @Test
  void d13AUkbaCopyIsAProcessAndMakesTheChildKnownToUkba() {
    RoutingFacts facts = facts(Map.of("ukbaCopyReceivedDate", "2009-04-10"));

    assertThat(facts.inProcess()).isTrue();
    assertThat(facts.knownToUkba()).isTrue();
  }

  @Test
  void d13AUkbaReferenceMakesTheChildKnownButIsNoProcess() {
    assertThat(facts(Map.of("homeOfficeReference", "A1234567")).knownToUkba()).isTrue();
    assertThat(facts(Map.of("ukbaFile", "yes")).knownToUkba()).isTrue();
    assertThat(facts(Map.of("ukbaFile", "yes")).inProcess()).isFalse();
    for (String none : List.of(" ", "not known", "applied for")) {
      assertThat(facts(Map.of("ukbaFile", "unknown", "homeOfficeReference", none)).knownToUkba())
          .as(none)
          .isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GB, UK",
    "VN GB, UK",
    "SK GB, UK",
    "SK, EEA",
    "VN SK, EEA",
    "VN, NON_EEA",
    "stateless, NON_EEA",
    "VN unknown, NON_EEA",
    "unknown GB, UK",
    "unknown, UNKNOWN"
  })
  void d13UkNationalityComesBeforeEeaAndEeaBeforeOthers(
      String nationalities, Nationality expected) {
    assertThat(facts(nationals(nationalities)).nationality()).isEqualTo(expected);
  }

  @Test
  void d13EeaMembershipCountsOnTheDayOfReceipt() {
    CaseFileContent file = file(nationals("HR"));
    LocalDate accession = LocalDate.parse("2013-07-01");

    RoutingFacts dayBefore = RoutingFacts.of(file, accession.minusDays(1), accession, EEA);
    RoutingFacts onTheDay = RoutingFacts.of(file, accession, accession, EEA);

    assertThat(dayBefore.nationality()).isEqualTo(Nationality.NON_EEA);
    assertThat(onTheDay.nationality()).isEqualTo(Nationality.EEA);
  }

  @ParameterizedTest
  @CsvSource({"uk-national, UK", "eea, EEA", "leave, UNKNOWN", "none, UNKNOWN", "unknown, UNKNOWN"})
  void d13WithoutANationalityTheStatusMayRevealIt(String status, Nationality expected) {
    assertThat(facts(Map.of("immigrationStatus", status)).nationality()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "none, YES",
    "overstayed, YES",
    "illegal-entrant, YES",
    "leave, NO",
    "eea, NO",
    "uk-national, UNKNOWN",
    "unknown, UNKNOWN",
    "'', UNKNOWN"
  })
  void d13LackOfLeaveIsAnIssueForNonEeaNationals(String status, Issue expected) {
    Map<String, Object> fields =
        Map.of("childNationalities", List.of("VN"), "immigrationStatus", status);

    assertThat(facts(fields).issue()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"2009-04-13, YES", "2009-04-14, NO", "2009-05-01, NO"})
  void d13LeaveExpiredAtReceiptIsAnIssue(String leaveUntil, Issue expected) {
    assertThat(facts(leaveUntil(leaveUntil)).issue()).isEqualTo(expected);
  }

  @Test
  void d14LeaveExpiringAfterReceiptCountsOnlyForConclusiveGrounds() {
    CaseFileContent file = file(leaveUntil("2009-04-20"));
    LocalDate decided = LocalDate.parse("2009-04-21");

    assertThat(RoutingFacts.of(file, RECEIVED, RECEIVED, EEA).issue()).isEqualTo(Issue.NO);
    assertThat(RoutingFacts.of(file, RECEIVED, decided, EEA).issue()).isEqualTo(Issue.YES);
  }

  @ParameterizedTest
  @CsvSource({"yes, YES", "no, NO", "unknown, UNKNOWN", "'', UNKNOWN"})
  void d13OnlyRemovalOrExclusionIsAnIssueForEeaNationals(String decision, Issue expected) {
    Map<String, Object> fields =
        Map.of(
            "childNationalities",
            List.of("SK"),
            "immigrationStatus",
            "illegal-entrant",
            "removalOrExclusionDecision",
            decision);

    assertThat(facts(fields).issue()).isEqualTo(expected);
  }

  @Test
  void d32UkNationalsAndEeaNationalsWithoutAnIssueNeedNoHold() {
    assertThat(facts(nationals("GB")).needsRemovalHold()).isFalse();
    assertThat(facts(eeaNational("no")).needsRemovalHold()).isFalse();
    assertThat(facts(eeaNational("yes")).needsRemovalHold()).isTrue();
    assertThat(facts(eeaNational("unknown")).needsRemovalHold()).isTrue();
    assertThat(facts(nationals("VN")).needsRemovalHold()).isTrue();
    assertThat(facts(nationals("unknown")).needsRemovalHold()).isTrue();
  }

  @Test
  void d13AnEmptyFileGivesValidFacts() {
    assertThat(facts(Map.of()).tableInputs())
        .isEqualTo(
            Map.of(
                "inProcess",
                false,
                "nationality",
                "unknown",
                "issue",
                "unknown",
                "knownToUkba",
                false));
  }

  private static RoutingFacts facts(Map<String, Object> fields) {
    return RoutingFacts.of(file(fields), RECEIVED, RECEIVED, EEA);
  }

  private static Map<String, Object> nationals(String codes) {
    return Map.of("childNationalities", List.of(codes.split(" ")));
  }

  private static Map<String, Object> eeaNational(String removalOrExclusionDecision) {
    return Map.of(
        "childNationalities",
        List.of("SK"),
        "removalOrExclusionDecision",
        removalOrExclusionDecision);
  }

  private static Map<String, Object> leaveUntil(String day) {
    return Map.of(
        "childNationalities", List.of("VN"), "immigrationStatus", "leave", "leaveUntil", day);
  }

  private static CaseFileContent file(Map<String, Object> fields) {
    return new CaseFileContent(new ObjectMapper().valueToTree(fields));
  }
}

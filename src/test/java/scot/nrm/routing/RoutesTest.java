package scot.nrm.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyMap;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.env.MockEnvironment;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.decision.deadline.DecisionTable;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.DecisionTables;
import scot.nrm.engine.DecisionTables.Row;
import scot.nrm.engine.TestExecution;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.facts.CaseRoutes;
import scot.nrm.facts.RemovalHolds;
import scot.nrm.register.Register;
import scot.nrm.register.RemovalHold;
import scot.nrm.register.Stage;
import scot.nrm.routing.EeaMembership.Member;
import scot.nrm.routing.Routes.Route;
import scot.nrm.routing.RoutingData.PilotArea;

/** The route and the need for leave, with the decision table as it is and no process engine. */
@Tag("quick")
class RoutesTest {

  private static final String CASE = "NRM-2009-2222-345L";
  private static final LocalDate RECEIVED = LocalDate.parse("2009-04-14");
  private static final DecisionTable TABLE = DecisionTable.named("competent-authority");
  private static final EeaMembership EEA =
      new EeaMembership(List.of(new Member("SK", LocalDate.parse("2004-05-01"), null)));

  @TempDir Path folder;

  private static final String GLASGOW = "glasgow-city";
  private static final RoutingData DATA =
      new RoutingData(
          List.of(
              new PilotArea(GLASGOW, LocalDate.parse("2021-06-01"), LocalDate.parse("2024-03-31"))),
          List.of(100, 30));

  private static final MockEnvironment COUNCILS =
      new MockEnvironment().withProperty("nrm.councils[0].id", GLASGOW);

  private final CaseFile caseFile = mock(CaseFile.class);
  private final DecisionTables tables = mock(DecisionTables.class);
  private final Register register = mock(Register.class);
  private final RemovalHolds removalHolds = mock(RemovalHolds.class);
  private final Routes routes =
      new Routes(caseFile, tables, EEA, DATA, KnownAuthorities.OF_THE_FILE);

  @BeforeEach
  void askTheTableAsItIs() {
    when(tables.ask(eq(CASE), eq("competent-authority"), anyMap()))
        .thenAnswer(question -> TABLE.ask(question.getArgument(2)).get(0));
  }

  /** Routing would stop at each case that such a row sends to it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                                  | false
          >= date("2019-04-28")                               | false
          >= date("2019-04-29")                               | false
          > date("2019-04-28"), <= date("2025-11-09")         | true
          [date("2019-04-29")..date("2025-11-09")]            | true
          [date("2019-04-29")..date("2025-11-10")]            | false
          >= date("2019-04-29") and < date("2025-11-10")      | true
          """)
  void anAuthorityMustDecideCasesOnTheDayOfReceipt(String received, boolean isRight)
      throws IOException {
    Path file = folder.resolve("authorities.yaml");
    Files.writeString(
        file,
        Files.readString(Path.of("config/authorities.yaml"))
            + Files.readString(
                    Path.of(
                        "src/test/resources/revisions/single-competent-authority/authorities.yaml"))
                .replace("from: 2019-04-29\n", "from: 2019-04-29\n    until: 2025-11-09\n"));
    Row row =
        new Row(
            7,
            Map.of("date(receivedOn)", received),
            Map.of(
                "rgAuthority", "\"UKHTC\"", "cgAuthority", "\"SCA\"", "routingBasis", "\"D13\""));

    assertThat(
            new Routes.TableCheck(DATA, KnownAuthorities.read(file.toString()), COUNCILS)
                .problems(List.of(row)))
        .hasSize(isRight ? 0 : 1)
        .allMatch(problem -> problem.startsWith("Line 7: the row answers SCA also for forms"));
  }

  /** The days are rounded up to the next of 0, 30, 100 and 9999. */
  @ParameterizedTest
  @CsvSource({"> 100, true", "[30..100], true", "<= 0, true", "> 120, false"})
  void theDaysUntil18AreComparedWithNumbersOfTheFile(String days, boolean isRight) {
    Row row = new Row(7, Map.of("daysUntilAdult", days), Map.of("routingBasis", "\"D13\""));

    assertThat(
            new Routes.TableCheck(DATA, KnownAuthorities.OF_THE_FILE, COUNCILS)
                .problems(List.of(row)))
        .isEqualTo(
            isRight
                ? List.of()
                : List.of(
                    "Line 7: the row compares the days until 18 with 120, and they are rounded up to one of 0, 30, 100, 9999. Add 120 to days-until-adult in config/routing.yaml, or write one of those numbers."));
  }

  @ParameterizedTest
  @CsvSource({
    "0, the row has no basis.",
    "100, ''",
    "101, the basis is too long. Write at most 100 characters."
  })
  void aRowHasABasisThatTheRegisterCanKeep(int length, String problem) {
    Row row = new Row(7, Map.of(), Map.of("routingBasis", "\"" + "D".repeat(length) + "\""));

    assertThat(
            new Routes.TableCheck(DATA, KnownAuthorities.OF_THE_FILE, COUNCILS)
                .problems(List.of(row)))
        .hasSize(problem.isEmpty() ? 0 : 1)
        .allMatch(found -> found.startsWith("Line 7: " + problem));
  }

  @ParameterizedTest
  @CsvSource({
    "glasgow-city, 2021-06-01, , ''",
    "glasgow-cty, 2021-06-01, , such as glasgow-city.",
    "glasgow-city, 2021-06-01, 2021-05-31, can't be before from",
    "glasgow-city, , , needs local-authority and from",
  })
  void aPilotAreaIsALocalAuthorityWithItsDays(
      String localAuthority, LocalDate from, LocalDate until, String problem) {
    ThrowingCallable read =
        () ->
            new Routes.TableCheck(
                new RoutingData(List.of(new PilotArea(localAuthority, from, until)), List.of(100)),
                KnownAuthorities.OF_THE_FILE,
                COUNCILS);

    if (problem.isEmpty()) {
      assertThatCode(read).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(read)
          .hasMessageContaining("config/routing.yaml")
          .hasMessageContaining(problem);
    }
  }

  @Test
  void d14LeaveIsCheckedOnTheDayOfReceiptAndThenOnTheDayOfTheDecision() {
    file(
        Map.of(
            "childNationalities", List.of("VN"),
            "immigrationStatus", "leave",
            "leaveUntil", "2009-04-20"));
    LocalDate decided = LocalDate.parse("2009-04-21");

    Route first = routes.ask(CASE, GLASGOW, Stage.REASONABLE_GROUNDS, RECEIVED, decided);
    Route second = routes.ask(CASE, GLASGOW, Stage.CONCLUSIVE_GROUNDS, RECEIVED, decided);

    assertThat(first)
        .isEqualTo(
            new Route(
                KnownAuthorities.UKHTC, KnownAuthorities.UKHTC, "D13.7", true, RemovalHold.ON));
    assertThat(second)
        .isEqualTo(
            new Route(
                KnownAuthorities.UKHTC, KnownAuthorities.UKBA, "D13.5", true, RemovalHold.ON));
    assertThat(second.authority(Stage.REASONABLE_GROUNDS)).isEqualTo(KnownAuthorities.UKHTC);
    assertThat(second.authority(Stage.CONCLUSIVE_GROUNDS)).isEqualTo(KnownAuthorities.UKBA);
    verify(tables)
        .ask(CASE, "competent-authority", inputs("reasonable-grounds", "2009-04-14", "no"));
    verify(tables)
        .ask(CASE, "competent-authority", inputs("conclusive-grounds", "2009-04-21", "yes"));
  }

  private static Map<String, Object> inputs(String stage, String onDate, String issue) {
    return Map.of(
        "stage",
        stage,
        "onDate",
        onDate,
        "receivedOn",
        RECEIVED.toString(),
        "localAuthority",
        GLASGOW,
        "pilotArea",
        false,
        "daysUntilAdult",
        9999,
        "inProcess",
        false,
        "nationality",
        "non-eea",
        "issue",
        issue,
        "knownToUkba",
        false);
  }

  @ParameterizedTest
  @CsvSource({
    "2021-05-31, glasgow-city, false",
    "2021-06-01, glasgow-city, true",
    "2024-03-31, glasgow-city, true",
    "2024-04-01, glasgow-city, false",
    "2021-06-01, fife, false"
  })
  void aPilotAreaTakesPartFromItsFirstDayToItsLast(
      LocalDate received, String council, boolean pilot) {
    file(Map.of());

    routes.ask(CASE, council, Stage.REASONABLE_GROUNDS, received, null);

    verify(tables)
        .ask(
            eq(CASE),
            eq("competent-authority"),
            argThat(
                facts ->
                    facts.get("pilotArea").equals(pilot)
                        && facts.get("localAuthority").equals(council)));
  }

  /** Adult from 15 April 2009 plus the days; the form was received on 14 April. */
  @ParameterizedTest
  @CsvSource({
    "1991-04-14, '', 0",
    "1991-04-15, '', 30",
    "1991-05-14, '', 30",
    "1991-05-15, '', 100",
    "1991-07-23, '', 100",
    "1991-07-24, '', 9999",
    "1991-04-15, yes, 9999",
    "'', '', 9999"
  })
  void theTableAsksOnlyForBandsOfDaysUntilThe18thBirthday(String born, String disputed, int band) {
    file(Map.of("childDateOfBirth", born, "ageDisputed", disputed));

    routes.ask(CASE, GLASGOW, Stage.REASONABLE_GROUNDS, RECEIVED, null);

    verify(tables)
        .ask(
            eq(CASE),
            eq("competent-authority"),
            argThat(facts -> facts.get("daysUntilAdult").equals(band)));
  }

  @Test
  void d13AManagerConfirmsTheRouteOfAUkNationalInAnImmigrationProcess() {
    file(Map.of("childNationalities", List.of("GB"), "portCase", "yes"));

    assertThat(routes.ask(CASE, GLASGOW, Stage.REASONABLE_GROUNDS, RECEIVED, null))
        .isEqualTo(
            new Route(
                KnownAuthorities.UKBA,
                KnownAuthorities.UKBA,
                "D13.1",
                false,
                RemovalHold.NOT_NEEDED));
  }

  @ParameterizedTest
  @CsvSource({
    "UKHTC, Council, D13.5, 'a row with the cgAuthority Council: config/authorities.yaml has no authority with the code Council. It has UKHTC, UKBA. Correct the row or the file, then retry'",
    "'', UKBA, D13.5, 'a row without rgAuthority: deploy it with one, then retry'",
    "UKHTC, UKBA, ' ', 'a row without routingBasis: deploy it with one, then retry'"
  })
  void aRevisedTableWithAWrongAnswerIsReported(String rg, String cg, String basis, String problem) {
    file(Map.of());
    when(tables.ask(any(), any(), anyMap()))
        .thenReturn(Map.of("rgAuthority", rg, "cgAuthority", cg, "routingBasis", basis));

    assertThatThrownBy(() -> routes.ask(CASE, GLASGOW, Stage.REASONABLE_GROUNDS, RECEIVED, null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The decision table competent-authority has " + problem);
  }

  @Test
  void d13ReasonableGroundsRoutingRecordsBothStagesAndStartsTheHold() {
    file(Map.of("childNationalities", List.of("VN"), "immigrationStatus", "illegal-entrant"));
    TestExecution step = step(Map.of("referralReceivedDate", "2009-04-14"));

    route(step, "reasonable-grounds");

    assertThat(step.getVariables())
        .containsEntry("rgAuthority", "UKHTC")
        .containsEntry("cgAuthority", "UKBA")
        .containsEntry("routingBasis", "D13.5")
        .containsEntry("routeClear", "yes");
    verify(register).routed(CASE, Stage.REASONABLE_GROUNDS, KnownAuthorities.UKHTC, "D13.5");
    verify(removalHolds).restart(step, RemovalHold.ON);
  }

  @Test
  void d14ConclusiveGroundsRoutingKeepsTheReasonableGroundsAuthority() {
    file(Map.of("childNationalities", List.of("GB"), "portCase", "yes"));
    TestExecution step =
        step(
            Map.of(
                "referralReceivedDate", "2009-04-14",
                "rgDecisionDate", "2009-04-21",
                "rgAuthority", "UKHTC"));

    route(step, "conclusive-grounds");

    assertThat(step.getVariables())
        .containsEntry("rgAuthority", "UKHTC")
        .containsEntry("cgAuthority", "UKBA")
        .containsEntry("routingBasis", "D13.1")
        .containsEntry("routeClear", "no");
    verify(register).routed(CASE, Stage.CONCLUSIVE_GROUNDS, KnownAuthorities.UKBA, "D13.1");
    verify(removalHolds).apply(step, RemovalHold.NOT_NEEDED);
  }

  private void route(TestExecution step, String stage) {
    step.setVariableLocal("stage", stage);
    new RouteToCompetentAuthority(
            routes,
            new CaseRoutes(
                register, mock(CaseInstances.class), event -> {}, KnownAuthorities.OF_THE_FILE),
            removalHolds)
        .execute(step);
  }

  @ParameterizedTest
  @CsvSource({
    "GB, '', '', not-needed",
    "SK, '', '', no-leave-to-be-granted",
    "VN, none, '', consider",
    "VN, leave, 2009-06-30, not-needed",
    // leave that expires before the decision on conclusive grounds
    "VN, leave, 2009-06-29, consider",
    "unknown, '', '', consider"
  })
  void d29OnlyAChildWithoutARightToStayNeedsLeave(
      String nationality, String status, String leaveUntil, String need) {
    file(
        Map.of(
            "childNationalities", List.of(nationality),
            "immigrationStatus", status,
            "leaveUntil", leaveUntil));

    assertThat(leaveNeed()).containsEntry("leaveNeed", need).containsEntry("asylumClaim", "no");
  }

  @Test
  void d29AnAsylumClaimIsRecordedUnlessItWasWithdrawn() {
    file(Map.of("asylumClaimMade", "yes"));

    assertThat(leaveNeed()).containsEntry("asylumClaim", "yes");
  }

  private Map<String, Object> leaveNeed() {
    TestExecution step =
        step(Map.of("referralReceivedDate", "2009-04-14", "cgDecisionDate", "2009-06-30"));
    new CheckLeaveNeed(caseFile, new LeaveNeed(EEA)).execute(step);
    return step.getVariables();
  }

  private static TestExecution step(Map<String, Object> variables) {
    return new TestExecution(CASE, variables);
  }

  private void file(Map<String, Object> fields) {
    when(caseFile.read(CASE))
        .thenReturn(new CaseFileContent(new ObjectMapper().valueToTree(fields)));
  }
}

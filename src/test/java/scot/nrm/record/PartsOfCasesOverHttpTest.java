package scot.nrm.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.Databases;
import scot.nrm.WholeApplication;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedChanges;
import scot.nrm.journeys.InventedCopies;
import scot.nrm.journeys.Journey;
import scot.nrm.journeys.RunningInstances;
import scot.nrm.letters.Letter;
import scot.nrm.letters.Letters;
import scot.nrm.pages.Browser;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterUpdates;
import scot.nrm.register.Stage;
import scot.nrm.statistics.RegisterCsvTest;

/** Tests the pages for people who see only part of some cases, in the whole application. */
@WholeApplication
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PartsOfCasesOverHttpTest implements Databases.OnH2 {

  private static final String AREA = "/camunda/api/cockpit/plugin/nrm/default/figures/area";

  private static final String DAY = "2009-04-06";

  @LocalServerPort int port;

  @Value("${nrm.demo.password}")
  String password;

  @Autowired ProcessEngine engine;
  @Autowired Letters letters;
  @Autowired Register register;
  @Autowired RegisterUpdates updates;
  @Autowired PlatformTransactionManager transactions;
  @Autowired DataSource database;

  private final Map<String, Browser> browsers = new HashMap<>();
  private Journey decided;
  private Journey lothian;
  private Journey copied;

  @BeforeAll
  void someCases() {
    decided = new Journey(engine).referred(DAY, Invented.referralAndChild(DAY)).logged(DAY);
    decided
        .reportedMissing("glasgow.lead", DAY)
        .on("2009-04-08")
        .reportedFound("glasgow.lead", "2009-04-08")
        .reasonableGrounds("ukhtc", "positive", "2009-04-09");
    lothian =
        new Journey(engine)
            .referred(
                "2009-04-09",
                Invented.with(
                    Invented.concern("2009-04-09"),
                    "policeForce",
                    "lothian-and-borders",
                    "firstResponderReference",
                    "LB-77/09"),
                Invented.with(
                    Invented.referralAndChild("2009-04-09"), "policeForce", "lothian-and-borders"));
    copied =
        new Journey(engine)
            .begins("ukba.port", "send-ukba-copy", InventedCopies.copy("2009-04-09"));
  }

  /** One has been moved without its process, whose next step would fail in another class. */
  @AfterAll
  void endTheCases() {
    RunningInstances.end(engine);
    ClockUtil.reset();
  }

  @Test
  void aPoliceLiaisonSeesOnlyOutcomesMissingEpisodesAndCrimeData() {
    String page = page("police.liaison", "/nrm/police-cases");

    String row = rowOf(decided, page);
    assertThat(row)
        .contains(
            "Positive, 9 April 2009",
            "6 April 2009 to 8 April 2009",
            "Reference GV-000123-09",
            "Strathclyde Police",
            "Glasgow City Council",
            "NRM 05, ",
            "Child missing, ")
        .doesNotContain("cknowledgement");
    assertThat(page)
        .contains("RESTRICTED: concerns a child.")
        .doesNotContain(
            lothian.caseNumber(),
            Invented.CHILD,
            "Withheld",
            "Govan",
            "foster",
            "Lena Hart",
            Invented.MINUTE);
  }

  @Test
  void theRecordShowsEachReaderTheNotesForThem() {
    String record = "/nrm/cases/" + decided.caseNumber() + "/record";

    assertThat(page("ukhtc.owner", record))
        .contains("Note on “Propose reasonable grounds”.", "Spoke with the lead professional")
        .contains("Note on “Accept the concern”.", "Emergency placement with foster carers");
    assertThat(page("glasgow.lead", record))
        .contains("Note on “Accept the concern”.", "Emergency placement with foster carers")
        .contains("Date of contact with the local authority", "The concern")
        .doesNotContain("Note on “Propose", "Spoke with the lead professional");
  }

  @Test
  void aCopyWithoutPoliceInformationIsNotListed() {
    assertThat(page("police.liaison", "/nrm/police-cases")).doesNotContain(copied.caseNumber());
  }

  @Test
  void aFileThatCannotBeOpenedHidesNoOtherCase() {
    Journey broken = new Journey(engine).referred(DAY, Invented.referralAndChild(DAY)).logged(DAY);
    broken.reasonableGrounds("ukhtc", "positive", "2009-04-09");
    JdbcClient owner = JdbcClient.create(Databases.asOwner(database));
    owner
        .sql("update case_file set version = version + 1 where case_number = ?")
        .param(broken.caseNumber())
        .update();
    try {
      String concerns = page("first.responder", "/nrm/my-concerns");
      assertThat(rowOf(broken, concerns)).contains("Received by", "The file can", "be opened");
      assertThat(rowOf(decided, concerns)).contains("Received by");
      String police = page("police.liaison", "/nrm/police-cases");
      assertThat(rowOf(broken, police)).contains("Positive, 9 April 2009", "The file can");
      assertThat(rowOf(decided, police)).contains("Reference GV-000123-09");
    } finally {
      owner
          .sql("update case_file set version = version - 1 where case_number = ?")
          .param(broken.caseNumber())
          .update();
    }
  }

  @Test
  void aLiaisonOfAFormerForceSeesTheNameOfTheirAreaAndTheMarkingOfTheDay() {
    Instant day = ClockUtil.getCurrentTime().toInstant();
    ClockUtil.setCurrentTime(Date.from(Instant.parse("2014-04-02T12:00:00Z")));
    try {
      assertThat(page("police.liaison", "/nrm/police-cases"))
          .contains(
              "Police Service of Scotland (area of the former Strathclyde Police): decisions",
              "OFFICIAL-SENSITIVE: concerns a child.");
    } finally {
      ClockUtil.setCurrentTime(Date.from(day));
    }
  }

  @Test
  void aPoliceLiaisonMayOpenTheLettersToTheirForce() {
    List<Letter> toOthers =
        letters.of(decided.caseNumber()).stream()
            .filter(letter -> letter.council().isPresent())
            .toList();
    assertThat(toOthers)
        .isNotEmpty()
        .allSatisfy(
            letter ->
                assertThat(as("police.liaison").open(letter.address()).statusCode())
                    .isEqualTo(404));
    List<Letter> toThePolice =
        letters.of(lothian.caseNumber()).stream()
            .filter(letter -> letter.addressee().name().equals("POLICE"))
            .toList();
    assertThat(toThePolice)
        .allSatisfy(
            letter ->
                assertThat(as("police.liaison").open(letter.address()).statusCode())
                    .isEqualTo(404));
    assertThat(page("police.liaison", "/nrm/police-cases")).doesNotContain("nrm-form.pdf");
  }

  @Test
  void aLiaisonWithoutAForceSeesNoCase() {
    engine.getIdentityService().deleteMembership("police.liaison", "police-strathclyde");
    try {
      assertThat(page("police.liaison", "/nrm/police-cases"))
          .contains("We do not know which police force you belong to")
          .doesNotContain("NRM-2009-");
    } finally {
      engine.getIdentityService().createMembership("police.liaison", "police-strathclyde");
    }
  }

  @Test
  void theFirstResponderSeesTheReceiptAndTheNoticeOfTheDecision() {
    String page = page("first.responder", "/nrm/my-concerns");

    assertThat(rowOf(decided, page))
        .contains(
            "Received by Glasgow City Council on 6 April 2009",
            "Accepted on ",
            "Referred to the National Referral Mechanism on ",
            "Reasonable grounds decided on ",
            "NRM 05, ")
        .doesNotContain("missing", "ositive");
    assertThat(rowOf(lothian, page)).contains("LB-77/09").doesNotContain("decided");
    assertThat(rowOf(decided, page)).doesNotContain("LB-77/09");
    assertThat(page)
        .contains(lothian.caseNumber())
        .doesNotContain(Invented.CHILD, copied.caseNumber());
    Matcher link = Pattern.compile("href=\"(/nrm/cases/[^\"]+)\"").matcher(rowOf(decided, page));
    assertThat(link.find()).isTrue();
    assertThat(as("first.responder").open(link.group(1)).statusCode()).isEqualTo(200);
    assertThat(
            letters.of(decided.caseNumber()).stream()
                .filter(letter -> letter.template().equals("child-missing")))
        .isNotEmpty()
        .allSatisfy(
            letter ->
                assertThat(as("first.responder").open(letter.address()).statusCode())
                    .isEqualTo(404));
  }

  @Test
  void aPortOfficerSeesTheReceiptOfCopiesAndUkbaSeesTheCopies() {
    assertThat(rowOf(copied, page("ukba.port", "/nrm/my-copies")))
        .contains("Received on 9 April 2009")
        .doesNotContain("href");
    assertThat(rowOf(copied, page("ukba.intake", "/nrm/copies")))
        .contains("Glasgow City Council; no NRM form yet")
        .doesNotContain("href");
    assertThat(page("ukba.intake", "/nrm/copies")).doesNotContain(decided.caseNumber());
  }

  /** D9: the port officer sends further updates there, and its page is the only one they have. */
  @Test
  void aPortOfficerSeesTheNumberThatContinues() {
    Journey known =
        new Journey(engine)
            .on("2009-04-09")
            .concern(
                "first.responder",
                Invented.with(Invented.concern("2009-04-09"), "childDateOfBirth", Invented.BORN));
    Journey copy = known.copySent("2009-04-09");
    assertThat(rowOf(copy, page("ukba.port", "/nrm/my-copies"))).doesNotContain("Merged");

    copy.on("2009-04-10")
        .does(
            "ukhtc.intake",
            "Task_ConfirmSameChild",
            InventedCopies.compared("merge", known.caseNumber()));

    assertThat(rowOf(copy, page("ukba.port", "/nrm/my-copies")))
        .contains(
            "Received on 9 April 2009",
            "Merged on 10 April 2009 with case " + known.caseNumber(),
            "Use that number for updates");
  }

  @Test
  void d10UkbaSeesThatAPreAlertHasClosed() {
    Journey notReferred =
        new Journey(engine)
            .on("2009-04-09")
            .begins(
                "ukba.port",
                "send-ukba-copy",
                Invented.with(InventedCopies.copy("2009-04-09"), "homeOfficeReference", "A0009913"))
            .executeJobs()
            .does("glasgow.duty", "Task_AcceptConcern", Invented.acceptance("2009-04-09"))
            .does("glasgow.lead", "Task_AssessChild", Invented.notBelieved("2009-04-09"));

    assertThat(notReferred.formValues("ukba.intake", "Task_RecordUkbaCopy").get("showCopy"))
        .asString()
        .as("what the port officer wrote, and nothing of the council's")
        .contains("Was met by a man", "Prestwick Airport")
        .doesNotContain("Indicators", "Lena Hart");

    notReferred.does(
        "glasgow.manager", "Task_ConfirmNotReferred", Invented.confirmedNotReferred("2009-04-09"));

    assertThat(rowOf(notReferred, page("ukba.intake", "/nrm/copies")))
        .contains(
            "closed on 9 April 2009: not referred to the National Referral Mechanism; removal is no longer on hold");
    assertThat(notReferred.formValues("ukba.intake", "Task_RecordUkbaCopy").get("showNow"))
        .asString()
        .contains("no longer on hold");
  }

  /** D9: a copy is a pre-alert. UKBA can't see what the council writes meanwhile. */
  @Test
  void aCopyGivesUkbaNoAccessToTheCase() {
    for (String path : List.of("record", "documents", "nrm-form.pdf")) {
      assertThat(
              as("ukba.intake").open("/nrm/cases/" + copied.caseNumber() + "/" + path).statusCode())
          .as(path)
          .isEqualTo(404);
    }
  }

  @Test
  void figuresOfAnAreaShowNoNumberBelowFive() {
    HttpRequest csv =
        as("cpc.monitor").request(AREA + ".csv?year=2009").setHeader("Accept", "text/csv").build();

    assertThat(RegisterCsvTest.parsed(as("cpc.monitor").send(csv).body()))
        .isNotEmpty()
        .allSatisfy(
            row -> assertThat(row.get("number")).matches("fewer than 5|not shown|[5-9]|\\d{2,}"));
  }

  @Test
  void aYearWithoutFiguresIsRefused() {
    for (String path : List.of(AREA + "?year=2008", AREA + "?year=x")) {
      HttpResponse<String> answer = as("cpc.monitor").get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(400);
      assertThat(answer.body()).contains("Choose a year from 2009 to ");
    }
  }

  @Test
  void aMonitorWithoutAnAreaSeesNoFigures() {
    engine.getIdentityService().deleteTenantUserMembership("glasgow-city", "cpc.monitor");
    try {
      assertThat(as("cpc.monitor").get(AREA).body()).contains("\"area\":\"\"");
    } finally {
      engine.getIdentityService().createTenantUserMembership("glasgow-city", "cpc.monitor");
    }
  }

  @Test
  void anAddressAfterTheLastPageShowsTheLast() {
    Map.of(
            "first.responder", "/nrm/my-concerns",
            "police.liaison", "/nrm/police-cases",
            "glasgow.lead", "/nrm/my-cases/worked-on")
        .forEach(
            (person, list) ->
                assertThat(page(person, list + "?page=9999")).as(list).contains("NRM-2009-"));
  }

  @Test
  void aPersonSeesTheCasesInWhichTheyHaveATask() {
    assertThat(page("glasgow.lead2", "/nrm/my-cases"))
        .contains("You have no tasks in cases that you may read");
    String task = decided.task("Task_ProtectChild").getId();
    String before = decided.task("Task_ProtectChild").getAssignee();
    engine.getTaskService().setAssignee(task, "glasgow.lead2");
    engine.getTaskService().setAssignee(lothian.task("Task_LogReferral").getId(), "ukhtc.intake");
    try {
      String page = page("glasgow.lead2", "/nrm/my-cases");
      assertThat(rowOf(decided, page))
          .contains(
              "Glasgow City Council",
              "Reflection period",
              "Protect the child",
              "/camunda/app/tasklist/default/#/?task",
              task,
              "no due date");
      assertThat(page)
          .contains("/nrm/cases/" + decided.caseNumber() + "/record")
          .doesNotContain("1 to 1 of 1", lothian.caseNumber(), Invented.CHILD);
      assertThat(page("glasgow.lead2", "/nrm/cases/" + decided.caseNumber() + "/record"))
          .containsSubsequence("Current stage", "Reflection period", "<h2>The child</h2>");
      assertThat(rowOf(lothian, page("ukhtc.intake", "/nrm/my-cases")))
          .containsPattern("Log the [^<]*</a>: due today \\(9 April 2009\\)");
      assertThat(page("fife.manager", "/nrm/my-cases"))
          .contains("You have no tasks in cases that you may read");
    } finally {
      engine.getTaskService().setAssignee(task, before);
      engine.getTaskService().setAssignee(lothian.task("Task_LogReferral").getId(), null);
    }
  }

  @Test
  void aPersonSeesTheCasesTheyWorkedOnUntilTheCasesMove() {
    Journey moved =
        new Journey(engine)
            .referred("2009-04-09", Invented.referralAndChild("2009-04-09"))
            .logged("2009-04-09");
    assertThat(rowOf(decided, page("glasgow.lead", "/nrm/my-cases/worked-on")))
        .contains("Glasgow City Council", "Reflection period", "6 April 2009, ")
        .doesNotContain("ositive", Invented.CHILD);
    assertThat(page("ukhtc.second", "/nrm/my-cases/worked-on"))
        .as("conclusive grounds are UKBA's")
        .doesNotContain(decided.caseNumber(), moved.caseNumber());
    for (String worked : List.of("glasgow.lead", "ukhtc.intake")) {
      assertThat(rowOf(moved, page(worked, "/nrm/my-cases/worked-on"))).contains("9 April 2009, ");
    }

    new TransactionTemplate(transactions)
        .executeWithoutResult(
            status -> {
              LocalDate day = LocalDate.parse("2009-04-09");
              updates.councilChanged(moved.caseNumber(), "fife", day, "fife.manager");
              register.routed(
                  moved.caseNumber(), Stage.REASONABLE_GROUNDS, KnownAuthorities.UKBA, "D13.5");
            });

    for (String worked : List.of("glasgow.lead", "ukhtc.intake", "fife.lead")) {
      assertThat(page(worked, "/nrm/my-cases/worked-on"))
          .as(worked)
          .doesNotContain(moved.caseNumber());
    }
    assertThat(rowOf(moved, page("first.responder", "/nrm/my-concerns")))
        .as("D41: Fife had no part in the receipt")
        .contains("Received by Glasgow City Council on ")
        .doesNotContain("Fife");
    Instant day = ClockUtil.getCurrentTime().toInstant();
    ClockUtil.setCurrentTime(Date.from(day.plus(91, ChronoUnit.DAYS)));
    try {
      assertThat(page("glasgow.lead", "/nrm/my-cases/worked-on"))
          .doesNotContain(decided.caseNumber());
    } finally {
      ClockUtil.setCurrentTime(Date.from(day));
    }
  }

  @Test
  void aMergedCaseShowsTheContinuingNumberAndItsDecisions() {
    Journey first = new Journey(engine).referred(DAY, Invented.referralAndChild(DAY)).logged(DAY);
    Journey second = new Journey(engine).referred(DAY, Invented.referralAndChild(DAY));
    second.does(
        "ukhtc.intake",
        "Task_LogReferral",
        Invented.with(
            Invented.received(DAY),
            "matchDecision",
            "merge",
            "matchCaseNumber",
            first.caseNumber()));
    Journey earliest =
        new Journey(engine).referred("2009-04-03", Invented.referralAndChild("2009-04-03"));
    earliest
        .on("2009-04-07")
        .does(
            "ukhtc.intake",
            "Task_LogReferral",
            Invented.with(
                Invented.received("2009-04-03"),
                "matchDecision",
                "merge",
                "matchCaseNumber",
                first.caseNumber()));
    earliest.reasonableGrounds("ukhtc", "positive", "2009-04-09");

    for (Journey merged : List.of(first, second)) {
      assertThat(rowOf(merged, page("first.responder", "/nrm/my-concerns")))
          .contains(
              "Merged on 7 April 2009 with case " + earliest.caseNumber(),
              "Reasonable grounds decided on 9 April 2009");
    }
  }

  @Test
  void aClosedCaseIsShownToItsReporterWithoutTheReasonAndToPoliceWithIt() {
    Journey wrong = new Journey(engine).referred(DAY, Invented.referralAndChild(DAY)).logged(DAY);
    Journey died = new Journey(engine).referred(DAY, Invented.referralAndChild(DAY)).logged(DAY);
    Journey ended = new Journey(engine).referred(DAY, Invented.referralAndChild(DAY)).logged(DAY);
    ended.reasonableGrounds("ukhtc", "negative", "2009-04-09");
    for (Journey each : List.of(wrong, died)) {
      each.updates(
          "glasgow.manager",
          "close-case",
          InventedChanges.close(
              each.caseNumber(),
              each.equals(wrong) ? "entered-in-error" : "child-died",
              "2009-04-09"));
    }

    String concerns = page("first.responder", "/nrm/my-concerns");
    for (Journey each : List.of(wrong, died, ended)) {
      assertThat(rowOf(each, concerns))
          .contains("Closed on 9 April 2009. Glasgow City Council can tell you more")
          .doesNotContain("died", "error");
    }
    assertThat(rowOf(decided, concerns)).doesNotContain("Closed");
    String police = page("police.liaison", "/nrm/police-cases");
    assertThat(rowOf(wrong, police)).contains("Closed on 9 April 2009: entered in error");
    assertThat(rowOf(died, police)).contains("Closed on 9 April 2009: the child has died");
    assertThat(rowOf(decided, police)).doesNotContain("Closed");
  }

  @Test
  void theAccessLogNamesTheOpenedLetter() {
    String notice =
        letters.of(decided.caseNumber()).stream()
            .filter(letter -> letter.code().equals("NRM 05"))
            .findFirst()
            .orElseThrow()
            .address();
    assertThat(as("first.responder").open(notice).statusCode()).isEqualTo(200);

    assertThat(
            page(
                "data.controller",
                "/nrm/access-log?what=letter&person=first.responder&caseNumber="
                    + decided.caseNumber()))
        .contains("NRM 05, 9 April 2009 (First responder)");
  }

  @Test
  void theStartPageLinksToEachPersonsOwnPages() {
    assertThat(page("police.liaison", "/nrm/"))
        .contains("Cases for our force")
        .doesNotContain("The register");
    assertThat(page("cpc.monitor", "/nrm/"))
        .contains("Figures for our area")
        .doesNotContain("Cases for our force");
    assertThat(page("first.responder", "/nrm/")).contains("My concerns");
    assertThat(page("ukba.port", "/nrm/")).contains("My UKBA copies");
    assertThat(page("glasgow.lead", "/nrm/")).contains("My cases").doesNotContain("The register");
    assertThat(page("ukhtc.intake", "/nrm/"))
        .contains("Letters to post", "The register", "All cases as a table.");
    assertThat(page("policy.adviser", "/nrm/"))
        .contains("Your sessions")
        .doesNotContain("The register", "My concerns", "My UKBA copies", "Letters to post");
    assertThat(new Browser(port).open("/nrm/").statusCode()).isEqualTo(302);
  }

  @Test
  void anAdministratorSeesDifferencesFromTheFilesAtRunTime() {
    assertThat(page("admin", "/nrm/access-check"))
        .contains(
            "Local authorities, groups, permissions and filters match the files.",
            "groups and local authorities are consistent.");

    Authorization byHand =
        engine.getAuthorizationService().createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
    byHand.setUserId("fife.duty");
    byHand.setResource(Resources.TASK);
    byHand.setResourceId("*");
    byHand.addPermission(Permissions.READ);
    engine.getAuthorizationService().saveAuthorization(byHand);
    engine.getIdentityService().createMembership("fife.duty", "camunda-admin");
    engine.getIdentityService().createMembership("fife.lead", "ukba-second-officer");
    try {
      assertThat(page("admin", "/nrm/access-check"))
          .contains(
              "The user fife.duty had a permission of their own: task (all) (READ)",
              "fife.duty is an administrator and is in la-duty-social-work",
              "fife.lead is in la-lead-professional and in a team of a competent authority")
          .doesNotContain("fife.duty is in la-duty-social-work and in a team");
    } finally {
      engine.getAuthorizationService().deleteAuthorization(byHand.getId());
      engine.getIdentityService().deleteMembership("fife.duty", "camunda-admin");
      engine.getIdentityService().deleteMembership("fife.lead", "ukba-second-officer");
    }
    assertThat(as("nrm.manager").open("/nrm/access-check").statusCode()).isEqualTo(404);
  }

  private static String rowOf(Journey of, String page) {
    int start = page.indexOf(of.caseNumber());
    assertThat(start).as("a row of " + of.caseNumber()).isPositive();
    return page.substring(start, page.indexOf("</tr>", start));
  }

  private String page(String user, String path) {
    HttpResponse<byte[]> page = as(user).open(path);
    assertThat(page.statusCode()).as(path).isEqualTo(200);
    return Browser.text(page);
  }

  private Browser as(String user) {
    return browsers.computeIfAbsent(user, who -> new Browser(port).signIn(who, password));
  }
}

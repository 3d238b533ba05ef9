package scot.nrm.record;

import static org.assertj.core.api.Assertions.assertThat;
import static scot.nrm.register.RecordedActs.act;
import static scot.nrm.register.RecordedActs.decision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVRecord;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.Databases;
import scot.nrm.access.Viewer;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.ChainCheck;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.letters.LetterOccasion;
import scot.nrm.letters.Letters;
import scot.nrm.letters.PdfText;
import scot.nrm.pages.Browser;
import scot.nrm.pages.RecordSection;
import scot.nrm.register.Act;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.Deadline;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Outcome;
import scot.nrm.register.Proposal;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterFacts;
import scot.nrm.register.RegisterUpdates;
import scot.nrm.register.RemovalHold;
import scot.nrm.register.Stage;
import scot.nrm.statistics.RegisterCsvTest;

/** Tests the record and the tables of the register over HTTP, in the whole application. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "camunda.bpm.job-execution.enabled=false",
      "nrm.demo.cases=false",
      "nrm.clock=2009-04-20T10:00"
    })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordOverHttpTest implements Databases.OnH2 {

  private static final LocalDate RECEIVED = LocalDate.parse("2009-04-06");
  private static final LocalDate DECIDED = LocalDate.parse("2009-04-14");
  private static final String MINUTE = "The minute says: <script>alert('x')</script> & so on.";
  private static final String SCRIPTS =
      "Nguyễn Thị Ánh Đào, Ірина Коваленко, Ελένη Παπαδοπούλου, ნინო ბერიძე, Ողբերդ";

  /** A section that another package adds, such as documents. */
  @TestConfiguration
  static class AnotherPackage {

    @Bean
    RecordSection invented() {
      return new RecordSection() {
        @Override
        public String heading() {
          return "Invented section";
        }

        @Override
        public List<Row> rows(String caseNumber, Viewer viewer) {
          return List.of(
              new Row("20 April 2009", "A <scan>", "/nrm/cases/" + caseNumber + "/scan"));
        }
      };
    }
  }

  @LocalServerPort int port;

  @Value("${nrm.demo.password}")
  String password;

  @Autowired Register register;
  @Autowired RegisterUpdates onTheWay;
  @Autowired CaseFile files;
  @Autowired Letters letters;
  @Autowired PlatformTransactionManager transactions;
  @Autowired JdbcClient jdbc;
  @Autowired IdentityService identities;
  @Autowired ChainCheck check;

  private final Map<String, Browser> browsers = new HashMap<>();
  private String negative;
  private String positive;
  private String endedByMerge;

  /** Without this, the next application in the same JVM would also start in April 2009. */
  @AfterAll
  void resetClock() {
    ClockUtil.reset();
  }

  @BeforeAll
  void someCases() {
    negative = received("UKHTC");
    positive = received("UKHTC");
    endedByMerge = received("UKHTC");
    decide(negative, "negative");
    decide(positive, "positive");
    inTransaction(
        () -> {
          register.act(
              negative,
              act(
                  Stage.REASONABLE_GROUNDS,
                  Act.PROPOSED,
                  "ukhtc.owner",
                  Proposal.POSITIVE,
                  "A first thought"));
          register.act(
              negative,
              act(
                  Stage.REASONABLE_GROUNDS,
                  Act.SENT_BACK,
                  "ukhtc.second",
                  Proposal.POSITIVE,
                  "Ask the police first"));
          register.extended(
              negative,
              Stage.REASONABLE_GROUNDS,
              LocalDate.parse("2009-04-15"),
              LocalDate.parse("2009-04-22"),
              "The school is closed",
              "ukhtc.owner");
          onTheWay.childMissing(
              negative, LocalDate.parse("2009-04-16"), "glasgow.lead", "Left the placement");
          onTheWay.childFound(negative, LocalDate.parse("2009-04-18"), "glasgow.lead", null);
          onTheWay.referralTargetMissed(negative, true);
          onTheWay.addEntry(
              negative,
              RegisterEvent.entry(EntryKind.LINKED).code(positive).officer("ukhtc.intake"));
          onTheWay.merged(endedByMerge, negative, DECIDED, "ukhtc.intake");
        });
  }

  @ParameterizedTest
  @CsvSource({
    "glasgow.duty, 200", "glasgow.lead, 200", "glasgow.manager, 200", "fife.lead, 404",
        "fife.manager, 404",
    "ukhtc.intake, 200", "ukhtc.owner, 200", "ukhtc.second, 200", "ukhtc.manager, 200",
        "ukba.owner, 404",
    "ukba.intake, 404", "nrm.manager, 200", "first.responder, 404", "ukba.port, 404",
        "police.liaison, 404",
    "cpc.monitor, 404", "policy.adviser, 404", "policy.staff, 404", "events.organiser, 404",
        "admin, 404"
  })
  void onlyPeopleWhoWorkOnTheCaseMayReadItsRecord(String user, int status) {
    HttpResponse<byte[]> page = as(user).open(record(negative));

    assertThat(page.statusCode()).isEqualTo(status);
    assertThat(as(user).open(record(negative) + ".pdf").statusCode()).isEqualTo(status);
    if (status == 404) {
      assertThat(page.body()).isEqualTo(as(user).open(record("NRM-2009-2CCC-CCCW")).body());
    }
  }

  @Test
  void aRecordChangedInTheDatabaseShowsAWarning() {
    String warning = "Don't rely on this record. It was changed outside this service.";
    assertThat(page("glasgow.lead", negative)).doesNotContain(warning);

    changeOfficer("ukhtc.second2");
    String page = page("glasgow.lead", negative);
    changeOfficer("ukhtc.second");

    assertThat(page).contains(warning, "<li>Decision ", " was changed.</li>", "The minute says:");
    assertThat(page("glasgow.lead", negative)).doesNotContain(warning);
  }

  private void changeOfficer(String officer) {
    jdbc.sql("update register_decision set second_officer = ? where case_number = ?")
        .params(officer, negative)
        .update();
  }

  @Test
  void ukbaMayReadTheRecordAfterTheTransfer() {
    String handedOver = received("UKHTC");
    assertThat(as("ukba.owner").open(record(handedOver)).statusCode()).isEqualTo(404);

    inTransaction(
        () ->
            register.routed(handedOver, Stage.CONCLUSIVE_GROUNDS, KnownAuthorities.UKBA, "D13.5"));

    assertThat(as("ukba.owner").open(record(handedOver)).statusCode()).isEqualTo(200);
  }

  @Test
  void d41ACouncilThatHandedOverReadsItsOwnPartWithoutTheChildsFile() {
    String moved = received("UKHTC");
    decide(moved, "positive");
    inTransaction(
        () -> {
          onTheWay.councilChanged(moved, "fife", LocalDate.parse("2009-04-18"), "fife.manager");
          onTheWay.childMissing(
              moved, LocalDate.parse("2009-04-19"), "fife.lead", "Left the placement in Fife");
        });

    String own = page("glasgow.lead", moved);

    assertThat(own)
        .contains(
            "Handed over on 18 April 2009",
            "UKHTC received the NRM form",
            "NRM 03",
            "The case was handed over")
        .doesNotContain(
            "19 April 2009",
            "Left the placement",
            "Morag Bain",
            "nrm-form.pdf",
            "/documents",
            SCRIPTS);
    assertThat(as("glasgow.lead").open(record(moved) + ".pdf").statusCode()).isEqualTo(200);
    assertThat(page("fife.lead", moved))
        .contains("Left the placement in Fife", SCRIPTS, "nrm-form.pdf");
  }

  /** Once for the record and once for its check, not for each sealed row. */
  @Test
  void aRecordReadsTheKeyOfItsCaseOnce() {
    page("ukhtc.owner", negative);
    jdbc.sql("set query_statistics true").update();
    try {
      page("ukhtc.owner", negative);

      assertThat(
              jdbc.sql(
                      """
                      select coalesce(sum(execution_count), 0) from information_schema.query_statistics
                      where sql_statement like 'select wrapped from case_key%'\
                      """)
                  .query(Integer.class)
                  .single())
          .isEqualTo(2);
    } finally {
      jdbc.sql("set query_statistics false").update();
    }
  }

  @Test
  void aMissedDeadlineIsShownWhileItIsStillOpen() {
    String reconsidered = received("UKHTC");
    decide(reconsidered, "negative");
    String unsent = files.nextCaseNumber(RECEIVED);
    inTransaction(
        () -> {
          onTheWay.reconsiderationAccepted(
              reconsidered, Stage.REASONABLE_GROUNDS, DECIDED, "ukhtc.owner2");
          register.deadlineSet(
              reconsidered,
              Deadline.RG_DUE,
              LocalDate.parse("2009-04-17"),
              LocalDate.parse("2009-04-17"),
              null);
          register.openCase(unsent, "glasgow-city", RECEIVED, "education", null, null);
          onTheWay.referralDue(unsent, LocalDay.endOf(LocalDate.parse("2009-04-08")).toInstant());
        });

    assertThat(page("glasgow.lead", reconsidered))
        .as("D30")
        .contains(
            "17 April 2009: being reconsidered, 3 days late, counted from the date of the request.")
        .doesNotContain("No deadline has been missed.");
    assertThat(page("glasgow.lead", unsent))
        .as("D6")
        .contains("The NRM form is due on 8 April 2009: 12 days late.")
        .doesNotContain("No deadline has been missed.");
  }

  @Test
  void aPersonWhoIsNotSignedInIsSentToTheSignInPage() {
    for (String path :
        List.of(
            record(negative),
            record(negative) + ".pdf",
            "/nrm/register",
            "/nrm/register.csv",
            "/nrm/figures.csv?year=2009")) {
      assertThat(new Browser(port).open(path).statusCode()).as(path).isEqualTo(302);
    }
  }

  @Test
  void theRecordDescribesTheCaseInWords() {
    String page = page("glasgow.lead", negative);

    assertThat(page)
        .contains("Record of case " + negative, "RESTRICTED: concerns a child")
        .contains("Morag Bain", "Glasgow City Council, from 20 April 2009", "Vietnam")
        .contains("Where the child was then")
        .contains("United Kingdom Human Trafficking Centre (UKHTC)")
        .contains("D13.5: non-EEA national with an issue, not known to UKBA")
        .contains("Daniel Oakeshott (ukhtc.owner)", "Gwen Selwood (ukhtc.second)", "14 April 2009")
        .contains("The NRM form was received late, counted from the first meeting with the child.")
        .contains(
            "The deadline for reasonable grounds was extended from 15 April 2009 to 22 April 2009.")
        .contains("The school is closed")
        .contains("The child has been missing since 16 April 2009.", "Left the placement")
        .contains(
            "The child was found, or came back, on 18 April 2009; missing since 16 April 2009.")
        .contains("Asylum claim, made on 1 March 2009")
        .contains("NRM 04", "enclosed", "href=\"/nrm/cases/" + negative + "/letters/")
        .contains("<a href=\"" + record(positive) + "\">Case " + positive + "</a>")
        .contains("Invented section", "A &lt;scan&gt;", "href=\"/nrm/cases/" + negative + "/scan\"")
        .contains("<a href=\"/nrm/cases/" + negative + "/documents\">Documents</a>")
        .doesNotContain("null", "{{");
  }

  /** A correction of a name, another role and even a deleted account don't change what was. */
  @Test
  void anOfficerIsShownWithTheirNameAndRoleOnTheDayOfTheAct() {
    identities.saveUser(called("Mhairi", "Lorne"));
    identities.createMembership("ukhtc.third", "ukhtc-case-owner");
    String theirs = received("UKHTC");
    actAndDecide(theirs, "ukhtc.third");
    later();
    User renamed = identities.createUserQuery().userId("ukhtc.third").singleResult();
    renamed.setLastName("Sutherland");
    identities.saveUser(renamed);
    identities.deleteMembership("ukhtc.third", "ukhtc-case-owner");
    identities.createMembership("ukhtc.third", "ukhtc-manager");
    inTransaction(
        () ->
            register.act(
                theirs,
                act(
                    Stage.CONCLUSIVE_GROUNDS,
                    Act.PROPOSED,
                    "ukhtc.third",
                    Proposal.POSITIVE,
                    "Now")));
    later();

    String before = page("ukhtc.manager", theirs);
    identities.deleteUser("ukhtc.third");
    String after = page("ukhtc.manager", theirs);

    for (String page : List.of(before, after)) {
      assertThat(page)
          .contains("Mhairi Lorne (ukhtc.third), UKHTC case owner<")
          .contains("<td>Mhairi Lorne (ukhtc.third)</td>")
          .contains("Mhairi Sutherland (ukhtc.third), UKHTC manager<");
    }
    assertThat(check.check(theirs)).isEmpty();
    assertThat(check.isAccountUnchanged("ukhtc.third")).isTrue();
  }

  private static void later() {
    ClockUtil.setCurrentTime(new Date(ClockUtil.getCurrentTime().getTime() + 60_000));
  }

  private User called(String firstName, String lastName) {
    User user = identities.newUser("ukhtc.third");
    user.setFirstName(firstName);
    user.setLastName(lastName);
    return user;
  }

  private void actAndDecide(String caseNumber, String officer) {
    inTransaction(
        () -> {
          register.act(
              caseNumber,
              act(Stage.REASONABLE_GROUNDS, Act.PROPOSED, officer, Proposal.POSITIVE, "Then"));
          register.decided(
              caseNumber,
              decision(
                  Stage.REASONABLE_GROUNDS,
                  Outcome.POSITIVE,
                  DECIDED,
                  officer,
                  "ukhtc.second",
                  MINUTE,
                  0));
        });
  }

  @Test
  void d32RemovalIsOnHoldFromTheReceiptNotFromTheLogging() {
    String loggedLate = received("UKHTC");
    inTransaction(() -> register.removalHold(loggedLate, RemovalHold.ON));

    assertThat(page("ukhtc.owner", loggedLate)).contains("On hold since 6 April 2009");
  }

  @Test
  void d32AMergedCaseDoesNotReportTheEndOfTheRemovalHold() {
    String merged = received("UKHTC");
    inTransaction(
        () -> {
          register.removalHold(merged, RemovalHold.ENDED);
          onTheWay.merged(merged, negative, LocalDate.parse("2009-04-17"), "ukhtc.intake");
        });

    assertThat(page("ukhtc.owner", merged))
        .contains("See case " + negative + ", which continues for this child")
        .doesNotContain("Hold ended on");
  }

  @Test
  void d32AClaimThatHasEndedIsNoBarrierToRemoval() {
    String claimed = received("UKBA");
    assertThat(page("ukba.owner", claimed)).contains("Asylum claim, made on 1 March 2009");
    inTransaction(
        () -> {
          files.merge(
              claimed,
              Map.<String, JsonNode>of("asylumDecisionDate", new TextNode("2009-04-17")),
              "ukba.asylum");
          onTheWay.addEntry(
              claimed,
              RegisterEvent.entry(EntryKind.IMMIGRATION_UPDATE)
                  .code("asylum-claim-refused")
                  .from(LocalDate.parse("2009-04-17")));
        });

    assertThat(page("ukba.owner", claimed))
        .contains("None recorded", "Refused on 17 April 2009, made on 1 March 2009")
        .doesNotContain("Asylum claim, made");
  }

  @Test
  void d29TheRecordShowsRenewalsOfLeave() {
    String known = received("UKBA");
    inTransaction(
        () -> {
          register.leaveDecided(
              known,
              "granted",
              "personal-circumstances",
              DECIDED,
              LocalDate.parse("2010-04-14"),
              "ukba.owner");
          register.leaveRenewed(
              known, LocalDate.parse("2010-04-01"), LocalDate.parse("2011-04-01"), "glasgow.lead");
          onTheWay.addEntry(
              known,
              RegisterEvent.entry(EntryKind.LEAVE_NOT_RENEWED)
                  .from(LocalDate.parse("2011-03-02"))
                  .detail("She lives with her aunt in Hanoi"));
        });

    assertThat(page("glasgow.lead", known).replaceAll("(<[^>]+>|\\s)+", " "))
        .contains(
            "Decided on 14 April 2009 Renewed on 1 April 2010 Expires on 1 April 2011 Not renewed Recorded on 2 March 2011 She lives with her aunt in Hanoi")
        .containsPattern("Case owner [^)]+\\(ukba\\.owner\\)");
  }

  @Test
  void d29TheRecordGivesTheReasonForNoLeave() {
    LocalDate decided = LocalDate.parse("2009-04-17");
    String known = received("UKBA");
    inTransaction(
        () -> {
          register.removalHold(known, RemovalHold.NOT_NEEDED);
          register.leaveDecided(known, "no-leave-to-be-granted", null, decided, null, null);
        });

    assertThat(page("glasgow.lead", known))
        .contains("National of a country of the European Economic Area")
        .contains("No hold needed since 20 April 2009");

    inTransaction(
        () ->
            onTheWay.addEntry(
                known,
                RegisterEvent.entry(EntryKind.IMMIGRATION_UPDATE)
                    .code("asylum-claim-granted")
                    .from(decided)));

    assertThat(page("glasgow.lead", known))
        .contains("Asylum has been granted, and permission to stay comes with it");
  }

  @Test
  void d7AnAdultByFindingIsShownWithTheDateOfTheFinding() {
    String adult = received("UKHTC");
    inTransaction(
        () ->
            onTheWay.adult(
                adult,
                LocalDate.parse("2008-03-05"),
                "finding",
                LocalDate.parse("2009-04-17"),
                "glasgow.lead"));

    assertThat(page("glasgow.lead", adult))
        .contains("5 March 2008, found on 17 April 2009")
        .contains("RESTRICTED: concerns a person at risk")
        .doesNotContain("concerns a child");
    for (String printed :
        List.of(record(adult) + ".pdf", "/nrm/cases/" + adult + "/nrm-form.pdf")) {
      assertThat(PdfText.of(as("glasgow.lead").open(printed).body()))
          .contains("RESTRICTED: concerns a person at risk");
    }
  }

  @Test
  void d7EarlierAndLaterAnswersAboutSupportAreBothUnderAge() {
    String adult = received("UKHTC");
    inTransaction(
        () -> {
          onTheWay.addEntry(
              adult,
              RegisterEvent.entry(EntryKind.CONSENT)
                  .code("refused")
                  .from(LocalDate.parse("2009-04-17")));
          onTheWay.addEntry(
              adult,
              RegisterEvent.entry(EntryKind.INFORMATION_RECEIVED)
                  .code("now-wants-support-as-an-adult")
                  .from(LocalDate.parse("2009-04-19")));
          onTheWay.addEntry(
              adult,
              RegisterEvent.entry(EntryKind.INFORMATION_RECEIVED)
                  .code("health")
                  .from(LocalDate.parse("2009-04-18")));
        });

    String page = page("glasgow.lead", adult);

    assertThat(page.substring(page.indexOf(">Age<"), page.indexOf(">History<")))
        .contains("Consent to further support on 17 April 2009: refused.")
        .contains("received on 19 April 2009: now wants support as an adult.")
        .doesNotContain("18 April 2009");
  }

  @Test
  void d43TheRecordGivesTheManagersReasonForClosing() {
    String died = received("UKHTC");
    inTransaction(
        () -> {
          register.closed(died, CaseOutcome.CLOSED_OTHER, DECIDED);
          onTheWay.childMissing(died, LocalDate.parse("2009-04-13"), "glasgow.lead", null);
          onTheWay.searchEnded(died, DECIDED, RegisterEvent.CHILD_DIED);
          onTheWay.addEntry(
              died, RegisterEvent.entry(EntryKind.CASE_ENDED).code("child-died").from(DECIDED));
        });

    assertThat(page("glasgow.lead", died))
        .contains("Closed: the child has died")
        .contains(
            "The search for the child ended when the case was closed on 14 April 2009; missing since 13 April 2009.")
        .doesNotContain("<dt>Child missing</dt>");
  }

  @Test
  void d43AChildsDeathIsShownBesideTheEarlierOutcome() {
    String died = received("UKHTC");
    inTransaction(
        () -> {
          register.closed(died, CaseOutcome.RECOGNISED, DECIDED);
          onTheWay.addEntry(
              died, RegisterEvent.entry(EntryKind.CASE_ENDED).code("child-died").from(DECIDED));
        });

    assertThat(page("glasgow.lead", died))
        .contains("Closed: recognised as a victim of human trafficking; the child has died")
        .contains("The case ended on 14 April 2009, because: ");
  }

  @Test
  void anEntryHasTheAuthoritysNameInForceOnItsDate() {
    String routed = received("UKBA");
    inTransaction(
        () -> register.leaveDecided(routed, "refused", "none", DECIDED, null, "ukba.owner"));
    ClockUtil.setCurrentTime(Date.from(Instant.parse("2013-06-03T09:00:00Z")));
    String page = page("ukba.owner", routed);
    ClockUtil.setCurrentTime(Date.from(Instant.parse("2009-04-20T09:00:00Z")));

    assertThat(page)
        .contains("reasonable grounds was allocated to UKBA.", ", UKBA case owner<")
        .as("D29: a refusal of before has the ground none")
        .doesNotContain("<dt>Ground</dt>");
  }

  @Test
  void aCopyForThePersonOmitsOtherPeople() {
    String own = received("UKHTC");
    inTransaction(
        () ->
            files.merge(
                own,
                Map.of(
                    "childDateOfBirth", new TextNode("1991-04-02"),
                    "placementAddress", new TextNode("3 Example Road, Glasgow")),
                "glasgow.lead"));
    decide(own, "negative");
    inTransaction(
        () -> {
          files.merge(
              own,
              Map.<String, JsonNode>of(
                  "firstResponderName", new TextNode("Rhona Calder"),
                  "firstResponderOffice", new TextNode("Glasgow Example Academy"),
                  "concernDescription",
                      new TextNode("Mrs Calder heard her cry. She asked Morag Bain for a bed."),
                  "allegedExploiters", new TextNode("A man called Duc"),
                  "linkedChildren", new TextNode("Her brother Minh"),
                  "legalRepresentative", new TextNode("Ailsa Renwick, 4 Lade Wynd, Glasgow"),
                  "guardian", new TextNode("Dougal Haldane, 7 Mill Brae, Paisley")),
              "glasgow.lead");
          onTheWay.addEntry(
              own,
              RegisterEvent.entry(EntryKind.NOTE)
                  .code("send-further-information")
                  .officer("glasgow.lead")
                  .detail("Duc was seen. Ask ukhtc.owner about it"));
          onTheWay.corrected(
              own,
              "leadProfessionalName",
              DECIDED,
              null,
              "glasgow.manager",
              "Lead professional's name: Iona Farquhar-Reid"
                  + RegisterUpdates.CORRECTED_TO
                  + "Morag Bain. Lead professional's telephone: 0141 555 0177"
                  + RegisterUpdates.CORRECTED_TO
                  + "nothing. Lead professional's e-mail: nothing"
                  + RegisterUpdates.CORRECTED_TO
                  + "m.bain@example.org.\nMs Farquhar-Reid has left");
        });
    for (String user : List.of("glasgow.manager", "ukhtc.manager", "data.controller")) {
      assertThat(export(user, own, "guessed").statusCode()).as(user).isEqualTo(404);
    }
    assertThat(page("glasgow.manager", own))
        .as("who may be answered when they call")
        .contains("Legal representative", "Ailsa Renwick, 4 Lade Wynd, Glasgow")
        .contains("Guardian", "Dougal Haldane, 7 Mill Brae, Paisley")
        .doesNotContain("subject access");
    assertThat(export("nrm.manager", own, "guessed").statusCode()).isEqualTo(404);
    HttpResponse<byte[]> copy = copyOf(own);

    assertThat(copy.statusCode()).isEqualTo(200);
    assertThat(PdfText.of(copy.body()).replaceAll("\\s+", " "))
        .contains("Check this copy before you send it", "Everything in the file", "Negative")
        .contains("Mrs [left out] heard her cry. She asked [left out]")
        .contains("[left out] was seen")
        .contains("e-mail: nothing, corrected to", "Ms [left out] has left")
        .contains("Dated Letter To", "NRM 04, minute enclosed The person or their representative")
        .contains("NRM 05 [left out]", "NRM 05 Strathclyde Police")
        .contains("Local authority Glasgow City Council, from 20 April 2009")
        .contains("Letters to the person or their representative", "Dear ")
        .doesNotContain("Calder", "Bain", "Duc ", "Minh", "Oakeshott", "Selwood", "Academy")
        .contains("Ailsa Renwick, 4 Lade Wynd, Glasgow")
        .doesNotContain("Iona", "Farquhar", "0177", "Haldane", "Paisley")
        .doesNotContain("ukhtc.owner", "glasgow.lead", "Linked cases");
    assertThat(page("nrm.manager", own)).contains("A copy for the person it is about was made");

    jdbc.sql("update letter set content = ? where case_number = ?")
        .params(new byte[] {1}, own)
        .update();
    assertThat(PdfText.of(copyOf(own).body()).replaceAll("\\s+", " "))
        .as("a letter that can't be opened holds up no copy")
        .contains("Everything in the file", "NRM 04", "This letter can't be opened")
        .doesNotContain("Dear ");
  }

  @Test
  void aCopyForThePersonNamesNobodyElseAndStaysReadable() {
    String own = received("UKHTC");
    inTransaction(
        () -> {
          files.merge(
              own,
              Map.<String, JsonNode>of(
                  "firstResponderAgency", new TextNode("education"),
                  "firstResponderName", new TextNode("May Tarrant, guidance teacher"),
                  "allegedExploiters", new TextNode("The driver is Duc. He brought her."),
                  "firstResponderOffice", new TextNode("Invented Airport"),
                  "portOfEntry", new TextNode("Invented Airport"),
                  "othersAtRisk", new TextNode("Two girls (Linh) in the flat, 07700900123"),
                  "concernDescription",
                      new TextNode(
                          "The child said: Duc's van. Two men came. Linh rang 07700900123 in May.")),
              "glasgow.lead");
          onTheWay.reassigned(
              own,
              true,
              "glasgow.manager",
              "Protect the child\nFrom: Isla Lochhead (glasgow.lead)\nTo: Rory Lamond (glasgow.lead2)\nReason: Rory Lamond is back on 4 May 2009");
        });
    String copy = PdfText.of(copyOf(own).body());

    assertThat(copy)
        .contains(
            "The child said: [left out]'s van. Two men came. [left out] rang [left out] in [left out].")
        .contains("From: [left out] To: [left out] Reason:")
        .contains("[left out] is back on 4 May 2009")
        .contains("First responder's agency [left out]")
        .contains("office or team [left out]", "Port of entry Invented Airport")
        .doesNotContain("Duc", "Linh", "07700", "Tarrant", "Lamond", "lead2", "Education")
        .doesNotContain("[left out] [left out]");
    assertThat(copy.substring(copy.indexOf("copy of what is held about you")))
        .as("the page for the officer alone says who made it")
        .contains("Printed on 20 April 2009 This copy contains", "PERSONAL")
        .doesNotContain("Nairne", "nrm.manager", "before you send", "RESTRICTED");
  }

  @Test
  void aCopyForThePersonNamesNobodyInCapitals() {
    String own = received("UKHTC");
    inTransaction(
        () ->
            files.merge(
                own,
                Map.<String, JsonNode>of(
                    "childNames", new TextNode("Linh NGUYEN"),
                    "firstResponderName", new TextNode("Jane Smith, MAY ROBB, Will Orr"),
                    "firstResponderOffice", new TextNode("GLASGOW CID"),
                    "allegedExploiters", new TextNode("Duc Nguyen"),
                    "concernDescription",
                        new TextNode(
                            "DC Jane SMITH and J SMITH of Glasgow rang May Robb on 4 May 2009. Her name is NGUYEN, and she will be safe. SMITHFIELD is closed.")),
                "glasgow.lead"));
    String copy = PdfText.of(copyOf(own).body());

    assertThat(copy.replaceAll("\\s+", " "))
        .contains(
            "DC [left out] and J [left out] of Glasgow rang [left out] on 4 May 2009. Her name is NGUYEN, and she will be safe. SMITHFIELD is closed.");
  }

  /** With the token of the page of the record. */
  private HttpResponse<byte[]> copyOf(String caseNumber) {
    String token = Browser.token(page("nrm.manager", caseNumber)).orElseThrow();
    return export("nrm.manager", caseNumber, token);
  }

  private HttpResponse<byte[]> export(String user, String caseNumber, String token) {
    return as(user)
        .send(
            "POST",
            "/nrm/cases/" + caseNumber + "/subject-access",
            "application/x-www-form-urlencoded",
            ("token=" + token).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theRecordIsNotCachedAndRunsNoScripts() {
    HttpResponse<byte[]> page = as("glasgow.lead").open(record(negative));
    HttpResponse<byte[]> pdf = as("glasgow.lead").open(record(negative) + ".pdf");

    assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("default-src 'none'");
    assertThat(pdf.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(pdf.headers().firstValue("Content-Disposition"))
        .hasValue("inline; filename=\"" + negative + "-record.pdf\"");
    assertThat(Browser.text(page)).doesNotContain("<script>").contains("&lt;script&gt;");
  }

  @Test
  void d37ACouncilReadsOnlyTheMinuteOfANegativeDecisionSentToIt() {
    assertThat(page("glasgow.lead", negative)).contains("The minute says:");
    assertThat(page("glasgow.lead", positive))
        .doesNotContain("The minute says:")
        .contains("The minute of reasons is kept by the competent authority");
    assertThat(page("ukhtc.owner", positive)).contains("The minute says:");
    assertThat(page("nrm.manager", positive)).contains("The minute says:");
  }

  @Test
  void d37ACouncilCannotReadAnUnsentNegativeMinute() {
    String notSent = received("UKHTC");
    inTransaction(
        () ->
            register.decided(
                notSent,
                decision(Stage.REASONABLE_GROUNDS, Outcome.NEGATIVE, DECIDED, "ukhtc", MINUTE)));

    assertThat(page("glasgow.lead", notSent)).doesNotContain("The minute says:");
  }

  @Test
  void aCaseClosedBeforeItsDecisionLettersShowsThatNoOneWasNotified() {
    String silent = received("UKHTC");
    inTransaction(
        () ->
            register.decided(
                silent,
                decision(Stage.REASONABLE_GROUNDS, Outcome.POSITIVE, DECIDED, "ukhtc", MINUTE)));
    assertThat(page("ukhtc.owner", silent)).doesNotContain("No one has been notified");
    inTransaction(
        () -> {
          onTheWay.addEntry(silent, RegisterEvent.entry(EntryKind.CASE_ENDED).code("child-died"));
          register.closed(silent, CaseOutcome.CLOSED_OTHER, DECIDED);
        });

    assertThat(page("ukhtc.owner", silent))
        .contains(
            "Reasonable grounds: positive",
            "No one has been notified",
            "not written, because the case was closed first");
    assertThat(
            new Browser(port)
                .signIn("nrm.manager", password, "cockpit")
                .get("/camunda/api/cockpit/plugin/nrm/default/case?number=" + silent)
                .body())
        .contains(
            "No one has been notified of the decision on reasonable grounds of 14 April 2009");
    assertThat(page("ukhtc.owner", positive)).doesNotContain("No one has been notified");
  }

  @Test
  void aMinuteLongerThanAPageIsPrintedInFull() {
    String minuted = received("UKHTC");
    String minute =
        IntStream.rangeClosed(1, 1200).mapToObj(i -> "word" + i).collect(Collectors.joining(" "));
    inTransaction(
        () ->
            register.decided(
                minuted,
                decision(Stage.REASONABLE_GROUNDS, Outcome.POSITIVE, DECIDED, "ukhtc", minute)));

    String pdf = PdfText.of(as("ukhtc.owner").open(record(minuted) + ".pdf").body());

    assertThat(pdf).contains("word1 ", "word600 ", "word1200 ", "Case owner", "History");
  }

  @Test
  void onlyTheAuthoritySeesProposalsAndReturns() {
    assertThat(page("glasgow.lead", negative))
        .doesNotContain("A first thought", "Ask the police first", "proposed");
    assertThat(page("ukhtc.owner", negative))
        .contains("Reasonable grounds, proposed: positive.", "Ask the police first");
  }

  @Test
  void theCouncilSeesAListOfLettersToOthersAndTheAuthorityOpensThem() {
    int council = page("glasgow.lead", negative).split("/letters/", -1).length;
    int authority = page("ukhtc.owner", negative).split("/letters/", -1).length;

    assertThat(page("glasgow.lead", negative)).contains("Strathclyde Police");
    assertThat(authority).isGreaterThan(council);
  }

  @Test
  void thePdfFooterHasCaseNumberAndPagesAndTheTitleHasNoName() {
    byte[] pdf = as("ukhtc.owner").open(record(negative) + ".pdf").body();

    assertThat(PdfText.title(pdf)).isEqualTo("Record of case " + negative);
    assertThat(PdfText.of(pdf).split("RESTRICTED: concerns a child", -1))
        .as("the marking is at the top and bottom of every page")
        .hasSize(2 * PdfText.pages(pdf) + 1);
    assertThat(PdfText.tags(pdf)).contains("H2").containsSequence("TR", "TH", "TD");
    assertThat(PdfText.of(pdf))
        .contains(negative + " · printed on 20 April 2009 · page 1 of " + PdfText.pages(pdf))
        .contains("Printed on 20 April 2009 by Daniel Oakeshott (ukhtc.owner)")
        .contains("<script>alert('x')</script> & so on.", "Invented section");
  }

  @Test
  void namesInFiveScriptsAreRenderedCorrectly() {
    String pdf = PdfText.of(as("ukhtc.owner").open(record(negative) + ".pdf").body());

    assertThat(pdf).contains(SCRIPTS.split(", "));
    assertThat(page("ukhtc.owner", negative)).contains(SCRIPTS);
  }

  @ParameterizedTest
  @CsvSource({
    "nrm.manager, 200, 200, 200", "ukhtc.manager, 200, 200, 200", "ukhtc.intake, 200, 200, 404",
    "policy.staff, 200, 404, 200", "ukhtc.owner, 404, 404, 404", "ukba.manager, 404, 404, 404",
    "glasgow.lead, 404, 404, 404", "glasgow.manager, 404, 404, 404",
        "first.responder, 404, 404, 404",
    "police.liaison, 404, 404, 404", "cpc.monitor, 404, 404, 404", "admin, 404, 404, 404"
  })
  void registerKeepersReadTheTablesAndPolicyStaffOnlyFigures(
      String user, int index, int cases, int figures) {
    assertThat(as(user).open("/nrm/register").statusCode()).isEqualTo(index);
    assertThat(as(user).open("/nrm/register.csv").statusCode()).isEqualTo(cases);
    assertThat(as(user).open("/nrm/figures.csv?year=2009").statusCode()).isEqualTo(figures);
  }

  @Test
  void theIndexShowsOnlyWhatThePersonMayUse() {
    assertThat(Browser.text(as("policy.staff").open("/nrm/register")))
        .contains("Figures for a year", "<option>2009</option>")
        .doesNotContain("register.csv");
    assertThat(Browser.text(as("ukhtc.intake").open("/nrm/register")))
        .contains("register.csv")
        .doesNotContain("figures.csv");
    assertThat(Browser.text(as("nrm.manager").open("/nrm/register")))
        .contains("figures.csv", "register.csv", "<td class=\"whole\">case_number</td>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "?year=", "?year=2008", "?year=2010", "?year=abcd", "?year=99999999999"})
  void aYearWithoutFiguresIsRefused(String query) {
    HttpResponse<byte[]> answer = as("nrm.manager").open("/nrm/figures.csv" + query);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Browser.text(answer)).contains("Choose a year from 2009 to 2009.");
  }

  @Test
  void theCsvDownloadsHaveNoNames() {
    HttpResponse<byte[]> register = as("nrm.manager").open("/nrm/register.csv");
    HttpResponse<byte[]> figures = as("policy.staff").open("/nrm/figures.csv?year=2009");

    assertThat(register.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/csv")
        .contains("charset=UTF-8");
    assertThat(register.headers().firstValue("Content-Disposition"))
        .hasValue("attachment; filename=\"nrm-register-2009-04-20.csv\"");
    assertThat(register.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(register.body()).startsWith(0xEF, 0xBB, 0xBF);
    assertThat(new String(register.body(), StandardCharsets.UTF_8))
        .doesNotContain("Nguyễn", "ukhtc.owner", "glasgow.lead", "Bain");
    List<CSVRecord> rows = RegisterCsvTest.parsed(Browser.text(register));
    CSVRecord row =
        rows.stream()
            .filter(one -> one.get("case_number").equals(negative))
            .findFirst()
            .orElseThrow();
    assertThat(row.get("rg_outcome")).isEqualTo("negative");
    assertThat(row.get("rg_extensions")).isEqualTo("1");
    assertThat(row.get("times_missing")).isEqualTo("1");
    assertThat(row.get("target_48_hours_missed")).isEqualTo("yes");
    long counted = rows.stream().filter(one -> one.get("counted").equals("yes")).count();
    assertThat(rows)
        .filteredOn(one -> one.get("case_number").equals(endedByMerge))
        .extracting(one -> one.get("counted"))
        .containsExactly("no");
    assertThat(RegisterCsvTest.parsed(Browser.text(figures)).get(0).get("total"))
        .isEqualTo(String.valueOf(counted));
    assertThat(Browser.text(figures))
        .contains("Vietnam", "Education", "United Kingdom Human Trafficking Centre");
  }

  private String page(String user, String caseNumber) {
    HttpResponse<byte[]> page = as(user).open(record(caseNumber));
    assertThat(page.statusCode()).isEqualTo(200);
    return Browser.text(page);
  }

  private static String record(String caseNumber) {
    return "/nrm/cases/" + caseNumber + "/record";
  }

  private Browser as(String user) {
    String application = user.equals("policy.staff") ? "cockpit" : "tasklist";
    return browsers.computeIfAbsent(
        user, who -> new Browser(port).signIn(who, password, application));
  }

  private String received(String authority) {
    String caseNumber = files.nextCaseNumber(RECEIVED);
    Map<String, JsonNode> fields = new HashMap<>();
    Map.of(
            "firstResponderAgency", "education",
            "firstResponderOffice", "Example Academy",
            "leadProfessionalName", "Morag Bain",
            "childLocation", "At the school",
            "childNames", SCRIPTS,
            "childNationalities", "VN",
            "asylumClaimMade", "yes",
            "asylumClaimDate", "2009-03-01")
        .forEach((key, value) -> fields.put(key, TextNode.valueOf(value)));
    inTransaction(
        () -> {
          register.openCase(
              caseNumber,
              "glasgow-city",
              LocalDate.parse("2009-04-20"),
              "education",
              "first.responder",
              null);
          register.referralReceived(
              caseNumber, RECEIVED, new RegisterFacts(List.of("VN"), "female", 14, false));
          register.routed(caseNumber, Stage.REASONABLE_GROUNDS, Authority.of(authority), "D13.5");
          files.merge(caseNumber, fields, "glasgow.lead");
        });
    return caseNumber;
  }

  /** With its letters. */
  private void decide(String caseNumber, String outcome) {
    inTransaction(
        () -> {
          register.decided(
              caseNumber,
              decision(Stage.REASONABLE_GROUNDS, Outcome.of(outcome), DECIDED, "ukhtc", MINUTE));
          letters.send(new LetterOccasion(caseNumber, "rg-" + outcome, null, "ukhtc.second"));
        });
  }

  private void inTransaction(Runnable work) {
    new TransactionTemplate(transactions).executeWithoutResult(status -> work.run());
  }
}

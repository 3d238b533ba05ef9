package scot.nrm.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.Databases;
import scot.nrm.StatementsOnH2;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.sets.CasesUnderWay;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.forms.check.FormLabels;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.Journey;
import scot.nrm.letters.PdfText;
import scot.nrm.pages.Browser;
import scot.nrm.pages.Templates;
import scot.nrm.revision.Revision.State;

/**
 * A revision from its start until it is in force, on its page, where nobody can deploy by REST, as
 * in production.
 */
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "camunda.bpm.job-execution.enabled=false",
      "nrm.demo.cases=false",
      "nrm.rest.enabled=false",
      "nrm.modeler.waits=5m" // as the other tests of revisions, whose application it shares
    })
class RevisionsOverHttpTest implements Databases.OnH2 {

  private static final String TODAY = "2009-06-01";
  private static final Path INTAKE = Path.of("processes/intake.bpmn");
  private static final Path LOG = Path.of("forms/log-referral.form");
  private static final Path LETTER = Path.of("src/main/resources/letters/nrm-03.html");
  private static final Path EXPLOITATION = Path.of("forms/nrm-form-exploitation.form");
  private static final Path COUNTRIES = Path.of("config/lists/countries.yaml");
  private static final Path COUNCILS = Path.of("config/councils.yaml");
  private static final Path ORGANISATIONS = Path.of("config/organisations.yaml");
  private static final String REFERRAL_AND_CHILD = "Task_NrmFormReferralAndChild";
  private static final Path SAFEGUARDS = Path.of("config/safeguards.yaml");
  private static final String REFUSED = "Intake, Log the NRM form: The form was refused ";

  @LocalServerPort int port;

  @Value("${nrm.demo.password}")
  String password;

  @Autowired ProcessEngine engine;
  @Autowired RevisionStore store;
  @Autowired Revisions revisions;
  @Autowired RevisedSets sets;
  @Autowired DefinitionSets definitions;
  @Autowired SetNames names;
  @Autowired RevisionMail mail;
  @Autowired CaseClock clock;
  @Autowired RevisionDays days;
  @Autowired Templates templates;
  @Autowired JdbcClient jdbc;
  @Autowired FormLabels labels;
  @Autowired BeanFactory beans;

  private PeopleOfRevisions people;
  private int setBefore;

  @BeforeEach
  void today() {
    on(TODAY);
    setBefore = sets.inForce();
    people = new PeopleOfRevisions(port, password);
  }

  @AfterEach
  void cancelOpenRevisions() {
    store
        .inStates(State.OPEN)
        .forEach(revision -> revisions.cancel(revision.number(), revision.author()));
    ClockUtil.reset();
  }

  /** The other tests compare their files with the set in force. */
  @AfterEach
  void restoreSetInForce() {
    if (sets.inForce() != setBefore) {
      new SignedRevisions(beans).restore(sets.files(setBefore));
      sets.loadData();
    }
  }

  @Test
  void nobodyDeploysWhereTheRestApiIsClosed() throws IOException {
    InputStream diagram = new ByteArrayInputStream(intake("Record what a visitor sent"));
    engine.getIdentityService().setAuthentication("release.officer", List.of("release-officer"));
    try {
      assertThatThrownBy(
              () ->
                  engine
                      .getRepositoryService()
                      .createDeployment()
                      .addInputStream(INTAKE.toString(), diagram)
                      .deploy())
          .isInstanceOf(AuthorizationException.class)
          .hasMessageContaining("Add the files to a revision, on the page Revisions.");
    } finally {
      engine.getIdentityService().clearAuthentication();
    }
  }

  @Test
  void filesReadInATrialAreForgottenWhenItIsRolledBack() throws IOException {
    Map<String, byte[]> files = Map.of(INTAKE.toString(), Files.readAllBytes(INTAKE));
    for (int trial = 0; trial < 2; trial++) {
      boolean isRead =
          sets.tryOut(
              files,
              set ->
                  definitions
                      .tableIn(set, "letters")
                      .equals(Optional.of(definitions.table("letters", null))));

      assertThat(isRead).as("the table of this trial").isTrue();
    }
  }

  @Test
  void aRevisionOrCommentSentTwiceIsKeptOnce() throws Exception {
    started("9/6/2009"); // so that both are signed in already
    Callable<Integer> start = () -> started("10/6/2009");
    ExecutorService both = Executors.newFixedThreadPool(2);
    try {
      Set<Integer> numbers = new HashSet<>();
      for (Future<Integer> one : both.invokeAll(List.of(start, start))) {
        numbers.add(one.get());
      }
      assertThat(numbers).hasSize(1);
      int number = numbers.iterator().next();
      for (String comment : List.of("Why?", "Why?", "Because", "Why?")) {
        act("policy.approver", number, "comment", comment, 303);
      }
      assertThat(store.events(number))
          .extracting(RevisionStore.Event::note)
          .containsExactly("", "Why?", "Because", "Why?");
      assertThat(started("11/6/2009")).as("another one").isNotEqualTo(number);
      assertThat(started("10/6/2009")).as("the first has been used").isNotEqualTo(number);
    } finally {
      both.shutdownNow();
    }
  }

  @Test
  void aLongListNeedsNoMoreQueriesThanAShortOne() {
    int one = started("10/6/2009");
    long few = listAndPage(one);
    IntStream.range(0, 20).forEach(i -> revisions.comment(one, "Comment " + i, "policy.approver"));
    List<Integer> added = Stream.generate(store::nextNumber).limit(20).toList();
    try {
      added.forEach(number -> store.add(cancelled(number)));

      assertThat(listAndPage(one)).isLessThan(few + 5);
    } finally {
      jdbc.sql("delete from revision where id in (:added)").param("added", added).update();
    }
  }

  /** The number of SQL statements for both pages, once the caches are filled. */
  private long listAndPage(int number) {
    Runnable both =
        () -> {
          assertThat(people.browser("policy.staff").get("/nrm/revisions").statusCode())
              .isEqualTo(200);
          page("policy.staff", number);
        };
    both.run();
    return StatementsOnH2.of(jdbc, both);
  }

  private Revision cancelled(int number) {
    return new Revision(
        number,
        "Of a long list",
        "For a test",
        "",
        LocalDate.parse(TODAY),
        "policy.staff",
        State.CANCELLED,
        sets.inForce(),
        Revision.Signatures.NONE,
        null,
        null);
  }

  private static void on(String day) {
    ClockUtil.setCurrentTime(LocalDay.startOf(LocalDate.parse(day)));
  }

  @Test
  void aRevisionComesIntoForceAtMidnightOfItsDayAfterThreePeopleSignedIt() throws Exception {
    Journey before = new Journey(engine).referred(TODAY, Invented.referralAndChild(TODAY));
    int set = sets.inForce();
    int number = started("10/6/2009");

    assertThat(send(number, Map.of("all.zip", zipWith("Log the NRM form")))).isEqualTo(303);
    assertThat(
            send(
                number,
                Map.of(
                    "nrm-03.html",
                    changed(LETTER, "<h1>Positive decision", "<h1>NRM 03: positive decision"),
                    "nrm-form-exploitation.form",
                    changed(EXPLOITATION, "How was the child recruited?", "How did it begin?"),
                    "safeguards.yaml",
                    changed(
                        SAFEGUARDS,
                        "say: nobody would see when",
                        "say: nobody would notice when"))))
        .isEqualTo(303);

    assertThat(store.fileNames(number))
        .as("those that differ")
        .containsExactly(
            "config/letters/nrm-03.html",
            "config/safeguards.yaml",
            "forms/log-referral.form",
            "forms/nrm-form-exploitation.form",
            "processes/intake.bpmn");
    assertThat(page("policy.staff", number))
        .contains("Change to a safeguard: the entry nrm.safeguards", "now <h1>NRM 03")
        .contains("The check found nothing to correct.", "Send for approval")
        .contains("has a change in \"Name\": before", "now Log the NRM form")
        .doesNotContain(">Approve<");
    assertThat(signature(number, "Author")).endsWith("not yet</span></td><td></td>");
    act("policy.staff", number, "submit", "", 303);
    assertThat(signature(number, "Author")).contains("Sunita Straiton", "1 June 2009");
    assertThat(signature(number, "Policy approver")).contains("not yet");
    act("policy.staff", number, "approve", "Mine", 404);
    act("release.officer", number, "release", "Early", 400);
    assertThat(send(number, Map.of("intake.bpmn", intake("Later")))).as("no longer").isEqualTo(400);
    act("policy.approver", number, "approve", "", 400);
    act("policy.approver", number, "approve", "As agreed with UKHTC", 303);
    on("2009-06-09");
    act("release.officer", number, "release", "Told UKHTC", 303);

    days.bringIntoForce();
    assertThat(sets.inForce()).as("on the eve").isEqualTo(set);
    assertThat(headingOfLetter()).isEqualTo("Positive decision: reasonable grounds");
    on("2009-06-10");
    bringIntoForceOnTwoNodes();
    assertThat(headingOfLetter()).isEqualTo("NRM 03: positive decision: reasonable grounds");

    assertThat(sets.inForce()).isEqualTo(set + 1);
    assertThat(page("policy.staff", number))
        .contains(
            "In force, set " + (set + 1), "As agreed with UKHTC", "Grace Affleck", "Told UKHTC");
    assertThat(Browser.text(browser("release.officer").open(paper(number))))
        .contains(
            "Grace Affleck", "As agreed with UKHTC", "Told UKHTC", "changed 1", "<figcaption>")
        .contains("<thead><tr><td>Revision %d: Shorter names</td></tr></thead>".formatted(number))
        .contains("What changes for open cases");
    assertThat(signature(number, "Policy approver"))
        .contains("1 June 2009", "As agreed with UKHTC");
    assertThat(signature(number, "Release officer"))
        .contains("Owen Relph", "9 June 2009", "Told UKHTC");
    Journey after =
        new Journey(engine).referred("2009-06-10", Invented.referralAndChild("2009-06-10"));
    assertThat(after.task("Task_LogReferral").getName()).startsWith("Log the NRM form");
    assertThat(before.task("Task_LogReferral").getName()).doesNotStartWith("Log the NRM form");
    assertThat(nrmForm(after)).contains("How did it begin?");
    assertThat(nrmForm(before)).doesNotContain("How did it begin?");
    authorAndReleaseOfficerSeeWhatGoesWrong(number, after);
    assertThat(recordOfDecision(after))
        .contains("Revision %d, Shorter names, in force from 10 June 2009".formatted(number))
        .contains("(set %d)".formatted(set + 1));
    assertThat(recordOfDecision(before)).contains("(set %d)".formatted(set));
    assertThat(names.nameOf(1)).matches("As installed, in force from .* 20\\d\\d \\(set 1\\)");

    act("policy.staff", number, "take-back", "", 303);
    int back = store.latest().get(0).number();
    assertThat(store.find(back).orElseThrow().takesBack()).isEqualTo(number);
    assertThat(page("policy.staff", back))
        .contains("Open cases under revision %d stay under it".formatted(number));
    signed(back);
    on("2009-06-11");
    days.bringIntoForce();
    assertThat(sets.changed(set, sets.inForce())).isEmpty();
    assertThat(headingOfLetter()).isEqualTo("Positive decision: reasonable grounds");
    assertThat(page("policy.staff", number)).contains("Taken back by revision " + back);
    assertThat(
            Browser.text(
                browser("policy.staff")
                    .open("/nrm/revisions/%d/cases-under-way".formatted(started("20/6/2009")))))
        .as("choices for the set in force, which has no case yet")
        .contains("set-%d-intake".formatted(sets.inForce()));
  }

  private String nrmForm(Journey child) {
    return PdfText.of(
        browser("ukhtc.intake").open("/nrm/cases/" + child.caseNumber() + "/nrm-form.pdf").body());
  }

  private String headingOfLetter() {
    return templates
        .letter("nrm-03", Map.of(), clock.today())
        .replaceAll("(?s).*<h1>(.*)</h1>.*", "$1");
  }

  private static String paper(int number) {
    return "/nrm/revisions/" + number + "/paper";
  }

  /** A signature on the paper: name, time and note. */
  private String signature(int number, String as) {
    String paper = Browser.text(browser("policy.approver").open(paper(number)));
    int from = paper.indexOf("<th scope=\"row\">" + as + "</th>");
    return paper.substring(from, paper.indexOf("</tr>", from));
  }

  private void authorAndReleaseOfficerSeeWhatGoesWrong(int number, Journey child) {
    assertThat(page("policy.staff", number)).contains("every case continues");
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> child.does("ukhtc.intake", "Task_LogReferral", Map.of()))
          .isInstanceOf(FormFieldValidationException.class);
    }
    for (String person : List.of("policy.staff", "release.officer")) {
      assertThat(page(person, number)).contains(REFUSED + "since 11 May 2009 (5 times).");
      assertThat(mail.recipients()).contains(person);
      assertThat(mail.of(person, clock.today()).orElseThrow().text())
          .contains("Revision " + number, REFUSED + "since 9 June 2009 (5 times).")
          .doesNotContain(child.caseNumber());
      assertThat(mail.of(person, clock.today().plusDays(2))).as("nothing new").isEmpty();
    }
    assertThat(mail.of("policy.approver", clock.today())).isEmpty();
    assertThat(page("policy.approver", number)).doesNotContain("was refused");
  }

  /** The part of the record about the decision on reasonable grounds. */
  private String recordOfDecision(Journey decided) {
    decided.logged("2009-06-10").reasonableGrounds("ukhtc", "positive", "2009-06-10");
    String record =
        Browser.text(browser("ukhtc.owner").open("/nrm/cases/" + decided.caseNumber() + "/record"));
    int from = record.indexOf("Decided on");
    return record.substring(from, record.indexOf("Case owner", from));
  }

  /** Two nodes bring revisions into force at the same time. */
  private void bringIntoForceOnTwoNodes() throws Exception {
    ExecutorService nodes = Executors.newFixedThreadPool(2);
    try {
      List<Callable<Object>> both =
          Collections.nCopies(2, Executors.callable(days::bringIntoForce));
      for (Future<Object> node : nodes.invokeAll(both)) {
        node.get();
      }
    } finally {
      nodes.shutdown();
    }
  }

  /** The cache is empty, as after a start that deploys nothing. */
  @Test
  void peopleCanWorkOnANodeThatHasNotReadTheSet() {
    ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
        .getDeploymentCache()
        .purgeCache();

    assertThat(
            new Journey(engine)
                .referred(TODAY, Invented.referralAndChild(TODAY))
                .has("Task_LogReferral"))
        .isTrue();
  }

  @Test
  void aRowForCasesOfAnUnknownSetNeedsAReason() {
    int set = sets.inForce();
    int number = started("10/6/2009");

    send(
        number,
        Map.of(
            "cases-under-way.yaml",
            "cases-under-way:\n  - {from: [%d, 77], stage: intake, takes: new}\n"
                .formatted(set)
                .getBytes(StandardCharsets.UTF_8)));

    assertThat(revisions.warnings(store.find(number).orElseThrow()))
        .containsExactly(
            "config/cases-under-way.yaml has a row for cases that began under set 77, and there is no such set: the set in force is %d. The row has no effect."
                .formatted(set));
  }

  @Test
  void aMistakeIsReportedOnUploadAndNeverSentForApproval() throws IOException {
    int set = sets.inForce();
    int number = started("10/6/2009");

    send(number, Map.of("intake.bpmn", changed(INTAKE, "${recordReceipt}", "${recordReceit}")));

    assertThat(page("policy.staff", number))
        .containsSubsequence("To be corrected", "processes/intake.bpmn", "<h2>Files</h2>")
        .doesNotContain("Send for approval");
    act("policy.staff", number, "submit", "", 400);
    assertThat(store.find(number).orElseThrow().state()).isEqualTo(State.DRAFT);
    assertThat(sets.inForce()).isEqualTo(set);
    assertThat(
            engine.getRepositoryService().createDeploymentQuery().deploymentName("trial").count())
        .isZero();
    act("policy.staff", number, "remove", "", 303);
  }

  @Test
  void anElementThatTheEngineCannotReadIsReportedWithItsLine() throws IOException {
    int number = started("10/6/2009");

    send(
        number,
        Map.of(
            "intake.bpmn",
            changed(
                INTAKE,
                "</bpmn:endEvent>",
                "<bpmn:errorEventDefinition id=\"Error_Unnamed\" /></bpmn:endEvent>")));

    assertThat(page("policy.staff", number))
        .contains("processes/intake.bpmn", "Line ", "Camunda can't read this: ")
        .doesNotContain("ENGINE-");
  }

  @Test
  void anInvalidRevisionIsRefusedAndKeepsWhatWasTyped() throws Exception {
    assertThat(start("31/5/2009").statusCode()).as("yesterday").isEqualTo(400);
    HttpResponse<String> refused = start("tomorrow");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body())
        .contains("Enter the day in force like", "Shorter names", "value=\"tomorrow\"");
    int number = started("10/6/2009");
    assertThat(send(number, Map.of("readme.txt", new byte[] {1}))).isEqualTo(400);
    assertThat(send(number, Map.of("broken.zip", new byte[] {1, 2}))).isEqualTo(400);
    assertThat(send(number, Map.of("intake.bpmn", Files.readAllBytes(INTAKE))))
        .as("the same")
        .isEqualTo(400);
    assertThat(send(number, Map.of("roles.yaml", new byte[] {'a'}))).isEqualTo(400);
    assertThat(store.fileNames(number)).isEmpty();
    act("policy.staff", number, "submit", "", 400);
    act("policy.staff", number, "comment", "x".repeat(2001), 400);
    act("policy.staff", number, "unknown", "x", 404);
    for (String form :
        List.of("?name=Typed+before", "/" + number + "?act=comment&note=Typed+before")) {
      HttpResponse<String> ofAnotherSession =
          people
              .browser("policy.staff")
              .post("/nrm/revisions" + form, "application/x-www-form-urlencoded", "token=x");
      assertThat(ofAnotherSession.statusCode()).isEqualTo(400);
      assertThat(ofAnotherSession.body())
          .contains("You have signed in again since you opened this page.", "Typed before");
    }
  }

  /** People who revise can't sign in to Tasklist. */
  @Test
  void peopleSignInToCockpitFirst() {
    Browser nobody = new Browser(port);

    for (String page : List.of("/nrm/revisions", "/nrm/revisions/1", "/nrm/cases-under-way")) {
      HttpResponse<String> answer = nobody.send(nobody.request(page).GET().build());

      assertThat(answer.headers().firstValue("Location"))
          .contains("/camunda/app/cockpit/default/#/login?page=" + page.replace("/", "%2F"));
    }
  }

  @Test
  void peopleWithoutAPartInRevisionsFindNoPage() {
    for (String person : List.of("nrm.manager", "glasgow.lead", "ukhtc.owner")) {
      assertThat(browser(person).open("/nrm/revisions").statusCode()).as(person).isEqualTo(404);
      assertThat(browser(person).open("/nrm/revisions/set-in-force.zip").statusCode())
          .isEqualTo(404);
      assertThat(browser(person).open(paper(anyNumber())).statusCode()).isEqualTo(404);
    }
    assertThat(browser("policy.staff").open(paper(999_999)).statusCode()).isEqualTo(404);
  }

  /** They can't change the day, nor can the author while it waits for them. */
  @Test
  void signatoriesReadWhatToDoOnceTheDayInForceHasCome() throws IOException {
    int number = started("10/6/2009");
    send(number, Map.of("intake.bpmn", intake("Record what is due")));
    act("policy.staff", number, "submit", "", 303);
    String says =
        "This day has come. A person who signs requests changes, and its author then enters a later one.";
    assertThat(page("policy.approver", number)).doesNotContain(says);
    on("2009-06-10");
    assertThat(page("policy.approver", number)).contains(says);
    String due =
        "Its day in force, 10 June 2009, has come. Request changes: its author then enters a later day.";
    assertThatThrownBy(() -> revisions.approve(number, "Read", "policy.approver", shown(number)))
        .hasMessage(due);
    on("2009-06-09");
    revisions.approve(number, "Read", "policy.approver", shown(number));
    on("2009-06-10");
    assertThatThrownBy(() -> revisions.release(number, "Read", "release.officer", shown(number)))
        .hasMessage(due);
  }

  private String shown(int number) {
    return revisions.digestOfPage(store.find(number).orElseThrow());
  }

  @Test
  void authorApproverAndReleaseOfficerAreThreePeople() throws IOException {
    int number = started("10/6/2009");
    send(number, Map.of("intake.bpmn", intake("Record it")));
    act("policy.staff", number, "submit", "", 303);
    assertThatThrownBy(() -> revisions.approve(number, "Mine", "policy.staff", ""))
        .hasMessage("You are its author. Someone else has to approve it.");
    revisions.approve(
        number,
        "Read",
        "policy.approver",
        revisions.digestOfPage(store.find(number).orElseThrow()));
    for (String same : List.of("policy.staff", "policy.approver")) {
      assertThatThrownBy(() -> revisions.release(number, "Mine", same, ""))
          .hasMessageContaining("A third person has to release it.");
    }
  }

  /** A case keeps the options of its set, and a removed value keeps its name. */
  @Test
  void optionsAndLocalAuthoritiesComeIntoForceWithARevision() throws IOException {
    Map<String, Object> child = Invented.referralAndChild(TODAY); // from Vietnam
    Journey referred = new Journey(engine).referred(TODAY, child);
    Journey open = assessed(TODAY);
    int number = started("10/6/2009");
    send(
        number,
        Map.of(
            "countries.yaml",
            changed(COUNTRIES, "value: VN, label: Vietnam", "value: ZZ, label: Utopia"),
            "councils.yaml",
            changed(
                COUNCILS,
                "    - { id: fife",
                "    - { id: berwick, name: Berwick }\n    - { id: fife")));
    assertThat(store.fileNames(number)).containsExactly(COUNCILS.toString(), COUNTRIES.toString());
    assertThat(page("policy.staff", number))
        .contains("config/organisations.yaml has no berwick under councils.");
    send(
        number,
        Map.of(
            "organisations.yaml",
            changed(
                ORGANISATIONS,
                "  councils:\n",
                "  councils:\n    berwick: { names: [{ from: 1996-04-01, name: Berwick Council }], police-force: fife }\n"),
            "routing.yaml",
            changed(
                Path.of("config/routing.yaml"),
                "pilot-areas: []",
                "pilot-areas: [{ local-authority: berwik, from: 2009-06-10 }]"),
            "competent-authority.dmn",
            changed(
                Path.of("processes/competent-authority.dmn"),
                "      <rule id=\"Rule_Process\">",
                """
                      <rule id="Rule_Berwick">
                        <inputEntry id="Berwick_1"><text></text></inputEntry>
                        <inputEntry id="Berwick_2"><text>&gt;= date("2009-06-10")</text></inputEntry>
                        <inputEntry id="Berwick_3"><text></text></inputEntry>
                        <inputEntry id="Berwick_4"><text></text></inputEntry>
                        <inputEntry id="Berwick_5"><text></text></inputEntry>
                        <inputEntry id="Berwick_6"><text></text></inputEntry>
                        <inputEntry id="Berwick_7"><text>"berwick"</text></inputEntry>
                        <inputEntry id="Berwick_8"><text>true</text></inputEntry>
                        <inputEntry id="Berwick_9"><text></text></inputEntry>
                        <outputEntry id="Berwick_10"><text>"UKBA"</text></outputEntry>
                        <outputEntry id="Berwick_11"><text>"UKBA"</text></outputEntry>
                        <outputEntry id="Berwick_12"><text>"D13"</text></outputEntry>
                      </rule>
                      <rule id="Rule_Process">""")));
    assertThat(page("policy.staff", number))
        .contains("the pilot area berwik, which isn't a local authority. Write an id of")
        .contains("such as berwick.");
    send(
        number,
        Map.of(
            "routing.yaml",
            changed(
                Path.of("config/routing.yaml"),
                "pilot-areas: []",
                "pilot-areas: [{ local-authority: berwick, from: 2009-06-10 }]")));
    assertThat(page("policy.staff", number))
        .containsSubsequence(
            "The entry nrm.councils [berwick] is new",
            "Change to what is asked.",
            "The entry nrm.lists.countries [VN] is gone.");
    signed(number);
    on("2009-06-10");
    days.bringIntoForce();

    Journey later = assessed("2009-06-10");
    assertThat(nationalities(open)).contains("Vietnam").doesNotContain("Utopia", "Berwick");
    assertThat(nationalities(later)).contains("Utopia").doesNotContain("Vietnam");
    open.does("glasgow.lead", REFERRAL_AND_CHILD, child);
    assertThatThrownBy(() -> later.does("glasgow.lead", REFERRAL_AND_CHILD, child))
        .isInstanceOf(FormFieldValidationException.class);
    assertThat(nrmForm(referred)).contains("Vietnam");
    assertThat(labels.option("childNationalities", "VN")).isEqualTo("Vietnam");
    assertThat(startForm("nrm-case")).contains("Berwick", "Utopia").doesNotContain("Vietnam");
    assertThat(engine.getIdentityService().createTenantQuery().tenantId("berwick").count()).isOne();

    new SignedRevisions(beans).takenBack(number);
    on("2009-06-11");
    days.bringIntoForce();
    assertThat(startForm("nrm-case")).contains("Vietnam").doesNotContain("Berwick");
  }

  private Journey assessed(String day) {
    return new Journey(engine)
        .on(day)
        .concern("first.responder", Invented.concern(day))
        .does("glasgow.duty", "Task_AcceptConcern", Invented.acceptance(day))
        .does("glasgow.lead", "Task_AssessChild", Invented.assessment(day));
  }

  private String nationalities(Journey child) throws IOException {
    return text(
        engine.getFormService().getDeployedTaskForm(child.task(REFERRAL_AND_CHILD).getId()));
  }

  private String startForm(String diagram) throws IOException {
    return text(engine.getFormService().getDeployedStartForm(Journey.definition(engine, diagram)));
  }

  private static String text(InputStream form) throws IOException {
    try (form) {
      return new String(form.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The page was opened before the change. */
  @Test
  void aRevisionChangedSinceItWasReadCannotBeSigned() throws IOException {
    int number = started("10/6/2009");
    send(number, Map.of("intake.bpmn", intake("Record it")));
    act("policy.staff", number, "submit", "", 303);
    String read = page("policy.approver", number);
    act("policy.approver", number, "request-changes", "Another name", 303);
    send(number, Map.of("intake.bpmn", intake("Record what was referred")));
    act("policy.staff", number, "submit", "", 303);

    HttpResponse<String> answer = people.signs("policy.approver", number, "approve", read);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains(
            "The revision has changed since you opened this page. Read what it changes now, and then sign.");
    assertThat(store.find(number).orElseThrow().state()).isEqualTo(State.IN_REVIEW);
    String now = page("policy.approver", number);
    assertThat(people.signs("policy.approver", number, "approve", now).statusCode()).isEqualTo(303);
  }

  /** The author may be away when a mistake is found on the eve of its day. */
  @Test
  void aReleasedRevisionGoesBackToItsAuthorWhenChangesAreRequested() throws IOException {
    int number = started("10/6/2009");
    send(number, Map.of("intake.bpmn", intake("Record what was referred")));
    signed(number);
    int set = sets.inForce();
    assertThat(page("policy.staff", number)).doesNotContain("value=\"request-changes\"");
    assertThat(page("policy.approver", number)).contains("value=\"request-changes\"");

    act("release.officer", number, "request-changes", "The form has the old name", 303);
    on("2009-06-10");
    days.bringIntoForce();

    assertThat(sets.inForce()).isEqualTo(set);
    assertThat(store.find(number).orElseThrow().state()).isEqualTo(State.CHANGES_REQUESTED);
  }

  @Test
  void anApprovalLapsesWhenAnotherSetComesIntoForce() throws IOException {
    int one = started("10/6/2009");
    send(one, Map.of("intake.bpmn", intake("Record what was referred")));
    int same = started("11/6/2009");
    send(same, Map.of("intake.bpmn", intake("Record what arrived")));
    int other = started("11/6/2009");
    send(
        other,
        Map.of(
            "close-case.bpmn",
            changed(Path.of("processes/close-case.bpmn"), "Case closed", "Case ended")));
    for (int number : List.of(one, same, other)) {
      signed(number);
    }
    int draft = started("12/6/2009");
    int set = sets.inForce();
    assertThat(page("policy.approver", one)).doesNotContain("is to come into force first");
    assertThat(page("policy.approver", other))
        .contains(
            "is to come into force first, on 10 June 2009. After that, this one has to be approved again.",
            "is to come into force first, on 11 June 2009. This one would then miss its day");

    on("2009-06-10");
    days.bringIntoForce();
    on("2009-06-11");
    days.bringIntoForce();

    assertThat(sets.inForce()).as("only the first").isEqualTo(set + 1);
    assertThat(page("policy.staff", same))
        .contains(
            "Changes requested", "It changed files of this revision too: processes/intake.bpmn.");
    assertThat(page("policy.staff", other))
        .contains(
            "Changes requested",
            "To be approved again",
            "The day of this revision has come: enter a later one.",
            "This day has come. Enter a later one.");
    assertThat(page("policy.staff", draft))
        .contains("Draft", "Another set came into force")
        .doesNotContain("To be approved again");
  }

  /** Otherwise the revision would undo what the other set changed in the file. */
  @Test
  void aFileThatAnotherSetHasChangedMustBeAddedAgain() throws IOException {
    int one = started("10/6/2009");
    send(one, Map.of("intake.bpmn", intake("Record what the agency sent")));
    signed(one);
    int draft = started("12/6/2009");
    byte[] other = changed(Path.of("processes/close-case.bpmn"), "Case closed", "Case is over");
    send(
        draft,
        Map.of("intake.bpmn", intake("Record what the sender wrote"), "close-case.bpmn", other));

    on("2009-06-10");
    days.bringIntoForce();

    String page = "/nrm/revisions/" + draft;
    assertThat(people.form("policy.staff", page, page, Map.of("act", "submit")))
        .satisfies(
            refused -> {
              assertThat(refused.statusCode()).isEqualTo(400);
              assertThat(refused.body())
                  .contains(
                      "Another set has changed processes/intake.bpmn since you added it to this revision, and your file would undo that change.");
            });
    assertThat(store.find(draft).orElseThrow().state()).isEqualTo(State.DRAFT);

    send(draft, Map.of("intake.bpmn", intake("Record what the sender wrote")));
    act("policy.staff", draft, "submit", "", 303);
  }

  /** It would have no changes to read, and a warning that it undoes the other set. */
  @Test
  void aFileThatAnotherSetHasMadeTheSameIsRemoved(CapturedOutput output) throws IOException {
    byte[] intake = intake("Record what has come");
    byte[] other = changed(Path.of("processes/close-case.bpmn"), "Case closed", "Case is done");
    int one = started("10/6/2009");
    send(one, Map.of("intake.bpmn", intake));
    int same = started("11/6/2009");
    send(same, Map.of("intake.bpmn", intake, "close-case.bpmn", other));
    signed(one);
    signed(same);

    on("2009-06-10");
    days.bringIntoForce();
    on("2009-06-11");
    days.bringIntoForce();

    assertThat(store.fileNames(same)).containsExactly("processes/close-case.bpmn");
    assertThat(page("policy.staff", same))
        .contains(
            "Changes requested",
            "It has the same change, so these files were removed from this revision: processes/intake.bpmn.")
        .doesNotContain("It changed files of this revision too");
    assertThat(output)
        .contains(
            "Revision %d is in force".formatted(one),
            "Revision %d did not come into force; its page says why".formatted(same));
  }

  @Test
  void aFileThatIsAddedAsInTheSetInForceIsRemoved() throws IOException {
    int number = started("10/6/2009");
    send(number, Map.of("intake.bpmn", intake("Record what was posted")));
    byte[] inForce = sets.files(sets.inForce()).get(INTAKE.toString());
    assertThat(send(number, Map.of("intake.bpmn", inForce))).isEqualTo(400);
    assertThat(store.fileNames(number)).isEmpty();
    assertThat(store.events(number).get(2))
        .returns(RevisionStore.Act.FILE_REMOVED, RevisionStore.Event::act)
        .returns(INTAKE.toString(), RevisionStore.Event::note);
  }

  /** The pages of both revisions show the collision to all readers. */
  @Test
  void openRevisionsCollideWhereTheyChangeTheSameElement() throws IOException {
    int one = started("10/6/2009");
    send(one, Map.of("intake.bpmn", intake("Record what came")));
    int same = started("11/6/2009");
    send(same, Map.of("intake.bpmn", intake("Record what was sent")));
    int elsewhere = started("12/6/2009");
    String inForce =
        new String(sets.files(sets.inForce()).get("processes/intake.bpmn"), StandardCharsets.UTF_8);
    send(
        elsewhere,
        Map.of(
            "intake.bpmn",
            inForce.replace("\"Facts missing?\"", "\"Facts?\"").getBytes(StandardCharsets.UTF_8)));

    assertThat(page("policy.staff", one))
        .contains(
            "Revision " + same,
            "collides with this one. Both change: the service task Record what came (Service_RecordReceipt). Agree which of them changes it.",
            "Revision " + elsewhere,
            "changes other parts of this file.");
    assertThat(page("policy.approver", same))
        .contains("Both change: the service task Record what was sent (Service_RecordReceipt).");
    assertThat(page("policy.staff", elsewhere))
        .contains("changes other parts of this file.")
        .doesNotContain("collides with this one");
  }

  @Test
  void filesChangedInTheDatabaseAfterApprovalDoNotComeIntoForce() throws IOException {
    int number = started("10/6/2009");
    send(number, Map.of("intake.bpmn", intake("Record something")));
    signed(number);
    int set = sets.inForce();
    jdbc.sql("update revision_file set content = ? where revision = ?")
        .params(intake("Record nothing"), number)
        .update();

    on("2009-06-10");
    days.bringIntoForce();

    assertThat(sets.inForce()).isEqualTo(set);
    assertThat(page("policy.staff", number))
        .contains(
            "Did not come into force", "The files or the day are not those that were approved.");
  }

  /** Up to 20 sentences of the check, each with its files. */
  @Test
  void aLongRefusalIsOnThePageOfItsRevision() throws IOException {
    int number = started("10/6/2009");
    send(number, Map.of("intake.bpmn", intake("Record what was refused")));
    signed(number);
    String refusal = "processes/intake.bpmn: This step is missing. ".repeat(120) + "The end.";

    revisions.sendBack(number, refusal);

    assertThat(page("policy.staff", number)).contains("Changes requested", "The end.");
  }

  /** Such as the files of a new release of the program. */
  @Test
  void aWholeSetOfFilesCanBeAddedAtOnce() {
    int number = started("10/6/2009");
    Map<String, byte[]> files =
        IntStream.range(0, 200)
            .boxed()
            .collect(
                Collectors.toMap(
                    "forms/a-form-of-another-release-%d.form"::formatted, i -> new byte[] {'{'}));

    assertThat(revisions.addFiles(number, files, "policy.staff")).isEqualTo(200);

    assertThat(store.events(number).get(1).note()).contains(files.keySet());
  }

  /** A fault of one revision holds up another for a minute, and is on its page and in the log. */
  @Test
  void aFaultHoldsUpNoOtherRevision(CapturedOutput output) throws IOException {
    LocalDate day = LocalDate.parse("2009-06-10");
    SignedRevisions three = new SignedRevisions(beans);
    String rows = "cases-under-way:\n  - {from: [%d], stage: intake, takes: move}\n";
    int faulty =
        three.released(
            "Faulty",
            day,
            Map.of(
                INTAKE.toString(),
                intake("Record what was found"),
                CasesUnderWay.FILE,
                rows.formatted(sets.inForce()).getBytes(StandardCharsets.UTF_8)));
    jdbc.sql(
            "insert into revision_move (revision, made_set, begun_at, finished_at) values (?, 1, now(), now())")
        .param(faulty)
        .update();
    byte[] other = changed(Path.of("processes/close-case.bpmn"), "Case closed", "Case has ended");
    int due = three.released("Other", day, Map.of("processes/close-case.bpmn", other));
    int set = sets.inForce();

    on("2009-06-10");
    days.bringIntoForce();

    assertThat(sets.inForce()).as("the first may only have waited for a lock").isEqualTo(set);
    assertThat(output)
        .contains("Revision " + faulty + " could not come into force")
        .contains("SQLIntegrityConstraintViolationException at ");
    assertThat(page("policy.staff", faulty))
        .contains("Released", "Did not come into force", "A fault in the program stopped it");

    days.bringIntoForce();

    assertThat(store.find(due).orElseThrow().made()).isEqualTo(set + 1);
    assertThat(store.find(faulty).orElseThrow().state()).isEqualTo(State.RELEASED);
    assertThat(store.events(faulty))
        .filteredOn(event -> event.act() == RevisionStore.Act.NOT_IN_FORCE)
        .hasSize(1);
    assertThat(output.toString().split("could not come into force", -1))
        .as("the same fault is logged once")
        .hasSize(2);

    days.bringIntoForce();

    assertThat(page("policy.staff", faulty)).contains("Changes requested", "enter a later one");
  }

  // ---- as people do it

  /** The diagram with a new name for a step. */
  private static byte[] intake(String name) throws IOException {
    return changed(INTAKE, "name=\"Record the receipt\"", "name=\"" + name + "\"");
  }

  private static byte[] changed(Path file, String from, String to) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(from);
    return text.replace(from, to).getBytes(StandardCharsets.UTF_8);
  }

  /** The set in force with another name of the task of UKHTC intake. */
  private byte[] zipWith(String name) throws IOException {
    Map<String, byte[]> files = sets.files(sets.inForce());
    files.put(INTAKE.toString(), changed(INTAKE, "Log the referral", name));
    files.put(LOG.toString(), changed(LOG, "## Log the referral", "## " + name));
    return RevisionFiles.zip(files);
  }

  private Browser browser(String person) {
    return people.browser(person);
  }

  private int started(String day) {
    HttpResponse<String> started = start(day);
    assertThat(started.statusCode()).as(started.body()).isEqualTo(303);
    return PeopleOfRevisions.number(started);
  }

  private HttpResponse<String> start(String day) {
    return people.starts(
        Map.of(
            "name", "Shorter names",
            "reason", "People asked for them",
            "rules", "D12",
            "day", day));
  }

  private void signed(int number) {
    new SignedRevisions(beans).sign(number);
  }

  private void act(String person, int number, String act, String note, int expected) {
    people.act(person, number, act, note, expected);
  }

  private int anyNumber() {
    return store.latest().isEmpty() ? started("1/7/2009") : store.latest().get(0).number();
  }

  private String page(String person, int number) {
    return people.page(person, number);
  }

  private int send(int number, Map<String, byte[]> files) {
    return people.add(number, files);
  }
}

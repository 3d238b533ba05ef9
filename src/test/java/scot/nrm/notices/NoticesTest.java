package scot.nrm.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Address;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.MailSendException;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.util.TestSocketUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.Databases.Kind;
import scot.nrm.OnEachDatabase;
import scot.nrm.access.DocumentAdded;
import scot.nrm.access.MorningMail;
import scot.nrm.access.NamesAndRoles;
import scot.nrm.access.Roles;
import scot.nrm.access.SameChildElsewhere;
import scot.nrm.casefile.UnreadableContent;
import scot.nrm.cockpit.caseload.Digest;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseTasks;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.Journey;
import scot.nrm.journeys.RunningInstances;
import scot.nrm.mail.MailServer;
import scot.nrm.mail.ReporterAddresses;
import scot.nrm.mail.ScriptedSmtp;
import scot.nrm.mail.Smtp;
import scot.nrm.notices.NoticeSettings.Team;

/** Teams get e-mails about tasks of real cases. Run on each database. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "camunda.bpm.job-execution.enabled=false",
      "nrm.demo.cases=false",
      "nrm.letters.sender=nrm@authority.example",
      "nrm.letters.base-url=https://nrm.example/",
      "nrm.notices.look-every=PT0S",
      "nrm.notices.teams[0].group=la-duty-social-work",
      "nrm.notices.teams[0].council=glasgow-city",
      "nrm.notices.teams[0].address=duty@glasgow.example",
      "nrm.notices.teams[0].out-of-hours=standby@glasgow.example",
      "nrm.notices.teams[1].group=la-lead-professional",
      "nrm.notices.teams[1].council=glasgow-city",
      "nrm.notices.teams[1].address=leads@glasgow.example",
      "nrm.notices.teams[2].group=ukhtc-intake",
      "nrm.notices.teams[2].address=intake@ukhtc.example",
      "nrm.notices.teams[3].group=la-duty-social-work",
      "nrm.notices.teams[3].council=fife",
      "nrm.notices.teams[3].address=duty@fife.example",
      "nrm.notices.teams[4].group=ukhtc-case-owner",
      "nrm.notices.teams[4].address=owners@ukhtc.example"
    })
@ExtendWith(OutputCaptureExtension.class)
@OnEachDatabase(usually = Kind.POSTGRES)
class NoticesTest {

  private static final String DUTY = "duty@glasgow.example";
  private static final String STANDBY = "standby@glasgow.example";
  private static final String LEADS = "leads@glasgow.example";
  private static final String INTAKE = "intake@ukhtc.example";

  /**
   * On one port for good: the application does not learn of another one when the server is started
   * again.
   */
  private static final ServerSetup SMTP = Smtp.at(TestSocketUtils.findAvailableTcpPort());

  private static final GreenMail MAIL = new GreenMail(SMTP);

  @Autowired ProcessEngine engine;
  @Autowired JdbcClient jdbc;
  @Autowired Supplier<NoticeSettings> settings;
  @Autowired NoticeOutbox outbox;
  @Autowired NoticeSender sender;
  @Autowired OfficeTimes office;
  @Autowired CaseClock clock;
  @Autowired TaskService tasks;
  @Autowired PlatformTransactionManager transactions;
  @Autowired MailServer mailServer;
  @Autowired Roles roles;
  @Autowired ApplicationEventPublisher events;
  @Autowired ReporterAddresses reporters;
  @Autowired List<MorningMail> managers;
  @Autowired NamesAndRoles people;
  @Autowired CaseTasks caseTasks;
  @Autowired Digest digest;

  private Journey child;

  @DynamicPropertySource
  static void mailServer(DynamicPropertyRegistry properties) {
    properties.add("spring.mail.host", () -> "localhost");
    properties.add("spring.mail.port", SMTP::getPort);
  }

  @AfterAll
  static void stopMail() {
    MAIL.stop();
  }

  @BeforeEach
  void begin() {
    if (!MAIL.isRunning()) {
      MAIL.start();
    }
    child = new Journey(engine);
    jdbc.sql("delete from notice").update();
    jdbc.sql("delete from notice_morning").update();
    jdbc.sql("delete from digest_reader").update();
  }

  @AfterEach
  void end() throws Exception {
    RunningInstances.end(engine);
    if (MAIL.isRunning()) {
      await()
          .pollDelay(Duration.ZERO)
          .until(
              () ->
                  notices("outbox")
                      == 0); // what is still under way would be found by the next test
      MAIL.purgeEmailFromAllMailboxes();
    }
    ClockUtil.reset();
  }

  // ---- at once

  @Test
  void aNoticeOfAConcernHasOnlyTheCaseNumberAndALinkToTasklist() throws Exception {
    child.on("2009-06-03").concern("first.responder", Invented.concern("2009-06-03"));

    MimeMessage notice = received(1).get(0);
    assertThat(to(notice)).isEqualTo(DUTY);
    assertThat(notice.getFrom())
        .extracting(Object::toString)
        .containsExactly("nrm@authority.example");
    assertThat(notice.getSubject())
        .isEqualTo("Work is waiting for your team, case number " + child.caseNumber());
    assertThat(notice.getContent().toString().strip().lines())
        .containsExactly(
            "Work is waiting for your team in the National Referral Mechanism: a concern has been reported in your local authority area.",
            "",
            "Team: Local authority duty social work",
            "Case number: " + child.caseNumber(),
            "",
            "https://nrm.example/camunda/app/tasklist/default/");
  }

  @Test
  void theReporterGetsAConfirmationIfTheyGaveAnAddress() throws Exception {
    child.on("2009-06-03").concern("first.responder", Invented.concern("2009-06-03"));
    child.executeJobs();
    await().until(() -> confirmations().size() == 1);

    MimeMessage confirmation = confirmations().get(0);
    assertThat(to(confirmation)).isEqualTo("isla.muirhead@police.example");
    assertThat(confirmation.getSubject())
        .isEqualTo("Your concern has been received, case number " + child.caseNumber());
    assertThat(confirmation.getContent().toString().strip().lines())
        .containsExactly(
            "Your concern has been received: the local authority's duty social work team has it and will make the child safe.",
            "",
            "Case number: " + child.caseNumber(),
            "",
            "If you can sign in, you can see what has happened since:",
            "https://nrm.example/nrm/my-concerns");
    assertThat(jdbc.sql("select * from notice").query().listOfRows().toString())
        .as("the address stays in the file")
        .doesNotContain("@");

    MAIL.purgeEmailFromAllMailboxes();
    child.concern(
        "first.responder",
        Invented.with(Invented.concern("2009-06-03"), "firstResponderEmail", null));
    child.executeJobs();
    received(1);
    assertThat(confirmations()).isEmpty();
  }

  /** Of this case; the one of an earlier test may still be on its way. */
  private List<MimeMessage> confirmations() {
    return Arrays.stream(MAIL.getReceivedMessages())
        .filter(message -> subject(message).startsWith("Your concern"))
        .filter(message -> subject(message).endsWith(child.caseNumber()))
        .toList();
  }

  @Test
  void noMessageMentionsTheChild() {
    child
        .at(LocalDateTime.parse("2009-06-06T23:10"))
        .concern("first.responder", Invented.concern("2009-06-06"));
    child.on("2009-06-08");
    morning();

    assertThat(received(3))
        .allSatisfy(
            message ->
                assertThat(GreenMailUtil.getWholeMessage(message))
                    .doesNotContainIgnoringCase("nguy")
                    .doesNotContainIgnoringCase("muirhead")
                    .doesNotContainIgnoringCase("govan")
                    .doesNotContainIgnoringCase("police")
                    .doesNotContainIgnoringCase("canal")
                    .doesNotContain("female"));
    assertThat(jdbc.sql("select * from notice").query().listOfRows().toString())
        .doesNotContainIgnoringCase("nguy")
        .doesNotContainIgnoringCase("muirhead")
        .doesNotContain("@");
  }

  @Test
  void onlyTheChildsLocalAuthorityIsNotified() {
    child
        .on("2009-06-03")
        .concern(
            "first.responder",
            Invented.with(Invented.concern("2009-06-03"), "localAuthority", "fife"));

    assertThat(received(1)).extracting(NoticesTest::to).containsExactly("duty@fife.example");
  }

  @Test
  void d34TheLocalAndTheDecidingAuthorityAreNotifiedOfAMissingChild() throws Exception {
    child.referred("2009-11-02", Invented.ukNational("2009-11-02")).logged("2009-11-02");
    forgetMail();

    child.on("2009-11-03").reportedMissing("glasgow.lead", "2009-11-03");

    assertThat(received(2))
        .extracting(NoticesTest::to)
        .containsExactlyInAnyOrder(DUTY, "owners@ukhtc.example");
    assertThat(received(2))
        .allSatisfy(
            message ->
                assertThat(message.getContent().toString())
                    .contains(
                        "in the National Referral Mechanism: a child has been reported missing.\r\n")
                    .contains("Case number: " + child.caseNumber()));
  }

  private void published(Object event) {
    new TransactionTemplate(transactions)
        .executeWithoutResult(status -> events.publishEvent(event));
  }

  @Test
  void theTeamsOfACaseAreNotifiedOfADocumentFromAnotherTeam() throws Exception {
    child.referred("2009-11-02", Invented.ukNational("2009-11-02")).logged("2009-11-02");
    forgetMail();

    published(new DocumentAdded(child.caseNumber(), "an-id", "glasgow.lead"));

    MimeMessage notice = received(1).get(0);
    assertThat(to(notice)).isEqualTo("owners@ukhtc.example");
    assertThat(notice.getContent().toString())
        .contains("a document has been added to a case that your team works on.")
        .contains("Case number: " + child.caseNumber());
  }

  @Test
  void d12TheLocalAuthorityIsNotifiedOfACaseOfTheSameChildElsewhere() throws Exception {
    child.referred("2009-11-02", Invented.ukNational("2009-11-02")).logged("2009-11-02");
    forgetMail();

    published(new SameChildElsewhere(child.caseNumber(), "glasgow-city"));

    List<MimeMessage> notices = received(2);
    assertThat(notices).extracting(NoticesTest::to).containsExactlyInAnyOrder(DUTY, LEADS);
    assertThat(notices.get(0).getContent().toString())
        .contains("another local authority has a case about the same child: contact it today.")
        .contains("Case number: " + child.caseNumber());
  }

  @Test
  void d14TheFormerTeamIsNotifiedThatTheCaseHasMoved() throws Exception {
    child.referred("2009-11-02", Invented.referralAndChild("2009-11-02")).logged("2009-11-02");
    forgetMail();

    child.on("2009-11-03").claimedAsylum("glasgow.lead", "2009-11-03");

    MimeMessage notice = received(1).get(0);
    assertThat(to(notice)).isEqualTo("owners@ukhtc.example");
    assertThat(notice.getSubject())
        .isEqualTo("A case has moved from your team, case number " + child.caseNumber());
    assertThat(notice.getContent().toString())
        .contains(
            "A case has moved from your team in the National Referral Mechanism: it is now with"
                + " UKBA.\r\n");
  }

  @Test
  void aPersonIsNotifiedOfTasksAssignedByOthers() throws Exception {
    child.referred("2009-11-02", Invented.ukNational("2009-11-02")).logged("2009-11-02");
    forgetMail();
    Task protect = child.task("Task_ProtectChild");
    Task propose = child.task("Task_ProposeReasonableGrounds");
    for (String person : List.of("glasgow.lead", "ukhtc.owner")) {
      User user = engine.getIdentityService().createUserQuery().userId(person).singleResult();
      user.setEmail(person + "@work.example");
      engine.getIdentityService().saveUser(user);
    }
    try {
      engine
          .getIdentityService()
          .setAuthentication("ukhtc.owner", List.of("ukhtc-case-owner"), List.of("glasgow-city"));
      tasks.claim(propose.getId(), "ukhtc.owner");
      engine.getIdentityService().clearAuthentication();
      tasks.setAssignee(protect.getId(), "glasgow.lead");

      MimeMessage notice = received(1).get(0);
      assertThat(to(notice)).as("not who took it").isEqualTo("glasgow.lead@work.example");
      assertThat(notice.getSubject())
          .isEqualTo("A task has been assigned to you, case number " + child.caseNumber());
      assertThat(notice.getContent().toString().strip().lines())
          .containsExactly(
              "A task has been assigned to you in the National Referral Mechanism.",
              "",
              "Case number " + child.caseNumber() + ": Protect the child",
              "https://nrm.example/camunda/app/tasklist/default/#/?task=" + protect.getId());
    } finally {
      engine.getIdentityService().clearAuthentication();
      for (String person : List.of("glasgow.lead", "ukhtc.owner")) {
        User user = engine.getIdentityService().createUserQuery().userId(person).singleResult();
        user.setEmail(null);
        engine.getIdentityService().saveUser(user);
      }
    }
  }

  /** A task that can't be assigned would stay where it is. */
  @Test
  void theLongestNamesOfATaskAndAPersonFitIntoANotice() {
    String longest = "n".repeat(255) + ", while " + "n".repeat(511) + " is away";

    outbox.addForPerson("glasgow.lead", "assigned:none:1", null, longest);

    assertThat(outbox.waiting()).extracting(Notice::sentence).contains(longest);
    jdbc.sql("delete from notice").update();
  }

  @Test
  void theChosenLeadProfessionalIsNotifiedOfTheAssessment() throws Exception {
    child.on("2009-11-02").concern("first.responder", Invented.concern("2009-11-02"));
    received(1);
    MAIL.purgeEmailFromAllMailboxes();
    User lead = engine.getIdentityService().createUserQuery().userId("glasgow.lead").singleResult();
    String before = lead.getEmail();
    lead.setEmail("glasgow.lead@work.example");
    engine.getIdentityService().saveUser(lead);
    try {
      child.does(
          "glasgow.duty",
          "Task_AcceptConcern",
          Invented.with(Invented.acceptance("2009-11-02"), "leadProfessionalId", "glasgow.lead"));

      MimeMessage notice = received(1).get(0);
      assertThat(to(notice)).isEqualTo("glasgow.lead@work.example");
      assertThat(notice.getContent().toString())
          .contains("Case number " + child.caseNumber() + ": Assess the child");
    } finally {
      lead = engine.getIdentityService().createUserQuery().userId("glasgow.lead").singleResult();
      lead.setEmail(before);
      engine.getIdentityService().saveUser(lead);
    }
  }

  @Test
  void theOutOfHoursAddressIsAlsoNotifiedAtWeekends() {
    child.on("2009-06-06").concern("first.responder", Invented.concern("2009-06-06"));

    assertThat(received(2)).extracting(NoticesTest::to).containsExactlyInAnyOrder(DUTY, STANDBY);
  }

  @Test
  void d39TheOutOfHoursAddressIsAlsoNotifiedOnBankHolidaysAndAtNight() throws Exception {
    child.on("2009-05-25").concern("first.responder", Invented.concern("2009-05-25"));

    assertThat(received(2))
        .as("the spring bank holiday")
        .extracting(NoticesTest::to)
        .containsExactlyInAnyOrder(DUTY, STANDBY);

    MAIL.purgeEmailFromAllMailboxes();
    child
        .at(LocalDateTime.parse("2009-05-26T17:00"))
        .concern("first.responder", Invented.concern("2009-05-26"));

    assertThat(received(2))
        .as("the office has just shut")
        .extracting(NoticesTest::to)
        .containsExactlyInAnyOrder(DUTY, STANDBY);
  }

  @Test
  void aTeamWithoutAnOutOfHoursAddressIsNotifiedAtItsUsualAddress() {
    child
        .on("2009-06-06")
        .concern(
            "first.responder",
            Invented.with(Invented.concern("2009-06-06"), "localAuthority", "fife"));

    assertThat(received(1)).extracting(NoticesTest::to).containsExactly("duty@fife.example");
    assertThat(notices("sent")).isEqualTo(1);
  }

  @Test
  void aTeamWithoutAnAddressIsNotNotified() {
    child
        .on("2009-06-03")
        .concern(
            "first.responder",
            Invented.with(Invented.concern("2009-06-03"), "localAuthority", "moray"));

    assertThat(notices("outbox") + notices("sent")).isZero();
  }

  @Test
  void aRolledBackTaskSendsNoNotice() {
    child.on("2009-06-03");
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            status -> {
              child.concern("first.responder", Invented.concern("2009-06-03"));
              status.setRollbackOnly();
            });

    sender.sendAll();

    assertThat(received()).isEmpty();
    assertThat(notices("outbox") + notices("sent")).isZero();
  }

  // ---- faults

  @Test
  void aFailingMailServerIsTriedAgainAndDoesNotStopACase(CapturedOutput log) {
    MAIL.stop();
    child.on("2009-06-03").concern("first.responder", Invented.concern("2009-06-03"));

    await().until(() -> log.toString().contains("this will be tried again"));
    assertThat(child.sees("glasgow.duty", "Task_AcceptConcern")).isTrue();
    assertThat(child.incidents()).isZero();
    assertThat(log).doesNotContain(DUTY).doesNotContain("glasgow.example");

    expireClaims();
    sender.sendAll();
    assertThat(log.toString().split("Notices could not be e-mailed", -1))
        .as("logged once, and not at each attempt")
        .hasSize(2);

    MAIL.start();
    sender.sendAll();

    assertThat(received()).as("not before its claim expires").isEmpty();

    expireClaims();
    sender.sendAll();

    assertThat(received(1)).extracting(NoticesTest::to).containsExactly(DUTY);
    assertThat(notices("sent")).isEqualTo(1);
    assertThat(log).contains("Notices can be e-mailed again");
  }

  @Test
  void aRefusedNoticeIsLoggedOnceAndDoesNotStopOthers(CapturedOutput log)
      throws MessagingException {
    Team intake = settings.get().team("ukhtc-intake", "").orElseThrow();
    outbox.add("document:1", intake, false, null, "something has happened");
    outbox.add("document:2", intake, false, null, "something else has happened");
    MailServer refusing = mock(MailServer.class);
    MailSendException refused =
        new MailSendException(
            Map.of(
                "a message",
                new SendFailedException(
                    "550 " + INTAKE,
                    null,
                    null,
                    null,
                    new Address[] {new InternetAddress(INTAKE)})));
    doThrow(refused).when(refusing).send(anyString(), anyString(), anyString());
    NoticeSender node = node(refusing);

    node.sendAll();
    assertThat(
            jdbc.sql(
                    "select min(claimed_until) from notice where occurrence in ('document:1', 'document:2')")
                .query(OffsetDateTime.class)
                .single())
        .as("not each minute")
        .isAfter(OffsetDateTime.now().plusMinutes(20));
    expireClaims();
    node.sendAll();
    node.stop();

    verify(refusing, times(4)).send(anyString(), anyString(), anyString());
    // Another application of this virtual machine may log that an alert could not be e-mailed.
    assertThat(log.toString().lines().filter(line -> line.matches(".*: Notice .*e-mailed.*")))
        .as("one line for each notice")
        .hasSize(2)
        .allMatch(line -> line.contains(" to ukhtc-intake could not be e-mailed"))
        .noneMatch(line -> line.contains(INTAKE));
    assertThat(notices("outbox")).isEqualTo(2);
    jdbc.sql("delete from notice").update();
  }

  /** The address of a first responder is in the child's file. */
  @Test
  void aNoticeWhoseFileCannotBeReadDoesNotStopOthers(CapturedOutput log) throws Exception {
    child.on("2009-06-03").concern("first.responder", Invented.concern("2009-06-03"));
    forgetMail();
    jdbc.sql("delete from notice").update();
    outbox.add("task:1", NoticeSender.REPORTER, false, child.caseNumber(), "received");
    outbox.add(
        "document:2",
        settings.get().team("ukhtc-intake", "").orElseThrow(),
        false,
        null,
        "something has happened");
    ReporterAddresses unreadable = mock(ReporterAddresses.class);
    when(unreadable.of(child.caseNumber())).thenThrow(mock(UnreadableContent.class));
    NoticeSender node = node(mailServer, unreadable);

    node.sendAll();
    node.stop();

    assertThat(received(1)).extracting(NoticesTest::to).containsExactly(INTAKE);
    assertThat(log).contains("mail-failed, UnreadableContent");
    jdbc.sql("delete from notice").update();
  }

  private NoticeSender node(MailServer server) {
    return node(server, reporters);
  }

  private NoticeSender node(MailServer server, ReporterAddresses reporters) {
    return new NoticeSender(
        outbox,
        settings,
        roles,
        server,
        reporters,
        managers,
        people,
        KnownAuthorities.OF_THE_FILE,
        clock,
        caseTasks);
  }

  /** Each minute, it would arrive a thousand times in a day. */
  @Test
  void aNoticeThatMayHaveArrivedIsNotSentAgainSoonAndDoesNotStopOthers(CapturedOutput log)
      throws IOException {
    Team intake = settings.get().team("ukhtc-intake", "").orElseThrow();
    outbox.add("document:1", intake, false, null, "something has happened");
    try (ScriptedSmtp server = new ScriptedSmtp(ScriptedSmtp.END, ScriptedSmtp.DROP)) {
      NoticeSender node = node(server.client());
      node.sendAll();
      outbox.add("document:2", intake, false, null, "something else has happened");
      server.fail("never", "");
      node.sendAll();
      node.stop();

      assertThat(server.messages()).as("one of each").isEqualTo(2);
    }
    assertThat(notices("sent")).isEqualTo(1);
    assertThat(
            jdbc.sql("select claimed_until from notice where state = 'outbox'")
                .query(OffsetDateTime.class)
                .single())
        .isAfter(OffsetDateTime.now().plusMinutes(20));
    assertThat(log).contains("no answer, SMTPSendFailedException -1").doesNotContain(INTAKE);
    jdbc.sql("delete from notice").update();
  }

  /** The mail server may have been away for hours. */
  @Test
  void aCompletedOrReassignedTaskSendsNoNotice() throws Exception {
    child.on("2009-06-03").concern("first.responder", Invented.concern("2009-06-03"));
    String done = child.task("Task_AcceptConcern").getId();
    child.does("glasgow.duty", "Task_AcceptConcern", Invented.acceptance("2009-06-03"));
    child.concern("first.responder", Invented.concern("2009-06-03"));
    String open = child.task("Task_AcceptConcern").getId();
    forgetMail();
    jdbc.sql("delete from notice").update();
    User lead = engine.getIdentityService().createUserQuery().userId("glasgow.lead").singleResult();
    String before = lead.getEmail();
    lead.setEmail("glasgow.lead@work.example");
    engine.getIdentityService().saveUser(lead);
    try {
      Team duty = settings.get().team("la-duty-social-work", "glasgow-city").orElseThrow();
      keep("task:" + done, duty);
      keep("task:" + open, settings.get().team("la-duty-social-work", "fife").orElseThrow());
      keep("task:" + open, settings.get().team("ukhtc-intake", "").orElseThrow());
      outbox.addForPerson("glasgow.lead", "assigned:" + open + ":1", child.caseNumber(), "a task");
      keep("task:" + open, duty);
      keep("task:" + done, NoticeSender.REPORTER);

      sender.sendAll();

      assertThat(received(1)).extracting(NoticesTest::to).containsExactly(DUTY);
      assertThat(notices("not-needed")).isEqualTo(4);
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          jdbc.sql("select state from notice where team_group = 'reporter'")
                              .query(String.class)
                              .list())
                      .as("the concern was received all the same")
                      .containsExactly("sent"));
    } finally {
      lead = engine.getIdentityService().createUserQuery().userId("glasgow.lead").singleResult();
      lead.setEmail(before);
      engine.getIdentityService().saveUser(lead);
    }
  }

  private void keep(String occurrence, Team team) {
    outbox.add(occurrence, team, false, child.caseNumber(), "something has happened");
  }

  @Test
  void aNoticeUnsentAfterADayIsDropped(CapturedOutput log) {
    outbox.add(
        "document:1",
        settings.get().team("ukhtc-intake", "").orElseThrow(),
        false,
        null,
        "something has happened");
    jdbc.sql("update notice set created_at = timestamp '2009-01-01 00:00:00'").update();

    sender.sendAll();

    assertThat(received()).isEmpty();
    assertThat(notices("given-up")).isEqualTo(1);
    assertThat(log).contains("1 notices could not be e-mailed within a day");
  }

  @Test
  void twoNodesSendEachNoticeOnce() throws Exception {
    for (int i = 0; i < 30; i++) {
      outbox.add(
          "document:" + i,
          settings.get().team("ukhtc-intake", "").orElseThrow(),
          false,
          null,
          "number " + i);
    }
    NoticeSender otherNode =
        new NoticeSender(
            new NoticeOutbox(jdbc),
            settings,
            roles,
            mailServer,
            reporters,
            managers,
            people,
            KnownAuthorities.OF_THE_FILE,
            new CaseClock(),
            caseTasks);

    together(sender::sendAll, otherNode::sendAll);

    assertThat(received(30))
        .extracting(message -> message.getContent().toString())
        .doesNotHaveDuplicates();
    assertThat(notices("sent")).isEqualTo(30);
    otherNode.stop();
  }

  // ---- each morning

  @Test
  void theMorningNoticeCountsDueAndOverdueTasksWithoutNamingCases() throws Exception {
    child.on("2009-06-03");
    child.concern("first.responder", Invented.concern("2009-06-03"));
    child.concern("first.responder", Invented.concern("2009-06-03"));
    child.on("2009-06-04").concern("first.responder", Invented.concern("2009-06-04"));
    received(3);
    MAIL.purgeEmailFromAllMailboxes();

    child.at(LocalDateTime.parse("2009-06-04T07:59:59"));
    morning();

    assertThat(notices("outbox")).as("not yet").isZero();

    child.at(LocalDateTime.parse("2009-06-04T08:00:00"));
    morning();

    MimeMessage notice = received(1).get(0);
    assertThat(to(notice)).as("a working day, although before the office opens").isEqualTo(DUTY);
    assertThat(notice.getSubject()).isEqualTo("Work is waiting for your team");
    assertThat(notice.getContent().toString().strip().lines())
        .containsExactly(
            "Work is waiting for your team in the National Referral Mechanism: 1 task is due today and 2 tasks are overdue.",
            "",
            "Team: Local authority duty social work",
            "",
            "https://nrm.example/camunda/app/tasklist/default/");
    assertThat(GreenMailUtil.getWholeMessage(notice)).doesNotContain("NRM-");
  }

  @Test
  void assignedTasksAreCounted() throws Exception {
    child.on("2009-06-03").concern("first.responder", Invented.concern("2009-06-03"));
    tasks.setAssignee(child.task("Task_AcceptConcern").getId(), "glasgow.duty");
    received(2); // one to the team, and one to the assignee
    MAIL.purgeEmailFromAllMailboxes();

    child.on("2009-06-04");
    morning();

    assertThat(received(1).get(0).getContent().toString()).contains("1 task is overdue.");
  }

  @Test
  void eachTeamIsNotifiedOfItsTasksOnDaysWithTasks() throws Exception {
    child
        .on("2009-06-03")
        .concern("first.responder", Invented.concern("2009-06-03"))
        .does("glasgow.duty", "Task_AcceptConcern", Invented.acceptance("2009-06-03"));
    forgetMail();

    child.on("2009-06-04");
    morning();
    assertThat(notices("outbox")).as("nothing is due before the fifth").isZero();
    child.on("2009-06-05");
    morning();

    assertThat(received(1)).extracting(NoticesTest::to).containsExactly(LEADS);
    assertThat(received(1).get(0).getContent().toString()).contains("1 task is due today.");
  }

  @Test
  void theMorningNoticeAlsoGoesToTheOutOfHoursAddressAtWeekends() throws Exception {
    child.on("2009-06-05").concern("first.responder", Invented.concern("2009-06-05"));
    received(1);
    MAIL.purgeEmailFromAllMailboxes();

    child.on("2009-06-06");
    morning();

    assertThat(received(2)).extracting(NoticesTest::to).containsExactlyInAnyOrder(DUTY, STANDBY);
  }

  @Test
  void aTeamGetsOneMorningNoticeADay() throws Exception {
    child.on("2009-06-04");
    morning();
    child.concern("first.responder", Invented.concern("2009-06-04"));
    received(1);
    MAIL.purgeEmailFromAllMailboxes();

    morning();
    sender.sendAll();

    assertThat(received()).as("a concern that came after the morning").isEmpty();

    child.on("2009-06-05");
    morning();
    received(1);
    morning();
    sender.sendAll();

    assertThat(received(1)).extracting(NoticesTest::to).containsExactly(DUTY);
  }

  @Test
  void twoNodesSendOneMorningNoticeADay() throws Exception {
    child.on("2009-06-03").concern("first.responder", Invented.concern("2009-06-03"));
    received(1);
    MAIL.purgeEmailFromAllMailboxes();
    child.on("2009-06-04");

    for (int i = 0; i < 5; i++) {
      LocalDate day = LocalDate.parse("2009-06-04").plusDays(i);
      child.on(day.toString());
      DueToday one = node();
      DueToday other = node();
      together(one::notifyIfDue, other::notifyIfDue);
      one.stop();
      other.stop();
    }

    assertThat(mornings()).isEqualTo(5);
    assertThat(outbox.beginMorning(LocalDate.parse("2009-06-04"))).as("after a restart").isFalse();
    assertThat(received(7))
        .extracting(NoticesTest::to)
        .as("two of the days are a weekend")
        .containsExactlyInAnyOrder(DUTY, DUTY, DUTY, DUTY, DUTY, STANDBY, STANDBY);
  }

  @Test
  void d40TheMorningNoticeFollowsAChangeOfClocks() {
    child.at(LocalDateTime.parse("2010-03-28T07:59:59"));
    morning();
    assertThat(mornings()).as("forward").isZero();
    child.at(LocalDateTime.parse("2010-03-28T08:00:00"));
    morning();
    assertThat(mornings()).as("forward").isEqualTo(1);

    child.at(LocalDateTime.parse("2009-10-25T07:59:59"));
    morning();
    assertThat(mornings()).as("back").isEqualTo(1);
    child.at(LocalDateTime.parse("2009-10-25T08:00:00"));
    morning();
    assertThat(mornings()).as("back").isEqualTo(2);
  }

  @Test
  void d40ATaskDueOnADayOfAClockChangeIsDueThatDay() throws Exception {
    child.on("2009-10-25").concern("first.responder", Invented.concern("2009-10-25"));
    received(2);
    MAIL.purgeEmailFromAllMailboxes();

    morning();

    assertThat(received(2).get(0).getContent().toString()).contains("1 task is due today.");
  }

  @Test
  void tasksOfACouncilWithItsOwnEntryAreCountedOnlyThere() {
    child.referred("2009-06-03", Invented.referralAndChild("2009-06-03"));
    NoticeSettings twoTeams =
        new NoticeSettings(
            settings.get().officeHours(),
            "08:00",
            Duration.ZERO,
            List.of(),
            "",
            List.of(
                new Team("ukhtc-intake", "", INTAKE, ""),
                new Team("ukhtc-intake", "glasgow-city", INTAKE, "")));

    child.on("2009-06-04");
    new DueToday(() -> twoTeams, outbox, sender, office, clock, tasks, managers, transactions)
        .notifyIfDue();

    assertThat(
            jdbc.sql(
                    "select council from notice where occurrence like 'morning:%' and team_group = 'ukhtc-intake'")
                .query(String.class)
                .list())
        .containsExactly("glasgow-city");
  }

  @Test
  void twoClicksAtOnceSwitchTheEmailsOnOnce() throws Exception {
    Runnable click = () -> digest.set("glasgow.manager", true);

    together(click, click);

    assertThat(digest.recipients()).containsExactly("glasgow.manager");
  }

  @Test
  void aSubscribedManagerGetsAlertsAndMondayFigures() throws Exception {
    child
        .referred("2010-06-02", Invented.referralAndChild("2010-06-02"))
        .logged("2010-06-02"); // due on 9 June
    for (String person : List.of("glasgow.manager", "fife.manager", "glasgow.lead")) {
      jdbc.sql("insert into digest_reader (person, since) values (?, current_timestamp)")
          .param(person)
          .update();
    }

    Journey unsent = new Journey(engine).concern("first.responder", Invented.concern("2010-06-02"));
    child.on("2010-06-05");
    assertThat(
            managers.stream()
                .flatMap(one -> one.of("glasgow.manager", LocalDate.parse("2010-06-05")).stream()))
        .singleElement()
        .satisfies(
            late ->
                assertThat(late.text())
                    .contains("NRM forms late since 4 June 2010: 1\n  " + unsent.caseNumber()));

    child.on("2010-06-09");
    morning();
    await().until(() -> notices("outbox") == 0);
    assertThat(toManagers()).as("nothing was late the day before").isEmpty();

    child.on("2010-06-10");
    morning();
    await().until(() -> notices("outbox") == 0);
    assertThat(toManagers())
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(to(alert)).isEqualTo("glasgow.manager@nrm.example");
              assertThat(subject(alert))
                  .isEqualTo("New incidents or missed deadlines: National Referral Mechanism");
              assertThat(alert.getContent().toString().strip().lines())
                  .containsExactly(
                      "Cases of Glasgow City Council",
                      "",
                      "Reasonable grounds late since 9 June 2010: 1",
                      "  " + child.caseNumber(),
                      "",
                      "https://nrm.example/camunda/app/cockpit/default/#/nrm/caseload");
            });
    MAIL.purgeEmailFromAllMailboxes();

    child.on("2010-06-11");
    assertThat(
            managers.stream()
                .flatMap(one -> one.of("glasgow.manager", LocalDate.parse("2010-06-10")).stream()))
        .as("sent a day late")
        .singleElement()
        .satisfies(
            late ->
                assertThat(late.text())
                    .contains(
                        "Reasonable grounds late since 9 June 2010: 1\n  " + child.caseNumber()));

    child.on("2010-06-14");
    morning();
    await().until(() -> notices("outbox") == 0);
    assertThat(toManagers())
        .extracting(NoticesTest::to)
        .as("the lead professional watches no cases")
        .containsExactlyInAnyOrder("glasgow.manager@nrm.example", "fife.manager@nrm.example");
    for (MimeMessage summary : toManagers()) {
      boolean glasgow = to(summary).startsWith("glasgow");
      int overdue = overdue(glasgow ? "glasgow-city" : "fife");
      assertThat(subject(summary)).isEqualTo("Your weekly summary: National Referral Mechanism");
      assertThat(summary.getContent().toString())
          .contains(overdue == 0 ? "Open cases: " : "Reasonable grounds late: " + overdue)
          .doesNotContainPattern("(?m)^(?!Open cases).*: 0$")
          .doesNotContain("nclaimed");
      assertThat(summary.getContent().toString().contains(child.caseNumber())).isEqualTo(glasgow);
    }
    assertThat(jdbc.sql("select * from notice").query().listOfRows().toString())
        .as("the text is written when it is sent")
        .doesNotContain("overdue: ", "@");
  }

  /** Cases of other tests are still in the register. */
  private int overdue(String council) {
    return jdbc.sql(
            """
            select count(*) from case_register where local_authority = ? and case_outcome is null
              and rg_outcome is null and suspended_stage is null and rg_due < date '2010-06-14'\
            """)
        .param(council)
        .query(Integer.class)
        .single();
  }

  private static List<MimeMessage> toManagers() {
    return Arrays.stream(MAIL.getReceivedMessages())
        .filter(message -> to(message).contains("manager@"))
        .toList();
  }

  @Test
  void theSentenceFitsOneTaskOrMore() {
    assertThat(DueToday.sentence(1, 0)).isEqualTo("1 task is due today");
    assertThat(DueToday.sentence(2, 0)).isEqualTo("2 tasks are due today");
    assertThat(DueToday.sentence(0, 1)).isEqualTo("1 task is overdue");
  }

  /** A node that has just started checks the time. */
  private void morning() {
    DueToday node = node();
    node.notifyIfDue();
    node.stop();
  }

  private DueToday node() {
    return new DueToday(settings, outbox, sender, office, clock, tasks, managers, transactions);
  }

  private int mornings() {
    return jdbc.sql("select count(*) from notice_morning").query(Integer.class).single();
  }

  /** To teams. */
  private int notices(String state) {
    return jdbc.sql("select count(*) from notice where state = ? and team_group <> 'reporter'")
        .param(state)
        .query(Integer.class)
        .single();
  }

  private void expireClaims() {
    jdbc.sql(
            "update notice set claimed_until = timestamp '2009-01-01 00:00:00' where state = 'outbox'")
        .update();
  }

  /** However many there were: nothing is sent of a task that was completed at once. */
  private void forgetMail() throws Exception {
    await().until(() -> notices("outbox") == 0);
    MAIL.purgeEmailFromAllMailboxes();
  }

  /** Exactly so many messages, once the outbox is empty. */
  private List<MimeMessage> received(int count) {
    await().until(() -> received().size() >= count && notices("outbox") == 0);
    List<MimeMessage> messages = received();
    assertThat(messages)
        .as(() -> messages.stream().map(GreenMailUtil::getWholeMessage).toList().toString())
        .hasSize(count);
    return messages;
  }

  /** Notices only, without the e-mails about letters. */
  private static List<MimeMessage> received() {
    return Arrays.stream(MAIL.getReceivedMessages())
        .filter(
            message ->
                subject(message).startsWith("Work")
                    || subject(message).startsWith("A case")
                    || subject(message).startsWith("A task"))
        .toList();
  }

  private static String subject(MimeMessage message) {
    try {
      return message.getSubject();
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String to(MimeMessage message) {
    try {
      return message.getRecipients(RecipientType.TO)[0].toString();
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void together(Runnable... nodes) throws Exception {
    CyclicBarrier start = new CyclicBarrier(nodes.length);
    ExecutorService threads = Executors.newFixedThreadPool(nodes.length);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (Runnable node : nodes) {
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  node.run();
                  return null;
                }));
      }
      for (Future<?> node : running) {
        node.get();
      }
    } finally {
      threads.shutdown();
    }
  }
}

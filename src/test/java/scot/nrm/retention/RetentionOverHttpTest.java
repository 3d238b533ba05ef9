package scot.nrm.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.Databases;
import scot.nrm.Erasing;
import scot.nrm.WholeApplication;
import scot.nrm.calendar.BritishDate;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.Journey;
import scot.nrm.pages.Browser;

/** The page about keeping and erasing cases, and what an erased case answers to everyone. */
@WholeApplication
class RetentionOverHttpTest implements Databases.OnH2 {

  private static final String PAGE = "/nrm/retention";
  private static final String WHY = "The sheriff court needs the file";

  @LocalServerPort int port;

  @Value("${nrm.demo.password}")
  String password;

  @Autowired JdbcClient jdbc;
  @Autowired ProcessEngine engine;
  @Autowired Retention retention;
  @Autowired DataSource database;
  @Autowired PlatformTransactionManager transactions;

  private final Map<String, Browser> browsers = new HashMap<>();
  private String caseNumber;
  private LocalDate due;

  @BeforeEach
  void aClosedConcern() {
    Journey child =
        new Journey(engine)
            .on("2009-05-18")
            .concern("glasgow.duty", Invented.concern("2009-05-18"))
            .does("glasgow.duty", "Task_AcceptConcern", Invented.acceptance("2009-05-18"))
            .does("glasgow.lead", "Task_AssessChild", Invented.notBelieved("2009-05-18"))
            .does(
                "glasgow.manager",
                "Task_ConfirmNotReferred",
                Invented.confirmedNotReferred("2009-05-18"))
            .does("glasgow.lead", "Task_ReviewProtectionPlan", Invented.planReview("2009-05-18"))
            .does("glasgow.lead", "Task_ProtectChild", Invented.protectionClosed("2009-05-18"));
    caseNumber = child.executeJobs().caseNumber();
    due =
        retention.dueBy(LocalDate.of(2100, 1, 1)).stream()
            .filter(one -> one.caseNumber().equals(caseNumber))
            .findFirst()
            .orElseThrow()
            .on();
  }

  @AfterEach
  void resetTheClock() {
    ClockUtil.reset();
  }

  private static void on(LocalDate day) {
    ClockUtil.setCurrentTime(Date.from(Instant.parse(day + "T09:00:00Z")));
  }

  private void erase() {
    Erasing.run(database);
  }

  private Browser as(String user) {
    return browsers.computeIfAbsent(user, name -> new Browser(port).signIn(name, password));
  }

  private String page(String user) {
    HttpResponse<byte[]> answer = as(user).open(PAGE);
    assertThat(answer.statusCode()).isEqualTo(200);
    return Browser.text(answer);
  }

  private HttpResponse<String> hold(String user, String number, String reason, String what) {
    return as(user)
        .post(
            PAGE + "/holds",
            "application/x-www-form-urlencoded",
            "token=%s&caseNumber=%s&reason=%s&do=%s"
                .formatted(
                    Browser.token(page("nrm.manager")).orElseThrow(),
                    number,
                    URLEncoder.encode(reason, StandardCharsets.UTF_8),
                    what));
  }

  @Test
  void casesAreListedBeforeTheyAreErased() {
    on(due.minusMonths(3));
    assertThat(page("nrm.manager")).doesNotContain(caseNumber);

    on(due.minusMonths(1));
    assertThat(page("nrm.manager"))
        .contains(caseNumber, "Concern that was not referred", "Set a legal hold")
        .contains("Cases that are due are erased when the operator runs the command.");
    assertThat(page("data.controller")).contains(caseNumber).doesNotContain("Set a legal hold");
    assertThat(as("glasgow.manager").open(PAGE).statusCode()).isEqualTo(404);
    assertThat(Browser.text(as("nrm.manager").open("/nrm/"))).contains(PAGE);
  }

  @Test
  void theNrmManagerSetsAndLiftsAHoldWithAReason() {
    on(due);
    assertThat(hold("data.controller", caseNumber, WHY, "set").statusCode()).isEqualTo(404);
    assertThat(hold("nrm.manager", "NRM-2009-2CCC-CCCW", WHY, "set").body())
        .contains("There is no case with this number.");
    HttpResponse<String> short1 = hold("nrm.manager", caseNumber, "why", "set");
    assertThat(short1.statusCode()).isEqualTo(400);
    assertThat(short1.body()).contains("Enter a reason of 10 to 500 characters.");
    assertThat(hold("nrm.manager", caseNumber, WHY, "lift").body())
        .contains("This case has no legal hold.");

    assertThat(hold("nrm.manager", caseNumber.toLowerCase(), WHY, "set").statusCode())
        .isEqualTo(303);
    String changed = PAGE + "?changed=" + caseNumber;
    assertThat(Browser.text(as("nrm.manager").open(changed)))
        .contains(caseNumber + " now has a legal hold.");

    assertThat(hold("nrm.manager", caseNumber, WHY, "set").statusCode())
        .as("a double click")
        .isEqualTo(303);
    assertThat(hold("nrm.manager", caseNumber, "For another court", "set").body())
        .contains("This case already has a legal hold.");
    assertThat(page("nrm.manager"))
        .contains("Kept: legal hold")
        .containsPattern("Due and kept, because of a legal hold or open work: [1-9]");
    erase();
    assertThat(record("nrm.manager").statusCode()).isEqualTo(200);
    assertThat(Browser.text(record("nrm.manager")))
        .contains("A legal hold was set", "the case is kept until it is lifted", WHY);
    assertThat(hold("nrm.manager", caseNumber, "The court has decided", "lift").statusCode())
        .isEqualTo(303);
    assertThat(Browser.text(as("nrm.manager").open(changed)))
        .contains(
            caseNumber
                + " no longer has a legal hold. It will be erased on or after "
                + BritishDate.of(due.plusDays(30))
                + ".");
    assertThat(Browser.text(as("nrm.manager").open(PAGE + "?changed=NRM-2009-2CCC-CCCW")))
        .doesNotContain("no longer has");
    assertThat(
            Browser.text(
                as("data.controller")
                    .open("/nrm/access-log?what=legal-hold&caseNumber=" + caseNumber)))
        .as("who set it and lifted it")
        .contains("(nrm.manager)", "Refused", ">set<", ">lifted<");
    assertThat(Browser.text(record("nrm.manager")))
        .contains("The legal hold was lifted", "The court has decided");
    assertThat(Browser.text(record("glasgow.lead"))).doesNotContain(WHY);
    assertThat(
            jdbc.sql("select count(*) from access_log where what = 'legal-hold' and not allowed")
                .query(Integer.class)
                .single())
        .as("one by someone else, and four with a mistake")
        .isGreaterThanOrEqualTo(5);
  }

  /** The erasure has locked the case, and deletes it before the hold is set. */
  @Test
  void aHoldThatComesTooLateIsAnsweredWithASentence() throws Exception {
    on(due);
    ExecutorService manager = Executors.newSingleThreadExecutor();
    try {
      Future<HttpResponse<String>> answer =
          new TransactionTemplate(transactions)
              .execute(
                  status -> {
                    jdbc.sql(
                            "select case_number from case_register where case_number = ? for update")
                        .param(caseNumber)
                        .query(String.class)
                        .single();
                    Future<HttpResponse<String>> waiting =
                        manager.submit(() -> hold("nrm.manager", caseNumber, WHY, "set"));
                    await()
                        .until(
                            () ->
                                jdbc.sql(
                                            "select count(*) from information_schema.sessions where blocker_id is not null")
                                        .query(Long.class)
                                        .single()
                                    > 0);
                    Stream.concat(Erasure.TABLES.stream(), Stream.of("case_register"))
                        .forEach(
                            table ->
                                jdbc.sql("delete from " + table + " where case_number = ?")
                                    .param(caseNumber)
                                    .update());
                    return waiting;
                  });

      assertThat(answer.get().statusCode()).isEqualTo(400);
      assertThat(answer.get().body()).contains("This case was erased before your form arrived.");
    } finally {
      manager.shutdown();
    }
  }

  private HttpResponse<byte[]> record(String user) {
    return as(user).open("/nrm/cases/" + caseNumber + "/record");
  }

  @Test
  void anErasedCaseAnswersLikeAnUnknownOne() {
    on(due);

    erase();

    String left =
        jdbc.sql("select min(case_number) from case_register where erased is not null")
            .query(String.class)
            .single();
    for (String user : List.of("glasgow.lead", "glasgow.manager", "nrm.manager", "ukhtc.intake")) {
      for (String part : List.of("record", "record.pdf", "nrm-form.pdf", "documents", "access")) {
        HttpResponse<byte[]> unknown = as(user).open("/nrm/cases/NRM-2009-2CCC-CCCW/" + part);
        for (String number : List.of(caseNumber, left)) {
          HttpResponse<byte[]> erased = as(user).open("/nrm/cases/" + number + "/" + part);
          assertThat(erased.statusCode()).as(user + part).isEqualTo(404);
          assertThat(erased.body()).isEqualTo(unknown.body());
        }
      }
    }
    assertThat(page("nrm.manager"))
        .doesNotContain("Due now: 1")
        .containsPattern("(?s)<h2>Erased</h2>.*" + caseNumber);
    assertThat(Browser.text(as("data.controller").open(PAGE + "?caseNumber=" + caseNumber)))
        .contains(caseNumber, "Concern that was not referred");
    assertThat(Browser.text(as("nrm.manager").open(PAGE + "?caseNumber=NRM-2009-2CCC-CCCW")))
        .contains("No case with this number has been erased.");
  }
}

package scot.nrm.access.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.Databases;
import scot.nrm.StatementsOnH2;
import scot.nrm.WholeApplication;
import scot.nrm.access.Absences;
import scot.nrm.access.Absences.Absence;
import scot.nrm.access.Api;
import scot.nrm.drafts.Drafts;
import scot.nrm.drafts.Drafts.Kind;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedChanges;
import scot.nrm.journeys.Journey;
import scot.nrm.pages.Browser;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterEvent;

/** While a person is away, their tasks go to the deputy or the team, and come back if untouched. */
@WholeApplication
class AbsencesTest implements Databases.OnH2 {

  private static final String DAY = "2009-11-09";
  private static final String PAGE = "/nrm/absences";
  private static final String PROPOSE = "Task_ProposeReasonableGrounds";

  @LocalServerPort int port;

  @Value("${nrm.demo.password}")
  String password;

  @Autowired ProcessEngine engine;
  @Autowired Absences absences;
  @Autowired AbsenteeTasks absentees;
  @Autowired Register register;
  @Autowired Drafts drafts;
  @Autowired JdbcClient jdbc;

  @Autowired
  void transactions(PlatformTransactionManager manager) {
    transactions = new TransactionTemplate(manager);
  }

  private final Map<String, Browser> browsers = new HashMap<>();
  private TransactionTemplate transactions;
  private Journey child;

  @BeforeEach
  void makeCase() {
    child = new Journey(engine).referred(DAY, Invented.referralAndChild(DAY)).logged(DAY);
  }

  @AfterEach
  void nobodyIsAway() {
    absences.all().forEach(absentees::end);
    ClockUtil.reset();
  }

  @Test
  void openTasksGoToTheDeputyAndUntouchedOnesComeBack() {
    Journey other = new Journey(engine).referred(DAY, Invented.referralAndChild(DAY)).logged(DAY);
    assign(child, "ukhtc.owner");
    assign(other, "ukhtc.owner");
    enter("ukhtc.owner", "", "10/11/2009", "11/11/2009");
    deputy("ukhtc.manager", "ukhtc.owner", "ukhtc.owner2");

    absentees.update();
    assertThat(holder(child)).as("not before the first day").isEqualTo("ukhtc.owner");
    on("2009-11-10");

    assertThat(holder(child)).isEqualTo("ukhtc.owner2");
    assertThat(notes(child))
        .containsExactly(
            "Propose reasonable grounds\nFrom: Daniel Oakeshott (ukhtc.owner)\n"
                + "To: Moira Okafor (ukhtc.owner2)\nReason: Daniel Oakeshott (ukhtc.owner) is away");
    assertThat(besideTask("ukhtc.owner2"))
        .contains("This task is for Daniel Oakeshott (ukhtc.owner), who is away.");
    assertThat(Browser.text(browser("ukhtc.owner2").open("/nrm/my-cases")))
        .contains(", for Daniel Oakeshott (ukhtc.owner), who is away");
    drafted(other, "ukhtc.owner2");
    on("2009-11-12");

    assertThat(holder(child)).isEqualTo("ukhtc.owner");
    assertThat(notes(child)).last().asString().endsWith("Daniel Oakeshott (ukhtc.owner) is back");
    assertThat(holder(other)).as("the deputy has begun it").isEqualTo("ukhtc.owner2");
    assertThat(absences.all()).isEmpty();
    assertThat(child.task(PROPOSE).getOwner()).isNull();
    assertThat(besideTask("ukhtc.owner")).doesNotContain("who is away");
  }

  private String besideTask(String user) {
    return Api.webapp(port, user, password, "tasklist")
        .orElseThrow()
        .open(
            "/camunda/api/tasklist/plugin/nrm-tasklist/default/task/%s/case"
                .formatted(child.task(PROPOSE).getId()))
        .body();
  }

  @Test
  void tasksOfADeputyWhoLeavesComeBackToTheAbsentPerson() {
    assign(child, "ukhtc.owner");
    enter("ukhtc.owner", "", "9/11/2009", "10/11/2009");
    deputy("ukhtc.manager", "ukhtc.owner", "ukhtc.owner2");
    assertThat(holder(child)).isEqualTo("ukhtc.owner2");

    engine.getIdentityService().deleteMembership("ukhtc.owner2", "ukhtc-case-owner");
    try {
      assertThat(holder(child)).as("the team's").isNull();
      on("2009-11-11");
      assertThat(holder(child)).isEqualTo("ukhtc.owner");
    } finally {
      engine.getIdentityService().createMembership("ukhtc.owner2", "ukhtc-case-owner");
    }
  }

  @Test
  void anAbsenceWaitsForTheCaseAndThenForADeputyWhoLeaves() {
    LocalDate day = LocalDate.parse(DAY);
    assign(child, "ukhtc.owner");
    absences.setDeputy(absences.add("ukhtc.owner", day, day).orElseThrow().id(), "ukhtc.owner2");
    TransactionTemplate form = new TransactionTemplate(transactions.getTransactionManager());
    form.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    AtomicReference<CompletableFuture<Void>> begun = new AtomicReference<>();
    try {
      transactions.executeWithoutResult(
          status -> {
            engine.getIdentityService().deleteMembership("ukhtc.owner2", "ukhtc-case-owner");
            form.executeWithoutResult(
                inForm -> {
                  register.lock(child.caseNumber());
                  begun.set(CompletableFuture.runAsync(absentees::update));
                  LockWait.awaitWaiter(jdbc);
                  engine.getTaskService().setPriority(child.task(PROPOSE).getId(), 60);
                });
            LockWait.awaitWaiter(jdbc);
          });
      begun.get().join();

      assertThat(holder(child)).as("the team's").isNull();
    } finally {
      engine.getIdentityService().createMembership("ukhtc.owner2", "ukhtc-case-owner");
    }
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void anAbsenceThatCannotBeginDoesNotStopTheNext(CapturedOutput output) {
    Journey other = new Journey(engine).referred(DAY, Invented.referralAndChild(DAY)).logged(DAY);
    assign(child, "ukhtc.owner");
    assign(other, "ukhtc.owner2");
    add("ukhtc.owner", LocalDate.parse(DAY));

    transactions.executeWithoutResult(
        status -> {
          register.lock(child.caseNumber());
          enter("ukhtc.owner2", "", "9/11/2009", "9/11/2009");
        });

    assertThat(holder(other)).as("the team's").isNull();
    assertThat(holder(child)).isEqualTo("ukhtc.owner");
    assertThat(output).contains("The absence of ukhtc.owner from " + DAY + " could not begin");
    absentees.update();
    assertThat(holder(child)).as("tried again").isNull();
  }

  @Test
  void tasksOfAnAbsentDeputyComeBackToTheFirstAbsentPerson() {
    Journey own = new Journey(engine).referred(DAY, Invented.referralAndChild(DAY)).logged(DAY);
    assign(child, "ukhtc.owner");
    assign(own, "ukhtc.owner2");
    enter("ukhtc.owner", "", "9/11/2009", "13/11/2009");
    deputy("ukhtc.manager", "ukhtc.owner", "ukhtc.owner2");
    assertThat(holder(child)).isEqualTo("ukhtc.owner2");

    enter("ukhtc.manager", "ukhtc.owner2", "9/11/2009", "20/11/2009");

    assertThat(holder(child)).as("the deputy is away too: the team's").isNull();
    assertThat(notes(child)).last().asString().endsWith("(ukhtc.owner2) is away");
    end("ukhtc.owner");
    assertThat(holder(child)).as("back early").isEqualTo("ukhtc.owner");
    assertThat(holder(own)).isNull();
    on("2009-11-21");
    assertThat(holder(own)).isEqualTo("ukhtc.owner2");
    assertThat(holder(child)).isEqualTo("ukhtc.owner");
  }

  @Test
  void tasksComeBackOnlyAfterConsecutiveAbsences() {
    assign(child, "ukhtc.owner");
    enter("ukhtc.owner", "", "9/11/2009", "10/11/2009");
    deputy("ukhtc.manager", "ukhtc.owner", "ukhtc.owner2");
    enter("ukhtc.manager", "ukhtc.owner", "11/11/2009", "12/11/2009");
    on("2009-11-10");
    assertThat(holder(child)).isEqualTo("ukhtc.owner2");

    on("2009-11-11");

    assertThat(holder(child)).as("this absence has no deputy").isNull();
    on("2009-11-13");
    assertThat(holder(child)).isEqualTo("ukhtc.owner");
  }

  @Test
  void withoutADeputyCurrentAndNewTasksGoToTheTeam() {
    Journey assessed =
        new Journey(engine)
            .on(DAY)
            .concern("first.responder", Invented.concern(DAY))
            .executeJobs()
            .does("glasgow.duty", "Task_AcceptConcern", Invented.acceptance(DAY));
    assign(child, "ukhtc.owner");
    enter("ukhtc.owner", "", "9/11/2009", "9/11/2009");
    enter("glasgow.lead", "", "9/11/2009", "12/11/2009");

    assertThat(holder(child)).as("at once: today is the first day").isNull();
    assessed.does("glasgow.lead", "Task_AssessChild", Invented.assessment(DAY));
    Task form = assessed.task("Task_NrmFormReferralAndChild");
    assertThat(form.getAssignee()).isNull();
    assertThat(form.getOwner()).isEqualTo("glasgow.lead");
    assertThat(notes(assessed)).last().asString().endsWith("(glasgow.lead) is away");

    deputy("glasgow.manager", "glasgow.lead", "glasgow.lead2");
    assertThat(assessed.task("Task_NrmFormReferralAndChild").getAssignee())
        .as("nobody had claimed it")
        .isEqualTo("glasgow.lead2");
    assessed.does("glasgow.lead2", "Task_NrmFormReferralAndChild", Invented.referralAndChild(DAY));
    assertThat(assessed.task("Task_NrmFormExploitation"))
        .as("the next part too")
        .extracting(Task::getAssignee, Task::getOwner)
        .containsExactly("glasgow.lead2", "glasgow.lead");
    end("glasgow.lead");
    assertThat(assessed.task("Task_NrmFormExploitation").getAssignee()).isEqualTo("glasgow.lead");
  }

  @Test
  void aTaskThatAnotherLocalAuthorityTookOverIsForNobodyWhoIsAway() {
    Journey moved =
        new Journey(engine)
            .on(DAY)
            .concern("first.responder", Invented.concern(DAY))
            .executeJobs()
            .does("glasgow.duty", "Task_AcceptConcern", Invented.acceptance(DAY));
    enter("glasgow.lead", "", "9/11/2009", "12/11/2009");
    moved.does("glasgow.lead", "Task_AssessChild", Invented.assessment(DAY));
    assertThat(moved.task("Task_NrmFormReferralAndChild").getOwner()).isEqualTo("glasgow.lead");

    moved
        .handedOver("glasgow.manager", "fife", DAY)
        .does("fife.duty", "Task_AcceptHandOver", InventedChanges.accepted(DAY));

    assertThat(moved.task("Task_NrmFormReferralAndChild").getOwner()).isNull();
  }

  @Test
  void d18ABarredDeputyNeverGetsTheTask() {
    child.does("ukhtc.owner", PROPOSE, Invented.reasonableGrounds("positive", DAY));
    String confirm = child.task("Task_ConfirmReasonableGrounds").getId();
    engine.getTaskService().setAssignee(confirm, "ukhtc.second");
    engine.getIdentityService().createMembership("ukhtc.owner", "ukhtc-second-officer");
    try {
      String id =
          absences
              .add("ukhtc.second", LocalDate.parse(DAY), LocalDate.parse(DAY))
              .orElseThrow()
              .id();
      assertThat(absentees.excludedDeputies("ukhtc.second", Set.of("ukhtc.owner", "ukhtc.second2")))
          .containsExactly("ukhtc.owner");
      assertThat(post("ukhtc.manager", "/deputy", Map.of("id", id, "deputy", "ukhtc.owner")))
          .extracting(HttpResponse::statusCode)
          .isEqualTo(400);
      absences.setDeputy(id, "ukhtc.owner");

      on(DAY);

      assertThat(child.task("Task_ConfirmReasonableGrounds").getAssignee()).isNull();
    } finally {
      engine.getIdentityService().deleteMembership("ukhtc.owner", "ukhtc-second-officer");
    }
  }

  @Test
  void aReturnedProposalGoesToTheDeputyOfTheAbsentOfficer() {
    child.does("ukhtc.owner", PROPOSE, Invented.reasonableGrounds("positive", DAY));
    enter("ukhtc.owner", "", "9/11/2009", "11/11/2009");
    deputy("ukhtc.manager", "ukhtc.owner", "ukhtc.owner2");

    child.does(
        "ukhtc.second", "Task_ConfirmReasonableGrounds", Invented.sentBackReasonableGrounds());

    assertThat(child.task(PROPOSE))
        .extracting(Task::getAssignee, Task::getOwner)
        .containsExactly("ukhtc.owner2", "ukhtc.owner");
    assertThat(notes(child)).last().asString().endsWith("Daniel Oakeshott (ukhtc.owner) is away");
    end("ukhtc.owner");
    assertThat(holder(child)).isEqualTo("ukhtc.owner");
  }

  @Test
  void aNewTaskWaitsForADeputyWhoLeaves() {
    child.does("ukhtc.owner", PROPOSE, Invented.reasonableGrounds("positive", DAY));
    enter("ukhtc.owner", "", "9/11/2009", "11/11/2009");
    deputy("ukhtc.manager", "ukhtc.owner", "ukhtc.owner2");
    // Leaves the team, and not the office.
    engine.getIdentityService().createMembership("ukhtc.owner2", "ukhtc-intake");
    AtomicReference<CompletableFuture<Void>> sentBack = new AtomicReference<>();
    try {
      transactions.executeWithoutResult(
          status -> {
            engine.getIdentityService().deleteMembership("ukhtc.owner2", "ukhtc-case-owner");
            sentBack.set(
                CompletableFuture.runAsync(
                    () ->
                        child.does(
                            "ukhtc.second",
                            "Task_ConfirmReasonableGrounds",
                            Invented.sentBackReasonableGrounds())));
            LockWait.awaitWaiter(jdbc);
          });
      sentBack.get().join();

      assertThat(holder(child)).as("the team's").isNull();
    } finally {
      engine.getIdentityService().deleteMembership("ukhtc.owner2", "ukhtc-intake");
      engine.getIdentityService().createMembership("ukhtc.owner2", "ukhtc-case-owner");
    }
  }

  @Test
  void anAbsentPersonGetsNoTaskAndTheWorkloadPageSaysWhy() {
    assign(child, "ukhtc.owner2");
    enter("ukhtc.manager", "ukhtc.owner2", "9/11/2009", "20/11/2009");
    Api cockpit = Api.webapp(port, "ukhtc.manager", password, "cockpit").orElseThrow();
    String workload = "/camunda/api/cockpit/plugin/nrm/default/workload";

    assertThat(cockpit.open(workload + "/people?team=ukhtc-case-owner").body())
        .contains(
            "\"ukhtc.owner2\":{\"from\":\"2009-11-09\",\"until\":\"2009-11-20\",\"now\":true,\"deputy\":null}");
    assertThat(cockpit.open(workload + "/tasks?team=ukhtc-case-owner&which=unclaimed").body())
        .contains("\"away\":\"Moira Okafor (ukhtc.owner2)\"");
    assertThat(
            cockpit
                .postTo(
                    workload + "/assign",
                    "{\"tasks\":[\"%s\"],\"to\":\"ukhtc.owner2\",\"reason\":\"Shared out\"}"
                        .formatted(child.task(PROPOSE).getId()))
                .body())
        .contains("This person is away until 20 November 2009.");
    assertThat(holder(child)).isNull();
  }

  @Test
  void onlyTheTeamsManagerNamesADeputyFromTheTeam() {
    enter("glasgow.lead", "", "1/12/2009", "4/12/2009");
    String id = absences.of("glasgow.lead").get(0).id();

    for (String stranger :
        List.of("glasgow.lead", "glasgow.lead2", "fife.manager", "ukhtc.manager")) {
      assertThat(
              post(stranger, "/deputy", Map.of("id", id, "deputy", "glasgow.lead2")).statusCode())
          .as(stranger)
          .isEqualTo(404);
    }
    for (String other : List.of("fife.lead", "glasgow.duty", "glasgow.lead", "nobody")) {
      assertThat(post("glasgow.manager", "/deputy", Map.of("id", id, "deputy", other)).statusCode())
          .as(other)
          .isEqualTo(400);
    }
    assertThat(
            post("nrm.manager", "/deputy", Map.of("id", id, "deputy", "glasgow.lead2"))
                .statusCode())
        .isEqualTo(303);
    assertThat(absences.find(id).orElseThrow().deputy()).isEqualTo("glasgow.lead2");
    assertThat(post("glasgow.lead2", "/end", Map.of("id", id)).statusCode()).isEqualTo(404);
    assertThat(post("glasgow.lead", "", Map.of("person", "glasgow.duty")).statusCode())
        .isEqualTo(404);
    assertThat(sent("glasgow.lead", "/end", Map.of("id", id, "token", "x")).statusCode())
        .as("another site's form")
        .isEqualTo(404);
    assertThat(page("glasgow.lead")).contains("1 December 2009", "Rory Lamond (glasgow.lead2)");
    assertThat(browser("policy.adviser").get(PAGE).statusCode()).isEqualTo(404);
  }

  @Test
  void aLongListNeedsNoMoreQueriesThanAShortOne() {
    LocalDate day = LocalDate.parse("2010-01-01");
    IntStream.range(0, 3).forEach(i -> add("glasgow.lead", day.plusDays(2 * i)));
    assign(child, "ukhtc.owner");
    page("nrm.manager");
    long few = StatementsOnH2.of(jdbc, () -> page("nrm.manager"));
    IntStream.range(3, 20).forEach(i -> add("glasgow.lead", day.plusDays(2 * i)));
    IntStream.range(0, 10).forEach(i -> add("ukhtc.owner", day.plusDays(2 * i)));

    assertThat(StatementsOnH2.of(jdbc, () -> page("nrm.manager"))).isLessThan(few + 5);

    String first = page("nrm.manager");
    assertThat(first.split("deputy-of=")).hasSize(26);
    assertThat(first).contains("Absences 1 to 25 of 30", "Next page");
    String second = browser("nrm.manager").get(PAGE + "?page=2").body();
    assertThat(second.split("deputy-of=")).hasSize(6);
    assertThat(browser("nrm.manager").get(PAGE + "?page=9").body())
        .contains("Absences 26 to 30 of 30");
    assertThat(browser("glasgow.manager").get(PAGE).body())
        .as("of their own teams only")
        .doesNotContain("ukhtc.owner");
  }

  @Test
  void anAbsenceSentTwiceIsEnteredAndEndedOnce() {
    enter("glasgow.lead", "", "1/12/2009", "4/12/2009");
    enter("glasgow.lead", "", "1/12/2009", "4/12/2009");
    String id = absences.of("glasgow.lead").get(0).id();
    assertThat(absences.of("glasgow.lead")).hasSize(1);

    for (int time = 1; time <= 2; time++) {
      assertThat(post("glasgow.lead", "/end", Map.of("id", id)).statusCode())
          .as("%d", time)
          .isEqualTo(303);
    }
    assertThat(absences.of("glasgow.lead")).isEmpty();
    assertThat(
            post("glasgow.manager", "/deputy", Map.of("id", id, "deputy", "glasgow.lead2"))
                .statusCode())
        .as("the manager's list is of the time before")
        .isEqualTo(303);
  }

  @Test
  void theSecondOfTwoSimultaneousAbsencesWaitsForTheFirst() {
    LocalDate day = LocalDate.parse("2009-12-01");
    AtomicReference<CompletableFuture<Optional<Absence>>> second = new AtomicReference<>();
    transactions.executeWithoutResult(
        status -> {
          add("glasgow.lead", day);
          second.set(
              CompletableFuture.supplyAsync(
                  () -> absences.add("glasgow.lead", day, day.plusDays(3))));
          LockWait.awaitWaiter(jdbc);
        });

    assertThat(second.get().join()).isEmpty();
    assertThat(absences.of("glasgow.lead")).hasSize(1);
  }

  @Test
  void anInvalidDayIsRefusedInASentence() {
    enter("glasgow.lead", "", "1/12/2009", "4/12/2009");
    Map.of(
            "31/11/2009 4/12/2009", "Enter the first and the last day",
            "10/12/09 11/12/09", "Enter the first and the last day",
            "20/12/2009 19/12/2009", "The last day can't be before the first day.",
            "1/11/2009 8/11/2009", "The last day must be from today",
            "1/1/2010 1/1/2029", "The last day must be from today",
            "4/12/2009 8/12/2009", "An absence has already been entered for some of these days.")
        .forEach(
            (days, sentence) -> {
              String[] day = days.split(" ");
              HttpResponse<String> answer =
                  post("glasgow.lead", "", Map.of("from", day[0], "until", day[1]));
              assertThat(answer.statusCode()).as(days).isEqualTo(400);
              assertThat(answer.body()).contains(sentence.replace("'", "&#39;"), day[0]);
            });
    HttpResponse<String> ofAnotherSession =
        sent("glasgow.lead", "", Map.of("from", "5/12/2009", "until", "6/12/2009", "token", "x"));
    assertThat(ofAnotherSession.statusCode()).isEqualTo(400);
    assertThat(ofAnotherSession.body())
        .contains("You have signed in again since you opened this page.", "5/12/2009");
    assertThat(absences.of("glasgow.lead")).hasSize(1);
  }

  // ---- how

  private void on(String day) {
    child.on(day);
    absentees.update();
  }

  private void add(String person, LocalDate day) {
    assertThat(absences.add(person, day, day)).isPresent();
  }

  private void assign(Journey of, String person) {
    engine.getTaskService().setAssignee(of.task(PROPOSE).getId(), person);
  }

  private static String holder(Journey of) {
    return of.task(PROPOSE).getAssignee();
  }

  private List<String> notes(Journey of) {
    return register.history(of.caseNumber()).stream()
        .filter(event -> "task-reassigned".equals(event.code()))
        .map(RegisterEvent::detail)
        .toList();
  }

  private void drafted(Journey of, String person) {
    String task = of.task(PROPOSE).getId();
    Map<String, JsonNode> typed = Map.of("rgReasons", TextNode.valueOf("Not sent yet"));
    assertThat(of.as(person, () -> drafts.save(Kind.TASK, task, person, typed))).isPresent();
  }

  private void enter(String by, String person, String from, String until) {
    assertThat(post(by, "", Map.of("person", person, "from", from, "until", until)).statusCode())
        .isEqualTo(303);
  }

  private void deputy(String by, String person, String deputy) {
    String id = absences.of(person).get(0).id();
    assertThat(post(by, "/deputy", Map.of("id", id, "deputy", deputy)).statusCode()).isEqualTo(303);
  }

  private void end(String person) {
    String id = absences.of(person).get(0).id();
    assertThat(post(person, "/end", Map.of("id", id)).statusCode()).isEqualTo(303);
  }

  private HttpResponse<String> post(String person, String path, Map<String, String> fields) {
    Map<String, String> form = new HashMap<>(fields);
    form.put("token", Browser.token(page(person)).orElse(""));
    return sent(person, path, form);
  }

  private HttpResponse<String> sent(String person, String path, Map<String, String> form) {
    return browser(person)
        .post(
            PAGE + path,
            "application/x-www-form-urlencoded",
            form.entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining("&")));
  }

  private String page(String person) {
    return browser(person).get(PAGE).body();
  }

  private Browser browser(String person) {
    return browsers.computeIfAbsent(
        person, id -> new Browser(port).signIn(id, password, "tasklist"));
  }
}

package scot.nrm.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.util.HtmlUtils;
import scot.nrm.Databases;
import scot.nrm.Databases.Kind;
import scot.nrm.OnEachDatabase;
import scot.nrm.WholeApplication;
import scot.nrm.casefile.ChainCheck;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.Journey;
import scot.nrm.journeys.RunningInstances;
import scot.nrm.pages.Browser;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Outcome;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RemovalHold;
import scot.nrm.register.Stage;
import scot.nrm.startup.StartRefused;

/** A repair needs two people, and is carried out once. */
@WholeApplication
@OnEachDatabase(usually = Kind.POSTGRES)
class RepairsTest {

  private static final String DAY = "2009-06-03";
  private static final String PROPOSE = "Task_ProposeReasonableGrounds";
  private static final String REASON = "The task was removed by hand; INC-1234 has the details.";

  @TempDir Path folder;
  @Autowired ProcessEngine engine;
  @Autowired Repairs repairs;
  @Autowired Register register;
  @Autowired DefinitionSets sets;
  @Autowired ChainCheck changes;
  @Autowired DataSource database;
  @Autowired TransactionTemplate transaction;
  @LocalServerPort int port;

  @Value("${nrm.demo.password}")
  String password;

  private JdbcClient asOwner;
  private Journey child;
  private Browser manager;

  @BeforeEach
  void aCaseAtReasonableGrounds() {
    asOwner = JdbcClient.create(Databases.asOwner(database));
    child = new Journey(engine).referred(DAY, Invented.ukNational(DAY)).logged(DAY);
    manager = new Browser(port).signIn("nrm.manager", password);
  }

  @AfterEach
  void end() {
    RunningInstances.end(engine);
    ClockUtil.reset();
  }

  @Test
  void aRepairIsApprovedBySomeoneElseAndDoneOnce() {
    String before = child.task(PROPOSE).getId();
    long number = ask("move", "diagram: reasonable-grounds", "from: " + PROPOSE, "to: " + PROPOSE);
    assertThat(child.task(PROPOSE).getId()).as("nothing changes by asking").isEqualTo(before);
    assertRefused(() -> run(number), "isn't approved yet", "/nrm/repairs");

    String page = HtmlUtils.htmlUnescape(manager.get("/nrm/repairs").body());
    String change =
        "The process \"Reasonable grounds\" (reasonable-grounds) leaves \"Propose reasonable grounds\" ("
            + PROPOSE
            + "), ";
    assertThat(page)
        .contains(child.caseNumber(), "sam.operator", REASON, change, "Waiting for a decision")
        .contains(PROPOSE + "). Nothing else is in this process.");
    assertThat(decide(number, "approve", "another").statusCode()).isEqualTo(404);
    assertThat(decide(number, "perhaps", token()).statusCode()).isEqualTo(400);
    String token = token();
    assertThat(decide(number, "approve", token).statusCode()).isEqualTo(303);
    HttpResponse<String> again = decide(number, "refuse", token);
    assertThat(again.statusCode()).as("once").isEqualTo(409);
    assertThat(again.body())
        .contains(
            "Someone has already decided", "Approved by nrm.manager", "Tell the operator, who can");
    assertThat(child.task(PROPOSE).getId()).as("nor by approving").isEqualTo(before);

    run(number);

    assertThat(child.task(PROPOSE).getId()).isNotEqualTo(before);
    assertThat(child.timer("Timer_ReasonableGroundsDue")).as("the deadline stays").isNotNull();
    RegisterEvent entry =
        register.history(child.caseNumber()).stream()
            .filter(event -> event.is(EntryKind.REPAIRED))
            .findFirst()
            .orElseThrow();
    assertThat(entry.officer()).isEqualTo("nrm.manager");
    assertThat(entry.code()).isEqualTo("move");
    assertThat(entry.detail()).contains("asked for by sam.operator", change, REASON);
    assertThat(
            asOwner
                .sql(
                    "select detail from access_log where what = 'repair' and case_number = ? order by id")
                .param(child.caseNumber())
                .query(String.class)
                .list())
        .containsExactly(
            "asked " + number + ": move reasonable-grounds",
            "approved " + number + ": move reasonable-grounds",
            "done " + number + ": move reasonable-grounds");
    assertThat(manager.get("/nrm/repairs").body()).contains("Approved by nrm.manager, carried out");
    assertRefused(() -> run(number), "has been carried out already");
    assertThat(
            register.history(child.caseNumber()).stream()
                .filter(event -> event.is(EntryKind.REPAIRED)))
        .hasSize(1);
  }

  @Test
  void theReasonIsEncryptedInTheDatabase() {
    ask("move", "diagram: reasonable-grounds", "from: " + PROPOSE, "to: " + PROPOSE);

    assertThat(
            asOwner
                .sql("select reason from case_repair where reason is not null")
                .query((row, index) -> new String(row.getBytes(1)))
                .list())
        .isNotEmpty()
        .noneMatch(reason -> reason.contains("INC-1234"));
  }

  @Test
  void onlyAnotherNrmManagerApproves() throws IOException {
    long number =
        repairs
            .ask(
                file(
                    "asked-by: NRM.Manager",
                    "action: move",
                    "diagram: reasonable-grounds",
                    "from: " + PROPOSE,
                    "to: " + PROPOSE))
            .number();

    HttpResponse<String> answer = decide(number, "approve", token());
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("Someone else must approve or refuse it.");
    assertRefused(() -> run(number), "isn't approved yet");

    for (String person : List.of("admin", "glasgow.manager", "ukhtc.manager")) {
      Browser other =
          new Browser(port)
              .signIn(person, password, person.equals("admin") ? "cockpit" : "tasklist");
      assertThat(other.get("/nrm/repairs").statusCode()).as(person).isEqualTo(404);
      assertThat(
              other
                  .post(
                      "/nrm/repairs/" + number,
                      "application/x-www-form-urlencoded",
                      "decision=approve")
                  .statusCode())
          .as(person)
          .isEqualTo(404);
    }
  }

  @Test
  void aCaseChangedSinceTheRequestIsNotRepaired() {
    long number =
        approved("move", "diagram: reasonable-grounds", "from: " + PROPOSE, "to: " + PROPOSE);
    long waiting = ask("move", "diagram: reasonable-grounds", "from: " + PROPOSE, "to: " + PROPOSE);
    child.does("ukhtc.owner", PROPOSE, Invented.reasonableGrounds("positive", DAY));

    assertRefused(() -> run(number), "has changed since repair", "ask for it again");
    assertThat(decide(waiting, "approve", token()).statusCode()).isEqualTo(409);
    assertThat(manager.get("/nrm/repairs").body()).contains("The case has changed since.");
    assertThat(decide(waiting, "refuse", token()).statusCode()).isEqualTo(303);
    assertRefused(() -> run(waiting), "was refused by nrm.manager");
  }

  @Test
  void anApprovalLapsesAfterSevenDays() {
    long number =
        approved("move", "diagram: reasonable-grounds", "from: " + PROPOSE, "to: " + PROPOSE);
    asOwner
        .sql("update case_repair set decided_at = decided_at - interval '7' day where id = ?")
        .param(number)
        .update();

    assertRefused(() -> run(number), "has lapsed after 7 days");
    assertThat(manager.get("/nrm/repairs").body()).contains("lapsed");
  }

  @Test
  void aRepairCannotReplaceTheSecondOfficer() {
    run(
        approved(
            "move",
            "diagram: reasonable-grounds",
            "from: " + PROPOSE,
            "to: Service_RecordReasonableGrounds"));

    Job step = job("Service_RecordReasonableGrounds");
    assertThatThrownBy(() -> engine.getManagementService().executeJob(step.getId()))
        .hasMessageContaining("no second officer has confirmed");
    assertThat(register.decisions(child.caseNumber())).isEmpty();
    run(
        approved(
            "move",
            "diagram: reasonable-grounds",
            "from: Service_RecordReasonableGrounds",
            "to: " + PROPOSE));
    assertThat(child.has(PROPOSE)).as("moved back").isTrue();
  }

  /** This is possible until leave is decided. Reconsideration (D30) is for negative decisions. */
  @Test
  void aWrongPositiveDecisionIsMadeAgainByTwoOfficers() {
    child =
        new Journey(engine)
            .referred(DAY, Invented.referralAndChild(DAY))
            .logged(DAY)
            .reasonableGrounds("ukhtc", "positive", DAY)
            .conclusiveGrounds("ukba", "positive", "2009-07-20");
    assertThat(child.has("Task_DecideLeave")).isTrue();

    run(
        approved(
            "move", "diagram: nrm-case", "from: Call_LeaveToRemain", "to: Call_ConclusiveGrounds"));

    assertThat(child.has("Task_DecideLeave")).isFalse();
    assertThat(register.find(child.caseNumber()).orElseThrow().removalHold())
        .as("the child stays protected")
        .isEqualTo(RemovalHold.ON);

    child.conclusiveGrounds("ukba", "negative", "2009-07-21");

    assertThat(register.decisions(child.caseNumber()))
        .filteredOn(decision -> decision.stage() == Stage.CONCLUSIVE_GROUNDS)
        .extracting(Register.Decision::outcome)
        .containsExactly(Outcome.POSITIVE, Outcome.NEGATIVE);
    RegisterCase nrmCase = register.find(child.caseNumber()).orElseThrow();
    assertThat(nrmCase.caseOutcome()).isEqualTo(CaseOutcome.NOT_RECOGNISED);
    assertThat(nrmCase.removalHold()).isEqualTo(RemovalHold.ENDED);
  }

  @Test
  void aRepairThatTheEngineRefusesChangesNothing() {
    String before = child.task(PROPOSE).getId();
    long number =
        approved(
            "move", "diagram: reasonable-grounds", "from: " + PROPOSE, "to: Gateway_Confirmed");

    assertRefused(() -> run(number), "The engine refused repair", "nothing has changed");

    assertThat(child.task(PROPOSE).getId()).isEqualTo(before);
    assertThat(
            asOwner
                .sql("select count(*) from case_repair where id = ? and done_at is null")
                .param(number)
                .query(int.class)
                .single())
        .isOne();
  }

  @Test
  void aFailedJobIsRetriedOnceOrRemoved() {
    String timer = "Timer_ReasonableGroundsDue";
    assertRefused(
        () -> ask("retry-job", "diagram: reasonable-grounds", "from: " + timer), "hasn't failed");
    asOwner
        .sql("update ACT_RU_JOB set RETRIES_ = 0, EXCEPTION_MSG_ = 'fault' where ID_ = ?")
        .param(job(timer).getId())
        .update();

    run(approved("retry-job", "diagram: reasonable-grounds", "from: " + timer));
    assertThat(job(timer).getRetries()).isOne();

    run(approved("delete-job", "diagram: reasonable-grounds", "from: " + timer));
    assertThat(job(timer)).isNull();
    assertRefused(
        () -> ask("delete-job", "diagram: reasonable-grounds", "from: " + timer),
        "There is no job");
  }

  @Test
  void anAcknowledgedChangeIsHiddenAndStaysInTheChain() {
    String number = child.caseNumber();
    assertRefused(() -> ask("acknowledge"), "Nothing in case " + number);
    asOwner.sql("update case_register set sex = 'x' where case_number = ?").param(number).update();
    child.does("ukhtc.owner", PROPOSE, Invented.extension(2));
    assertThat(changes.check(number))
        .extracting(ChainCheck.Finding::problem)
        .containsExactly(ChainCheck.Problem.UNEXPLAINED);

    long repair = approved("acknowledge");
    assertThat(changes.check(number)).as("until it is carried out").hasSize(1);
    run(repair);

    assertThat(changes.check(number)).isEmpty();
    assertThat(register.history(number))
        .filteredOn(event -> event.is(EntryKind.CHANGE_ACKNOWLEDGED))
        .singleElement()
        .satisfies(entry -> assertThat(entry.detail()).contains("sam.operator", REASON));
    assertThat(
            asOwner
                .sql("select kind from chain_link where chain = ? and kind in (?, ?) order by seq")
                .params(number, "unexplained", "acknowledged")
                .query(String.class)
                .list())
        .containsExactly("unexplained", "acknowledged");

    asOwner.sql("update case_register set sex = 'y' where case_number = ?").param(number).update();
    assertThat(changes.check(number))
        .as("the next change is shown again")
        .extracting(ChainCheck.Finding::problem)
        .containsExactly(ChainCheck.Problem.CHANGED);
  }

  @Test
  void anAcknowledgedChangeOfAnAccountIsHidden() throws IOException {
    String chain = "user/fife.lead";
    assertRefused(() -> askAbout("fife.lead"), "Nothing in account fife.lead");
    recordFindings("fife.lead");
    recordFindings("nrm.manager");
    assertThat(changes.unexplained(chain)).hasSize(1);

    long own = askAbout("nrm.manager");
    assertThat(decide(own, "approve", token()).statusCode()).as("their own").isEqualTo(403);
    long number = askAbout("fife.lead");
    assertThat(manager.get("/nrm/repairs").body()).contains("account fife.lead", REASON);
    assertThat(decide(number, "approve", token()).statusCode()).isEqualTo(303);
    run(number);

    assertThat(changes.unexplained(chain)).isEmpty();
    assertThat(changes.isAccountUnchanged("fife.lead")).isTrue();
    assertThat(
            asOwner
                .sql(
                    "select detail from access_log where what = 'repair' and about = 'fife.lead' order by id")
                .query(String.class)
                .list())
        .containsExactly(
            "asked " + number + ": acknowledge",
            "approved " + number + ": acknowledge",
            "done " + number + ": acknowledge");
    asOwner.sql("update case_repair set account_reason = 'x' where id = ?").param(number).update();
    assertThat(changes.isAccountUnchanged("fife.lead"))
        .as("what was approved is in the chain")
        .isFalse();
    asOwner
        .sql("update case_repair set account_reason = ? where id = ?")
        .params(REASON, number)
        .update();
  }

  private long askAbout(String account) throws IOException {
    return repairs.ask(file("account: " + account, "action: acknowledge")).number();
  }

  private void recordFindings(String user) {
    asOwner
        .sql("update ACT_ID_USER set EMAIL_ = 'x@example.org' where ID_ = ?")
        .param(user)
        .update();
    User person = engine.getIdentityService().createUserQuery().userId(user).singleResult();
    person.setEmail(user + "@example.org");
    engine.getIdentityService().saveUser(person);
  }

  @Test
  void anImpossibleRepairIsRefusedInASentence() {
    assertRefused(
        () -> ask("move", "case-number: NRM-1999-2222-223K", "diagram: intake", "to: X"),
        "There is no case NRM-1999-2222-223K.");
    assertRefused(
        () -> ask("move", "diagram: leave-to-remain", "to: X"),
        "No process leave-to-remain runs",
        "reasonable-grounds");
    assertRefused(
        () -> ask("move", "diagram: reasonable-grounds", "to: Task_Unknown"),
        "has no element Task_Unknown");
    assertRefused(
        () -> ask("move", "diagram: nrm-case", "to: Event_NotReferred"),
        "A repair can't end a process.");
    assertRefused(
        () ->
            ask(
                "move",
                "diagram: reasonable-grounds",
                "from: Task_ConfirmReasonableGrounds",
                "to: " + PROPOSE),
        "Nothing is at Task_ConfirmReasonableGrounds",
        PROPOSE);
    assertRefused(() -> run(1), "There is no repair 1.");
  }

  /** Two stages side by side would write to the same child, and could decide differently. */
  @Test
  void aMoveDoesNotStartAStageTwiceAndReportsParallelWork() {
    assertRefused(
        () -> ask("move", "diagram: reasonable-grounds", "to: " + PROPOSE),
        "Something is at " + PROPOSE,
        "would be there twice",
        "give " + PROPOSE + " as from too");

    ask("move", "diagram: nrm-case", "to: Call_Intake");

    assertThat(HtmlUtils.htmlUnescape(manager.get("/nrm/repairs").body()))
        .contains("continues beside it in the same process:", "(Call_ReasonableGrounds)");
  }

  /** A stage may take a newer set while the diagram that calls it continues as it began. */
  @Test
  void stepsAreNamedAsInTheVersionThatRuns() throws IOException {
    String shipped = Files.readString(Path.of("processes/nrm-case.bpmn"));
    deploy(shipped.replace("name=\"Route the case\"", "name=\"Find the authority\""));
    try {
      transaction.executeWithoutResult(
          any -> register.changeSet(child.caseNumber(), sets.inForce()));

      ask("move", "diagram: nrm-case", "from: Call_ReasonableGrounds", "to: Call_Route");

      assertThat(HtmlUtils.htmlUnescape(manager.get("/nrm/repairs").body()))
          .contains("\"Route the case\" (Call_Route)");
    } finally {
      deploy(shipped);
    }
  }

  private void deploy(String diagram) {
    child.as(
        "release.officer",
        () ->
            engine
                .getRepositoryService()
                .createDeployment()
                .addString("nrm-case.bpmn", diagram)
                .deploy());
  }

  @Test
  void anIncompleteFileIsRefusedWithAllMissingEntries() throws IOException {
    assertRefused(
        () -> RepairFile.read(folder.resolve("nothing.yaml")), "can't be read", "docs/operate");
    assertRefused(() -> RepairFile.read(Path.of("")), "can't be read", "docs/operate");
    assertRefused(
        () -> read("repair:\n  action: move"),
        "Enter the case-number.",
        "Enter your own user id",
        "Enter a reason of 20 to 1,000 characters",
        "Enter to:");
    assertRefused(() -> read("repair:\n  acton: move"), "unknown key: repair.acton (line 2)");
    assertRefused(
        () -> read("repair:\n  action: acknowledge\n  to: X"), "Leave out diagram, from and to");
    assertRefused(
        () -> read("repair:\n  action: move\n  account: fife.lead"),
        "only acknowledge is possible");
    assertRefused(() -> read("repair: ["), "is not YAML");
    assertRefused(() -> read("repair:\n  action: delete"), "a value that cannot be read");
  }

  private RepairFile read(String content) throws IOException {
    return RepairFile.read(Files.writeString(folder.resolve("repair.yaml"), content));
  }

  /** Later lines replace earlier ones. */
  private RepairFile file(String... lines) throws IOException {
    StringBuilder content = new StringBuilder("repair:\n");
    for (String key : List.of("case-number", "asked-by", "reason")) {
      if (List.of(lines).stream()
          .noneMatch(
              line ->
                  line.startsWith(key)
                      || key.equals("case-number") && line.startsWith("account"))) {
        content
            .append("  ")
            .append(key)
            .append(": ")
            .append(
                switch (key) {
                  case "case-number" -> child.caseNumber();
                  case "asked-by" -> "sam.operator";
                  default -> "\"" + REASON + "\"";
                })
            .append('\n');
      }
    }
    List.of(lines).forEach(line -> content.append("  ").append(line).append('\n'));
    return read(content.toString());
  }

  private long ask(String action, String... lines) {
    try {
      String[] all = new String[lines.length + 1];
      all[0] = "action: " + action;
      System.arraycopy(lines, 0, all, 1, lines.length);
      return repairs.ask(file(all)).number();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private long approved(String action, String... lines) {
    long number = ask(action, lines);
    assertThat(decide(number, "approve", token()).statusCode()).isEqualTo(303);
    return number;
  }

  private void run(long number) {
    new RepairRunner(repairs, null, Long.toString(number)).carryOut();
  }

  private String token() {
    return Browser.token(manager.get("/nrm/repairs").body()).orElseThrow();
  }

  private HttpResponse<String> decide(long number, String decision, String token) {
    return manager.post(
        "/nrm/repairs/" + number,
        "application/x-www-form-urlencoded",
        "decision=" + decision + "&token=" + token);
  }

  private Job job(String activity) {
    return engine
        .getManagementService()
        .createJobQuery()
        .processDefinitionKey("reasonable-grounds")
        .activityId(activity)
        .singleResult();
  }

  private static void assertRefused(ThrowingCallable call, String... says) {
    assertThatThrownBy(call).isInstanceOf(StartRefused.class).hasMessageContainingAll(says);
  }
}

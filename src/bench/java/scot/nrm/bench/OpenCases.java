package scot.nrm.bench;

import static scot.nrm.journeys.Invented.with;

import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.task.Task;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import scot.nrm.Databases.Database;
import scot.nrm.NrmApplication;
import scot.nrm.access.Councils;
import scot.nrm.calendar.LocalDay;
import scot.nrm.demo.Caseworkers;
import scot.nrm.journeys.Invented;

/**
 * Fills a database with open tasks of real cases: users take each case to its stage through the
 * forms and diagrams. The same seed gives the same stages and councils.
 */
final class OpenCases {

  /** The user who does all councils' work here, as a member of every council. */
  private static final String EVERY_COUNCIL = "every.council";

  private static final Logger LOG = LoggerFactory.getLogger(OpenCases.class);

  /** The cases started on one of the days before this one. */
  private static final LocalDate TODAY = LocalDate.of(2013, 6, 17);

  private static final int DAYS = 40;
  private static final int SHARE_HELD = 5;

  /** That of cases with positive reasonable grounds. */
  private static final int LAST_STAGE = 19;

  private final ProcessEngine engine;
  private final Caseworkers people;
  private final List<String> councils;
  private final Random random = new Random(1);

  OpenCases(ApplicationContext application) {
    this.engine = application.getBean(ProcessEngine.class);
    this.people = new Caseworkers(engine);
    this.councils =
        application.getBean(Councils.class).councils().stream().map(Councils.Council::id).toList();
  }

  /** The program on a database, without invented cases and without doing its jobs. */
  static ConfigurableApplicationContext application(Database database) {
    String[] where = database.arguments();
    return new SpringApplicationBuilder(NrmApplication.class)
        .run(
            where[0],
            where[1],
            where[2],
            "--server.port=0",
            "--nrm.demo.cases=false",
            "--camunda.bpm.job-execution.enabled=false");
  }

  /** Creates cases until this number of tasks is open. */
  void fill(int tasks) {
    fill(tasks, "tasks", 0, () -> engine.getTaskService().createTaskQuery().count());
    assignSome();
    ClockUtil.reset();
  }

  /** Creates cases that wait for conclusive grounds, until they have this number of timers. */
  void fillWithTimers(int timers) {
    fill(
        timers,
        "timers",
        LAST_STAGE,
        () -> engine.getManagementService().createJobQuery().timers().count());
    ClockUtil.reset();
  }

  private void fill(int wanted, String what, int firstStage, LongSupplier count) {
    addPeople();
    long open = 0;
    for (int number = 0; open < wanted; number++) {
      createCase(number, firstStage);
      if (number % 100 == 0) {
        open = count.getAsLong();
        LOG.info("{} cases, {} of {} {} are open", number + 1, open, wanted, what);
      }
    }
  }

  private void addPeople() {
    person(EVERY_COUNCIL, councils, "la-duty-social-work", "la-lead-professional");
    person(
        Measured.CASEWORKER,
        List.of("glasgow-city"),
        "la-duty-social-work",
        "la-lead-professional");
    person(Measured.OFFICER, List.of(), "ukhtc-intake", "ukhtc-case-owner");
  }

  private void person(String id, List<String> members, String... groups) {
    IdentityService identity = engine.getIdentityService();
    User user = identity.newUser(id);
    user.setFirstName("Ada");
    user.setLastName("Mackay");
    user.setPassword(Measured.PASSWORD);
    identity.saveUser(user);
    for (String group : groups) {
      identity.createMembership(id, group);
    }
    members.forEach(council -> identity.createTenantUserMembership(council, id));
  }

  private void createCase(int number, int firstStage) {
    String council = councils.get(number % councils.size());
    LocalDate begun = TODAY.minusDays(random.nextInt(DAYS));
    String day = begun.toString();
    ClockUtil.setCurrentTime(Date.from(begun.atTime(10, 0).atZone(LocalDay.ZONE).toInstant()));
    String theCase =
        people.report(
            "first.responder", form -> with(Invented.concern(day), "localAuthority", council));
    int stage = Math.max(firstStage, random.nextInt(LAST_STAGE + 1));
    if (stage < 8) {
      return;
    }
    does(EVERY_COUNCIL, theCase, "Task_AcceptConcern", Invented.acceptance(day));
    if (stage < 16) {
      return;
    }
    does(EVERY_COUNCIL, theCase, "Task_AssessChild", Invented.assessment(day));
    does(
        EVERY_COUNCIL,
        theCase,
        "Task_NrmFormReferralAndChild",
        stage == 16 ? Invented.asylumSeeker(day) : Invented.referralAndChild(day));
    does(EVERY_COUNCIL, theCase, "Task_NrmFormExploitation", Invented.exploitation());
    does(EVERY_COUNCIL, theCase, "Task_NrmFormIndicators", Invented.indicators());
    does(EVERY_COUNCIL, theCase, "Task_NrmFormCheckAndSend", Invented.checkAndSend());
    if (stage < 18) {
      return;
    }
    does("ukhtc.intake", theCase, "Task_LogReferral", Invented.received(day));
    if (stage < 19) {
      return;
    }
    does(
        "ukhtc.owner",
        theCase,
        "Task_ProposeReasonableGrounds",
        Invented.reasonableGrounds("positive", day));
    does(
        "ukhtc.second",
        theCase,
        "Task_ConfirmReasonableGrounds",
        Invented.confirmReasonableGrounds(day));
  }

  private void does(String user, String theCase, String task, Map<String, Object> values) {
    people.complete(user, theCase, task, open -> values);
  }

  /** One task in five is assigned to a member of its team. */
  private void assignSome() {
    String held = "held.by.somebody";
    List<Task> open = engine.getTaskService().createTaskQuery().taskUnassigned().list();
    for (int i = 0; i < open.size(); i += SHARE_HELD) {
      engine.getTaskService().setAssignee(open.get(i).getId(), held + i % 200);
    }
  }
}

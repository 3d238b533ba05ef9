package scot.nrm.randomised;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import scot.nrm.calendar.LocalDay;
import scot.nrm.demo.Caseworkers;
import scot.nrm.forms.check.FormSchema;

/**
 * One case with random events: people complete open tasks and start updates, and days pass. Each
 * step is written to a readable story, and the seed repeats the walk.
 */
final class Walk {

  /**
   * Updates that do not belong to one case alone, or that end it for a reason outside the
   * mechanism.
   */
  private static final List<String> LEFT_OUT =
      List.of("nrm-case", "awareness-event-booking", "send-nrm-form-to-ukhtc", "send-ukba-copy");

  private static final int TRIES = 4;
  private static final Pattern DECISIONS =
      Pattern.compile("Task_(Propose|Confirm)(Reasonable|Conclusive)Grounds");

  private final ProcessEngine engine;
  private final Caseworkers people;
  private final Random random;
  private final List<String> otherCases;
  private final Invariants invariants;
  private final List<String> story = new ArrayList<>();
  private final List<String> taken = new ArrayList<>();
  private final Map<String, List<String>> startable;
  private final Map<String, FormSchema> forms = new HashMap<>();
  private String caseNumber;
  private boolean straight;

  Walk(ProcessEngine engine, Invariants invariants, Random random, List<String> otherCases) {
    this.engine = engine;
    this.people = new Caseworkers(engine);
    this.invariants = invariants;
    this.random = random;
    this.otherCases = otherCases;
    this.startable = startable();
  }

  String caseNumber() {
    return caseNumber;
  }

  List<String> story() {
    return List.copyOf(story);
  }

  /** The updates that the case accepted, in order, and its outcome. */
  List<String> taken() {
    return List.copyOf(taken);
  }

  /** All kinds of updates that a case can accept. */
  Set<String> kinds() {
    return startable.keySet().stream()
        .filter(key -> !LEFT_OUT.contains(key))
        .collect(Collectors.toSet());
  }

  /** Starts a case on a day. */
  void begin(LocalDate day) {
    at(day);
    boolean copy = random.nextInt(8) == 0;
    boolean direct = !copy && random.nextInt(10) == 0;
    String process = copy ? "send-ukba-copy" : direct ? "send-nrm-form-to-ukhtc" : "nrm-case";
    String user = copy ? "ukba.port" : "first.responder";
    for (int attempt = 0; caseNumber == null; attempt++) {
      Map<String, Object> given = copy ? Map.of("copyForKnownCase", "no") : Map.of();
      try {
        caseNumber =
            people.update(
                user, process, definition -> answers(startForm(definition), Map.of(), given));
        tell(user + " begins the case by " + process);
      } catch (FormFieldValidationException refused) {
        if (attempt > 50) {
          throw new IllegalStateException(
              "No case could be begun: " + refused.getMessage(), refused);
        }
      }
    }
    invariants.begin(caseNumber);
  }

  /** Takes one random step. */
  void step() {
    int what = random.nextInt(20);
    if (what < 11) {
      completeSomeTask();
    } else if (what < 16) {
      startSomeUpdate();
    } else {
      letDaysPass(1 + random.nextInt(what == 19 ? 40 : 6));
    }
    invariants.check();
  }

  /** Takes the case to its end by completing open tasks, to show that it can still end. */
  void finish() {
    straight = true;
    for (int i = 0; i < 400 && !invariants.isClosed(); i++) {
      if (invariants.isMissing()) {
        updates("report-child-found", someoneFor("report-child-found"));
      }
      if (!completeSomeTask()) {
        letDaysPass(10);
      }
      invariants.check();
    }
    tell("the case has its outcome");
    invariants.checkEnd();
    taken.add("outcome: " + invariants.outcome().id());
  }

  private boolean completeSomeTask() {
    List<Task> open =
        engine
            .getTaskService()
            .createTaskQuery()
            .processInstanceBusinessKey(caseNumber)
            .orderByTaskCreateTime()
            .asc()
            .list();
    if (open.isEmpty()) {
      return false;
    }
    Task task = open.get(random.nextInt(open.size()));
    List<String> users = usersFor(task);
    if (users.isEmpty()) {
      throw new AssertionError("Nobody can complete the task " + task.getTaskDefinitionKey());
    }
    String user = users.get(random.nextInt(users.size()));
    if (DECISIONS.matcher(task.getTaskDefinitionKey()).matches() && !invariants.isReconsidered()) {
      user =
          users.get(0); // so that officers who did not act remain if the decision is reconsidered
    }
    return completes(user, task);
  }

  private boolean completes(String user, Task task) {
    String why = "";
    if (task.getAssignee() == null && !claims(user, task)) {
      return false;
    }
    for (int attempt = 0; attempt < TRIES; attempt++) {
      int before = invariants.trace();
      Map<String, Object> said = new TreeMap<>();
      try {
        people.as(
            user,
            () -> {
              Map<String, Object> opened =
                  new LinkedHashMap<>(engine.getFormService().getTaskFormVariables(task.getId()));
              said.putAll(answers(taskForm(task), opened, Map.of()));
              engine.getFormService().submitTaskForm(task.getId(), said);
              return null;
            });
        runDueJobs();
        tell(user + " completes " + task.getTaskDefinitionKey() + " " + choices(said));
        return true;
      } catch (FormFieldValidationException refused) {
        why = refused.getMessage();
        invariants.nothingHappened(before, task.getTaskDefinitionKey());
      }
    }
    tell("(" + user + " does not get " + task.getTaskDefinitionKey() + " done: " + why + ")");
    return false;
  }

  /** Refused where an officer took part in the decision, so that another one can claim it. */
  private boolean claims(String user, Task task) {
    int before = invariants.trace();
    try {
      people.as(
          user,
          () -> {
            engine.getTaskService().claim(task.getId(), user);
            return null;
          });
      return true;
    } catch (BadUserRequestException refused) {
      invariants.nothingHappened(before, task.getTaskDefinitionKey());
      tell("(" + user + " can't claim " + task.getTaskDefinitionKey() + ")");
      return false;
    }
  }

  private void startSomeUpdate() {
    List<String> kinds = kinds().stream().sorted().toList();
    String kind = kinds.get(random.nextInt(kinds.size()));
    Optional<String> reopening = invariants.continuesBy();
    if (reopening.isPresent()
        && random.nextInt(3) == 0) { // otherwise an ended case would rarely be reopened
      kind = reopening.get();
    }
    // Closing for another reason ends a walk early.
    if (kind.equals("close-case") && random.nextInt(4) > 0) {
      return;
    }
    updates(kind, someoneFor(kind));
  }

  private void updates(String kind, String user) {
    Map<String, Object> given = new HashMap<>(Map.of("caseNumber", caseNumber));
    if (!otherCases.isEmpty()) {
      given.put("siblingCaseNumber", otherCases.get(random.nextInt(otherCases.size())));
    }
    for (int attempt = 0; attempt < TRIES; attempt++) {
      int before = invariants.trace();
      Map<String, Object> said = new TreeMap<>();
      try {
        people.update(
            user,
            kind,
            definition -> {
              said.putAll(answers(startForm(definition), Map.of(), given));
              return said;
            });
        runDueJobs();
        taken.add(kind);
        tell(user + " brings an update: " + kind + " " + choices(said));
        return;
      } catch (FormFieldValidationException refused) {
        invariants.nothingHappened(before, kind);
      }
    }
  }

  private void letDaysPass(int days) {
    at(today().plusDays(days));
    tell("it is " + today());
  }

  private void at(LocalDate day) {
    people.letTimePass(
        Date.from(day.atTime(10, 0).atZone(LocalDay.ZONE).toInstant()), ClockUtil::setCurrentTime);
  }

  /** Runs due jobs as the job executor would at once, including a timer set for a past day. */
  private void runDueJobs() {
    people.executeJobs();
    for (Optional<Job> due = due(); due.isPresent(); due = due()) {
      engine.getManagementService().executeJob(due.get().getId());
      people.executeJobs();
    }
  }

  private Optional<Job> due() {
    return engine
        .getManagementService()
        .createJobQuery()
        .timers()
        .withRetriesLeft()
        .duedateLowerThan(ClockUtil.getCurrentTime())
        .orderByJobDuedate()
        .asc()
        .listPage(0, 1)
        .stream()
        .findFirst();
  }

  private static LocalDate today() {
    return LocalDay.of(ClockUtil.getCurrentTime());
  }

  private Map<String, Object> answers(
      FormSchema form, Map<String, Object> opened, Map<String, Object> given) {
    return new RandomAnswers(random, today(), straight, given).fill(form, opened);
  }

  private void tell(String what) {
    story.add(today() + "  " + what);
  }

  /** Choices, dates and numbers, which a reader needs to follow the story. */
  private static String choices(Map<String, Object> said) {
    Map<String, Object> told = new TreeMap<>();
    said.forEach(
        (key, value) -> {
          String text = String.valueOf(value);
          if (text.matches("[a-z0-9-]{1,30}") && !text.matches("\\d{10,}")) {
            told.put(key, text);
          }
        });
    return told.toString();
  }

  // ---- who may do what

  private Map<String, List<String>> startable() {
    Map<String, List<String>> users = new TreeMap<>();
    for (User user : engine.getIdentityService().createUserQuery().orderByUserId().asc().list()) {
      if (user.getId().equals("admin")) {
        continue;
      }
      people
          .as(
              user.getId(),
              () ->
                  engine
                      .getRepositoryService()
                      .createProcessDefinitionQuery()
                      .latestVersion()
                      .startablePermissionCheck()
                      .list())
          .stream()
          .map(ProcessDefinition::getKey)
          .forEach(key -> users.computeIfAbsent(key, any -> new ArrayList<>()).add(user.getId()));
    }
    return users;
  }

  private String someoneFor(String kind) {
    List<String> users = startable.get(kind);
    String council = invariants.localAuthority().equals("fife") ? "fife" : "glasgow";
    List<String> near =
        users.stream().filter(user -> user.startsWith(council) || user.startsWith("uk")).toList();
    List<String> from = near.isEmpty() || random.nextInt(10) == 0 ? users : near;
    return from.get(random.nextInt(from.size()));
  }

  private List<String> usersFor(Task task) {
    if (task.getAssignee() != null) {
      return List.of(task.getAssignee());
    }
    List<String> groups =
        engine.getTaskService().getIdentityLinksForTask(task.getId()).stream()
            .map(IdentityLink::getGroupId)
            .filter(group -> group != null)
            .toList();
    return groups.stream()
        .flatMap(
            group ->
                engine.getIdentityService().createUserQuery().memberOfGroup(group).list().stream())
        .map(User::getId)
        .distinct()
        .sorted()
        .filter(
            user ->
                people.as(
                    user,
                    () ->
                        engine.getTaskService().createTaskQuery().taskId(task.getId()).count()
                            == 1))
        .toList();
  }

  /** Answers with the options of this task. */
  private FormSchema taskForm(Task task) {
    return forms.computeIfAbsent(
        task.getId(), any -> parse(engine.getFormService().getDeployedTaskForm(task.getId())));
  }

  private FormSchema startForm(String definition) {
    return forms.computeIfAbsent(
        definition, any -> parse(engine.getFormService().getDeployedStartForm(definition)));
  }

  private static FormSchema parse(InputStream form) {
    try (form) {
      return FormSchema.parse(form.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

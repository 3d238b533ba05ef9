package scot.nrm.repair;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ActivityInstance;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.runtime.ProcessInstanceModificationBuilder;
import org.camunda.bpm.engine.runtime.TransitionInstance;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.startup.StartRefused;

/** What runs in the engine for one case, and the changes that a repair may make to it. */
@Component
class RunningCase {

  /**
   * The tokens, tasks and jobs of a case. The assignee of a task and the date of a timer are left
   * out, because they may change.
   */
  private static final String STATE =
      """
      select 'token ' || e.ID_ || ' ' || coalesce(e.ACT_ID_, '') from ACT_RU_EXECUTION e
        join ACT_RU_EXECUTION p on p.ID_ = e.PROC_INST_ID_ where p.BUSINESS_KEY_ = :case
      union all select 'task ' || t.ID_ from ACT_RU_TASK t
        join ACT_RU_EXECUTION p on p.ID_ = t.PROC_INST_ID_ where p.BUSINESS_KEY_ = :case
      union all select 'job ' || j.ID_ from ACT_RU_JOB j
        join ACT_RU_EXECUTION p on p.ID_ = j.PROCESS_INSTANCE_ID_ where p.BUSINESS_KEY_ = :case\
      """;

  private final CaseInstances instances;
  private final RuntimeService runtime;
  private final RepositoryService repository;
  private final ManagementService management;
  private final JdbcClient jdbc;
  private final DefinitionSets sets;

  RunningCase(
      CaseInstances instances,
      RuntimeService runtime,
      RepositoryService repository,
      ManagementService management,
      JdbcClient jdbc,
      DefinitionSets sets) {
    this.instances = instances;
    this.runtime = runtime;
    this.repository = repository;
    this.management = management;
    this.jdbc = jdbc;
    this.sets = sets;
  }

  /** A digest that changes with every token, task and job of the case. */
  String state(String caseNumber) {
    return digest(jdbc.sql(STATE).param("case", caseNumber).query(String.class).list());
  }

  /** A digest that doesn't depend on the order. */
  static String digest(Collection<String> all) {
    return DigestUtils.sha256Hex(String.join("\n", new TreeSet<>(all)));
  }

  /**
   * Checks that a repair is possible now.
   *
   * @throws StartRefused if it isn't
   */
  void check(String caseNumber, RepairAction action, String diagram, String from, String to) {
    String instance = instance(caseNumber, diagram);
    if (action == RepairAction.MOVE) {
      if (from != null && nothingIsAt(instance, from)) {
        throw new StartRefused(
            "Nothing is at %s in the process %s of case %s. There is something at: %s."
                .formatted(from, diagram, caseNumber, String.join(", ", activeElements(instance))),
            "Correct from, or leave it out if nothing is left there.");
      }
      if (remainingElements(caseNumber, diagram, from).contains(to)) {
        throw new StartRefused(
            "Something is at %s in the process %s of case %s already, and would be there twice."
                .formatted(to, diagram, caseNumber),
            "To begin it again, give %s as from too.".formatted(to));
      }
      ModelElementInstance target =
          repository.getBpmnModelInstance(definition(instance)).getModelElementById(to);
      if (!(target instanceof FlowNode)) {
        throw new StartRefused(
            "The process %s, in the version of case %s, has no element %s."
                .formatted(diagram, caseNumber, to),
            "Give the id of a task, stage, gateway or event of that diagram.");
      }
      if (target instanceof EndEvent) {
        throw new StartRefused(
            "A repair can't end a process.",
            "Continue before the task in which it is decided how the case ends.");
      }
    } else {
      Job job = job(instance, diagram, from);
      if (action == RepairAction.RETRY_JOB && job.getExceptionMessage() == null) {
        throw new StartRefused(
            "The work at %s of the process %s hasn't failed.".formatted(from, diagram),
            "Wait until it has been done.");
      }
    }
  }

  /**
   * A diagram or one of its elements with its name, such as {@code "Route the case" (Call_Route)};
   * the id alone if it has none. The names are those of the version that runs, which may be older
   * than the case's set.
   */
  String nameWithId(String caseNumber, String diagram, String id) {
    String name =
        sets.withoutAuthorization(
            () -> {
              ModelElementInstance found =
                  repository
                      .getBpmnModelInstance(
                          instances.ids(caseNumber, Set.of(diagram)).stream()
                              .findFirst()
                              .map(this::definition)
                              .orElseGet(() -> sets.definitionToStart(diagram, caseNumber).getId()))
                      .getModelElementById(id);
              return found == null ? null : found.getAttributeValue("name");
            });
    return name == null || name.isBlank() ? id : "\"%s\" (%s)".formatted(name, id);
  }

  /** Carries out a repair that has been checked. */
  void change(Repair repair) {
    String instance = instance(repair.caseNumber(), repair.diagram());
    switch (repair.action()) {
      case MOVE -> {
        ProcessInstanceModificationBuilder change =
            runtime.createProcessInstanceModification(instance);
        if (repair.from() != null) {
          change.cancelAllForActivity(repair.from());
        }
        change.startBeforeActivity(repair.to()).execute();
      }
      case RETRY_JOB ->
          management.setJobRetries(job(instance, repair.diagram(), repair.from()).getId(), 1);
      case DELETE_JOB ->
          management.deleteJob(job(instance, repair.diagram(), repair.from()).getId());
      case ACKNOWLEDGE -> throw new IllegalArgumentException("It changes no process");
    }
  }

  private String instance(String caseNumber, String diagram) {
    List<String> running = instances.ids(caseNumber, Set.of(diagram));
    if (running.size() != 1) {
      throw new StartRefused(
          running.isEmpty()
              ? "No process %s runs in case %s. There is: %s."
                  .formatted(
                      diagram,
                      caseNumber,
                      String.join(", ", new TreeSet<>(instances.diagrams(caseNumber))))
              : "Several processes %s run in case %s.".formatted(diagram, caseNumber),
          "A repair changes one running process. Give the diagram that calls it, or correct it.");
    }
    return running.get(0);
  }

  private String definition(String instance) {
    ProcessInstance found =
        runtime.createProcessInstanceQuery().processInstanceId(instance).singleResult();
    return found.getProcessDefinitionId();
  }

  /** The active elements that a move doesn't cancel. The move is from one element, or from none. */
  Set<String> remainingElements(String caseNumber, String diagram, String from) {
    ActivityInstance process = runtime.getActivityInstance(instance(caseNumber, diagram));
    Set<String> cancelled =
        Arrays.stream(from == null ? new ActivityInstance[0] : process.getActivityInstances(from))
            .flatMap(RunningCase::innermost)
            .collect(Collectors.toSet());
    cancelled.add(process.getActivityId());
    return innermost(process)
        .filter(place -> !place.equals(from) && !cancelled.contains(place))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private boolean nothingIsAt(String instance, String element) {
    return !activeElements(instance).contains(element);
  }

  /** The active elements, including those that wait to begin or continue asynchronously. */
  private Set<String> activeElements(String instance) {
    return activeElements(runtime.getActivityInstance(instance))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> activeElements(ActivityInstance scope) {
    return Stream.concat(
        Arrays.stream(scope.getChildTransitionInstances()).map(TransitionInstance::getActivityId),
        Arrays.stream(scope.getChildActivityInstances())
            .flatMap(
                inside ->
                    Stream.concat(Stream.of(inside.getActivityId()), activeElements(inside))));
  }

  /** The active elements, without those that only contain others, such as a subprocess. */
  private static Stream<String> innermost(ActivityInstance scope) {
    return scope.getChildActivityInstances().length + scope.getChildTransitionInstances().length
            == 0
        ? Stream.of(scope.getActivityId())
        : Stream.concat(
            Arrays.stream(scope.getChildTransitionInstances())
                .map(TransitionInstance::getActivityId),
            Arrays.stream(scope.getChildActivityInstances()).flatMap(RunningCase::innermost));
  }

  private Job job(String instance, String diagram, String element) {
    List<Job> jobs =
        management.createJobQuery().processInstanceId(instance).activityId(element).list();
    if (jobs.size() != 1) {
      throw new StartRefused(
          "There %s at %s of the process %s."
              .formatted(
                  jobs.isEmpty() ? "is no job" : "are " + jobs.size() + " jobs", element, diagram),
          "Give the id of the element that one job belongs to. Cockpit shows it under Incidents.");
    }
    return jobs.get(0);
  }
}

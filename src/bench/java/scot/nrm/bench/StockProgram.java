package scot.nrm.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.builder.AbstractFlowNodeBuilder;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import scot.nrm.journeys.StraightCase;
import scot.nrm.journeys.StraightCase.Step;

/**
 * Stock Camunda as its Spring Boot starters set it up, with authorization on, and with the tasks,
 * forms, people and waiting points of a straight case and nothing else: no letters, no register, no
 * checks of forms, no rules. Each user's tasks are those of a team of the same name. A called
 * process takes the business key alone.
 */
@EnableAutoConfiguration
class StockProgram {

  static final String CASE = "nrm-case";

  public static void main(String[] args) {
    SpringApplication.run(StockProgram.class, args);
  }

  @Bean
  static SmartInitializingSingleton straightCase(
      ProcessEngine engine, @Value("${straight-case.forms}") Path forms) {
    return () -> {
      if (engine.getRepositoryService().createDeploymentQuery().count() == 0) {
        people(engine);
        deploy(engine, forms);
      }
    };
  }

  private static void people(ProcessEngine engine) {
    Set<String> users = new TreeSet<>(Set.of(StraightCase.REPORTER));
    StraightCase.steps().forEach(step -> users.add(step.user()));
    IdentityService identity = engine.getIdentityService();
    for (String id : users) {
      User user = identity.newUser(id);
      user.setPassword(Program.PASSWORD);
      identity.saveUser(user);
      identity.saveGroup(identity.newGroup(id));
      identity.createMembership(id, id);
      grant(engine, id, Resources.APPLICATION, "tasklist", Permissions.ACCESS);
      grant(engine, id, Resources.FILTER, Authorization.ANY, Permissions.READ);
      grant(engine, id, Resources.PROCESS_DEFINITION, Authorization.ANY, Permissions.READ);
    }
    String reporter = StraightCase.REPORTER;
    grant(engine, reporter, Resources.PROCESS_DEFINITION, CASE, Permissions.CREATE_INSTANCE);
    grant(engine, reporter, Resources.PROCESS_INSTANCE, Authorization.ANY, Permissions.CREATE);
  }

  private static void grant(
      ProcessEngine engine, String team, Resource resource, String id, Permission permission) {
    AuthorizationService service = engine.getAuthorizationService();
    Authorization grant = service.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
    grant.setGroupId(team);
    grant.setResource(resource);
    grant.setResourceId(id);
    grant.addPermission(permission);
    service.saveAuthorization(grant);
  }

  private static void deploy(ProcessEngine engine, Path forms) {
    List<Step> steps = StraightCase.steps();
    DeploymentBuilder deployment = engine.getRepositoryService().createDeployment();
    add(deployment, "assessment", stage("assessment", steps.subList(0, 6), 0));
    add(deployment, "intake", stage("intake", steps.subList(6, 7), 1));
    add(deployment, "reasonable-grounds", stage("reasonable-grounds", steps.subList(7, 9), 2));
    add(deployment, "conclusive-grounds", stage("conclusive-grounds", steps.subList(9, 11), 2));
    add(deployment, "leave", stage("leave", steps.subList(11, 12), 1));
    add(deployment, CASE, theCase());
    add(deployment, forms, "report-concern");
    for (Step step : steps) {
      add(deployment, forms, form(step));
    }
    deployment.deploy();
  }

  private static void add(DeploymentBuilder deployment, String id, BpmnModelInstance diagram) {
    deployment.addModelInstance(id + ".bpmn", diagram);
  }

  private static void add(DeploymentBuilder deployment, Path forms, String id) {
    try {
      deployment.addString(id + ".form", Files.readString(forms.resolve(id + ".form")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BpmnModelInstance theCase() {
    AbstractFlowNodeBuilder<?, ?> path =
        Bpmn.createExecutableProcess(CASE)
            .camundaHistoryTimeToLiveString("P365D")
            .startEvent()
            .camundaFormRef("report-concern")
            .camundaFormRefBinding("deployment");
    path = job(path);
    for (String stage :
        List.of("assessment", "intake", "reasonable-grounds", "conclusive-grounds", "leave")) {
      path =
          path.callActivity()
              .calledElement(stage)
              .camundaInBusinessKey("#{execution.processBusinessKey}");
    }
    return path.endEvent().done();
  }

  /**
   * @param jobs asynchronous steps after the tasks: there, this application writes letters and the
   *     register
   */
  private static BpmnModelInstance stage(String id, List<Step> steps, int jobs) {
    AbstractFlowNodeBuilder<?, ?> path =
        Bpmn.createExecutableProcess(id).camundaHistoryTimeToLiveString("P365D").startEvent();
    for (Step step : steps) {
      path =
          path.userTask(step.task())
              .camundaFormRef(form(step))
              .camundaFormRefBinding("deployment")
              .camundaCandidateGroups(step.user());
    }
    for (int i = 0; i < jobs; i++) {
      path = job(path);
    }
    BpmnModelInstance diagram = path.endEvent().done();
    for (Step step : steps) {
      if (step.task().startsWith("Task_Propose")) {
        UserTask task = diagram.getModelElementById(step.task());
        task.builder().boundaryEvent().cancelActivity(false).timerWithDuration("P45D").endEvent();
      }
    }
    return diagram;
  }

  private static AbstractFlowNodeBuilder<?, ?> job(AbstractFlowNodeBuilder<?, ?> path) {
    return path.serviceTask().camundaAsyncBefore().camundaExpression("${true}");
  }

  /** The form is named after the task that shows it. */
  private static String form(Step step) {
    return step.task()
        .replace("Task_", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
        .toLowerCase(Locale.ROOT);
  }
}

package scot.nrm.security;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.runtime.Execution;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import scot.nrm.Databases;
import scot.nrm.NoScheduledWork;
import scot.nrm.NrmApplication;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.Journey;
import scot.nrm.letters.Letters;
import scot.nrm.pages.Browser;

/** The whole application with one child's case in Glasgow, which outsiders try to reach. */
public final class TargetApplication implements AutoCloseable {

  public static final String PASSWORD = "Kelvin-Grove-1901";

  private final ConfigurableApplicationContext application;
  private final String caseNumber;

  /**
   * @param settings in addition to the usual ones, such as {@code --nrm.clock=2009-05-18T09:00}
   */
  public TargetApplication(String... settings) {
    application =
        new SpringApplicationBuilder(NrmApplication.class)
            // two minutes after a start, missed nightly checks would add rows of their own
            .initializers(NoScheduledWork::in)
            .run(
                Stream.of(
                        Databases.h2().arguments(),
                        new String[] {
                          "--server.port=0",
                          "--camunda.bpm.job-execution.enabled=false",
                          "--nrm.demo.cases=false",
                          "--nrm.demo.enabled=true",
                          "--nrm.demo.password=" + PASSWORD
                        },
                        settings)
                    .flatMap(Stream::of)
                    .toArray(String[]::new));
    Journey child =
        new Journey(engine())
            .on("2009-05-18")
            .concern("glasgow.duty", Invented.concern("2009-05-18"));
    child.does("glasgow.duty", "Task_AcceptConcern", Invented.acceptance("2009-05-18"));
    child.does("glasgow.lead", "Task_AssessChild", Invented.assessment("2009-05-18"));
    caseNumber = child.caseNumber();
    ClockUtil.reset();
  }

  @Override
  public void close() {
    application.close();
  }

  public ConfigurableApplicationContext application() {
    return application;
  }

  public ProcessEngine engine() {
    return application.getBean(ProcessEngine.class);
  }

  public int port() {
    return Integer.parseInt(application.getEnvironment().getProperty("local.server.port"));
  }

  /** A browser of a user who is signed in to one of the web applications. */
  public Browser as(String user, String webApplication) {
    Browser browser = new Browser(port()).signIn(user, PASSWORD, webApplication);
    // The new session gives its token with the first page; a POST without it ends the session.
    browser.send("GET", "/camunda/api/admin/auth/user/default", null, null);
    return browser;
  }

  public String caseNumber() {
    return caseNumber;
  }

  public ProcessInstance instance() {
    return engine()
        .getRuntimeService()
        .createProcessInstanceQuery()
        .processInstanceBusinessKey(caseNumber)
        .processDefinitionKey("nrm-case")
        .singleResult();
  }

  /** A task that is assigned to the lead professional. */
  public Task task() {
    return engine()
        .getTaskService()
        .createTaskQuery()
        .processInstanceBusinessKey(caseNumber)
        .taskAssignee("glasgow.lead")
        .list()
        .get(0);
  }

  /**
   * The ids of the case and related objects, by the path segment that precedes them in an address.
   */
  Map<String, String> ids() {
    Map<String, String> ids = new TreeMap<>();
    Task task = task();
    ProcessInstance instance = instance();
    ProcessDefinition definition =
        engine()
            .getRepositoryService()
            .createProcessDefinitionQuery()
            .processDefinitionKey("nrm-case")
            .latestVersion()
            .singleResult();
    ids.put("task", task.getId());
    ids.put("process-instance", instance.getId());
    ids.put("execution", task.getExecutionId());
    ids.put(
        "activity-instance",
        engine()
            .getHistoryService()
            .createHistoricActivityInstanceQuery()
            .processInstanceId(task.getProcessInstanceId())
            .list()
            .get(0)
            .getId());
    ids.put(
        "variable-instance",
        engine()
            .getRuntimeService()
            .createVariableInstanceQuery()
            .processInstanceIdIn(instance.getId())
            .list()
            .get(0)
            .getId());
    ids.put("detail", "none"); // The history has no details.
    ids.put("process-definition", definition.getId());
    ids.put("key", "nrm-case");
    ids.put("deployment", definition.getDeploymentId());
    ids.put(
        "resources",
        engine()
            .getRepositoryService()
            .getDeploymentResources(definition.getDeploymentId())
            .get(0)
            .getId());
    ids.put(
        "decision-definition",
        engine()
            .getRepositoryService()
            .createDecisionDefinitionQuery()
            .decisionDefinitionKey("letters")
            .latestVersion()
            .singleResult()
            .getId());
    ids.put(
        "job",
        engine().getManagementService().createJobQuery().list().stream()
            .filter(job -> job.getProcessInstanceId() != null) // the nightly cleanup is no one's
            .map(Job::getId)
            .findFirst()
            .orElse("none"));
    ids.put(
        "filter",
        engine()
            .getFilterService()
            .createFilterQuery()
            .filterName("All tasks")
            .singleResult()
            .getId());
    ids.put("user", "glasgow.lead");
    ids.put("group", "la-lead-professional");
    ids.put("tenant", "glasgow-city");
    ids.put("tenant-id", "glasgow-city");
    ids.put(
        "authorization",
        engine().getAuthorizationService().createAuthorizationQuery().list().get(0).getId());
    ids.put("cases", caseNumber);
    ids.put(
        "letters",
        application.getBean(Letters.class).of(caseNumber).stream()
            .map(letter -> String.valueOf(letter.id()))
            .findFirst()
            .orElse("1"));
    ids.put("variables", "localAuthority");
    ids.put("localVariables", "localAuthority");
    ids.put("engine", "default");
    return ids;
  }

  /** Texts that no outsider may see: the child, the case and its instances. */
  Set<String> secrets() {
    Set<String> secrets =
        new TreeSet<>(Set.of(caseNumber, Invented.CHILD, "Isla Muirhead", "Lena Hart", "Govan"));
    engine()
        .getRuntimeService()
        .createProcessInstanceQuery()
        .processInstanceBusinessKey(caseNumber)
        .list()
        .forEach(
            instance -> {
              secrets.add(instance.getId());
              engine()
                  .getRuntimeService()
                  .createExecutionQuery()
                  .processInstanceId(instance.getId())
                  .list()
                  .stream()
                  .map(Execution::getId)
                  .forEach(secrets::add);
              engine()
                  .getHistoryService()
                  .createHistoricActivityInstanceQuery()
                  .processInstanceId(instance.getId())
                  .list()
                  .forEach(activity -> secrets.add(activity.getId()));
              engine()
                  .getHistoryService()
                  .createHistoricVariableInstanceQuery()
                  .processInstanceId(instance.getId())
                  .list()
                  .forEach(variable -> secrets.add(variable.getId()));
            });
    engine()
        .getHistoryService()
        .createHistoricTaskInstanceQuery()
        .processInstanceBusinessKey(caseNumber)
        .list()
        .forEach(task -> secrets.add(task.getId()));
    return secrets;
  }

  /** Every row of every table, except counters of requests and failed sign-ins. */
  Map<String, List<String>> rows() {
    Map<String, List<String>> rows = new TreeMap<>();
    try (Connection connection = application.getBean(DataSource.class).getConnection();
        Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet found =
          connection
              .getMetaData()
              .getTables(null, "PUBLIC", "%", new String[] {"TABLE", "BASE TABLE"})) {
        while (found.next()) {
          tables.add(found.getString("TABLE_NAME"));
        }
      }
      for (String table : tables) {
        if (!Set.of("ACCESS_LOG", "REFUSED_FORM", "SIGNED_IN_SESSION").contains(table)) {
          rows.put(table, rows(statement, table));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return rows;
  }

  private static List<String> rows(Statement statement, String table) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet found = statement.executeQuery("select * from \"" + table + "\"")) {
      ResultSetMetaData columns = found.getMetaData();
      while (found.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          String column = columns.getColumnName(i);
          boolean ofSignIn =
              table.equals("ACT_ID_USER")
                  && Set.of("REV_", "LOCK_EXP_TIME_", "ATTEMPTS_").contains(column);
          row.append(ofSignIn ? "" : String.valueOf(found.getString(i))).append('|');
        }
        rows.add(row.toString());
      }
    }
    Collections.sort(rows);
    return rows;
  }
}

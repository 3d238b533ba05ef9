package scot.nrm.accesslog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.EntityTypes;
import org.camunda.bpm.engine.history.UserOperationLogEntry;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.history.event.HistoryEvent;
import org.camunda.bpm.engine.impl.history.event.UserOperationLogEntryEventEntity;
import org.camunda.bpm.engine.impl.history.handler.HistoryEventHandler;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.springframework.stereotype.Component;
import scot.nrm.engine.EngineLists;
import scot.nrm.engine.EngineLists.Manager;

/**
 * Records what people do outside forms, in the same transaction: changes of permissions,
 * deployments and repairs, as in the engine's own operation log. That log belongs to the history
 * and is cleaned up with it; the access log is not. Work on tasks is in the register, and people
 * and their groups are recorded where they change.
 */
@Component
class EngineOperations extends AbstractProcessEnginePlugin implements HistoryEventHandler {

  private static final Map<String, What> WHAT =
      Map.ofEntries(
          Map.entry(EntityTypes.AUTHORIZATION, What.PERMISSION),
          Map.entry(EntityTypes.GROUP, What.PERMISSION),
          Map.entry(EntityTypes.TENANT, What.PERMISSION),
          Map.entry(EntityTypes.DEPLOYMENT, What.DEPLOYMENT),
          Map.entry(EntityTypes.PROCESS_DEFINITION, What.DEPLOYMENT),
          Map.entry(EntityTypes.DECISION_DEFINITION, What.DEPLOYMENT),
          Map.entry(EntityTypes.DECISION_REQUIREMENTS_DEFINITION, What.DEPLOYMENT),
          Map.entry(EntityTypes.PROCESS_INSTANCE, What.REPAIR),
          Map.entry(EntityTypes.DECISION_INSTANCE, What.REPAIR),
          Map.entry(EntityTypes.JOB, What.REPAIR),
          Map.entry(EntityTypes.JOB_DEFINITION, What.REPAIR),
          Map.entry(EntityTypes.BATCH, What.REPAIR),
          Map.entry(EntityTypes.INCIDENT, What.REPAIR),
          Map.entry(EntityTypes.EXTERNAL_TASK, What.REPAIR),
          Map.entry(EntityTypes.VARIABLE, What.REPAIR),
          Map.entry(EntityTypes.OPERATION_LOG, What.REPAIR),
          Map.entry(EntityTypes.PROPERTY, What.REPAIR),
          Map.entry(EntityTypes.TASK_METRICS, What.REPAIR));

  /** Starting a case or an update is what a form does, and the register has it. */
  private static final Set<String> WORK = Set.of(UserOperationLogEntry.OPERATION_TYPE_CREATE);

  private final AccessLog log;

  EngineOperations(AccessLog log) {
    this.log = log;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    engine.setCustomHistoryEventHandlers(
        EngineLists.with(engine.getCustomHistoryEventHandlers(), this));
    engine.setCustomSessionFactories(
        EngineLists.with(
            engine.getCustomSessionFactories(),
            new Manager(Operations.class, () -> new Operations(log))));
  }

  @Override
  public void handleEvent(HistoryEvent event) {
    if (event instanceof UserOperationLogEntryEventEntity operation && isRecorded(operation)) {
      Context.getCommandContext().getSession(Operations.class).add(operation);
    }
  }

  @Override
  public void handleEvents(List<HistoryEvent> events) {
    events.forEach(this::handleEvent);
  }

  private static boolean isRecorded(UserOperationLogEntryEventEntity operation) {
    What what = WHAT.get(operation.getEntityType());
    return what != null && (what != What.REPAIR || isRepair(operation));
  }

  /** A person may do nothing else with a job than try it again once it has failed or is late. */
  private static What what(UserOperationLogEntryEventEntity operation) {
    return operation.getOperationType().equals(UserOperationLogEntry.OPERATION_TYPE_SET_JOB_RETRIES)
        ? What.RETRY
        : WHAT.get(operation.getEntityType());
  }

  /**
   * What a step of a diagram changes while a person sends a form is the application's own doing.
   */
  private static boolean isRepair(UserOperationLogEntryEventEntity operation) {
    return Context.getCommandContext().isAuthorizationCheckEnabled()
        && !WORK.contains(operation.getOperationType());
  }

  /** The engine writes a line for each property that an operation changes; here it is one entry. */
  private static final class Operations implements Session {

    private static final int MAX_DETAIL = 200;

    /** The changed properties that are logged; others may have values that a person typed. */
    private static final Set<String> DETAILS =
        Set.of("groupId", "resource", "resourceId", "permissions");

    private final AccessLog log;
    private final Map<String, List<UserOperationLogEntryEventEntity>> byId = new LinkedHashMap<>();

    Operations(AccessLog log) {
      this.log = log;
    }

    void add(UserOperationLogEntryEventEntity operation) {
      byId.computeIfAbsent(
              operation.getOperationId() + operation.getEntityType(), id -> new ArrayList<>())
          .add(operation);
    }

    /** The engine calls this before it commits. */
    @Override
    public void flush() {
      log.record(byId.values().stream().map(Operations::entry).toList());
      byId.clear();
    }

    @Override
    public void close() {}

    private static Access entry(List<UserOperationLogEntryEventEntity> lines) {
      UserOperationLogEntryEventEntity first = lines.get(0);
      StringBuilder detail =
          new StringBuilder(first.getEntityType()).append(' ').append(first.getOperationType());
      String about = null;
      for (UserOperationLogEntryEventEntity line : lines) {
        if ("userId".equals(line.getProperty())) {
          about = line.getNewValue();
        } else if (DETAILS.contains(String.valueOf(line.getProperty()))) {
          detail.append(' ').append(line.getProperty()).append('=').append(line.getNewValue());
        }
      }
      if (first.getDeploymentId() != null) {
        detail.append(" deployment=").append(first.getDeploymentId());
      }
      if (first.getProcessDefinitionKey() != null) {
        detail.append(" process=").append(first.getProcessDefinitionKey());
      }
      if (first.getProcessInstanceId() != null) {
        detail.append(" instance=").append(first.getProcessInstanceId());
      }
      return Access.by(Context.getCommandContext().getAuthentication(), what(first))
          .detail(shorten(detail.toString()))
          .about(about);
    }

    private static String shorten(String detail) {
      String plain = detail.replaceAll("[^\\w .:/*=@-]", "*");
      return plain.length() > MAX_DETAIL ? plain.substring(0, MAX_DETAIL) : plain;
    }
  }
}

package scot.nrm.commands;

import java.lang.reflect.Field;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cmd.AbstractCorrelateMessageCmd;
import org.camunda.bpm.engine.impl.cmd.AbstractPatchVariablesCmd;
import org.camunda.bpm.engine.impl.cmd.AbstractVariableCmd;
import org.camunda.bpm.engine.impl.cmd.AddCommentCmd;
import org.camunda.bpm.engine.impl.cmd.CreateAttachmentCmd;
import org.camunda.bpm.engine.impl.cmd.DeployCmd;
import org.camunda.bpm.engine.impl.cmd.MessageEventReceivedCmd;
import org.camunda.bpm.engine.impl.cmd.SaveAttachmentCmd;
import org.camunda.bpm.engine.impl.cmd.SaveTaskCmd;
import org.camunda.bpm.engine.impl.cmd.SetJobRetriesCmd;
import org.camunda.bpm.engine.impl.cmd.SetTaskDescriptionCmd;
import org.camunda.bpm.engine.impl.cmd.SetTaskNameCmd;
import org.camunda.bpm.engine.impl.cmd.SignalCmd;
import org.camunda.bpm.engine.impl.cmd.SignalEventReceivedCmd;
import org.camunda.bpm.engine.impl.cmd.StartProcessInstanceAtActivitiesCmd;
import org.camunda.bpm.engine.impl.cmd.StartProcessInstanceCmd;
import org.camunda.bpm.engine.impl.cmd.UpdateCommentCmd;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.dmn.cmd.EvaluateDecisionCmd;
import org.camunda.bpm.engine.impl.dmn.cmd.EvaluateDecisionTableCmd;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.util.ClockUtil;

/**
 * Lets a person who is signed in give the {@linkplain PermittedCommands permitted} engine commands
 * only, through Tasklist, Cockpit, REST or Java, whatever their grants. Only release officers
 * deploy, because a diagram runs with the application's permissions in every local authority's
 * cases.
 *
 * <p>Not checked: the application's own commands, such as a step of a diagram that runs while a
 * person completes a task, and everything while nobody is signed in.
 *
 * <p>It runs before the engine's own interceptors, so the outermost command has no context yet.
 */
final class CommandGuard extends CommandInterceptor {

  /** The group of {@code config/roles.yaml} that deploys. */
  static final String RELEASE_OFFICERS = "release-officer";

  private static final String VALUES = "Values of a case are entered in the forms of its tasks.";
  private static final String START = "Start this process by its form.";
  private static final String UPDATES =
      "Send an update to a case by its form, under Start process.";
  private static final String TABLES = "A decision table is evaluated by its diagram only.";
  private static final String COMMENTS =
      "Comments are not kept here. Write notes about the case in the forms of its tasks.";
  private static final String ATTACHMENTS =
      "Documents are not kept here. Say in the forms of the case's tasks where they are.";
  private static final String DIAGRAMS =
      "The name and the description of a task come from its diagram.";
  private static final String OPERATOR =
      "Nobody who is signed in can do this. If a case needs a repair, ask the operator.";

  /** What to do instead; subclasses included. */
  private static final Map<Class<?>, String> ALTERNATIVES = new LinkedHashMap<>();

  static {
    ALTERNATIVES.put(StartProcessInstanceCmd.class, START);
    ALTERNATIVES.put(StartProcessInstanceAtActivitiesCmd.class, START);
    ALTERNATIVES.put(AbstractCorrelateMessageCmd.class, UPDATES);
    ALTERNATIVES.put(MessageEventReceivedCmd.class, UPDATES);
    ALTERNATIVES.put(SignalEventReceivedCmd.class, UPDATES);
    ALTERNATIVES.put(SignalCmd.class, UPDATES);
    ALTERNATIVES.put(AbstractVariableCmd.class, VALUES);
    ALTERNATIVES.put(AbstractPatchVariablesCmd.class, VALUES);
    ALTERNATIVES.put(AddCommentCmd.class, COMMENTS);
    ALTERNATIVES.put(UpdateCommentCmd.class, COMMENTS);
    ALTERNATIVES.put(CreateAttachmentCmd.class, ATTACHMENTS);
    ALTERNATIVES.put(SaveAttachmentCmd.class, ATTACHMENTS);
    ALTERNATIVES.put(SetTaskNameCmd.class, DIAGRAMS);
    ALTERNATIVES.put(SetTaskDescriptionCmd.class, DIAGRAMS);
    ALTERNATIVES.put(SaveTaskCmd.class, DIAGRAMS);
    ALTERNATIVES.put(EvaluateDecisionCmd.class, TABLES);
    ALTERNATIVES.put(EvaluateDecisionTableCmd.class, TABLES);
  }

  private final ProcessEngineConfigurationImpl engine;

  CommandGuard(ProcessEngineConfigurationImpl engine) {
    this.engine = engine;
  }

  @Override
  public <T> T execute(Command<T> command) {
    person()
        .ifPresent(
            person -> {
              check(command.getClass(), person);
              if (command instanceof SetJobRetriesCmd retries
                  && !(isAnotherAttempt(retries)
                      && mayRunNow((String) valueOf("jobId", retries)))) {
                throw new AuthorizationException(OPERATOR);
              }
            });
    return next.execute(command);
  }

  /**
   * Whether the job is to be tried now or when it was due. Without an attempt, or with another
   * date, a child's deadline would stop or move.
   */
  static boolean isAnotherAttempt(SetJobRetriesCmd command) {
    Date due = (Date) valueOf("dueDate", command);
    boolean moved =
        (boolean) valueOf("isDueDateSet", command) && (due == null || due.after(ClockUtil.now()));
    return (int) valueOf("retries", command) > 0
        && valueOf("jobDefinitionId", command) == null
        && !moved;
  }

  /** Whether the job has been tried or is due: a timer must not run before its day. */
  private boolean mayRunNow(String jobId) {
    return next.execute(
        context -> {
          JobEntity job = context.getJobManager().findJobById(jobId);
          return job == null // the engine says so
              || job.getRetries() <= 0
              || job.getExceptionByteArrayId() != null
              || job.getDuedate() == null
              || !job.getDuedate().after(ClockUtil.now());
        });
  }

  /** By reflection, because the engine's commands have no getters. */
  private static Object valueOf(String name, SetJobRetriesCmd command) {
    try {
      Field field = SetJobRetriesCmd.class.getDeclaredField(name);
      field.setAccessible(true);
      return field.get(command);
    } catch (ReflectiveOperationException e) {
      throw new ProcessEngineException("This command cannot be checked, so it is refused", e);
    }
  }

  static void check(Class<?> command, Authentication person) {
    if (command == DeployCmd.class) {
      if (person.getGroupIds() == null || !person.getGroupIds().contains(RELEASE_OFFICERS)) {
        throw new AuthorizationException(
            "Only a release officer deploys diagrams, decision tables and forms.");
      }
    } else if (!isOwn(command) && !PermittedCommands.contains(command)) {
      throw ALTERNATIVES.entrySet().stream()
          .filter(known -> known.getKey().isAssignableFrom(command))
          .findFirst()
          .<RuntimeException>map(known -> new BadUserRequestException(known.getValue()))
          .orElseGet(() -> new AuthorizationException(OPERATOR));
    }
  }

  /** A command that only combines others, which are checked in their turn. */
  private static boolean isOwn(Class<?> command) {
    return command.getName().startsWith("scot.nrm.");
  }

  /** The person whose own command this is; empty if the application acts. */
  private Optional<Authentication> person() {
    CommandContext outer = Context.getCommandContext();
    // The engine's services are read late, because plugins may still replace them.
    return outer == null || outer.isAuthorizationCheckEnabled()
        ? Optional.ofNullable(engine.getIdentityService().getCurrentAuthentication())
            .filter(person -> person.getUserId() != null)
        : Optional.empty();
  }
}

package scot.nrm.forms;

import java.lang.reflect.Field;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.ModificationBuilderImpl;
import org.camunda.bpm.engine.impl.ProcessInstanceModificationBuilderImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cmd.AbstractCorrelateMessageCmd;
import org.camunda.bpm.engine.impl.cmd.AbstractInstantiationCmd;
import org.camunda.bpm.engine.impl.cmd.AbstractModificationCmd;
import org.camunda.bpm.engine.impl.cmd.AbstractPatchVariablesCmd;
import org.camunda.bpm.engine.impl.cmd.AbstractProcessInstanceModificationCommand;
import org.camunda.bpm.engine.impl.cmd.AbstractRestartProcessInstanceCmd;
import org.camunda.bpm.engine.impl.cmd.AbstractVariableCmd;
import org.camunda.bpm.engine.impl.cmd.CompleteExternalTaskCmd;
import org.camunda.bpm.engine.impl.cmd.EvaluateStartConditionCmd;
import org.camunda.bpm.engine.impl.cmd.HandleExternalTaskBpmnErrorCmd;
import org.camunda.bpm.engine.impl.cmd.HandleExternalTaskFailureCmd;
import org.camunda.bpm.engine.impl.cmd.MessageEventReceivedCmd;
import org.camunda.bpm.engine.impl.cmd.ModifyProcessInstanceAsyncCmd;
import org.camunda.bpm.engine.impl.cmd.ModifyProcessInstanceCmd;
import org.camunda.bpm.engine.impl.cmd.SignalCmd;
import org.camunda.bpm.engine.impl.cmd.SignalEventReceivedCmd;
import org.camunda.bpm.engine.impl.cmd.StartProcessInstanceAtActivitiesCmd;
import org.camunda.bpm.engine.impl.cmd.StartProcessInstanceCmd;
import org.camunda.bpm.engine.impl.cmd.batch.CorrelateAllMessageBatchCmd;
import org.camunda.bpm.engine.impl.cmd.batch.variables.SetVariablesToProcessInstancesBatchCmd;
import org.camunda.bpm.engine.impl.cmmn.cmd.CaseExecutionVariableCmd;
import org.camunda.bpm.engine.impl.cmmn.cmd.CreateCaseInstanceCmd;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.dmn.cmd.EvaluateDecisionCmd;
import org.camunda.bpm.engine.impl.dmn.cmd.EvaluateDecisionTableCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.impl.migration.AbstractMigrationCmd;
import org.camunda.bpm.engine.impl.migration.MigrationPlanExecutionBuilderImpl;

/**
 * Prevents every signed-in person, even an administrator, from setting values without a form,
 * through Tasklist's API, REST or Java. Cases are started, updated and changed by forms, through
 * {@link CheckedFormService} and {@link CheckedTaskService}. Administrators may make repairs that
 * set no values: retry a job, move a token, migrate an instance.
 *
 * <p>Only the outermost command is checked, which is the person's own. Delegates, listeners and
 * form rules that run inside it are the deployment's own code, like everything that runs while
 * nobody is signed in.
 *
 * <p>It runs before all of the engine's own interceptors, when an outermost command has no open
 * context yet.
 */
final class VariableWriteGuard extends CommandInterceptor {

  static final String VALUES = "Values of a case are entered in the forms of its tasks.";
  static final String START = "Start this process by its form.";
  static final String NEWS = "Send an update to a case by its form, under Start process.";
  private static final String RESTART =
      "A process that has ended is not started again with its old values.";
  private static final String TABLE = "A decision table is evaluated by its diagram only.";

  /** Commands that a person may never run, and their subclasses, with the refusal. */
  private static final Map<Class<?>, String> REFUSED = new LinkedHashMap<>();

  static {
    REFUSED.put(StartProcessInstanceCmd.class, START);
    REFUSED.put(StartProcessInstanceAtActivitiesCmd.class, START);
    REFUSED.put(EvaluateStartConditionCmd.class, START);
    REFUSED.put(AbstractRestartProcessInstanceCmd.class, RESTART);
    REFUSED.put(AbstractCorrelateMessageCmd.class, NEWS);
    REFUSED.put(CorrelateAllMessageBatchCmd.class, NEWS);
    REFUSED.put(MessageEventReceivedCmd.class, NEWS);
    REFUSED.put(SignalEventReceivedCmd.class, NEWS);
    REFUSED.put(SignalCmd.class, NEWS);
    REFUSED.put(AbstractVariableCmd.class, VALUES);
    REFUSED.put(AbstractPatchVariablesCmd.class, VALUES);
    REFUSED.put(SetVariablesToProcessInstancesBatchCmd.class, VALUES);
    REFUSED.put(CompleteExternalTaskCmd.class, VALUES);
    REFUSED.put(HandleExternalTaskBpmnErrorCmd.class, VALUES);
    REFUSED.put(HandleExternalTaskFailureCmd.class, VALUES);
    REFUSED.put(CreateCaseInstanceCmd.class, VALUES);
    REFUSED.put(CaseExecutionVariableCmd.class, VALUES);
    REFUSED.put(EvaluateDecisionCmd.class, TABLE);
    REFUSED.put(EvaluateDecisionTableCmd.class, TABLE);
  }

  /** Commands that a person may run without values, with the field that could contain them. */
  private static final Map<Class<?>, String> WITHOUT_VALUES =
      Map.of(
          ModifyProcessInstanceCmd.class, "builder",
          ModifyProcessInstanceAsyncCmd.class, "builder",
          AbstractModificationCmd.class, "builder",
          AbstractMigrationCmd.class, "executionBuilder");

  private final ProcessEngineConfigurationImpl engine;

  VariableWriteGuard(ProcessEngineConfigurationImpl engine) {
    this.engine = engine;
  }

  @Override
  public <T> T execute(Command<T> command) {
    // The engine's services are read late, because plugins may still replace them.
    if (Context.getCommandContext() == null
        && engine.getIdentityService().getCurrentAuthentication() != null) {
      refusal(command)
          .ifPresent(
              sentence -> {
                throw sentence.equals(START)
                    ? FormRefused.of(START.substring(0, START.length() - 1))
                    : new BadUserRequestException(sentence);
              });
    }
    return next.execute(command);
  }

  /** The reason why a person may not run this command; empty if its values are no obstacle. */
  static Optional<String> refusal(Command<?> command) {
    for (Map.Entry<Class<?>, String> refused : REFUSED.entrySet()) {
      if (refused.getKey().isInstance(command)) {
        return Optional.of(refused.getValue());
      }
    }
    for (Map.Entry<Class<?>, String> allowed : WITHOUT_VALUES.entrySet()) {
      if (allowed.getKey().isInstance(command)
          && carriesValues(read(allowed.getKey(), allowed.getValue(), command))) {
        return Optional.of(VALUES);
      }
    }
    return Optional.empty();
  }

  /** Whether this class knows the command's type, so that a test can find unknown ones. */
  static boolean knows(Class<?> command) {
    return REFUSED.keySet().stream().anyMatch(known -> known.isAssignableFrom(command))
        || WITHOUT_VALUES.keySet().stream().anyMatch(known -> known.isAssignableFrom(command));
  }

  private static boolean carriesValues(Object builder) {
    if (builder instanceof ProcessInstanceModificationBuilderImpl modification) {
      return !modification.getProcessVariables().isEmpty()
          || anyCarries(modification.getModificationOperations());
    } else if (builder instanceof ModificationBuilderImpl modification) {
      return anyCarries(modification.getInstructions());
    }
    return !(builder instanceof MigrationPlanExecutionBuilderImpl migration)
        || migration.getMigrationPlan().getVariables() != null
            && !migration.getMigrationPlan().getVariables().isEmpty();
  }

  private static boolean anyCarries(Collection<AbstractProcessInstanceModificationCommand> steps) {
    return steps.stream()
        .anyMatch(
            step ->
                step instanceof AbstractInstantiationCmd into
                    && (!into.getVariables().isEmpty() || !into.getVariablesLocal().isEmpty()));
  }

  /** Reflection, because the engine's commands have no getters. */
  private static Object read(Class<?> declaring, String name, Object command) {
    try {
      Field field = declaring.getDeclaredField(name);
      field.setAccessible(true);
      return field.get(command);
    } catch (ReflectiveOperationException e) {
      throw new ProcessEngineException(
          "This command cannot be checked, so it is not carried out", e);
    }
  }
}

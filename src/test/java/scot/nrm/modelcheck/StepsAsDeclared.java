package scot.nrm.modelcheck;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.ProcessInstantiationBuilderImpl;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;
import org.springframework.test.util.ReflectionTestUtils;
import scot.nrm.engine.EngineLists;
import scot.nrm.engine.steps.Step;

/**
 * In every test with an application, a step fails if it uses, sets, sends or starts anything that
 * its {@link Step} does not declare. So the catalogue for policy staff, which is generated from
 * these declarations, describes what steps really do.
 */
@Component
class StepsAsDeclared implements BeanPostProcessor {

  /** The steps that run in this thread, the innermost first. */
  private static final ThreadLocal<Deque<Running>> RUNNING =
      ThreadLocal.withInitial(ArrayDeque::new);

  private record Running(String name, Step declared) {

    void uses(String value) {
      require(
          "uses the value",
          value,
          Stream.of(declared.needs(), declared.uses(), declared.sets(), inputs())
              .flatMap(Arrays::stream));
    }

    void sets(Collection<String> values) {
      values.forEach(value -> require("sets the value", value, Stream.of(declared.sets())));
    }

    void sends(String message) {
      require("sends the message", message, Stream.of(declared.sends()));
    }

    void starts(String diagram, Map<String, Object> handed) {
      require("starts the diagram", diagram, Stream.of(declared.starts()));
      handed
          .keySet()
          .forEach(value -> require("hands over the value", value, Stream.of(declared.passes())));
    }

    private String[] inputs() {
      return Arrays.stream(declared.inputs()).map(Step.Input::value).toArray(String[]::new);
    }

    private void require(String does, String what, Stream<String> known) {
      if (known.noneMatch(what::equals)) {
        throw new IllegalStateException(
            "The step %s %s %s. Declare that in its @Step.".formatted(name, does, what));
      }
    }
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    return bean instanceof RevisionPlugin plugin ? watched(plugin) : bean;
  }

  private static AbstractProcessEnginePlugin watched(RevisionPlugin plugin) {
    return new AbstractProcessEnginePlugin() {
      @Override
      public void preInit(ProcessEngineConfigurationImpl engine) {
        plugin.preInit(engine);
        Object expressions = engine.getExpressionManager();
        ReflectionTestUtils.setField(
            expressions,
            "beans",
            new WatchedBeans((DiagramBeans) ReflectionTestUtils.getField(expressions, "beans")));
        engine.setCustomPreCommandInterceptorsTxRequired(
            EngineLists.with(
                engine.getCustomPreCommandInterceptorsTxRequired(), new WatchedCommands()));
      }
    };
  }

  /** Watches what a step does to other processes of the case, through the engine's services. */
  private static final class WatchedCommands extends CommandInterceptor {

    @Override
    public <T> T execute(Command<T> command) {
      Running step = RUNNING.get().peek();
      if (step != null) {
        switch (command.getClass().getSimpleName()) {
          case "SetExecutionVariablesCmd" ->
              step.sets(WatchedCommands.<Map<String, ?>>field(command, "variables").keySet());
          case "RemoveExecutionVariablesCmd" -> step.sets(field(command, "variableNames"));
          case "CorrelateAllMessageCmd", "CorrelateMessageCmd" ->
              step.sends(field(command, "messageName"));
          case "StartProcessInstanceCmd" -> {
            ProcessInstantiationBuilderImpl start = field(command, "instantiationBuilder");
            // An id begins with the key.
            step.starts(start.getProcessDefinitionId().split(":")[0], start.getVariables());
          }
          default -> {}
        }
      }
      return next.execute(command);
    }

    @SuppressWarnings("unchecked")
    private static <T> T field(Object command, String name) {
      return (T) ReflectionTestUtils.getField(command, name);
    }
  }

  private static final class WatchedBeans extends AbstractMap<Object, Object> {

    private final DiagramBeans beans;

    WatchedBeans(DiagramBeans beans) {
      this.beans = beans;
    }

    @Override
    public boolean containsKey(Object name) {
      return beans.containsKey(name);
    }

    @Override
    public Object get(Object name) {
      Object found = beans.get(name);
      return found instanceof GuardedStep step
          ? beans
              .declaration((String) name)
              .<Object>map(declared -> new WatchedStep(step, new Running((String) name, declared)))
              .orElse(found)
          : found;
    }

    @Override
    public Set<Object> keySet() {
      return beans.keySet();
    }

    @Override
    public Set<Entry<Object, Object>> entrySet() {
      return beans.entrySet();
    }
  }

  /** A guarded step whose process reports the values that are read and set. */
  private record WatchedStep(GuardedStep guarded, Running step)
      implements JavaDelegate, ExecutionListener, TaskListener {

    private interface Work {
      void run() throws Exception;
    }

    private void run(DelegateExecution execution, Work work) throws Exception {
      guarded.guard().check(guarded.bean().getClass(), execution);
      RUNNING.get().push(step);
      try {
        work.run();
      } finally {
        RUNNING.get().pop();
      }
    }

    @Override
    public void execute(DelegateExecution execution) throws Exception {
      run(execution, () -> ((JavaDelegate) guarded.bean()).execute(watched(execution)));
    }

    @Override
    public void notify(DelegateExecution execution) throws Exception {
      if (guarded.bean() instanceof ExecutionListener listener) {
        run(execution, () -> listener.notify(watched(execution)));
      } else {
        execute(execution);
      }
    }

    @Override
    public void notify(DelegateTask task) {
      DelegateTask watched =
          proxy(
              DelegateTask.class,
              task,
              (method, arguments, result) ->
                  method.equals("getExecution") ? watched(task.getExecution()) : result);
      try {
        run(task.getExecution(), () -> ((TaskListener) guarded.bean()).notify(watched));
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    private DelegateExecution watched(DelegateExecution execution) {
      return proxy(
          DelegateExecution.class,
          execution,
          (method, arguments, result) -> {
            if (method.startsWith("setVariables")) {
              step.sets(((Map<?, ?>) arguments[0]).keySet().stream().map(String::valueOf).toList());
            } else if (method.startsWith("setVariable") || method.startsWith("removeVariable")) {
              step.sets(List.of((String) arguments[0]));
            } else if (method.matches("(get|has)Variable(Local)?(Typed)?")
                && arguments != null
                && arguments[0] instanceof String value) {
              step.uses(value);
            }
            return result;
          });
    }

    @FunctionalInterface
    private interface Reported {
      Object result(String method, Object[] arguments, Object result);
    }

    private static <T> T proxy(Class<T> type, T real, Reported reported) {
      return type.cast(
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (proxy, method, arguments) -> {
                try {
                  Object result = method.invoke(real, arguments);
                  return reported.result(method.getName(), arguments, result);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              }));
    }
  }
}

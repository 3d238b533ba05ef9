package scot.nrm.processes;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import scot.nrm.engine.steps.Step;

/** A step or listener that a diagram may name, with what it declares. */
public record DeclaredStep(DeclaredBean bean, Step declared) {

  /** All steps and listeners, ordered by name. */
  static final List<DeclaredStep> ALL =
      DeclaredBean.of(JavaDelegate.class, ExecutionListener.class, TaskListener.class)
          .map(bean -> new DeclaredStep(bean, bean.declares().getAnnotation(Step.class)))
          .filter(step -> step.declared() != null)
          .sorted(Comparator.comparing(step -> step.declared().value()))
          .toList();

  static final Map<String, DeclaredStep> BY_NAME =
      ALL.stream().collect(Collectors.toMap(step -> step.bean().name(), Function.identity()));

  /** The diagrams that a step starts, by the expression that names it in a diagram. */
  public static List<String> startedBy(String expression) {
    DeclaredStep step = BY_NAME.get(expression.replaceAll("^\\$\\{|}$", ""));
    return step == null ? List.of() : List.of(step.declared().starts());
  }

  /** Whether a service task may name it; others are named by listeners. */
  boolean isOfTask() {
    return JavaDelegate.class.isAssignableFrom(bean.type());
  }
}

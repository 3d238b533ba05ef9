package scot.nrm.modelcheck;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.stereotype.Component;
import scot.nrm.engine.DiagramValues;
import scot.nrm.engine.steps.Step;
import scot.nrm.engine.steps.StepGuard;

/**
 * The beans that a diagram may name: this application's steps and listeners, and those whose
 * methods return a value. A bean's type decides, so there is no list to maintain. The engine itself
 * sees no other beans, so a diagram that passed every check still reaches neither a database nor a
 * service of the engine. The engine gets each step and listener with the {@link StepGuard} before
 * it.
 */
@Component
public final class DiagramBeans extends AbstractMap<Object, Object> {

  private static final String OWN_PACKAGE = "scot.nrm.";

  private final ConfigurableListableBeanFactory beans;
  private final StepGuard guard;
  private Map<String, Class<?>> types;
  private Map<String, Step> declarations;

  DiagramBeans(ConfigurableListableBeanFactory beans, StepGuard guard) {
    this.beans = beans;
    this.guard = guard;
  }

  /** The names of the steps that a task or an event may name. */
  Set<String> steps() {
    return names(JavaDelegate.class);
  }

  /** The names of the execution listeners and the steps. */
  Set<String> executionListeners() {
    return names(ExecutionListener.class, JavaDelegate.class);
  }

  Set<String> taskListeners() {
    return names(TaskListener.class);
  }

  private Set<String> names(Class<?>... wanted) {
    return types().keySet().stream()
        .filter(name -> Stream.of(wanted).anyMatch(type -> isA(name, type)))
        .collect(Collectors.toSet());
  }

  /** Whether a diagram may call this method of this bean. */
  boolean isCallable(String name, String method) {
    return isA(name, DiagramValues.class) && methodsOf(name).contains(method);
  }

  /** The declarations of all steps and listeners, by their names. */
  public synchronized Map<String, Step> declarations() {
    if (declarations == null) {
      Map<String, Step> found = new TreeMap<>();
      types().keySet().forEach(name -> declaration(name).ifPresent(step -> found.put(name, step)));
      declarations = Collections.unmodifiableMap(found);
    }
    return declarations;
  }

  /** The declaration of a step or listener; empty if it isn't one of ours. */
  Optional<Step> declaration(String name) {
    return types().containsKey(name)
        ? Optional.ofNullable(beans.findAnnotationOnBean(name, Step.class, false))
        : Optional.empty();
  }

  /**
   * The methods that a diagram may call, such as {@code dueDates.inDays}, in alphabetical order.
   */
  Set<String> callable() {
    return types().keySet().stream()
        .filter(name -> isA(name, DiagramValues.class))
        .flatMap(name -> methodsOf(name).stream().map(method -> name + "." + method))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The parameter types of each method of this name that a diagram may call. */
  List<List<Class<?>>> parameterTypes(String name, String method) {
    return callable(name)
        .filter(one -> one.getName().equals(method))
        .map(one -> List.of(one.getParameterTypes()))
        .toList();
  }

  private Set<String> methodsOf(String name) {
    return callable(name).map(Method::getName).collect(Collectors.toSet());
  }

  private Stream<Method> callable(String name) {
    return Arrays.stream(types().get(name).getDeclaredMethods())
        .filter(
            method ->
                Modifier.isPublic(method.getModifiers())
                    && !Modifier.isStatic(method.getModifiers())
                    && !method.isSynthetic());
  }

  private boolean isA(String name, Class<?> wanted) {
    Class<?> type = types().get(name);
    return type != null && wanted.isAssignableFrom(type);
  }

  /**
   * The types of the beans by name. They are read late, and without creating the beans, which need
   * the engine: this is called while the engine is being built.
   */
  private synchronized Map<String, Class<?>> types() {
    if (types == null) {
      Map<String, Class<?>> found = new HashMap<>();
      for (Class<?> wanted :
          new Class<?>[] {
            JavaDelegate.class, ExecutionListener.class, TaskListener.class, DiagramValues.class
          }) {
        for (String name : beans.getBeanNamesForType(wanted, true, false)) {
          Class<?> type = beans.getType(name, false);
          if (isOurs(type) || isOurs(beans.getType(factoryOf(name), false))) {
            found.put(name, type);
          }
        }
      }
      types = Map.copyOf(found);
    }
    return types;
  }

  private static boolean isOurs(Class<?> type) {
    return type != null && type.getName().startsWith(OWN_PACKAGE);
  }

  /**
   * The bean whose method creates this one; if there is none, its own name. The type of this bean
   * may be only an interface of the engine.
   */
  private String factoryOf(String name) {
    String factory =
        beans.containsBeanDefinition(name)
            ? beans.getBeanDefinition(name).getFactoryBeanName()
            : null;
    return factory == null ? name : factory;
  }

  // --- the engine's view: by name, one at a time

  @Override
  public boolean containsKey(Object name) {
    return name instanceof String && types().containsKey(name);
  }

  @Override
  public Object get(Object name) {
    if (!containsKey(name)) {
      return null;
    }
    Object bean = beans.getBean((String) name);
    return GuardedStep.isStep(bean) ? new GuardedStep(bean, guard) : bean;
  }

  @Override
  public Set<Object> keySet() {
    return Set.copyOf(types().keySet());
  }

  @Override
  public Set<Entry<Object, Object>> entrySet() {
    return types().keySet().stream()
        .map(name -> Map.entry((Object) name, get(name)))
        .collect(Collectors.toSet());
  }
}

package scot.nrm.processes;

import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.support.SimpleBeanDefinitionRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;

/**
 * A bean of the program that is a class or a method, found without starting an application.
 *
 * @param type as it is declared
 * @param declares the class or the method
 * @param does the first sentence of its Javadoc
 */
record DeclaredBean(String name, Class<?> type, AnnotatedElement declares, String does) {

  private static final List<DeclaredBean> ALL = all();

  /** The beans of any of these types. */
  static Stream<DeclaredBean> of(Class<?>... types) {
    return ALL.stream()
        .filter(bean -> Stream.of(types).anyMatch(type -> type.isAssignableFrom(bean.type())));
  }

  private static List<DeclaredBean> all() {
    SimpleBeanDefinitionRegistry registry = new SimpleBeanDefinitionRegistry();
    ClassPathBeanDefinitionScanner scanner = new ClassPathBeanDefinitionScanner(registry);
    scanner.setIncludeAnnotationConfig(false);
    scanner.scan("scot.nrm");
    List<DeclaredBean> found = new ArrayList<>();
    for (String name : registry.getBeanDefinitionNames()) {
      Class<?> type = load(registry.getBeanDefinition(name).getBeanClassName());
      found.add(new DeclaredBean(name, type, type, Javadocs.of(type, type.getSimpleName())));
      Arrays.stream(type.getDeclaredMethods())
          .filter(method -> method.isAnnotationPresent(Bean.class))
          .forEach(
              method ->
                  found.add(
                      new DeclaredBean(
                          method.getName(),
                          method.getReturnType(),
                          method,
                          Javadocs.of(type, method.getName()))));
    }
    return found;
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, DeclaredBean.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}

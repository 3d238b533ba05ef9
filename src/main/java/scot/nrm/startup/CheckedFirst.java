package scot.nrm.startup;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.sql.init.dependency.DatabaseInitializerDetector;

/**
 * Marks the content of a file of {@code config/}, which is read and checked before the database is
 * used, so that a start that fails because of a mistake in the file has changed nothing.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface CheckedFirst {

  /** Makes this check the first step of preparing the database. */
  final class Files implements DatabaseInitializerDetector {

    /** Finds the beans by their annotations, without creating any. */
    @Override
    public Set<String> detect(ConfigurableListableBeanFactory beans) {
      return Arrays.stream(beans.getBeanDefinitionNames())
          .filter(name -> beans.findAnnotationOnBean(name, CheckedFirst.class, false) != null)
          .collect(Collectors.toSet());
    }

    /** Before Flyway, whose order is 1. */
    @Override
    public int getOrder() {
      return 0;
    }
  }
}

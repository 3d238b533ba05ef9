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
 * What a file of {@code config/} says. It is read and checked before the database is used, so that
 * a start that a mistake in the file stops has changed nothing.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface CheckedFirst {

  /** Makes the check the first step of preparing the database. */
  final class Files implements DatabaseInitializerDetector {

    /** Without creating anything to learn its type. */
    @Override
    public Set<String> detect(ConfigurableListableBeanFactory beans) {
      return Arrays.stream(beans.getBeanDefinitionNames())
          .filter(name -> beans.findAnnotationOnBean(name, CheckedFirst.class, false) != null)
          .collect(Collectors.toSet());
    }

    /** Flyway's is 1. */
    @Override
    public int getOrder() {
      return 0;
    }
  }
}

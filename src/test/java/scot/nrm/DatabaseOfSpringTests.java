package scot.nrm;

import java.util.List;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import scot.nrm.Databases.Database;
import scot.nrm.Databases.Kind;

/**
 * Gives the application of a Spring test its database. Tests that are set up alike and run on the
 * same kind share the application and its database, so long as Spring keeps it ({@code
 * spring.properties}): the database then goes with it, if it takes memory.
 */
public class DatabaseOfSpringTests implements ContextCustomizerFactory {

  @Override
  public ContextCustomizer createContextCustomizer(
      Class<?> test, List<ContextConfigurationAttributes> attributes) {
    if (AnnotatedElementUtils.hasAnnotation(test, OnEachDatabase.class)) {
      return new On(Databases.current());
    }
    if (Databases.OnH2.class.isAssignableFrom(test)) {
      return new On(Kind.H2);
    }
    return Databases.OnPostgres.class.isAssignableFrom(test) ? new On(Kind.POSTGRES) : null;
  }

  private record On(Kind kind) implements ContextCustomizer {

    @Override
    public void customizeContext(
        ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
      Database database = kind.database();
      if (context.getBeanFactory() instanceof DefaultListableBeanFactory beans) {
        // Before all others, so after all others are closed.
        beans.registerDisposableBean("databaseOfTest", () -> Databases.forget(database));
      }
      TestPropertyValues.of(database.asRuntime().settings()).applyTo(context);
    }
  }
}

package scot.nrm;

import java.util.List;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import scot.nrm.Databases.Kind;

/**
 * Gives the application of a Spring test its database. Tests that are set up alike and run on the
 * same kind share the application and its database.
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
      // What the operator reads is at some port that is free.
      TestPropertyValues.of(kind.database().asRuntime().settings())
          .and("management.server.port=0")
          .applyTo(context);
    }
  }
}

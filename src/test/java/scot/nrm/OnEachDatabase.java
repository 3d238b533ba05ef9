package scot.nrm;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.AfterClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.BeforeClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.springframework.test.context.junit.jupiter.SpringExtension;
import scot.nrm.Databases.Database;
import scot.nrm.Databases.Kind;

/**
 * Runs all tests of a class on H2 and then on PostgreSQL. A Spring test gets the database in its
 * settings; any other class is {@link Uses one that uses a database}, with one instance for all its
 * tests.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ClassTemplate
@ExtendWith(OnEachDatabase.Kinds.class)
public @interface OnEachDatabase {

  /**
   * The databases of the usual run. Whole cases are worked on the one of production only, because
   * they take a quarter of the time; {@code -Pfull} works them on both.
   */
  Kind[] usually() default {Kind.H2, Kind.POSTGRES};

  /** A test class without Spring, told which database to run on. */
  interface Uses {

    void open(Database database);

    void close();
  }

  final class Kinds implements ClassTemplateInvocationContextProvider {

    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
      return true;
    }

    @Override
    public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(
        ExtensionContext context) {
      Kind[] kinds =
          Boolean.getBoolean("nrm.every.database")
              ? Kind.values()
              : context.getRequiredTestClass().getAnnotation(OnEachDatabase.class).usually();
      return Arrays.stream(kinds).map(Invocation::new);
    }
  }

  record Invocation(Kind kind)
      implements ClassTemplateInvocationContext,
          BeforeClassTemplateInvocationCallback,
          AfterClassTemplateInvocationCallback {

    @Override
    public String getDisplayName(int index) {
      return "on " + kind.displayName();
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(this);
    }

    @Override
    public void beforeClassTemplateInvocation(ExtensionContext context) {
      Databases.current(kind);
      uses(context).ifPresent(test -> test.open(kind.database()));
      // Spring keeps the application of a test class, whichever database that has.
      context
          .getRoot()
          .getStore(Namespace.create(SpringExtension.class))
          .remove(context.getRequiredTestClass());
    }

    @Override
    public void afterClassTemplateInvocation(ExtensionContext context) {
      uses(context).ifPresent(Uses::close);
    }

    private static Optional<Uses> uses(ExtensionContext context) {
      return context.getTestInstance().filter(Uses.class::isInstance).map(Uses.class::cast);
    }
  }
}

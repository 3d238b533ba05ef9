package scot.nrm.casefile;

import java.util.Set;
import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDatabaseInitializerDetector;

/**
 * Makes the check of the keys part of preparing the database: it runs after the schema, and before
 * anything else that uses the database exists, so that no job runs with a wrong key.
 */
class KeysAreCheckedFirst extends AbstractBeansOfTypeDatabaseInitializerDetector {

  /** After Flyway's, which is 1. */
  private static final int AFTER_THE_SCHEMA = 100;

  @Override
  protected Set<Class<?>> getDatabaseInitializerBeanTypes() {
    return Set.of(KnownKeys.class);
  }

  @Override
  public int getOrder() {
    return AFTER_THE_SCHEMA;
  }
}

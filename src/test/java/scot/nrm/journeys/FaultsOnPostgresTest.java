package scot.nrm.journeys;

import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import scot.nrm.Databases;

class FaultsOnPostgresTest extends Faults {

  @DynamicPropertySource
  static void database(DynamicPropertyRegistry properties) {
    Databases.postgres().register(properties);
  }
}

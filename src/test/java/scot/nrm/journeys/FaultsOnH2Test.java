package scot.nrm.journeys;

import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import scot.nrm.Databases;

class FaultsOnH2Test extends Faults {

  @DynamicPropertySource
  static void database(DynamicPropertyRegistry properties) {
    Databases.h2().register(properties);
  }
}

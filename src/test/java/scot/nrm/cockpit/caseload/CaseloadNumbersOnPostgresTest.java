package scot.nrm.cockpit.caseload;

import scot.nrm.Databases.Database;
import scot.nrm.Databases;

class CaseloadNumbersOnPostgresTest extends CaseloadNumbers {

  @Override
  Database database() {
    return Databases.postgres();
  }
}

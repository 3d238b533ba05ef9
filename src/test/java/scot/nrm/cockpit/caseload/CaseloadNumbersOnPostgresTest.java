package scot.nrm.cockpit.caseload;

import scot.nrm.Databases;
import scot.nrm.Databases.Database;

class CaseloadNumbersOnPostgresTest extends CaseloadNumbers {

  @Override
  Database database() {
    return Databases.postgres();
  }
}

package scot.nrm.cockpit.caseload;

import scot.nrm.Databases.Database;
import scot.nrm.Databases;

class CaseloadNumbersOnH2Test extends CaseloadNumbers {

  @Override
  Database database() {
    return Databases.h2();
  }
}

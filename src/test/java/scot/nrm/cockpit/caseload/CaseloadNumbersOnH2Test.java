package scot.nrm.cockpit.caseload;

import scot.nrm.Databases;
import scot.nrm.Databases.Database;

class CaseloadNumbersOnH2Test extends CaseloadNumbers {

  @Override
  Database database() {
    return Databases.h2();
  }
}

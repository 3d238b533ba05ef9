package scot.nrm.casefile;

import scot.nrm.Databases;

class ChildDataLeakOnPostgresTest extends ChildDataLeakTestBase implements Databases.OnPostgres {

  @Override
  String bytesType() {
    return "bytea";
  }
}

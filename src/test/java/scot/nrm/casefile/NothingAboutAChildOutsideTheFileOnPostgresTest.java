package scot.nrm.casefile;

import scot.nrm.Databases;

class NothingAboutAChildOutsideTheFileOnPostgresTest extends NothingAboutAChildOutsideTheFile
    implements Databases.OnPostgres {

  @Override
  String bytesType() {
    return "bytea";
  }
}

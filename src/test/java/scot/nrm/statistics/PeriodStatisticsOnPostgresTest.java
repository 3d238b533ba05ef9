package scot.nrm.statistics;

import scot.nrm.Databases;
import scot.nrm.Databases.Database;

class PeriodStatisticsOnPostgresTest extends PeriodStatisticsOnADatabase {

  private static final Filled DATABASE = Filled.with500Cases(Databases.postgres());

  PeriodStatisticsOnPostgresTest() {
    super(DATABASE);
  }

  @Override
  Database empty() {
    return Databases.postgres();
  }
}

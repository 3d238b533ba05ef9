package scot.nrm.statistics;

import scot.nrm.Databases;

class PeriodStatisticsOnPostgresTest extends PeriodStatisticsOnADatabase {

  private static final Filled DATABASE = Filled.with500Cases(Databases.postgres());

  PeriodStatisticsOnPostgresTest() {
    super(DATABASE);
  }
}

package scot.nrm.statistics;

import org.junit.jupiter.api.Tag;
import scot.nrm.Databases;

@Tag("quick")
class PeriodStatisticsTest extends PeriodStatisticsOnADatabase {

  private static final Filled DATABASE = Filled.with500Cases(Databases.h2());

  PeriodStatisticsTest() {
    super(DATABASE);
  }
}

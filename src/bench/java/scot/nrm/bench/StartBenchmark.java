package scot.nrm.bench;

import org.junit.jupiter.api.Test;
import scot.nrm.BenchTable;
import scot.nrm.Databases;
import scot.nrm.Databases.Database;

/**
 * Measures the processor time of a start until it is ready, here and of stock Camunda with the
 * people, diagrams and forms of a straight case: on an empty database of PostgreSQL, and once more
 * on the same. Both in turns, so that whatever else the machine does slows both.
 */
class StartBenchmark {

  private static final int ROUNDS = Integer.getInteger("nrm.bench.starts", 3);

  /** Milliseconds. */
  private double hereEmpty;

  private double here;
  private double stockEmpty;
  private double stock;

  @Test
  void processorTimeOfAStart() {
    for (int round = 0; round < ROUNDS; round++) {
      Database ours = Databases.emptyPostgres();
      Database theirs = Databases.emptyPostgres();
      hereEmpty += used(Program.here(ours));
      stockEmpty += used(Program.stock(theirs));
      here += used(Program.here(ours));
      stock += used(Program.stock(theirs));
    }
    row("on a database with data", here, stock, "≤ 1.2 × stock");
    row("on an empty database", hereEmpty, stockEmpty, "");
  }

  private static double used(Program started) {
    try (started) {
      Program.Spent spent = started.spent();
      return spent.java() + spent.compilers();
    }
  }

  private static void row(String where, double here, double stock, String goal) {
    BenchTable.add(
        "start " + where + ": s of processor time",
        here / 1000 / ROUNDS,
        stock / 1000 / ROUNDS,
        goal);
  }
}

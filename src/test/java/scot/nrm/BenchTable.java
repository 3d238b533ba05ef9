package scot.nrm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The one table of what is measured, in {@code target/bench.md}: each measure here and for a stock
 * Camunda, their ratio and the goal. A row that is measured again replaces the earlier one. A cell
 * without a value was not measured in this repository, or has no goal.
 */
public final class BenchTable {

  private static final Path FILE = Path.of("target", "bench.md");
  private static final List<String> HEADING =
      List.of("| measure | here | stock | stock / here | goal |", "|---|---:|---:|---:|---:|");

  private BenchTable() {}

  /** A measure that no stock Camunda was measured for. */
  public static void add(String measure, double here, String goal) {
    add(measure, here, Double.NaN, goal);
  }

  /**
   * @param measure with its unit
   * @param stock {@code NaN} if it wasn't measured
   * @param goal such as {@code ≤ 20}; empty if there is none
   */
  public static synchronized void add(String measure, double here, double stock, String goal) {
    String row =
        "| %s | %s | %s | %s | %s |"
            .formatted(measure, cell(here), cell(stock), cell(stock / here), goal);
    try {
      List<String> rows = new ArrayList<>(Files.exists(FILE) ? Files.readAllLines(FILE) : HEADING);
      rows.removeIf(earlier -> earlier.startsWith("| " + measure + " |"));
      rows.add(row);
      Files.createDirectories(FILE.getParent());
      Files.write(FILE, rows);
      System.out.println(String.join("\n", rows));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String cell(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    return (value < 100 ? "%.1f" : "%,.0f").formatted(value);
  }
}

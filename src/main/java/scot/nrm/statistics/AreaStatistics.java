package scot.nrm.statistics;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseClock;
import scot.nrm.record.CodeNames;
import scot.nrm.register.RegisterRows;

/**
 * Counts of the area of a Child Protection Committee, which is some councils: year by year, below 5
 * not shown, nor what would give it away.
 */
@Component
public class AreaStatistics {

  private final RegisterRows rows;
  private final CodeNames names;
  private final Years years;

  AreaStatistics(RegisterRows rows, CodeNames names, CaseClock clock) {
    this.rows = rows;
    this.names = names;
    this.years = new Years(clock);
  }

  /**
   * A line of a table.
   *
   * @param number as it is shown: digits, or words where it is not shown
   */
  public record Line(String table, String heading, String code, String name, String number) {}

  /** The years of which there are figures, the latest first. */
  public List<Integer> years() {
    return years.all();
  }

  public int latest() {
    return years.latest();
  }

  /**
   * @throws IllegalArgumentException with a sentence, where there is no such year
   */
  public int year(String typed) {
    if (!years.has(typed)) {
      throw new IllegalArgumentException(years.sentence());
    }
    return Integer.parseInt(typed);
  }

  /** The councils of an area, in words; empty for none. */
  public String words(Set<String> councils) {
    return councils.stream().map(names::council).sorted().collect(Collectors.joining(", "));
  }

  public List<Line> of(Set<String> councils, int year) {
    AreaCounts figures = new AreaCounts();
    rows.forEach(councils, year, row -> figures.add(new ReferralCountRule(row)));
    return figures.lines();
  }
}

package scot.nrm.statistics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Figures published by others, from {@code config/published-figures.yaml}, to compare with ours.
 */
record PublishedFigures(@DefaultValue List<Series> series) {

  /**
   * Published figures to compare with one table.
   *
   * @param id the name of their column; it never changes
   * @param unit {@code children} for counts, {@code percent} for shares
   * @param covers the people and events that they count
   */
  record Series(
      @DefaultValue("") String id,
      @DefaultValue("") String table,
      @DefaultValue("") String label,
      @DefaultValue("") String unit,
      @DefaultValue("") String covers,
      @DefaultValue("") String source,
      @DefaultValue("") String note,
      @DefaultValue List<Value> values) {

    boolean isShare() {
      return unit.equals("percent");
    }

    /** The published figure for a row, with a share as 0 to 1; {@code null} if there is none. */
    Number number(String code) {
      BigDecimal number =
          values.stream()
              .filter(value -> value.code().equals(code))
              .findFirst()
              .map(Value::number)
              .orElse(null);
      if (number == null) {
        return null;
      }
      if (isShare()) {
        return number.divide(BigDecimal.valueOf(100), 6, RoundingMode.HALF_UP).doubleValue();
      }
      return number.longValueExact();
    }
  }

  /** The code is that of the table's row, such as a year or a nationality. */
  record Value(@DefaultValue("") String code, BigDecimal number) {}

  List<Series> forTable(String table) {
    return series.stream().filter(one -> one.table().equals(table)).toList();
  }
}

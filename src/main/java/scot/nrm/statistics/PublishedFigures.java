package scot.nrm.statistics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Figures that others have published, of {@code config/published-figures.yaml}, to stand beside
 * ours.
 */
record PublishedFigures(@DefaultValue List<Series> series) {

  /**
   * Figures that stand beside one table.
   *
   * @param id names the column in which they stand; it never changes
   * @param table the id of the table
   * @param unit {@code children} where they count, {@code percent} where they are shares
   * @param covers whom and what they count
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

    /**
     * What was published for a row of the table; a share from 0 to 1; {@code null} where nothing
     * was.
     */
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

  /**
   * @param code of the row of the table, such as a year or a nationality
   */
  record Value(@DefaultValue("") String code, BigDecimal number) {}

  List<Series> beside(String table) {
    return series.stream().filter(one -> one.table().equals(table)).toList();
  }
}

package scot.nrm.pages;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One page of a list: the database returns only its lines.
 *
 * @param number from 1
 * @param rows the lines on a page
 */
public record PageOf(int number, int rows) {

  private static final int FURTHEST = 10_000;

  /** The page number in the address, or the first page. */
  public static PageOf asked(String typed, int rows) {
    int number = typed.matches("\\d{1,5}") ? Integer.parseInt(typed) : 1;
    return new PageOf(Math.max(1, Math.min(number, FURTHEST)), rows);
  }

  /** The number of lines before this page. */
  public int from() {
    return (number - 1) * rows;
  }

  /** The model for the fragment {@code turn}. */
  public Map<String, Object> model(String path, long all) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("all", all);
    model.put("first", all == 0 ? 0 : from() + 1);
    model.put("last", Math.min(all, (long) from() + rows));
    model.put("earlier", number > 1 ? path + "?page=" + (number - 1) : "");
    model.put("later", (long) from() + rows < all ? path + "?page=" + (number + 1) : "");
    return model;
  }
}

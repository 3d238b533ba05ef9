package scot.nrm.partners;

import java.util.LinkedHashMap;
import java.util.Map;

/** One page of a list: the database returns only its lines. */
record PageOf(int number) {

  static final int ROWS = 25;
  private static final int FURTHEST = 10_000;

  /** The page number in the address, or the first page. */
  static PageOf asked(String typed) {
    int number = typed.matches("\\d{1,5}") ? Integer.parseInt(typed) : 1;
    return new PageOf(Math.max(1, Math.min(number, FURTHEST)));
  }

  int from() {
    return (number - 1) * ROWS;
  }

  /** The model for the fragment {@code turn}. */
  Map<String, Object> model(String path, long all) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("all", all);
    model.put("first", all == 0 ? 0 : from() + 1);
    model.put("last", Math.min(all, (long) from() + ROWS));
    model.put("earlier", number > 1 ? path + "?page=" + (number - 1) : "");
    model.put("later", (long) from() + ROWS < all ? path + "?page=" + (number + 1) : "");
    return model;
  }
}

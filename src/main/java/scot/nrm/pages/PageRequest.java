package scot.nrm.pages;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * One page of a list: the database returns only its rows.
 *
 * @param number its number, starting at 1
 * @param rows the number of lines on a page
 */
public record PageRequest(int number, int rows) {

  private static final int MAX_NUMBER = 10_000;

  /** The page with the number in the URL, or the first page. */
  public static PageRequest parse(String typed, int rows) {
    int number = typed.matches("\\d{1,5}") ? Integer.parseInt(typed) : 1;
    return new PageRequest(Math.max(1, Math.min(number, MAX_NUMBER)), rows);
  }

  /** The number of lines before this page. */
  public int offset() {
    return (number - 1) * rows;
  }

  /** This page, or the last one if there are fewer; {@code all} is the number of all lines. */
  public PageRequest within(long all) {
    return new PageRequest((int) Math.max(1, Math.min(number, (all + rows - 1) / rows)), rows);
  }

  /** A part of a list, with the page that it is. */
  public record Found<T>(PageRequest page, T part) {}

  /**
   * Finds the part of a list on this page, or on the last one if there are fewer.
   *
   * @param all the number of lines on all pages, which each part knows
   */
  public <T> Found<T> find(Function<PageRequest, T> part, ToLongFunction<T> all) {
    T found = part.apply(this);
    PageRequest page = within(all.applyAsLong(found));
    return new Found<>(page, page.equals(this) ? found : part.apply(page));
  }

  /** The model for the fragment {@code turn} of the list at a path, with its filters. */
  public Map<String, Object> model(String path, long all) {
    String page = path + (path.contains("?") ? "&" : "?") + "page=";
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("several", all > rows);
    model.put("all", all);
    long last = Math.min(all, (long) offset() + rows);
    model.put("first", all == 0 ? 0 : offset() + 1);
    model.put("last", last);
    model.put("single", last == offset() + 1);
    model.put("earlier", number > 1 ? page + (number - 1) : "");
    model.put("later", (long) offset() + rows < all ? page + (number + 1) : "");
    return model;
  }
}

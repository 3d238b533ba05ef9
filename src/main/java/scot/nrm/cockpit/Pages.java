package scot.nrm.cockpit;

/** Pages of a list: the database returns only the rows of one page. */
public final class Pages {

  public static final int SIZE = 25;

  private Pages() {}

  /**
   * The first page if none is asked for. Refuses (400) what is not the number of a page.
   *
   * @param typed may be {@code null}
   */
  public static int number(String typed) {
    if (typed == null || typed.isEmpty()) {
      return 1;
    }
    if (!typed.matches("[1-9]\\d{0,5}")) {
      throw RequestRefused.badRequest("Enter the number of a page. Pages start at 1.");
    }
    return Integer.parseInt(typed);
  }

  /** The page, or the last one of a list that has become shorter. */
  public static int within(int page, long all) {
    return (int) Math.max(1, Math.min(page, (all + SIZE - 1) / SIZE));
  }
}

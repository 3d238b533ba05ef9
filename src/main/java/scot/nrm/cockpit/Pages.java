package scot.nrm.cockpit;

/** Pages of a list: the database returns only the lines of one page. */
public final class Pages {

  /** Lines on a page. */
  public static final int SIZE = 25;

  private static final int LAST = 1000;

  private Pages() {}

  /** Refuses (400) what is not a number. */
  public static int number(String text) {
    if (!text.matches("\\d{1,6}")) {
      throw RequestRefused.badRequest("Enter the number of a page.");
    }
    return Integer.parseInt(text);
  }

  /** Refuses (400) a page number that no list can have. */
  public static void mustHave(int page) {
    if (page < 1 || page > LAST) {
      throw RequestRefused.badRequest("Choose a page from 1 to " + LAST + ".");
    }
  }
}

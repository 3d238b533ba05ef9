package scot.nrm.cockpit;

/** Lists are shown a page at a time: the database gives what a page shows and no more. */
public final class Pages {

  /** Lines on a page. */
  public static final int SIZE = 25;

  private static final int LAST = 1000;

  private Pages() {}

  /** Refuses (400) a page that no list has. */
  public static void mustHave(int page) {
    if (page < 1 || page > LAST) {
      throw RequestRefused.badRequest("Choose a page from 1 to " + LAST + ".");
    }
  }
}

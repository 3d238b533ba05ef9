package scot.nrm.pages;

import java.util.List;
import scot.nrm.access.Viewer;

/** A page listed on the start page for people who may open it. */
public interface StartPageEntry {

  List<Entry> entries(Viewer viewer);

  /**
   * @param title the page's heading
   * @param description its purpose, in a sentence
   * @param path from the root of the application, such as {@code /nrm/register}
   */
  record Entry(String title, String description, String path) {

    /**
     * A list with this entry, or an empty one.
     *
     * @param mayOpen whether the viewer may open the page
     */
    public static List<Entry> onlyIf(
        boolean mayOpen, String title, String description, String path) {
      return mayOpen ? List.of(new Entry(title, description, path)) : List.of();
    }
  }
}

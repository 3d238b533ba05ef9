package scot.nrm.pages;

import java.util.List;
import scot.nrm.access.Viewer;

/** A page that the start page leads to. Each says itself who may open it. */
public interface StartPageEntry {

  /** None for whoever may not open it. */
  List<Entry> entries(Viewer viewer);

  /**
   * @param title as a heading
   * @param says what it is for, in a sentence
   * @param path from the root of the application, such as {@code /nrm/register}
   */
  record Entry(String title, String says, String path) {}
}

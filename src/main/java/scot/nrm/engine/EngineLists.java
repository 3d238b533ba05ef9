package scot.nrm.engine;

import java.util.ArrayList;
import java.util.List;

/** The lists of the engine's configuration, which are not there until somebody sets them. */
public final class EngineLists {

  private EngineLists() {}

  /** What others have put into a list, and one more. */
  public static <T> List<T> with(List<T> present, T added) {
    List<T> all = present == null ? new ArrayList<>() : new ArrayList<>(present);
    all.add(added);
    return all;
  }
}

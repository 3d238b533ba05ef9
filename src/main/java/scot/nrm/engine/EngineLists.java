package scot.nrm.engine;

import java.util.ArrayList;
import java.util.List;

/** Extends the lists of the engine's configuration, which are null until set. */
public final class EngineLists {

  private EngineLists() {}

  /** The existing elements of a list, and more. */
  @SafeVarargs
  public static <T> List<T> with(List<T> present, T... added) {
    List<T> all = present == null ? new ArrayList<>() : new ArrayList<>(present);
    all.addAll(List.of(added));
    return all;
  }
}

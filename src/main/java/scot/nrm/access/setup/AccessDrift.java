package scot.nrm.access.setup;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects, in words, the differences of the database from the files in {@code config/}; corrects
 * them or only reports them.
 */
final class AccessDrift {

  private final boolean corrects;
  private final List<String> found = new ArrayList<>();

  private AccessDrift(boolean corrects) {
    this.corrects = corrects;
  }

  static AccessDrift correcting() {
    return new AccessDrift(true);
  }

  static AccessDrift reportOnly() {
    return new AccessDrift(false);
  }

  /** The correction makes it match the files. */
  void found(String what, Runnable correction) {
    found.add(what);
    if (corrects) {
      correction.run();
    }
  }

  List<String> found() {
    return List.copyOf(found);
  }
}

package scot.nrm.access.setup;

import java.util.ArrayList;
import java.util.List;

/**
 * What the database has otherwise than the files in {@code config/} say, in words; put right, or
 * only looked at.
 */
final class AccessDrift {

  private final boolean putsRight;
  private final List<String> found = new ArrayList<>();

  private AccessDrift(boolean putsRight) {
    this.putsRight = putsRight;
  }

  static AccessDrift putRight() {
    return new AccessDrift(true);
  }

  static AccessDrift lookedAt() {
    return new AccessDrift(false);
  }

  /**
   * @param correction what makes it as the files say
   */
  void found(String what, Runnable correction) {
    found.add(what);
    if (putsRight) {
      correction.run();
    }
  }

  List<String> found() {
    return List.copyOf(found);
  }
}

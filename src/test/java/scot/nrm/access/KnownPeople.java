package scot.nrm.access;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import scot.nrm.access.NamesAndRoles.Earlier;
import scot.nrm.access.NamesAndRoles.Known;
import scot.nrm.access.NamesAndRoles.Over;

/** What people are and were called, without a database. */
public final class KnownPeople {

  private KnownPeople() {}

  /** Nobody is known. */
  public static Over nobody() {
    return new Over(Map.of(), Map.of());
  }

  /** One person who hasn't changed. */
  public static Over known(String userId, Known now) {
    return new Over(Map.of(userId, now), Map.of());
  }

  /** One person who had another name, or other roles, until a moment. */
  public static Over renamed(String userId, Known before, Instant until, Known now) {
    return new Over(
        Map.of(userId, now), Map.of(userId, List.of(new Earlier(userId, until, before))));
  }
}

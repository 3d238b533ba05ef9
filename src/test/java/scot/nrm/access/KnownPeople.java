package scot.nrm.access;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import scot.nrm.access.NamesAndRoles.Details;
import scot.nrm.access.NamesAndRoles.EarlierDetails;
import scot.nrm.access.NamesAndRoles.History;

/** The present and former names of people, without a database. */
public final class KnownPeople {

  private KnownPeople() {}

  /** Nobody is known. */
  public static History nobody() {
    return new History(Map.of(), Map.of());
  }

  /** One person who hasn't changed. */
  public static History known(String userId, Details now) {
    return new History(Map.of(userId, now), Map.of());
  }

  /** One person who had another name, or other roles, until a moment. */
  public static History renamed(String userId, Details before, Instant until, Details now) {
    return new History(
        Map.of(userId, now), Map.of(userId, List.of(new EarlierDetails(userId, until, before))));
  }
}

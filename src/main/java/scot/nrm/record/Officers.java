package scot.nrm.record;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import scot.nrm.access.NamesAndRoles;
import scot.nrm.access.NamesAndRoles.Details;
import scot.nrm.access.Roles;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.authorities.Authorities;

/**
 * The names of officers in a record, which is read long after anyone remembers their user ids, and
 * the names and roles that they had when they acted. They are not read through the engine, which
 * would hide colleagues: anyone who may read a case may see who worked on it.
 */
@Component
public class Officers {

  private final NamesAndRoles people;
  private final Roles roles;
  private final Authorities authorities;

  Officers(NamesAndRoles people, Roles roles, Authorities authorities) {
    this.people = people;
    this.roles = roles;
    this.authorities = authorities;
  }

  /**
   * The present name and the user id, such as {@code Gwen Selwood (ukhtc.second)}; only the id if
   * the account was deleted.
   */
  String name(String userId) {
    return userId == null || userId.isBlank() ? "" : names(List.of(userId)).get(userId);
  }

  /** The present names with the user ids of several people, by user id; {@code null} is nobody. */
  public Map<String, String> names(Collection<String> userIds) {
    NamesAndRoles.History known = people.of(userIds);
    Map<String, String> names = new HashMap<>();
    userIds.stream()
        .filter(Objects::nonNull)
        .forEach(userId -> names.put(userId, known.nameWithId(userId)));
    return names;
  }

  /** Some officers with the names and roles that they had when they acted. */
  public Acting acting(Collection<String> userIds) {
    return new Acting(people.of(userIds));
  }

  /** Officers with the names and roles that they had when they acted. */
  public final class Acting {

    private final NamesAndRoles.History people;

    private Acting(NamesAndRoles.History people) {
      this.people = people;
    }

    /** The name at a time, with the user id; empty if there is no user. */
    public String name(String userId, Instant at) {
      return userId == null || userId.isBlank() ? "" : people.nameWithId(userId, at);
    }

    /** The roles that they had at a time, by their names on that day. */
    public List<String> roles(String userId, Instant at) {
      List<String> groups = people.at(userId, at).map(Details::groups).orElse(List.of());
      return roles.roles().stream()
          .filter(role -> groups.contains(role.group()))
          .map(role -> authorities.fill(role.name(), LocalDay.of(at)))
          .toList();
    }

    /** Name and roles at a time: {@code Gwen Selwood (ukhtc.second), UKHTC second officer}. */
    String nameAndRoles(String userId, Instant at) {
      return userId == null || userId.isBlank()
          ? ""
          : String.join(
              ", ",
              Stream.concat(Stream.of(name(userId, at)), roles(userId, at).stream()).toList());
    }

    /** Every name that they have had, with the user id. */
    Set<String> allNames(Collection<String> userIds) {
      return userIds.stream()
          .flatMap(
              userId ->
                  Stream.concat(
                      Stream.of(userId), people.all(userId).map(known -> known.nameWithId(userId))))
          .collect(Collectors.toSet());
    }
  }
}

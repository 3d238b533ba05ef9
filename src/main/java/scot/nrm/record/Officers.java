package scot.nrm.record;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.springframework.stereotype.Component;
import scot.nrm.engine.SystemQueries;

/** The names of officers in a record, which is read long after anyone remembers their user ids. */
@Component
public class Officers {

  private final IdentityService identities;
  private final SystemQueries unchecked;

  Officers(IdentityService identities, SystemQueries unchecked) {
    this.identities = identities;
    this.unchecked = unchecked;
  }

  /**
   * The name and user id, such as {@code Gwen Selwood (ukhtc.second)}; only the id of an officer
   * who has left.
   */
  String name(String userId) {
    if (userId == null || userId.isBlank()) {
      return "";
    }
    return name(userId, identities.createUserQuery().userId(userId).singleResult());
  }

  /**
   * The same for several people, by user id. It works inside the web applications too, where the
   * engine would hide colleagues, because anyone who may read a case may see who worked on it.
   */
  public Map<String, String> names(Collection<String> userIds) {
    Set<String> asked = Set.copyOf(userIds);
    Map<String, String> names = new HashMap<>();
    if (asked.isEmpty()) {
      return names;
    }
    asked.forEach(userId -> names.put(userId, userId));
    unchecked
        .ask(() -> identities.createUserQuery().userIdIn(asked.toArray(String[]::new)).list())
        .forEach(user -> names.put(user.getId(), name(user.getId(), user)));
    return names;
  }

  private static String name(String userId, User user) {
    return user == null ? userId : written(user.getFirstName(), user.getLastName(), userId);
  }

  /** Like {@link #name}, for a person whose name is known. */
  public static String written(String firstName, String lastName, String userId) {
    String name = (text(firstName) + " " + text(lastName)).strip();
    return name.isEmpty() ? userId : name + " (" + userId + ")";
  }

  private static String text(String part) {
    return part == null ? "" : part;
  }
}

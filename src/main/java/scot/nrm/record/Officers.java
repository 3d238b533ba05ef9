package scot.nrm.record;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.springframework.stereotype.Component;

/** Officers as a record names them: it is read long after somebody has forgotten who had which user id. */
@Component
public class Officers {

  private final IdentityService identities;

  Officers(IdentityService identities) {
    this.identities = identities;
  }

  /** Name and user id, such as {@code Gwen Selwood (ukhtc.second)}; the id alone of somebody who has left. */
  String name(String userId) {
    if (userId == null || userId.isBlank()) {
      return "";
    }
    User user = identities.createUserQuery().userId(userId).singleResult();
    return user == null ? userId : written(user.getFirstName(), user.getLastName(), userId);
  }

  /** As {@link #name}, of somebody whose name is known. */
  public static String written(String firstName, String lastName, String userId) {
    String name = (text(firstName) + " " + text(lastName)).strip();
    return name.isEmpty() ? userId : name + " (" + userId + ")";
  }

  private static String text(String part) {
    return part == null ? "" : part;
  }
}

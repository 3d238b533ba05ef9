package scot.nrm.record;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.springframework.stereotype.Component;

/** Officers as a record names them: it is read long after somebody has forgotten who had which user id. */
@Component
class Officers {

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
    String name = user == null ? "" : (text(user.getFirstName()) + " " + text(user.getLastName())).strip();
    return name.isEmpty() ? userId : name + " (" + userId + ")";
  }

  private static String text(String part) {
    return part == null ? "" : part;
  }
}

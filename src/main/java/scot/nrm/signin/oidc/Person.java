package scot.nrm.signin.oidc;

import java.util.Set;

/**
 * Whom the identity provider has signed in, in our words: only groups and councils that there are.
 */
record Person(
    String userId,
    String firstName,
    String lastName,
    String email,
    Set<String> groups,
    Set<String> councils) {

  Person {
    groups = Set.copyOf(groups);
    councils = Set.copyOf(councils);
  }
}

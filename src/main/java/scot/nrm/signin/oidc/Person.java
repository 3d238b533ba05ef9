package scot.nrm.signin.oidc;

import java.util.Set;

/** A person signed in by the identity provider, with those groups and councils that exist here. */
record Person(
    String userId,
    String firstName,
    String lastName,
    String email,
    String telephone,
    Set<String> groups,
    Set<String> councils) {

  Person {
    groups = Set.copyOf(groups);
    councils = Set.copyOf(councils);
  }
}

package scot.nrm.signin.oidc;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.Tenant;
import org.camunda.bpm.engine.identity.User;
import org.springframework.context.annotation.Conditional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes what the identity provider says of a person into the engine's own users, groups and
 * councils, so that everything else asks there, whichever way people sign in. Nothing is written
 * where nothing is new.
 */
@Component
@Conditional(OidcConfigured.class)
class IdentitySynchroniser {

  /** Kept with the user: at what time what is written here was true. */
  private static final String AS_OF = "nrm-claims-as-of";

  private final IdentityService identities;
  private final TransactionTemplate transaction;

  IdentitySynchroniser(IdentityService identities, PlatformTransactionManager transactions) {
    this.identities = identities;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * @param asOf when the provider said so; what it said before the last change that is known here
   *     counts no more, so an older token cannot bring back what has been taken away
   */
  void write(Person person, Instant asOf) {
    oneAfterTheOther(
        () -> {
          Person now = known(person.userId());
          if (!person.equals(now) && (now == null || !asOf.isBefore(lastChange(person.userId())))) {
            user(person, now);
            bring(
                now == null ? Set.of() : now.groups(),
                person.groups(),
                group -> identities.createMembership(person.userId(), group),
                group -> identities.deleteMembership(person.userId(), group));
            bring(
                now == null ? Set.of() : now.councils(),
                person.councils(),
                council -> identities.createTenantUserMembership(council, person.userId()),
                council -> identities.deleteTenantUserMembership(council, person.userId()));
            identities.setUserInfo(person.userId(), AS_OF, asOf.toString());
          }
        });
  }

  /** Takes the person out of all groups and councils: the provider does not know them any more. */
  void withdraw(String userId, Instant asOf) {
    Person now = known(userId);
    if (now != null) {
      write(
          new Person(userId, now.firstName(), now.lastName(), now.email(), Set.of(), Set.of()),
          asOf);
    }
  }

  /** Two requests of one person come at the same moment; of two nodes, one may have been faster. */
  private synchronized void oneAfterTheOther(Runnable change) {
    try {
      transaction.executeWithoutResult(status -> change.run());
    } catch (RuntimeException other) {
      transaction.executeWithoutResult(status -> change.run());
    }
  }

  private Person known(String userId) {
    User user = identities.createUserQuery().userId(userId).singleResult();
    return user == null
        ? null
        : new Person(
            userId,
            orEmpty(user.getFirstName()),
            orEmpty(user.getLastName()),
            orEmpty(user.getEmail()),
            identities.createGroupQuery().groupMember(userId).list().stream()
                .map(Group::getId)
                .collect(Collectors.toSet()),
            identities.createTenantQuery().userMember(userId).list().stream()
                .map(Tenant::getId)
                .collect(Collectors.toSet()));
  }

  private Instant lastChange(String userId) {
    String asOf = identities.getUserInfo(userId, AS_OF);
    return asOf == null ? Instant.MIN : Instant.parse(asOf);
  }

  private void user(Person person, Person now) {
    boolean same =
        now != null
            && Objects.equals(now.firstName(), person.firstName())
            && Objects.equals(now.lastName(), person.lastName())
            && Objects.equals(now.email(), person.email());
    if (!same) {
      User user =
          now == null
              ? identities.newUser(person.userId())
              : identities.createUserQuery().userId(person.userId()).singleResult();
      user.setFirstName(person.firstName());
      user.setLastName(person.lastName());
      user.setEmail(person.email());
      identities.saveUser(user);
    }
  }

  private static void bring(
      Set<String> now, Set<String> wanted, Consumer<String> add, Consumer<String> remove) {
    now.stream().filter(one -> !wanted.contains(one)).forEach(remove);
    wanted.stream().filter(one -> !now.contains(one)).forEach(add);
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }
}

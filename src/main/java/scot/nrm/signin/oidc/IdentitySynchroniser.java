package scot.nrm.signin.oidc;

import java.time.Instant;
import java.util.Map;
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
import scot.nrm.access.NamesAndRoles;

/**
 * Copies a person's details, groups and councils from the identity provider into the engine's own
 * tables, so that everything else reads them there, whichever way people sign in. Writes only
 * changes.
 */
@Component
@Conditional(OidcConfigured.class)
class IdentitySynchroniser {

  /** The user's attribute for the time of the information. */
  private static final String AS_OF = "nrm-claims-as-of";

  private final ClaimsMapper claimsMapper;
  private final IdentityService identities;
  private final TransactionTemplate transaction;

  IdentitySynchroniser(
      ClaimsMapper claimsMapper,
      IdentityService identities,
      PlatformTransactionManager transactions) {
    this.claimsMapper = claimsMapper;
    this.identities = identities;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * A person who signs in, as the provider describes them.
   *
   * @throws SignInRefused if it names no group for them; then they lose those that they had
   */
  Person write(Map<String, Object> claims, Instant asOf) {
    try {
      Person person = claimsMapper.person(claims);
      write(person, asOf);
      return person;
    } catch (SignInRefused e) {
      claimsMapper.userId(claims).ifPresent(userId -> withdraw(userId, asOf));
      throw e;
    }
  }

  /**
   * @param asOf the time of the provider's information; older information than the last known
   *     change is ignored, so an older token can't restore what was withdrawn
   */
  void write(Person person, Instant asOf) {
    runExclusively(
        () -> {
          Person now = storedPerson(person.userId());
          if (!person.equals(now) && (now == null || !asOf.isBefore(lastChange(person.userId())))) {
            saveUser(person, now);
            synchronise(
                now == null ? Set.of() : now.groups(),
                person.groups(),
                group -> identities.createMembership(person.userId(), group),
                group -> identities.deleteMembership(person.userId(), group));
            synchronise(
                now == null ? Set.of() : now.councils(),
                person.councils(),
                council -> identities.createTenantUserMembership(council, person.userId()),
                council -> identities.deleteTenantUserMembership(council, person.userId()));
            identities.setUserInfo(person.userId(), NamesAndRoles.TELEPHONE, person.telephone());
            identities.setUserInfo(person.userId(), AS_OF, asOf.toString());
          }
        });
  }

  /** Removes a person from all groups and councils, because the provider no longer knows them. */
  void withdraw(String userId, Instant asOf) {
    Person now = storedPerson(userId);
    if (now != null) {
      write(
          new Person(
              userId,
              now.firstName(),
              now.lastName(),
              now.email(),
              now.telephone(),
              Set.of(),
              Set.of()),
          asOf);
    }
  }

  /** Two requests of one person may arrive together, also on two nodes. */
  private synchronized void runExclusively(Runnable change) {
    try {
      transaction.executeWithoutResult(status -> change.run());
    } catch (RuntimeException conflict) {
      transaction.executeWithoutResult(status -> change.run());
    }
  }

  private Person storedPerson(String userId) {
    User user = identities.createUserQuery().userId(userId).singleResult();
    return user == null
        ? null
        : new Person(
            userId,
            Objects.toString(user.getFirstName(), ""),
            Objects.toString(user.getLastName(), ""),
            Objects.toString(user.getEmail(), ""),
            Objects.toString(identities.getUserInfo(userId, NamesAndRoles.TELEPHONE), ""),
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

  private void saveUser(Person person, Person now) {
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

  private static void synchronise(
      Set<String> now, Set<String> wanted, Consumer<String> add, Consumer<String> remove) {
    now.stream().filter(one -> !wanted.contains(one)).forEach(remove);
    wanted.stream().filter(one -> !now.contains(one)).forEach(add);
  }
}

package scot.nrm.demo;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.persistence.entity.UserEntity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.lang.Nullable;
import org.springframework.stereotype.Component;
import scot.nrm.access.NamesAndRoles;
import scot.nrm.demo.Demo.Person;

/**
 * Creates the invented people, and logs who can sign in at the end of the start. There are none in
 * production.
 */
@Component
@Profile("!production")
@ConditionalOnProperty("nrm.demo.enabled")
public class DemoUsers {

  private static final Logger LOG = LoggerFactory.getLogger(DemoUsers.class);

  private final Demo demo;
  private final String administrator;

  public DemoUsers(Demo demo, @Value("${camunda.bpm.admin-user.id:}") String administrator) {
    this.demo = demo;
    this.administrator = administrator;
  }

  /** Two nodes that start together must not both create the same people. */
  @Autowired
  public void putInPlace(ProcessEngine engine) {
    ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
        .getCommandExecutorTxRequired()
        .execute(
            context -> {
              context.getPropertyManager().acquireExclusiveLock();
              putInPlace(engine.getIdentityService());
              return null;
            });
  }

  private void putInPlace(IdentityService identity) {
    Set<String> present =
        identity
            .createUserQuery()
            .userIdIn(demo.users().stream().map(Person::id).toArray(String[]::new))
            .list()
            .stream()
            .map(User::getId)
            .collect(Collectors.toSet());
    UserEntity hashed = null;
    for (Person person : demo.users()) {
      if (!present.contains(person.id())) {
        hashed = create(person, hashed, identity);
      }
    }
  }

  /**
   * @param hashed has the common password already: hashing it is slow on purpose, and thirty hashes
   *     of a published password protect no more than one
   */
  private UserEntity create(Person person, @Nullable UserEntity hashed, IdentityService identity) {
    UserEntity user = (UserEntity) identity.newUser(person.id());
    user.setFirstName(person.firstName());
    user.setLastName(person.lastName());
    user.setEmail(person.email());
    if (hashed == null) {
      user.setPassword(demo.password());
    } else {
      user.setDbPassword(hashed.getPassword());
      user.setSalt(hashed.getSalt());
    }
    identity.saveUser(user);
    identity.setUserInfo(person.id(), NamesAndRoles.TELEPHONE, person.telephone());
    person.groups().forEach(group -> identity.createMembership(person.id(), group));
    person.councils().forEach(council -> identity.createTenantUserMembership(council, person.id()));
    return user;
  }

  /** Spring publishes this event last, when the application is ready. */
  @EventListener
  void logWhoCanSignIn(AvailabilityChangeEvent<ReadinessState> event) {
    if (event.getState() == ReadinessState.ACCEPTING_TRAFFIC
        && event.getSource() instanceof ServletWebServerApplicationContext web
        && web.getWebServer() != null) {
      LOG.info("{}", welcome(web.getWebServer().getPort()));
    }
  }

  public String welcome(int port) {
    StringBuilder text = new StringBuilder("Ready.\n\n");
    text.append("  Tasklist  http://localhost:%d/\n".formatted(port));
    text.append("  Cockpit   http://localhost:%d/camunda/app/cockpit/default/\n\n".formatted(port));
    text.append(
        "  Invented people who can sign in, all with the development password \"%s\":\n"
            .formatted(demo.password()));
    text.append(row("user", "roles", "councils"));
    for (Person person : demo.users()) {
      text.append(row(person.id(), list(person.groups()), list(person.councils())));
    }
    if (!administrator.isEmpty()) {
      text.append(row(administrator, "administrator: Admin, Cockpit, no casework", ""));
    }
    return text.toString();
  }

  private static String list(Collection<String> words) {
    return String.join(", ", words);
  }

  private static String row(String user, String roles, String councils) {
    return "    %-18s %-42s %s".formatted(user, roles, councils).stripTrailing() + "\n";
  }
}

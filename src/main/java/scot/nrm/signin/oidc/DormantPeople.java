package scot.nrm.signin.oidc;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Conditional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import scot.nrm.accesslog.What;

/**
 * Removes people who have not signed in for a long time from their groups and councils: the
 * provider is asked only about people with a session, so nothing here learns that anyone else has
 * left. Their tasks return to the teams, and they get no more e-mails. They get everything back
 * with the next sign-in.
 */
@Component
@Conditional(OidcConfigured.class)
class DormantPeople {

  private static final Logger LOG = LoggerFactory.getLogger(DormantPeople.class);

  private final JdbcClient jdbc;
  private final IdentitySynchroniser synchroniser;
  private final OidcSettings settings;
  private final Clock clock;

  DormantPeople(
      JdbcClient jdbc,
      IdentitySynchroniser synchroniser,
      OidcSettings settings,
      Clock signInClock) {
    this.jdbc = jdbc;
    this.synchroniser = synchroniser;
    this.settings = settings;
    this.clock = signInClock;
  }

  @Scheduled(initialDelay = 10, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
  void withdrawOrLog() {
    try {
      withdraw();
    } catch (RuntimeException e) {
      LOG.warn(
          "People who have not signed in for a long time could not be listed ({})",
          e.getClass().getSimpleName());
    }
  }

  void withdraw() {
    Instant now = clock.instant();
    for (String userId : inactiveSince(now.minus(settings.dormantAfter()))) {
      LOG.info(
          "{} has not signed in for {} days and is removed from all groups until the next sign-in",
          userId,
          settings.dormantAfter().toDays());
      synchroniser.withdraw(userId, now);
    }
  }

  /** Who is in a group, and has not signed in since then. */
  private List<String> inactiveSince(Instant then) {
    return jdbc.sql(
            """
            select p.user_id from person_at_provider p where p.first_seen < :then
              and exists (select 1 from ACT_ID_MEMBERSHIP m where m.USER_ID_ = p.user_id)
              and not exists (select 1 from access_log a where a.user_id = p.user_id
                and a.recorded_at >= :then and a.what = :signIn and a.allowed)
            order by p.user_id\
            """)
        .param("then", then.atOffset(ZoneOffset.UTC))
        .param("signIn", What.SIGN_IN.id())
        .query(String.class)
        .list();
  }
}

package scot.nrm.signin.oidc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Conditional;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Queries the provider again about everyone signed in, before its last answer expires: at the next
 * request, and on a schedule, so that the claimed tasks of a person who changes teams return to the
 * old team even if the person does nothing. A person whom it refuses is signed out at once.
 *
 * <p>A refusal may also mean that the person's session at the provider has ended with the working
 * day. Groups, councils and with them claimed tasks are therefore withdrawn only from a person who
 * has not signed in again, at any node, within {@link #WITHDRAWAL_DELAY}; until then they have no
 * access.
 */
@Component
@Conditional(OidcConfigured.class)
class ProviderSessions {

  static final Duration WITHDRAWAL_DELAY = Duration.ofHours(1);

  /** How long nobody is asked about after the provider didn't answer. */
  static final Duration RETRY_INTERVAL = Duration.ofSeconds(15);

  private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(ProviderSessions.class);

  private final IdentityProvider provider;
  private final ClaimsMapper claimsMapper;
  private final IdentitySynchroniser synchroniser;
  private final PeopleAtProvider people;
  private final OidcSettings settings;
  private final Clock clock;
  private final Set<ProviderSession> sessions = ConcurrentHashMap.newKeySet();

  /** Until when the provider isn't asked, because it didn't answer; {@code MIN} while it does. */
  private final AtomicReference<Instant> unavailableUntil = new AtomicReference<>(Instant.MIN);

  private volatile Instant nextLogAt = Instant.MIN;

  /** The time of the provider's refusal, by user. */
  private final Map<String, Instant> refused = new ConcurrentHashMap<>();

  ProviderSessions(
      IdentityProvider provider,
      ClaimsMapper claimsMapper,
      IdentitySynchroniser synchroniser,
      PeopleAtProvider people,
      OidcSettings settings,
      Clock signInClock) {
    this.provider = provider;
    this.claimsMapper = claimsMapper;
    this.synchroniser = synchroniser;
    this.people = people;
    this.settings = settings;
    this.clock = signInClock;
  }

  enum State {
    VALID,
    ENDED,
    /** The provider has not been reachable for too long: nothing is shown until it is. */
    UNKNOWN
  }

  void add(ProviderSession session) {
    refused.remove(session.userId());
    sessions.add(session);
  }

  void remove(ProviderSession session) {
    sessions.remove(session);
  }

  /** The current state of a session; queries the provider when that is due. */
  State state(ProviderSession session) {
    synchronized (session) { // a refresh token may be used once
      Instant now = clock.instant();
      if (now.isBefore(session.asOf().plus(settings.recheckAfter()))) {
        return State.VALID;
      }
      if (!sessions.contains(session)) {
        return State.ENDED;
      }
      try {
        IdentityProvider.Answer answer = ask(session, now);
        if (answer.idToken() == session.idToken() && !claimsMapper.hasGroups(answer.claims())) {
          throw new IdentityProvider.Refused(
              "The provider gives no new identity token, and its user information has no groups",
              null);
        }
        session.renew(answer.idToken());
        Person person = claimsMapper.person(answer.claims());
        if (!person.userId().equals(session.userId())) {
          throw new IdentityProvider.Refused("The user has a different name now", null);
        }
        synchroniser.write(person, now);
        session.confirm(now);
        return State.VALID;
      } catch (SignInRefused e) {
        LOG.info(
            "The identity provider no longer names a group for {}; the session has ended",
            session.userId());
        synchroniser.withdraw(session.userId(), now);
        session.end();
        return State.ENDED;
      } catch (IdentityProvider.Refused e) {
        LOG.info(
            "The identity provider refuses {} ({}); the session has ended",
            session.userId(),
            e.getMessage());
        refused.put(session.userId(), now);
        session.end();
        return State.ENDED;
      } catch (IdentityProvider.NoAnswer e) {
        return now.isBefore(session.asOf().plus(settings.goodFor())) ? State.VALID : State.UNKNOWN;
      }
    }
  }

  /**
   * Asks the provider. If it doesn't answer, only one of all sessions asks again, after a pause, so
   * that requests don't queue up.
   */
  private IdentityProvider.Answer ask(ProviderSession session, Instant now) {
    Instant until = unavailableUntil.get();
    if (!until.equals(Instant.MIN)
        && (now.isBefore(until)
            || !unavailableUntil.compareAndSet(until, now.plus(RETRY_INTERVAL)))) {
      throw new IdentityProvider.NoAnswer("The provider has not answered just now", null);
    }
    try {
      IdentityProvider.Answer answer =
          provider.ask(session.client(), session.idToken(), session::renew);
      unavailableUntil.set(Instant.MIN);
      return answer;
    } catch (IdentityProvider.Refused e) {
      unavailableUntil.set(Instant.MIN);
      throw e;
    } catch (IdentityProvider.NoAnswer e) {
      // Not where it answers with an error: that may be about one person only.
      unavailableUntil.set(
          e.isConnectionFailure() ? clock.instant().plus(RETRY_INTERVAL) : Instant.MIN);
      if (!now.isBefore(nextLogAt)) {
        nextLogAt = now.plus(LOG_INTERVAL);
        LOG.warn(
            "The identity provider could not be reached: {}. This is logged once a minute.",
            String.valueOf(e.getCause()));
      }
      throw e;
    }
  }

  /** Runs often enough that answers arrive before the previous ones expire. */
  @Scheduled(fixedDelayString = "${nrm.oidc.look-every:15s}")
  void checkAll() {
    for (ProviderSession session : sessions) {
      if (!update(session.userId(), () -> state(session))) {
        return;
      }
    }
    for (Map.Entry<String, Instant> refusal : refused.entrySet()) {
      if (!update(refusal.getKey(), () -> endRefusal(refusal.getKey(), refusal.getValue()))) {
        return;
      }
    }
  }

  private void endRefusal(String userId, Instant since) {
    Instant now = clock.instant();
    if (!now.isBefore(since.plus(WITHDRAWAL_DELAY))) {
      if (!people.hasSignedInSince(userId, since)) {
        synchroniser.withdraw(userId, now);
      }
      refused.remove(userId, since);
    }
  }

  /** Returns false if the database doesn't answer: each other person would wait for it too. */
  private static boolean update(String userId, Runnable work) {
    try {
      work.run();
    } catch (CannotGetJdbcConnectionException e) {
      LOG.warn("The database does not answer, so nobody's groups are updated");
      return false;
    } catch (RuntimeException e) {
      LOG.error("The groups of {} could not be updated", userId, e);
    }
    return true;
  }
}

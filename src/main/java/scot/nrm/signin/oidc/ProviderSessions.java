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
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Queries the provider again about everyone signed in, before its last answer expires: at the next
 * request, and on a schedule, so that the claimed tasks of a person who changes teams return to the
 * old team even if the person does nothing. A person whom it refuses is signed out at once.
 *
 * <p>A refusal may also mean that the person's session at the provider has ended with the working
 * day. Groups, councils and with them claimed tasks are therefore withdrawn only from a person who
 * has not signed in again within {@link #COMES_BACK_WITHIN}; until then they have no access.
 */
@Component
@Conditional(OidcConfigured.class)
class ProviderSessions {

  static final Duration COMES_BACK_WITHIN = Duration.ofHours(1);

  /** How long nobody is asked about after the provider didn't answer. */
  static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(15);

  private static final Duration LOG_EVERY = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(ProviderSessions.class);

  private final IdentityProvider provider;
  private final ClaimsMapper reads;
  private final IdentitySynchroniser mirror;
  private final OidcSettings settings;
  private final Clock clock;
  private final Set<ProviderSession> live = ConcurrentHashMap.newKeySet();

  /** Until when the provider isn't asked, because it didn't answer; {@code MIN} while it does. */
  private final AtomicReference<Instant> silentUntil = new AtomicReference<>(Instant.MIN);

  private volatile Instant logNext = Instant.MIN;

  /** The time of the provider's refusal, by user. */
  private final Map<String, Instant> refused = new ConcurrentHashMap<>();

  ProviderSessions(
      IdentityProvider provider,
      ClaimsMapper reads,
      IdentitySynchroniser mirror,
      OidcSettings settings,
      Clock signInClock) {
    this.provider = provider;
    this.reads = reads;
    this.mirror = mirror;
    this.settings = settings;
    this.clock = signInClock;
  }

  /** The state of a session at the provider. */
  enum Standing {
    GOOD,
    /** The session has ended. */
    OVER,
    /** The provider has not been reachable for too long: nothing is shown until it is. */
    UNKNOWN
  }

  void began(ProviderSession session) {
    refused.remove(session.userId());
    live.add(session);
  }

  void ended(ProviderSession session) {
    live.remove(session);
  }

  /** The current state of a session; queries the provider when that is due. */
  Standing standing(ProviderSession session) {
    synchronized (session) { // a refresh token may be used once
      Instant now = clock.instant();
      if (now.isBefore(session.asOf().plus(settings.askedAgainAfter()))) {
        return Standing.GOOD;
      }
      if (!live.contains(session)) {
        return Standing.OVER;
      }
      try {
        IdentityProvider.Answer answer = ask(session, now);
        session.answered(answer);
        Person person = reads.person(answer.claims());
        if (!person.userId().equals(session.userId())) {
          throw new IdentityProvider.Refused("The user has a different name now", null);
        }
        mirror.write(person, now);
        session.confirmed(now);
        return Standing.GOOD;
      } catch (SignInRefused e) {
        LOG.info(
            "The identity provider no longer names a group for {}; the session has ended",
            session.userId());
        mirror.withdraw(session.userId(), now);
        session.end();
        return Standing.OVER;
      } catch (IdentityProvider.Refused e) {
        LOG.info(
            "The identity provider refuses {} ({}); the session has ended",
            session.userId(),
            e.getMessage());
        refused.put(session.userId(), now);
        session.end();
        return Standing.OVER;
      } catch (IdentityProvider.NoAnswer e) {
        return now.isBefore(session.asOf().plus(settings.goodFor()))
            ? Standing.GOOD
            : Standing.UNKNOWN;
      }
    }
  }

  /**
   * Where the provider doesn't answer, each question waits for it. So only one of all sessions asks
   * again, after a pause, and requests don't queue up.
   */
  private IdentityProvider.Answer ask(ProviderSession session, Instant now) {
    Instant until = silentUntil.get();
    if (!until.equals(Instant.MIN)
        && (now.isBefore(until) || !silentUntil.compareAndSet(until, now.plus(ASK_AGAIN_AFTER)))) {
      throw new IdentityProvider.NoAnswer("The provider has not answered just now", null);
    }
    try {
      IdentityProvider.Answer answer = provider.ask(session.client(), session.idToken());
      silentUntil.set(Instant.MIN);
      return answer;
    } catch (IdentityProvider.Refused e) {
      silentUntil.set(Instant.MIN);
      throw e;
    } catch (IdentityProvider.NoAnswer e) {
      // Not where it answers with an error: that may be about one person only.
      silentUntil.set(e.isOfConnection() ? clock.instant().plus(ASK_AGAIN_AFTER) : Instant.MIN);
      if (!now.isBefore(logNext)) {
        logNext = now.plus(LOG_EVERY);
        LOG.warn(
            "The identity provider could not be reached: {}. This is logged once a minute.",
            String.valueOf(e.getCause()));
      }
      throw e;
    }
  }

  /** Runs often enough that answers arrive before the previous ones expire. */
  @Scheduled(fixedDelayString = "${nrm.oidc.look-every:15s}")
  void askAboutEverybody() {
    live.forEach(
        session -> {
          try {
            standing(session);
          } catch (RuntimeException e) {
            LOG.error("The groups of {} could not be updated", session.userId(), e);
          }
        });
    Instant now = clock.instant();
    refused.forEach(
        (userId, since) -> {
          if (!now.isBefore(since.plus(COMES_BACK_WITHIN))) {
            mirror.withdraw(userId, now);
            refused.remove(userId, since);
          }
        });
  }
}

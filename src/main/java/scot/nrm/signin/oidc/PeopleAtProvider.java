package scot.nrm.signin.oidc;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Conditional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import scot.nrm.accesslog.What;

/**
 * The user ids of people at the provider, fixed from their first sign-in. The provider's issuer and
 * subject identify a person. The user name is used only to create the id: people keep it when they
 * are renamed, and with it their cases, and someone who is later given the same name is not signed
 * in as them.
 */
@Component
@Conditional(OidcConfigured.class)
class PeopleAtProvider {

  private static final Logger LOG = LoggerFactory.getLogger(PeopleAtProvider.class);

  /** The detail of a sign-in's entry in the access log; one by a bearer token has another. */
  static final String VIA_PROVIDER = "identity-provider";

  private final JdbcClient jdbc;
  private final String issuer;
  private final Clock clock;

  PeopleAtProvider(JdbcClient jdbc, OidcSettings settings, Clock signInClock) {
    this.jdbc = jdbc;
    this.issuer = settings.issuer();
    this.clock = signInClock;
  }

  /** The user id that a person has or would get; empty if the name belongs to someone else. */
  Optional<String> userId(String subject, String userName) {
    return bySubject(subject)
        .or(() -> isTaken(userName) ? Optional.empty() : Optional.of(userName));
  }

  /**
   * The user id of a person, who keeps it from now on.
   *
   * @throws SignInRefused if the name belongs to someone else
   */
  String remember(String subject, String userName) {
    return bySubject(subject)
        .orElseGet(
            () -> {
              try {
                jdbc.sql(
                        "insert into person_at_provider (user_id, issuer, subject, first_seen)"
                            + " values (?, ?, ?, ?)")
                    .params(userName, issuer, subject, clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
                return userName;
              } catch (DuplicateKeyException e) { // also at the same moment, by the same person
                return bySubject(subject).orElseThrow(() -> nameTaken(userName));
              }
            });
  }

  /** Whether a person has signed in at any node since then. */
  boolean hasSignedInSince(String userId, Instant then) {
    return jdbc.sql(
            """
            select exists (select 1 from access_log
              where user_id = ? and recorded_at >= ? and what = ? and detail = ? and allowed)\
            """)
        .params(userId, then.atOffset(ZoneOffset.UTC), What.SIGN_IN.id(), VIA_PROVIDER)
        .query(Boolean.class)
        .single();
  }

  private static SignInRefused nameTaken(String userName) {
    LOG.warn(
        "Refused a sign-in: the user name {} belonged to someone else at the identity provider before",
        userName);
    return new SignInRefused(
        "Your user name belonged to someone else before, and can't be used here. Please ask the person who manages your account for another one.");
  }

  Optional<String> bySubject(String subject) {
    return jdbc.sql("select user_id from person_at_provider where issuer = ? and subject = ?")
        .params(issuer, subject)
        .query(String.class)
        .optional();
  }

  private boolean isTaken(String userName) {
    return jdbc.sql("select count(*) from person_at_provider where user_id = ?")
        .param(userName)
        .query(Boolean.class)
        .single();
  }
}

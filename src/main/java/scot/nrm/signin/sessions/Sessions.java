package scot.nrm.signin.sessions;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.NotNull;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.validation.annotation.Validated;

/**
 * The sessions in which people are signed in. The table has those of all nodes. A session of this
 * node ends at once, one of another node with its first request after {@link #CHECKED_EVERY} at
 * most.
 */
@Component
public class Sessions {

  /**
   * @param longest how long a session lasts after sign-in at most
   * @param beforeSignIn how long it lasts while nobody has signed in
   */
  @Validated
  @ConfigurationProperties("nrm.session")
  public record Settings(
      @NotNull @DurationMin(minutes = 1) @DurationMax(days = 7) Duration longest,
      @NotNull @DurationMin(minutes = 1) @DurationMax(days = 1) Duration beforeSignIn) {}

  static final Duration CHECKED_EVERY = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

  record SessionEntry(String id, Instant since, String address, Instant lastUsed) {}

  private final JdbcClient jdbc;
  private final Clock clock;
  private final Duration longest;
  private final Map<String, ListedSession> local = new ConcurrentHashMap<>();

  Sessions(JdbcClient jdbc, Clock signInClock, Settings settings) {
    this.jdbc = jdbc;
    this.clock = signInClock;
    this.longest = settings.longest();
  }

  /** Adds a session, and removes those that a node has left behind. */
  ListedSession begin(String userId, String address) {
    ListedSession session =
        new ListedSession(this, UUID.randomUUID().toString(), userId, clock.instant());
    jdbc.sql("delete from signed_in_session where since < ?")
        .param(timestamp(clock.instant().minus(longest)))
        .update();
    jdbc.sql(
            "insert into signed_in_session (id, user_id, since, address, last_used) values (?, ?, ?,"
                + " ?, ?)")
        .params(
            session.id(),
            userId,
            timestamp(session.checked()),
            address,
            timestamp(session.checked()))
        .update();
    local.put(session.id(), session);
    return session;
  }

  /** Whether the session may continue. It is noted as used now. */
  boolean isListed(ListedSession session) {
    Instant now = clock.instant();
    if (now.isBefore(session.checked().plus(CHECKED_EVERY))) {
      return true;
    }
    session.checked(now);
    return jdbc.sql("update signed_in_session set last_used = ? where id = ?")
            .params(timestamp(now), session.id())
            .update()
        == 1;
  }

  /** A person's sessions, the newest first. */
  List<SessionEntry> of(String userId) {
    return jdbc.sql(
            "select id, since, address, last_used from signed_in_session where user_id = ? order by"
                + " since desc, id")
        .param(userId)
        .query(SessionEntry.class)
        .list();
  }

  /** Ends one session of a person; false if it isn't theirs. */
  boolean end(String userId, String id) {
    boolean theirs =
        jdbc.sql("delete from signed_in_session where id = ? and user_id = ?")
                .params(id, userId)
                .update()
            == 1;
    ListedSession session = theirs ? local.get(id) : null;
    if (session != null) {
      session.end();
    }
    return theirs;
  }

  /**
   * Ends a person's sessions, except that of a request.
   *
   * @param request {@code null} for none
   * @return how many
   */
  public int endOthers(String userId, HttpServletRequest request) {
    ListedSession own = request == null ? null : ListedSession.of(request.getSession(false));
    return (int)
        of(userId).stream()
            .filter(session -> own == null || !session.id().equals(own.id()))
            .filter(session -> end(userId, session.id()))
            .count();
  }

  /** The session has ended, or is another person's now. */
  void remove(ListedSession session) {
    local.remove(session.id());
    try {
      jdbc.sql("delete from signed_in_session where id = ?").param(session.id()).update();
    } catch (DataAccessException | IllegalStateException e) { // the application stops
      LOG.debug("A session stays in the list until it is too old", e);
    }
  }

  private static OffsetDateTime timestamp(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}

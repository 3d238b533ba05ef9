package scot.nrm.accesslog;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Min;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.validator.constraints.time.DurationMin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;
import org.springframework.validation.annotation.Validated;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.StoredCode;
import scot.nrm.mail.MailServer;
import scot.nrm.mail.Postman;

/**
 * Warns of unusual entries in the access log: once, from the node that finds them first. A warning
 * is a line of the program's log, a metric and an e-mail to one address. It names the user and the
 * number, and neither a case nor a child.
 */
@Component
class AccessAlerts {

  /**
   * When the access log causes a warning.
   *
   * @param every how often the log is checked; zero for never
   * @param address who is e-mailed; empty for nobody
   * @param manyCases so many different cases opened by one person within 24 hours
   * @param withoutTask so many cases opened by one person within 24 hours in which they have no
   *     task
   * @param nightFrom local time from which hours are unusual
   * @param nightTo local time at which they end
   * @param nightWork the groups whose people also work at night
   */
  @Validated
  @ConfigurationProperties("nrm.access-alerts")
  record Settings(
      @DefaultValue("5m") @DurationMin Duration every,
      @DefaultValue("") @Email String address,
      @DefaultValue("40") @Min(1) int manyCases,
      @DefaultValue("3") @Min(1) int withoutTask,
      @DefaultValue("22:00") LocalTime nightFrom,
      @DefaultValue("06:00") LocalTime nightTo,
      @DefaultValue({
            "la-duty-social-work",
            "first-responder",
            "ukba-port-officer",
            "police-liaison"
          })
          Set<String> nightWork) {

    /**
     * Whether it is a time at which only those in {@link #nightWork} are expected to read cases.
     */
    boolean isNight(LocalTime time) {
      return nightFrom.isAfter(nightTo)
          ? !time.isBefore(nightFrom) || time.isBefore(nightTo)
          : !time.isBefore(nightFrom) && time.isBefore(nightTo);
    }
  }

  /** Access that someone should look into. Its code is in the log, the metric and the table. */
  enum Rule implements StoredCode {
    MANY_CASES("opened many different cases within 24 hours"),
    WITHOUT_TASK("opened cases without a task in them within 24 hours"),
    OWN_PROMOTION("changed their own groups, local authorities or permissions"),
    REPAIR("repaired a case outside the forms, or decided on a repair"),
    UNUSUAL_HOURS("opened cases at night");

    private final String words;

    Rule(String words) {
      this.words = words;
    }

    /** What the person did, for an e-mail. */
    String words() {
      return words;
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(AccessAlerts.class);
  private static final Duration WINDOW = Duration.ofHours(24);

  /** Accesses to the content of a single case. */
  private static final Set<String> CASE_ACCESS =
      Stream.of(
              What.RECORD, What.RECORD_PDF,
              What.SUBJECT_ACCESS, What.NRM_FORM,
              What.LETTER, What.DOCUMENTS,
              What.DOCUMENT, What.FORM,
              What.CASE_BESIDE_TASK, What.CASE_PAGE)
          .map(What::id)
          .collect(Collectors.toSet());

  private static final Set<String> PERMISSION_CHANGES =
      Set.of(What.MEMBERSHIP.id(), What.PERMISSION.id());

  private static final String DISTINCT_CASES = "distinct case_number";
  private static final String ALL_ENTRIES = "*";

  /** Entries before the last warning aren't counted again. */
  private static final String NEW_ENTRIES =
      """
      from access_log l where recorded_at > :since and allowed and what in (:kinds)
        and user_id is not null and recorded_at > coalesce((select max(a.found_upto)
          from access_alert a where a.rule = :rule and a.user_id = l.user_id), :since) %s\
      """;

  private final JdbcClient jdbc;
  private final Settings settings;
  private final MailServer mail;
  private final Clock clock;
  private final Map<Rule, Counter> counters = new EnumMap<>(Rule.class);
  private final Postman postman = new Postman("access-alerts");

  AccessAlerts(
      JdbcClient jdbc,
      Settings settings,
      MailServer mail,
      MeterRegistry registry,
      Clock signInClock) {
    this.jdbc = jdbc;
    this.settings = settings;
    this.mail = mail;
    this.clock = signInClock;
    for (Rule rule : Rule.values()) {
      counters.put(
          rule,
          Counter.builder("nrm_access_alerts")
              .description("Warnings from the access log")
              .tag("rule", rule.id())
              .register(registry));
    }
  }

  @EventListener(ApplicationReadyEvent.class)
  void begin() {
    if (!settings.every().isZero()) {
      postman.every(settings.every(), this::check);
    }
  }

  @PreDestroy
  void stop() {
    postman.stop();
  }

  /** The latest is when the last of the counted entries was recorded. */
  private record Finding(String userId, long number, OffsetDateTime latest) {}

  private record Reading(OffsetDateTime recordedAt, String userId, String roles) {}

  /** Looks through the last day of the log. */
  void check() {
    try {
      checkRule(Rule.MANY_CASES, CASE_ACCESS, DISTINCT_CASES, settings.manyCases(), "");
      checkRule(
          Rule.WITHOUT_TASK,
          CASE_ACCESS,
          DISTINCT_CASES,
          settings.withoutTask(),
          "and has_task = false");
      checkRule(Rule.OWN_PROMOTION, PERMISSION_CHANGES, ALL_ENTRIES, 1, "and about = user_id");
      checkRule(Rule.REPAIR, Set.of(What.REPAIR.id()), ALL_ENTRIES, 1, "");
      checkUnusualHours();
    } catch (RuntimeException e) {
      LOG.warn("The access log could not be checked ({})", e.getClass().getSimpleName());
    }
  }

  private void checkRule(Rule rule, Set<String> kinds, String counted, int least, String also) {
    query(
            rule,
            kinds,
            "select user_id as userId, count(%1$s) as number, max(recorded_at) as latest %2$s"
                    .formatted(counted, NEW_ENTRIES.formatted(also))
                + " group by user_id having count(%s) >= %d".formatted(counted, least))
        .query(Finding.class)
        .list()
        .forEach(found -> raise(rule, found));
  }

  /** Columns are named as in the record: Spring finds others by an exception for each row. */
  private void checkUnusualHours() {
    query(
            Rule.UNUSUAL_HOURS,
            CASE_ACCESS,
            "select recorded_at as recordedAt, user_id as userId, roles "
                + NEW_ENTRIES.formatted("order by recorded_at"))
        .query(Reading.class)
        .list()
        .stream()
        .filter(this::isUnusual)
        .collect(Collectors.groupingBy(Reading::userId))
        .forEach(
            (user, readings) ->
                raise(
                    Rule.UNUSUAL_HOURS,
                    new Finding(
                        user, readings.size(), readings.get(readings.size() - 1).recordedAt())));
  }

  private boolean isUnusual(Reading reading) {
    return settings.isNight(reading.recordedAt().atZoneSameInstant(LocalDay.ZONE).toLocalTime())
        && Arrays.stream(reading.roles().split(" ")).noneMatch(settings.nightWork()::contains);
  }

  private StatementSpec query(Rule rule, Set<String> kinds, String sql) {
    return jdbc.sql(sql)
        .param("since", clock.instant().minus(WINDOW).atOffset(ZoneOffset.UTC))
        .param("kinds", kinds)
        .param("rule", rule.id());
  }

  /** The first node that stores it warns. */
  private void raise(Rule rule, Finding found) {
    try {
      jdbc.sql(
              """
              insert into access_alert (rule, user_id, found_upto, found_at, number)
              values (:rule, :user, :latest, :now, :number)\
              """)
          .param("rule", rule.id())
          .param("user", found.userId())
          .param("latest", found.latest())
          .param("now", clock.instant().atOffset(ZoneOffset.UTC))
          .param("number", found.number())
          .update();
    } catch (DuplicateKeyException otherNode) {
      return;
    }
    Objects.requireNonNull(counters.get(rule)).increment();
    LOG.warn(
        "Access alert {}: {} {} ({})", rule.id(), found.userId(), rule.words(), found.number());
    send(rule, found);
  }

  private void send(Rule rule, Finding found) {
    if (!mail.isConfigured() || settings.address().isEmpty()) {
      return;
    }
    postman.send(
        mail,
        "An access alert",
        settings.address(),
        "Access to children's cases: please check",
        "%s %s (%d).%n%nThe access log has the details: %s/nrm/access-log%n"
            .formatted(found.userId(), rule.words(), found.number(), mail.baseUrl()));
  }
}

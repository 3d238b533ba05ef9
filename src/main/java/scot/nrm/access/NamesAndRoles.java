package scot.nrm.access;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseClock;

/**
 * People's names and roles at any moment. Records show an officer as they were when they acted,
 * whatever an administrator or the identity provider changes later. Before a change, the old name
 * and roles are stored; a person with nothing stored has never changed.
 */
@Component
public class NamesAndRoles {

  /** The user's attribute in the engine for their direct telephone number. */
  public static final String TELEPHONE = "telephone";

  private final JdbcClient jdbc;
  private final CaseClock clock;

  NamesAndRoles(JdbcClient jdbc, CaseClock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * A person as they are, or were.
   *
   * @param firstName empty if there is none, or {@code null} is given
   * @param lastName likewise
   * @param groups the ids of the roles, in alphabetical order
   */
  public record Details(String firstName, String lastName, List<String> groups) {

    public Details {
      firstName = Objects.toString(firstName, "");
      lastName = Objects.toString(lastName, "");
    }

    /** Empty for a person without a name. */
    public String name() {
      return (firstName + " " + lastName).strip();
    }

    /** The name with the user id, such as {@code Gwen Selwood (ukhtc.second)}. */
    public String nameWithId(String userId) {
      return name().isEmpty() ? userId : name() + " (" + userId + ")";
    }

    /** A person without roles; either name may be {@code null}. */
    public static Details of(String firstName, String lastName) {
      return new Details(firstName, lastName, List.of());
    }
  }

  /** A person as they were until a moment. */
  record EarlierDetails(String userId, Instant until, Details details) {}

  /** Some people at all times. */
  public static final class History {

    private final Map<String, Details> now;
    private final Map<String, List<EarlierDetails>> earlier;

    History(Map<String, Details> now, Map<String, List<EarlierDetails>> earlier) {
      this.now = now;
      this.earlier = earlier;
    }

    /** Empty if nobody of this id has ever been known. */
    public Optional<Details> at(String userId, Instant moment) {
      return earlier.getOrDefault(userId, List.of()).stream()
          .filter(before -> before.until().isAfter(moment))
          .map(EarlierDetails::details)
          .findFirst()
          .or(() -> now(userId));
    }

    /** The person as they are now; empty if nobody of this id is known. */
    public Optional<Details> now(String userId) {
      return Optional.ofNullable(now.get(userId));
    }

    /** The name now with the user id; the id alone if nobody of this id is known. */
    public String nameWithId(String userId) {
      return now(userId).map(known -> known.nameWithId(userId)).orElse(userId);
    }

    /** The name at a moment with the user id; the id alone if nobody of this id was known. */
    public String nameWithId(String userId, Instant moment) {
      return at(userId, moment).map(known -> known.nameWithId(userId)).orElse(userId);
    }

    /** As the person was and is, in that order; empty if nobody of this id has ever been known. */
    public Stream<Details> all(String userId) {
      return Stream.concat(
          earlier.getOrDefault(userId, List.of()).stream().map(EarlierDetails::details),
          now(userId).stream());
    }
  }

  /** Reads some people. Ids of nobody, and {@code null}, may be among them. */
  public History of(Collection<String> userIds) {
    Map<String, Details> known = new HashMap<>();
    Map<String, List<EarlierDetails>> earlier = new HashMap<>();
    History over = new History(known, earlier);
    Set<String> asked = Set.copyOf(userIds.stream().filter(Objects::nonNull).distinct().toList());
    if (asked.isEmpty()) {
      return over;
    }
    jdbc.sql(
            """
            select ID_, FIRST_, LAST_, (select string_agg(GROUP_ID_, ' ' order by GROUP_ID_)
              from ACT_ID_MEMBERSHIP where USER_ID_ = ID_)
            from ACT_ID_USER where ID_ in (:people)\
            """)
        .param("people", asked)
        .query(
            row -> {
              known.put(
                  row.getString(1), details(row.getString(2), row.getString(3), row.getString(4)));
            });
    jdbc.sql(
            "select user_id, valid_until, first_name, last_name, roles from earlier_name"
                + " where user_id in (:people) order by valid_until, id")
        .param("people", asked)
        .query(
            (row, number) ->
                new EarlierDetails(
                    row.getString(1),
                    row.getObject(2, OffsetDateTime.class).toInstant(),
                    details(row.getString(3), row.getString(4), row.getString(5))))
        .list()
        .forEach(
            before ->
                earlier.computeIfAbsent(before.userId(), id -> new ArrayList<>()).add(before));
    return over;
  }

  /** The groups are separated by spaces; {@code null} or empty for none. */
  private static Details details(String firstName, String lastName, String groups) {
    return new Details(
        firstName,
        lastName,
        Stream.of(Objects.toString(groups, "").split(" "))
            .filter(group -> !group.isEmpty())
            .toList());
  }

  /**
   * Keeps what is true of a person until now. Call it before they are renamed or deleted, in the
   * same transaction.
   *
   * @return the row that was added; empty if nobody of this id is known
   */
  public OptionalLong store(String userId) {
    return store(userId, now -> true);
  }

  /** Like {@link #store}, if the person has another name now. */
  public OptionalLong storeBeforeRenaming(String userId, String firstName, String lastName) {
    return store(
        userId,
        now ->
            !now.firstName().equals(Objects.toString(firstName, ""))
                || !now.lastName().equals(Objects.toString(lastName, "")));
  }

  /** Like {@link #store}, before a change of roles. A person without a role hasn't acted. */
  public OptionalLong storeBeforeRoleChange(String userId) {
    return store(userId, now -> !now.groups().isEmpty());
  }

  private OptionalLong store(String userId, Predicate<Details> condition) {
    return of(List.of(userId)).now(userId).filter(condition).stream()
        .mapToLong(now -> store(userId, now))
        .findFirst();
  }

  /** A person's name now with the user id; the id alone if nobody of this id is known. */
  public String nameWithId(String userId) {
    return of(List.of(userId)).nameWithId(userId);
  }

  /** The e-mail address of a person's account; empty if they have none. */
  public Optional<String> email(String userId) {
    return jdbc.sql("select EMAIL_ from ACT_ID_USER where ID_ = ? and EMAIL_ like '%_@_%'")
        .param(userId)
        .query(String.class)
        .optional();
  }

  /** The direct telephone number in a person's account; empty if it has none. */
  public Optional<String> telephone(String userId) {
    return jdbc.sql(
            "select VALUE_ from ACT_ID_INFO where USER_ID_ = ? and KEY_ = ? and VALUE_ <> ''")
        .params(userId, TELEPHONE)
        .query(String.class)
        .optional();
  }

  /** The user ids of the people who have a role. */
  public List<String> members(String group) {
    return jdbc.sql("select USER_ID_ from ACT_ID_MEMBERSHIP where GROUP_ID_ = ?")
        .param(group)
        .query(String.class)
        .list();
  }

  private long store(String userId, Details now) {
    long id = jdbc.sql("select nextval('register_seq')").query(Long.class).single();
    jdbc.sql(
            """
            insert into earlier_name (id, user_id, valid_until, first_name, last_name, roles)
            values (?, ?, ?, ?, ?, ?)\
            """)
        .param(id)
        .param(userId)
        .param(clock.timestamp())
        .param(now.firstName())
        .param(now.lastName())
        .param(String.join(" ", now.groups()))
        .update();
    return id;
  }
}

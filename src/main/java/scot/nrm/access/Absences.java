package scot.nrm.access;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** When people are away, and their deputies. Past absences are not kept: nobody needs them. */
@Component
public class Absences {

  private static final String SELECT =
      "select id, person, away_from as \"from\", away_until as until, deputy, begun from absence ";

  private final JdbcClient jdbc;
  private final PersonLock lock;

  Absences(JdbcClient jdbc, PersonLock lock) {
    this.jdbc = jdbc;
    this.lock = lock;
  }

  /**
   * Some days in Europe/London.
   *
   * @param until the last day away
   * @param deputy the user id of the person who gets their tasks; {@code null} if the team does
   * @param begun whether the person's open tasks have been passed on
   */
  public record Absence(
      String id, String person, LocalDate from, LocalDate until, String deputy, boolean begun) {

    public boolean includes(LocalDate day) {
      return overlaps(day, day);
    }

    /** Whether they are away on any of some days. */
    public boolean overlaps(LocalDate first, LocalDate last) {
      return !from.isAfter(last) && !until.isBefore(first);
    }
  }

  /** All absences, always in the same order. */
  public List<Absence> all() {
    return jdbc.sql(SELECT + "order by away_from, person, id").query(Absence.class).list();
  }

  public List<Absence> of(String person) {
    return of(List.of(person));
  }

  /** Those of some people, the earliest first. */
  public List<Absence> of(Collection<String> people) {
    return people.isEmpty()
        ? List.of()
        : jdbc.sql(SELECT + "where person in (:people) order by away_from")
            .param("people", people)
            .query(Absence.class)
            .list();
  }

  /**
   * One page of those of some people, the earliest first.
   *
   * @param people a condition in SQL on the column {@code person}
   */
  public List<Absence> of(String people, Map<String, Object> params, int from, int most) {
    return jdbc.sql(
            SELECT + "where " + people + " order by away_from, person, id limit :most offset :from")
        .params(params)
        .param("most", most)
        .param("from", from)
        .query(Absence.class)
        .list();
  }

  /** How many there are of them altogether. */
  public long count(String people, Map<String, Object> params) {
    return jdbc.sql("select count(*) from absence where " + people)
        .params(params)
        .query(Long.class)
        .single();
  }

  public Optional<Absence> find(String id) {
    return jdbc.sql(SELECT + "where id = ?").param(id).query(Absence.class).optional();
  }

  /** The current absence, locked until the transaction ends. */
  public Optional<Absence> lock(String id) {
    return jdbc.sql(SELECT + "where id = ? for update").param(id).query(Absence.class).optional();
  }

  /** The absence of a person on a day; empty if they are at work. */
  public Optional<Absence> on(String person, LocalDate day) {
    return of(person).stream().filter(absence -> absence.includes(day)).findFirst();
  }

  /**
   * Enters an absence without a deputy; one that has been entered already isn't entered again.
   *
   * @return empty if some of these days are in another one
   */
  @Transactional
  public Optional<Absence> add(String person, LocalDate from, LocalDate until) {
    lock.lock(person);
    Optional<Absence> other =
        of(person).stream().filter(one -> one.overlaps(from, until)).findFirst();
    return other.isEmpty()
        ? Optional.of(insert(person, from, until))
        : other.filter(one -> one.from().equals(from) && one.until().equals(until));
  }

  private Absence insert(String person, LocalDate from, LocalDate until) {
    Absence absence = new Absence(UUID.randomUUID().toString(), person, from, until, null, false);
    jdbc.sql(
            "insert into absence (id, person, away_from, away_until, begun) values (?, ?, ?, ?,"
                + " false)")
        .params(absence.id(), person, from, until)
        .update();
    return absence;
  }

  /** The deputy is {@code null} for the team. */
  public void setDeputy(String id, String deputy) {
    jdbc.sql("update absence set deputy = ? where id = ?").param(deputy).param(id).update();
  }

  public void markBegun(String id) {
    jdbc.sql("update absence set begun = true where id = ?").param(id).update();
  }

  public void remove(String id) {
    jdbc.sql("delete from absence where id = ?").param(id).update();
  }
}

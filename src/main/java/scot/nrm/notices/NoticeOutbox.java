package scot.nrm.notices;

import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import scot.nrm.mail.MailServer;
import scot.nrm.notices.NoticeSettings.Team;

/** The notices to send, and for a while those sent, as evidence that someone was notified. */
@Component
class NoticeOutbox {

  /** Before a notice is tried again while the mail server fails. */
  static final Duration PAUSE = Duration.ofMinutes(1);

  /**
   * Before a notice is tried again that was refused, because the address may have been corrected by
   * then, or that may have arrived. Each minute, the first could make the mail server refuse
   * everything, and the second would arrive each time.
   */
  static final Duration LONG_PAUSE = Duration.ofMinutes(30);

  /** A notice that comes a day late is about work that people have long seen. */
  static final Duration MAX_AGE = Duration.ofDays(1);

  private static final Team NOBODY = new Team("", "", "", "");
  private static final Duration RETENTION = Duration.ofDays(90);
  private static final String UNCLAIMED =
      "state = 'outbox' and (claimed_until is null or claimed_until < ?) ";

  private final JdbcClient jdbc;

  NoticeOutbox(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Stores the notices for a team, in the current transaction.
   *
   * @param outOfHours whether the office is closed: the out-of-hours address is then notified too,
   *     if there is one
   * @throws org.springframework.dao.DuplicateKeyException if the team has already been notified of
   *     this occurrence
   */
  void add(String occurrence, Team team, boolean outOfHours, String caseNumber, String sentence) {
    add(occurrence, team, "", caseNumber, sentence, false);
    if (outOfHours && !team.outOfHours().isEmpty()) {
      add(occurrence, team, "", caseNumber, sentence, true);
    }
  }

  void addForPerson(String person, String occurrence, String caseNumber, String sentence) {
    add(occurrence, NOBODY, person, caseNumber, sentence, false);
  }

  private void add(
      String occurrence,
      Team team,
      String person,
      String caseNumber,
      String sentence,
      boolean toOutOfHours) {
    jdbc.sql(
            """
            insert into notice (id, occurrence, team_group, council, person, to_out_of_hours, case_number, sentence,
              state, created_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, 'outbox', ?)\
            """)
        .params(
            UUID.randomUUID().toString(),
            occurrence,
            team.group(),
            team.council(),
            person,
            toOutOfHours,
            caseNumber,
            sentence,
            realNow())
        .update();
  }

  /**
   * Begins the morning of a day, in the current transaction; {@code false} if it has already begun.
   *
   * @throws org.springframework.dao.DuplicateKeyException if another node begins it at the same
   *     moment
   */
  boolean beginMorning(LocalDate day) {
    return jdbc.sql(
                """
                insert into notice_morning (due_on)
                select cast(:day as date) where not exists (select 1 from notice_morning where due_on = :day)\
                """)
            .param("day", day)
            .update()
        == 1;
  }

  /**
   * The waiting notices that no other node is sending, oldest first. Those that failed come later,
   * so that one that fails each time doesn't hold up the others.
   */
  List<Notice> waiting() {
    return jdbc.sql(
            "select id, occurrence, team_group as \"group\", council, person, to_out_of_hours,"
                + " case_number, sentence from notice where "
                + UNCLAIMED
                + "order by coalesce(claimed_until, created_at), created_at, id")
        .param(realNow())
        .query(Notice.class)
        .list();
  }

  /** Claims a notice for this node; {@code false} if another node was faster. */
  boolean claim(Notice notice) {
    return jdbc.sql("update notice set claimed_until = ? where id = ? and " + UNCLAIMED)
            .params(realNow().plus(MailServer.CLAIM_TIME), notice.id(), realNow())
            .update()
        == 1;
  }

  void sent(Notice notice) {
    close(notice, "sent");
  }

  /** Tried again after the pause, and after those that have waited for longer. */
  void postpone(Notice notice, Duration pause) {
    jdbc.sql("update notice set claimed_until = ? where id = ? and state = 'outbox'")
        .params(realNow().plus(pause), notice.id())
        .update();
  }

  /** The team no longer has this address, or the task is done or someone else's. */
  void dismiss(Notice notice) {
    close(notice, "not-needed");
  }

  private void close(Notice notice, String state) {
    jdbc.sql("update notice set state = ?, handled_at = ? where id = ? and state = 'outbox'")
        .params(state, realNow(), notice.id())
        .update();
  }

  /** Gives up notices that are too old and that no node is sending; returns their number. */
  int giveUp() {
    return jdbc.sql(
            "update notice set state = 'given-up', handled_at = ? where "
                + UNCLAIMED
                + "and created_at < ?")
        .params(realNow(), realNow(), realNow().minus(MAX_AGE))
        .update();
  }

  void tidyUp() {
    jdbc.sql("delete from notice where state <> 'outbox' and created_at < ?")
        .param(realNow().minus(RETENTION))
        .update();
  }

  /** The machine's clock, because the clock of the cases may be stopped or moved. */
  private static OffsetDateTime realNow() {
    return OffsetDateTime.now(ZoneOffset.UTC);
  }
}

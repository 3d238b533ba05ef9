package scot.nrm.notices;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import scot.nrm.notices.NoticeSettings.Team;

/**
 * The notices that wait to be sent, and for a while those that were, so that it can be said whether
 * a team was told.
 */
@Component
class NoticeOutbox {

  /**
   * Longer than any mail server may take. Whatever came in between, the notice is tried again after
   * it.
   */
  static final Duration CLAIM = Duration.ofMinutes(5);

  /** A notice that comes a day late sends people to look for work that they have long seen. */
  static final Duration WORTH_SENDING = Duration.ofDays(1);

  private static final Duration KEPT = Duration.ofDays(90);
  private static final String FREE =
      "state = 'outbox' and (claimed_until is null or claimed_until < ?) ";

  private final JdbcClient jdbc;

  NoticeOutbox(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Keeps the notices for a team, in the running transaction.
   *
   * @param outOfHours the office is shut: the out-of-hours address is told as well, where there is
   *     one
   * @throws org.springframework.dao.DuplicateKeyException if the team has been told of this
   *     occurrence
   */
  void keep(String occurrence, Team team, boolean outOfHours, String caseNumber, String sentence) {
    keep(occurrence, team, caseNumber, sentence, false);
    if (outOfHours && !team.outOfHours().isEmpty()) {
      keep(occurrence, team, caseNumber, sentence, true);
    }
  }

  private void keep(
      String occurrence, Team team, String caseNumber, String sentence, boolean toOutOfHours) {
    jdbc.sql(
            """
            insert into notice (id, occurrence, team_group, council, to_out_of_hours, case_number, sentence, state,
              created_at)
            values (?, ?, ?, ?, ?, ?, ?, 'outbox', ?)\
            """)
        .param(UUID.randomUUID().toString())
        .param(occurrence)
        .param(team.group())
        .param(team.council())
        .param(toOutOfHours)
        .param(caseNumber)
        .param(sentence)
        .param(realNow())
        .update();
  }

  /**
   * Begins the morning of a day, in the running transaction.
   *
   * @throws org.springframework.dao.DuplicateKeyException if this or another node has begun it
   */
  void beginMorning(LocalDate day) {
    jdbc.sql("insert into notice_morning (due_on) values (?)").param(day).update();
  }

  /** What waits and no other node is sending, oldest first. */
  List<Notice> waiting() {
    return jdbc.sql(
            "select id, occurrence, team_group, council, to_out_of_hours, case_number, sentence"
                + " from notice where "
                + FREE
                + "order by created_at, id")
        .param(realNow())
        .query(NoticeOutbox::notice)
        .list();
  }

  /** Takes a notice to be sent by this node; {@code false} where another node was faster. */
  boolean claim(Notice notice) {
    return jdbc.sql("update notice set claimed_until = ? where id = ? and " + FREE)
            .param(realNow().plus(CLAIM))
            .param(notice.id())
            .param(realNow())
            .update()
        == 1;
  }

  void sent(Notice notice) {
    handled(notice, "sent");
  }

  /** The team has no such address any more. */
  void notNeeded(Notice notice) {
    handled(notice, "not-needed");
  }

  private void handled(Notice notice, String state) {
    jdbc.sql("update notice set state = ?, handled_at = ? where id = ? and state = 'outbox'")
        .param(state)
        .param(realNow())
        .param(notice.id())
        .update();
  }

  /** Gives up on what nobody is sending and has become too old; how many these were. */
  int giveUp() {
    return jdbc.sql(
            "update notice set state = 'given-up', handled_at = ? where "
                + FREE
                + "and created_at < ?")
        .param(realNow())
        .param(realNow())
        .param(realNow().minus(WORTH_SENDING))
        .update();
  }

  void tidyUp() {
    jdbc.sql("delete from notice where state <> 'outbox' and created_at < ?")
        .param(realNow().minus(KEPT))
        .update();
  }

  /** The machine's clock, not that of the cases, which may stand still or jump. */
  private static OffsetDateTime realNow() {
    return OffsetDateTime.now(ZoneOffset.UTC);
  }

  private static Notice notice(ResultSet row, int number) throws SQLException {
    return new Notice(
        row.getString("id"),
        row.getString("occurrence"),
        row.getString("team_group"),
        row.getString("council"),
        row.getBoolean("to_out_of_hours"),
        row.getString("case_number"),
        row.getString("sentence"));
  }
}

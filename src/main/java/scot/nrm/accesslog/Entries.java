package scot.nrm.accesslog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.StoredCode;

/** Reads the access log, latest entries first. */
@Component
class Entries {

  static final int PAGE_SIZE = 50;

  /** Entries in memory at a time, for a table. */
  private static final int BATCH = 500;

  private final JdbcClient jdbc;
  private final AccessLog log;

  Entries(JdbcClient jdbc, AccessLog log) {
    this.jdbc = jdbc;
    this.log = log;
  }

  /**
   * An entry as stored; {@link Access} says what its parts mean.
   *
   * @param reason decrypted; empty if none was given
   */
  record LogEntry(
      long id,
      Instant at,
      String userId,
      String roles,
      String councils,
      What what,
      String caseNumber,
      String detail,
      Integer rows,
      Boolean hasTask,
      String about,
      String reason,
      String address,
      boolean allowed) {}

  /**
   * What is searched for; empty or {@code null} for anything.
   *
   * @param person who did it, or whom it was about
   * @param from the first day, in Europe/London
   * @param to the last day
   * @param notAllowed only what was refused
   * @param noTask only cases that were opened by someone without a task there
   */
  record Search(
      String person,
      String caseNumber,
      What what,
      LocalDate from,
      LocalDate to,
      boolean notAllowed,
      boolean noTask) {

    static Search ofCase(String caseNumber) {
      return new Search("", caseNumber, null, null, null, false, false);
    }

    private String condition(Map<String, Object> params) {
      List<String> all = new ArrayList<>();
      if (!caseNumber.isEmpty()) {
        all.add("case_number = :case");
        params.put("case", caseNumber);
      }
      if (what != null) {
        all.add("what = :what");
        params.put("what", what.id());
      }
      if (from != null) {
        all.add("recorded_at >= :from");
        params.put("from", start(from));
      }
      if (to != null) {
        all.add("recorded_at < :to");
        params.put("to", start(to.plusDays(1)));
      }
      if (notAllowed) {
        all.add("not allowed");
      }
      if (noTask) {
        all.add("has_task = false");
      }
      return String.join("", all.stream().map(one -> " and " + one).toList());
    }

    private static OffsetDateTime start(LocalDate day) {
      return day.atStartOfDay(LocalDay.ZONE).toInstant().atOffset(ZoneOffset.UTC);
    }
  }

  /**
   * One page of entries.
   *
   * @param older the entry before which the next page begins; {@code null} after the last page
   */
  record Page(List<LogEntry> entries, Long older) {

    static final Page EMPTY = new Page(List.of(), null);
  }

  /**
   * @param before only entries that are older than this one, as the address of the page says it;
   *     anything but a number means the first page
   */
  Page page(Search search, String before) {
    long from = before.matches("\\d{1,18}") ? Long.parseLong(before) : Long.MAX_VALUE;
    List<LogEntry> found = read(search, from, PAGE_SIZE + 1);
    return found.size() > PAGE_SIZE
        ? new Page(found.subList(0, PAGE_SIZE), found.get(PAGE_SIZE - 1).id())
        : new Page(found, null);
  }

  /** Passes on all entries that match, latest first. */
  void forEach(Search search, Consumer<LogEntry> reader) {
    long before = Long.MAX_VALUE;
    List<LogEntry> read;
    do {
      read = read(search, before, BATCH);
      read.forEach(reader);
      before = read.isEmpty() ? 0 : read.get(read.size() - 1).id();
    } while (read.size() == BATCH);
  }

  private List<LogEntry> read(Search search, long before, int most) {
    Map<String, Object> params = new HashMap<>();
    String latest = " order by id desc limit " + most;
    String matching =
        "(select * from access_log where id < :before"
            + search.condition(params)
            + "%s"
            + latest
            + ")";
    return jdbc.sql(
            search.person().isEmpty()
                ? matching.formatted("")
                : matching.formatted(" and user_id = :person") // each by its index
                    + " union "
                    + matching.formatted(" and about = :person")
                    + latest)
        .params(params)
        .param("person", search.person())
        .param("before", before)
        .query(this::entry)
        .list();
  }

  private LogEntry entry(ResultSet row, int number) throws SQLException {
    String caseNumber = row.getString("case_number");
    String userId = row.getString("user_id");
    byte[] reason = row.getBytes("reason");
    return new LogEntry(
        row.getLong("id"),
        row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
        userId,
        row.getString("roles"),
        row.getString("councils"),
        StoredCode.of(What.class, row.getString("what")),
        caseNumber,
        row.getString("detail"),
        row.getObject("row_count", Integer.class),
        row.getObject("has_task", Boolean.class),
        row.getString("about"),
        reason == null ? "" : log.reason(reason, caseNumber, userId),
        row.getString("address"),
        row.getBoolean("allowed"));
  }
}

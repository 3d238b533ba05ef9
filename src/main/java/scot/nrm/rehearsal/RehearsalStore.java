package scot.nrm.rehearsal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import scot.nrm.calendar.LocalDay;
import scot.nrm.rehearsal.CaseCourse.Kind;

/** The tables with the results of rehearsals. */
@Component
class RehearsalStore {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final JdbcClient jdbc;

  RehearsalStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The result of a rehearsal.
   *
   * @param digest of the files that were rehearsed
   * @param set the number of the set in force with which they were compared
   * @param approved the time of the approval, after which decisions count; {@code null} for a
   *     rehearsal that a person began
   * @param cases how many were replayed
   * @param notCompared how many of them didn't match the register under the set in force
   * @param counts how many of the others differ, by kind
   * @param open how many open cases were to be followed
   * @param notFollowed how many of them didn't wait for the same under the set in force
   * @param next how many of the others have different next steps, by kind
   */
  record Result(
      int id,
      int revision,
      String digest,
      int set,
      String person,
      Instant approved,
      Instant begun,
      Instant ended,
      int cases,
      int notCompared,
      Map<Kind, Integer> counts,
      int open,
      int notFollowed,
      Map<Kind, Integer> next) {

    /** How many cases differ, or have different next steps, by kind. */
    Map<Kind, Integer> counts(Finding finding) {
      return finding == Finding.NEXT ? next : counts;
    }
  }

  /** The possible findings about a case, in the order in which they are shown. */
  enum Finding {
    DIFFERENT(
        "Would have gone differently",
        "\"No longer\" is what the set in force gives, \"New\" is what the revision gives."),
    NEXT(
        "Different next steps",
        "Open cases. \"No longer\" is what comes next under the set in force, \"New\" is what comes next under the revision."),
    NOT_COMPARED(
        "Not compared",
        "Replayed under the set in force, these cases don't give the result in the register. \"No longer\" is what the register says, \"New\" is what the replay gives."),
    NOT_FOLLOWED(
        "Not followed",
        "Replayed under the set in force, these open cases aren't waiting for the same tasks and dates as the real ones. \"No longer\" is what the real case is waiting for, \"New\" is what the replay gives.");

    private final String heading;
    private final String about;

    Finding(String heading, String about) {
      this.heading = heading;
      this.about = about;
    }

    String heading() {
      return heading;
    }

    String about() {
      return about;
    }
  }

  record CaseResult(String caseNumber, Finding finding, Map<Kind, List<String>> differences) {}

  @Transactional
  public void add(Result result, List<CaseResult> cases) {
    jdbc.sql(
            "delete from rehearsal_case where rehearsal in (select id from rehearsal where revision = ? and "
                + begunBy(result.approved() == null)
                + ")")
        .param(result.revision())
        .update();
    int id = jdbc.sql("select nextval('rehearsal_seq')").query(Integer.class).single();
    jdbc.sql(
            """
            insert into rehearsal (id, revision, digest, set_number, person, approved_at, begun_at, ended_at, cases, not_compared,
              counts, open_cases, not_followed, next_counts) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
            """)
        .params(
            id,
            result.revision(),
            result.digest(),
            result.set(),
            result.person(),
            result.approved() == null ? null : result.approved().atOffset(ZoneOffset.UTC),
            result.begun().atOffset(ZoneOffset.UTC),
            result.ended().atOffset(ZoneOffset.UTC),
            result.cases(),
            result.notCompared(),
            json(result.counts()),
            result.open(),
            result.notFollowed(),
            json(result.next()))
        .update();
    for (CaseResult one : cases) {
      jdbc.sql(
              "insert into rehearsal_case (rehearsal, case_number, found, differences)"
                  + " values (?, ?, ?, ?)")
          .params(id, one.caseNumber(), one.finding().name(), json(one.differences()))
          .update();
    }
  }

  /** The latest rehearsal of a revision that a person began. */
  Optional<Result> latest(int revision) {
    return latest(revision, true);
  }

  /** The latest rehearsal of an approved revision that the program began. */
  Optional<Result> shadow(int revision) {
    return latest(revision, false);
  }

  private Optional<Result> latest(int revision, boolean person) {
    return jdbc.sql(
            "select * from rehearsal where revision = ? and %s order by id desc fetch first 1 rows only"
                .formatted(begunBy(person)))
        .param(revision)
        .query(RehearsalStore::result)
        .optional();
  }

  private static String begunBy(boolean person) {
    return person ? "approved_at is null" : "approved_at is not null";
  }

  /**
   * Claims the night's rehearsal of an approved revision for this node.
   *
   * @return false if it was claimed before
   */
  boolean claim(int revision, LocalDate night) {
    try {
      jdbc.sql("insert into rehearsal_night (revision, night) values (?, ?)")
          .params(revision, night)
          .update();
      return true;
    } catch (DuplicateKeyException e) {
      return false;
    }
  }

  /**
   * The latest night whose rehearsal began and has no result: it is still running, or it failed.
   */
  Optional<LocalDate> nightWithoutResult(int revision) {
    LocalDate ended =
        shadow(revision).map(result -> LocalDay.of(result.ended())).orElse(LocalDate.MIN);
    return jdbc.sql(
            "select night from rehearsal_night where revision = ? order by night desc fetch first 1 rows only")
        .param(revision)
        .query(LocalDate.class)
        .optional()
        .filter(ended::isBefore);
  }

  Optional<Result> latest() {
    return jdbc.sql("select * from rehearsal order by id desc fetch first 1 rows only")
        .query(RehearsalStore::result)
        .optional();
  }

  private static Result result(ResultSet row, int number) throws SQLException {
    return new Result(
        row.getInt("id"),
        row.getInt("revision"),
        row.getString("digest"),
        row.getInt("set_number"),
        row.getString("person"),
        Optional.ofNullable(row.getObject("approved_at", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant)
            .orElse(null),
        row.getObject("begun_at", OffsetDateTime.class).toInstant(),
        row.getObject("ended_at", OffsetDateTime.class).toInstant(),
        row.getInt("cases"),
        row.getInt("not_compared"),
        read(row.getString("counts"), new TypeReference<Map<Kind, Integer>>() {}),
        row.getInt("open_cases"),
        row.getInt("not_followed"),
        read(row.getString("next_counts"), new TypeReference<Map<Kind, Integer>>() {}));
  }

  /** The findings of a rehearsal, by case number. */
  List<CaseResult> cases(Result result) {
    return jdbc.sql("select * from rehearsal_case where rehearsal = ? order by case_number")
        .param(result.id())
        .query(
            (row, number) ->
                new CaseResult(
                    row.getString("case_number"),
                    Finding.valueOf(row.getString("found")),
                    read(
                        row.getString("differences"),
                        new TypeReference<Map<Kind, List<String>>>() {})))
        .list();
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T read(String json, TypeReference<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A result of a rehearsal is not JSON");
    }
  }
}

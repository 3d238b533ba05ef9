package scot.nrm.rehearsal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
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
   * What a rehearsal has found.
   *
   * @param digest of the files that were rehearsed
   * @param set the number of the set in force with which they were compared
   * @param cases how many were replayed
   * @param notCompared how many of them didn't match the register under the set in force
   * @param counts how many of the others differ, by kind
   */
  record Result(
      int id,
      int revision,
      String digest,
      int set,
      String person,
      Instant begun,
      Instant ended,
      int cases,
      int notCompared,
      Map<Kind, Integer> counts) {}

  /**
   * A case that differs.
   *
   * @param compared whether the revision is compared with the set in force, or what the set in
   *     force gives in the rehearsal with the register
   */
  record CaseResult(String caseNumber, boolean compared, Map<Kind, List<String>> differences) {}

  @Transactional
  public void add(Result result, List<CaseResult> cases) {
    jdbc.sql(
            """
            delete from rehearsal_case where rehearsal in (select id from rehearsal where revision = ?)\
            """)
        .param(result.revision())
        .update();
    int id = jdbc.sql("select nextval('rehearsal_seq')").query(Integer.class).single();
    jdbc.sql(
            """
            insert into rehearsal (id, revision, digest, set_number, person, begun_at, ended_at, cases, not_compared,
              counts) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
            """)
        .params(
            id,
            result.revision(),
            result.digest(),
            result.set(),
            result.person(),
            result.begun().atOffset(ZoneOffset.UTC),
            result.ended().atOffset(ZoneOffset.UTC),
            result.cases(),
            result.notCompared(),
            json(result.counts()))
        .update();
    for (CaseResult one : cases) {
      jdbc.sql(
              "insert into rehearsal_case (rehearsal, case_number, compared, differences)"
                  + " values (?, ?, ?, ?)")
          .params(id, one.caseNumber(), one.compared(), json(one.differences()))
          .update();
    }
  }

  /** The latest one of a revision. */
  Optional<Result> latest(int revision) {
    return jdbc.sql(
            "select * from rehearsal where revision = ? order by id desc fetch first 1 rows only")
        .param(revision)
        .query(RehearsalStore::result)
        .optional();
  }

  /** The latest one of all. */
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
        row.getObject("begun_at", OffsetDateTime.class).toInstant(),
        row.getObject("ended_at", OffsetDateTime.class).toInstant(),
        row.getInt("cases"),
        row.getInt("not_compared"),
        read(row.getString("counts"), new TypeReference<Map<Kind, Integer>>() {}));
  }

  /** Those that differ, or are not compared, by their numbers. */
  List<CaseResult> cases(Result result) {
    return jdbc.sql("select * from rehearsal_case where rehearsal = ? order by case_number")
        .param(result.id())
        .query(
            (row, number) ->
                new CaseResult(
                    row.getString("case_number"),
                    row.getBoolean("compared"),
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

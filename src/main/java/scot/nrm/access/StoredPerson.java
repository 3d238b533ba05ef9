package scot.nrm.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the database stores about the signed-in person. One statement reads it once for each
 * request, and everything in that request shares the result.
 */
public final class StoredPerson {

  /**
   * The groups, councils and permissions of a person. For H2, permissions of groups are looked up
   * by group, because with "or" it would read all of them, and the union is inside another query,
   * because otherwise H2 would parse it for each request.
   */
  private static final String STORED =
      """
      select kind, stored from (
        select 'group' as kind, GROUP_ID_ as stored from ACT_ID_MEMBERSHIP where USER_ID_ = :user
        union all select 'authority', TENANT_ID_ from ACT_ID_TENANT_MEMBER where USER_ID_ = :user
        union all select 'tenant', t.TENANT_ID_ from ACT_ID_TENANT_MEMBER t
          join ACT_ID_MEMBERSHIP m on m.GROUP_ID_ = t.GROUP_ID_ where m.USER_ID_ = :user
        union all select 'permissions', string_agg(p.ID_ || ' ' || p.REV_, ',' order by p.ID_)
          from (
            select ID_, REV_ from ACT_RU_AUTHORIZATION where USER_ID_ in (:user, '*')
            union all select a.ID_, a.REV_ from ACT_ID_MEMBERSHIP m
              join ACT_RU_AUTHORIZATION a on a.GROUP_ID_ = m.GROUP_ID_ where m.USER_ID_ = :user) p
      ) known
      order by 1, 2
      """;

  private StoredPerson() {}

  /**
   * What is stored about a person.
   *
   * @param kind {@code group}, {@code authority}, {@code tenant} of a group, or all {@code
   *     permissions} in one
   * @param value empty for none
   */
  public record Row(String kind, String value) {}

  /** The result of this request's first query. */
  public static List<Row> rows(HttpServletRequest request, String userId, JdbcClient jdbc) {
    String attribute = StoredPerson.class.getName() + "/" + userId;
    if (request.getAttribute(attribute) instanceof CachedRows read) {
      return read.rows();
    }
    List<Row> rows = rows(userId, jdbc);
    request.setAttribute(attribute, new CachedRows(rows));
    return rows;
  }

  private static List<Row> rows(String userId, JdbcClient jdbc) {
    return jdbc.sql(STORED)
        .param("user", userId)
        .query(
            (row, number) ->
                new Row(row.getString(1), Optional.ofNullable(row.getString(2)).orElse("")))
        .list();
  }

  /** The person with their groups and local authorities. */
  static Viewer viewer(HttpServletRequest request, String userId, JdbcClient jdbc) {
    return viewer(userId, rows(request, userId, jdbc));
  }

  /** The same as they are now, not as they were when the request began. */
  static Viewer viewer(String userId, JdbcClient jdbc) {
    return viewer(userId, rows(userId, jdbc));
  }

  private static Viewer viewer(String userId, List<Row> rows) {
    return Viewer.of(
        userId, values(rows, "group"), values(rows, "authority"), values(rows, "tenant"));
  }

  private static Set<String> values(List<Row> rows, String kind) {
    return rows.stream()
        .filter(row -> row.kind().equals(kind))
        .map(Row::value)
        .collect(Collectors.toSet());
  }

  private record CachedRows(List<Row> rows) {}
}

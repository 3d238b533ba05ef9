package scot.nrm.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the database stores about the signed-in person. One statement reads it once for each
 * request, and everything in that request shares the result.
 */
public final class StoredPerson {

  /**
   * The groups and councils of a person, and the version of all permissions. The union is inside
   * another query, because otherwise H2 would parse it for each request.
   */
  private static final String STORED =
      """
      select kind, stored from (
        select 'group' as kind, GROUP_ID_ as stored from ACT_ID_MEMBERSHIP where USER_ID_ = :user
        union all select 'authority', TENANT_ID_ from ACT_ID_TENANT_MEMBER where USER_ID_ = :user
        union all select 'tenant', t.TENANT_ID_ from ACT_ID_TENANT_MEMBER t
          join ACT_ID_MEMBERSHIP m on m.GROUP_ID_ = t.GROUP_ID_ where m.USER_ID_ = :user
        union all select 'permissions', cast(version as varchar) from permission_version
      ) known
      order by 1, 2
      """;

  private StoredPerson() {}

  /**
   * What is stored about a person.
   *
   * @param kind {@code group}, {@code authority}, {@code tenant} of a group, or {@code permissions}
   * @param value an id, or the version of everyone's permissions
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
        .query((row, number) -> new Row(row.getString(1), row.getString(2)))
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

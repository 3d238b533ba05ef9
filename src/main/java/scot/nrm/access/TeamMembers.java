package scot.nrm.access;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import scot.nrm.access.NamesAndRoles.Details;

/** A team's members who are known: people of an identity provider from their first sign-in. */
@Component
public class TeamMembers {

  /** More people than any team has. */
  static final int MAX = 500;

  private final JdbcClient jdbc;

  public TeamMembers(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param name with the user id
   * @param plainName without it; empty for a person without a name
   */
  public record Person(String id, String name, String plainName) {}

  /**
   * The people to whom a team's task may be assigned, by last name.
   *
   * @param council the council, if each council has such a team; {@code null} for a national team
   */
  public List<Person> of(String team, String council) {
    return jdbc.sql(
            """
            select u.ID_, u.FIRST_, u.LAST_ from ACT_ID_USER u
            join ACT_ID_MEMBERSHIP m on m.USER_ID_ = u.ID_ and m.GROUP_ID_ = :team
            where :everywhere = 1 or exists (
              select 1 from ACT_ID_TENANT_MEMBER t where t.USER_ID_ = u.ID_ and t.TENANT_ID_ = :council)
            order by u.LAST_, u.FIRST_, u.ID_ limit :most\
            """)
        .param("team", team)
        .param("everywhere", council == null ? 1 : 0)
        .param("council", council == null ? "-" : council)
        .param("most", MAX)
        .query(
            (row, number) -> {
              String id = row.getString(1);
              Details person = Details.of(row.getString(2), row.getString(3));
              return new Person(id, person.nameWithId(id), person.name());
            })
        .list();
  }
}

package scot.nrm.cockpit;

import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import scot.nrm.record.Officers;

/** The current members of a team. */
@Component
public class TeamMembers {

  /** More people than any team has. */
  static final int MOST = 500;

  private final JdbcClient jdbc;

  public TeamMembers(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public record Person(String id, String name) {}

  /**
   * The people to whom a team's task may be assigned.
   *
   * @param council the council, if each council has such a team; {@code null} for a national team
   */
  public List<Person> team(String team, String council) {
    List<Person> people = new ArrayList<>();
    jdbc.sql(
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
        .param("most", MOST)
        .query(
            row -> {
              people.add(
                  new Person(
                      row.getString(1),
                      Officers.written(row.getString(2), row.getString(3), row.getString(1))));
            });
    return people;
  }
}

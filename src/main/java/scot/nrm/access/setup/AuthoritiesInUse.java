package scot.nrm.access.setup;

import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import scot.nrm.access.Councils;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.sets.SetData;
import scot.nrm.startup.StartRefused;

/**
 * An authority or a local authority that has had a case stays in its file: its cases, letters and
 * figures are found by its id, and without its groups or its people nobody could work on them.
 */
@Component
public class AuthoritiesInUse implements SetData.Check {

  private final JdbcClient jdbc;
  private final Authorities authorities;
  private final Councils councils;

  /**
   * @throws StartRefused if the register has one that its file no longer has
   */
  public AuthoritiesInUse(JdbcClient jdbc, Authorities authorities, Councils councils) {
    this.jdbc = jdbc;
    this.authorities = authorities;
    this.councils = councils;
    validate();
  }

  @Override
  public final void validate() {
    requireKnown(
        authorities.ids(),
        """
        select authority from (select rg_authority as authority from case_register
          union select cg_authority from case_register) used
        where authority is not null and authority not in (:known) order by authority\
        """,
        Authorities.FILE,
        "Put it back, with its groups. Give it a last day (until) if it takes no more cases.");
    requireKnown(
        councils.councils().stream().map(Councils.Council::id).toList(),
        """
        select distinct local_authority from case_register
        where local_authority not in (:known) order by local_authority\
        """,
        "config/councils.yaml",
        "Put it back: only its name may change.");
  }

  private void requireKnown(Collection<String> known, String others, String file, String whatToDo) {
    List<String> unknown = jdbc.sql(others).param("known", known).query(String.class).list();
    if (!unknown.isEmpty()) {
      throw new StartRefused(
          "Cases belong to %s, which %s does not have.".formatted(String.join(", ", unknown), file),
          whatToDo);
    }
  }
}

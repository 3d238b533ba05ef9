package scot.nrm.access.setup;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.sets.DataOfSet;
import scot.nrm.startup.StartRefused;

/**
 * An authority that has had a case stays in the file: its cases, letters and figures are found by
 * its code, and without its groups nobody could work on them.
 */
@Component
public class AuthoritiesInUse implements DataOfSet.Check {

  private final JdbcClient jdbc;
  private final Authorities authorities;

  /**
   * @throws StartRefused if the register has an authority that the file no longer has
   */
  public AuthoritiesInUse(JdbcClient jdbc, Authorities authorities) {
    this.jdbc = jdbc;
    this.authorities = authorities;
    mustBeSound();
  }

  @Override
  public final void mustBeSound() {
    List<String> unknown =
        jdbc.sql(
                """
                select authority from (select rg_authority as authority from case_register
                  union select cg_authority from case_register) used
                where authority is not null and authority not in (:known) order by authority\
                """)
            .param("known", authorities.ids())
            .query(String.class)
            .list();
    if (!unknown.isEmpty()) {
      throw new StartRefused(
          "Cases belong to "
              + String.join(", ", unknown)
              + ", which "
              + Authorities.FILE
              + " does not have.",
          "Put it back, with its groups. Give it a last day (until) if it takes no more cases.");
    }
  }
}

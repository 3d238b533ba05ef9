package scot.nrm.engine.authorities;

import org.springframework.stereotype.Component;
import scot.nrm.engine.DiagramValues;
import scot.nrm.engine.StoredCode;

/**
 * The groups of authorities, for the tasks of a diagram: {@code ${authorities.group(rgAuthority,
 * 'case-owner')}}.
 */
@Component(AuthorityGroups.BEAN)
public class AuthorityGroups implements DiagramValues {

  /** The name in diagrams. */
  public static final String BEAN = "authorities";

  private final Authorities authorities;

  public AuthorityGroups(Authorities authorities) {
    this.authorities = authorities;
  }

  /**
   * The group of a team of an authority.
   *
   * @param code as the routing table gave it
   * @param team such as {@code case-owner}
   * @throws IllegalArgumentException if there is no such authority or team: the task then goes to
   *     nobody, and the case waits until the file or the diagram has been corrected
   */
  public String group(String code, String team) {
    return authorities.group(authorities.known(code), StoredCode.of(Authorities.Team.class, team));
  }
}

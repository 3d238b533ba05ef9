package scot.nrm.engine.authorities;

import java.util.Optional;
import org.camunda.bpm.engine.impl.context.BpmnExecutionContext;
import org.camunda.bpm.engine.impl.context.Context;
import org.springframework.stereotype.Component;
import scot.nrm.engine.DiagramValues;
import scot.nrm.engine.StoredCode;
import scot.nrm.engine.authorities.Authorities.Duty;

/**
 * The groups of authorities, for the tasks of a diagram: {@code ${authorities.group(rgAuthority,
 * 'case-owner')}}, or by a duty instead of a code: {@code ${authorities.group('intake',
 * 'manager')}}.
 */
@Component(AuthorityGroups.BEAN)
public class AuthorityGroups implements DiagramValues {

  /** The name of the bean in diagrams. */
  public static final String BEAN = "authorities";

  /** Finds the authority that has a duty in a case. */
  @FunctionalInterface
  public interface Cases {

    /** The case number is {@code null} for work that belongs to no case. */
    Authority authorityWith(Duty duty, String caseNumber);
  }

  private final Authorities authorities;
  private final Cases cases;

  public AuthorityGroups(Authorities authorities, Cases cases) {
    this.authorities = authorities;
    this.cases = cases;
  }

  /**
   * The group of a team of an authority.
   *
   * @param code the authority from the routing table, or a duty, for the authority that has the
   *     duty in the diagram's case
   * @param team such as {@code case-owner}
   * @throws IllegalArgumentException if there is no such authority or team: the task is then not
   *     created, and the case waits until the file or the diagram has been corrected
   */
  public String group(String code, String team) {
    Authority authority =
        StoredCode.find(Duty.class, code)
            .map(duty -> cases.authorityWith(duty, caseNumber()))
            .orElseGet(() -> authorities.known(code));
    return authorities.group(authority, team);
  }

  private static String caseNumber() {
    return Optional.ofNullable(Context.getBpmnExecutionContext())
        .map(BpmnExecutionContext::getExecution)
        .map(execution -> execution.getProcessBusinessKey())
        .orElse(null);
  }
}

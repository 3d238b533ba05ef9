package scot.nrm.register;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.ContentCipher;
import scot.nrm.casefile.MatchFacts;
import scot.nrm.casefile.MatchIndex;

/**
 * Finds cases by keyed digests of identifying facts: other cases that may be of the same child
 * (D12), for UKHTC's intake, which sees the whole register; and cases by a search text.
 */
@Component
public class Matches {

  private final MatchIndex index;
  private final Register register;

  Matches(JdbcClient jdbc, ContentCipher cipher, Register register) {
    this.index = new MatchIndex(jdbc, cipher);
    this.register = register;
  }

  /** The facts that two cases can share, strongest first. */
  public enum Reason {
    HOME_OFFICE_REFERENCE("same Home Office reference"),
    NAME_AND_DATE_OF_BIRTH("same name and date of birth"),
    ALIAS_AND_DATE_OF_BIRTH("an alias and the same date of birth");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /**
   * Another case that may be of the same child.
   *
   * @param why at least one reason
   * @param localAuthority the local authority's id
   * @param receivedOn the day of receipt of the NRM form; {@code null} if UKHTC doesn't have it yet
   */
  public record Match(
      String caseNumber, Set<Reason> why, String localAuthority, LocalDate receivedOn) {}

  /**
   * All cases of the register that share a fact with this one, in the order in which they were
   * opened; never the case itself.
   */
  public List<Match> of(String caseNumber) {
    Map<String, Set<Reason>> shared = new HashMap<>();
    for (MatchIndex.Shared other : index.sharedWith(caseNumber)) {
      shared
          .computeIfAbsent(other.caseNumber(), number -> EnumSet.noneOf(Reason.class))
          .add(reason(other));
    }
    return register.find(shared.keySet()).values().stream()
        .sorted(Comparator.comparing(RegisterCase::openedOrder))
        .map(
            nrmCase ->
                new Match(
                    nrmCase.caseNumber(),
                    shared.get(nrmCase.caseNumber()),
                    nrmCase.localAuthority(),
                    nrmCase.referralReceivedOn()))
        .toList();
  }

  /**
   * The cases of the whole register with this Home Office reference, or this name or alias and date
   * of birth. The caller must leave out cases that the person may not read.
   */
  public List<String> search(String typed) {
    return index.with(typed);
  }

  private static Reason reason(MatchIndex.Shared other) {
    if (other.here() == MatchFacts.Kind.HOME_OFFICE_REFERENCE) {
      return Reason.HOME_OFFICE_REFERENCE;
    }
    return other.here() == MatchFacts.Kind.ALIAS || other.there() == MatchFacts.Kind.ALIAS
        ? Reason.ALIAS_AND_DATE_OF_BIRTH
        : Reason.NAME_AND_DATE_OF_BIRTH;
  }
}

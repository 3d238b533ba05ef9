package scot.nrm.routing;

import java.time.LocalDate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFileContent;

/**
 * Whether a recognised child needs permission to stay (D29), by the facts that route the case on
 * the day of the decision on conclusive grounds.
 */
@Component
public class LeaveNeed {

  private static final String CONSIDER = "consider";

  private final EeaMembership eea;

  LeaveNeed(EeaMembership eea) {
    this.eea = eea;
  }

  /** Whether leave is considered, and not only that none is needed or granted. */
  public boolean isConsidered(CaseFileContent child, LocalDate received, LocalDate decided) {
    return of(child, received, decided).equals(CONSIDER);
  }

  /** As the diagram's conditions have it. */
  String of(CaseFileContent child, LocalDate received, LocalDate decided) {
    RoutingFacts facts = RoutingFacts.of(child, received, decided, eea);
    return switch (facts.nationality()) {
      case UK -> "not-needed";
      case EEA -> "no-leave-to-be-granted";
      case NON_EEA, UNKNOWN -> facts.issue() == RoutingFacts.Issue.NO ? "not-needed" : CONSIDER;
    };
  }
}

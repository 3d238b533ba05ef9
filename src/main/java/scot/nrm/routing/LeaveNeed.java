package scot.nrm.routing;

import java.time.LocalDate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.casefile.ImmigrationFacts;
import scot.nrm.register.RegisterCase;

/**
 * Whether a recognised child needs permission to stay (D29), by the facts that route the case on
 * the day of the decision on conclusive grounds.
 */
@Component
public class LeaveNeed {

  /** An officer decides. */
  public static final String CONSIDER = "consider";

  /** Nothing is recorded. */
  public static final String NOT_NEEDED = "not-needed";

  private final EeaMembership eea;

  LeaveNeed(EeaMembership eea) {
    this.eea = eea;
  }

  /** Whether leave is considered, and not only that none is needed or granted. */
  public boolean isConsidered(CaseFileContent child, LocalDate received, LocalDate decided) {
    return of(child, received, decided).equals(CONSIDER);
  }

  /** {@link #CONSIDER}, {@link #NOT_NEEDED} or {@link RegisterCase#NO_LEAVE}, as in the diagram. */
  public String of(CaseFileContent child, LocalDate received, LocalDate decided) {
    RoutingFacts facts = RoutingFacts.of(child, received, decided, eea);
    return switch (facts.nationality()) {
      case UK -> NOT_NEEDED;
      case EEA -> RegisterCase.NO_LEAVE;
      case NON_EEA, UNKNOWN -> {
        if (facts.issue() == RoutingFacts.Issue.NO) {
          yield NOT_NEEDED;
        }
        yield ImmigrationFacts.isAsylumGranted(child) ? RegisterCase.NO_LEAVE : CONSIDER;
      }
    };
  }
}

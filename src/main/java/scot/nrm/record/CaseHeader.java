package scot.nrm.record;

import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseClock;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.CaseOverview;
import scot.nrm.register.CaseOverview.Clock;
import scot.nrm.register.CaseOverview.Fact;
import scot.nrm.register.EntryWords;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.Stage;

/** The header of a page about a case: its overview, and the responsible authorities. */
@Component
public class CaseHeader {

  /**
   * @param state such as {@code Open}, {@code Suspended at reasonable grounds} or {@code Closed:
   *     recognised as …}
   * @param closed whether the case has its outcome
   */
  public record Header(
      String caseNumber,
      String state,
      boolean closed,
      String council,
      List<Fact> facts,
      List<Clock> clocks) {}

  private final CodeNames names;
  private final Register register;
  private final CaseClock clock;

  CaseHeader(CodeNames names, Register register, CaseClock clock) {
    this.names = names;
    this.register = register;
    this.clock = clock;
  }

  public Header of(RegisterCase nrmCase) {
    CaseOverview overview = new CaseOverview(nrmCase, clock.now());
    String council = names.council(nrmCase.localAuthority());
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Local authority", council));
    for (Stage stage : Stage.values()) {
      fact(
          facts,
          stage.heading() + " decided by",
          names.authority(nrmCase.authority(stage), clock.today()));
    }
    facts.addAll(overview.notable());
    fact(facts, "Removal", overview.removal());
    fact(facts, "Leave to remain", EntryWords.words(nrmCase.leaveOutcome()));
    facts.addAll(overview.dates());
    return new Header(
        nrmCase.caseNumber(),
        state(overview),
        nrmCase.isClosed(),
        council,
        facts,
        overview.deadlines());
  }

  /** The state of a case, with the reason if a manager has closed it (D43). */
  String state(CaseOverview overview) {
    RegisterCase nrmCase = overview.nrmCase();
    return !nrmCase.isClosed() || nrmCase.now().mergedInto() != null
        ? overview.state()
        : register
            .closing(nrmCase.caseNumber())
            .map(
                closing ->
                    (nrmCase.caseOutcome() == CaseOutcome.CLOSED_OTHER
                            ? "Closed: "
                            : overview.state() + "; ")
                        + closing.closingReason())
            .orElse(overview.state());
  }

  private static void fact(List<Fact> facts, String label, String value) {
    if (!value.isBlank()) {
      facts.add(new Fact(label, value));
    }
  }
}

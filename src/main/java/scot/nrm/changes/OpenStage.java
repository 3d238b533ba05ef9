package scot.nrm.changes;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.Authorities.Duty;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.register.Act;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.Stage;

/** The decision that a case is currently waiting for, and the authority that has the case. */
@Component
public class OpenStage {

  private final CaseInstances instances;
  private final Register register;
  private final Authorities authorities;
  private final CaseClock clock;

  OpenStage(CaseInstances instances, Register register, Authorities authorities, CaseClock clock) {
    this.authorities = authorities;
    this.clock = clock;
    this.instances = instances;
    this.register = register;
  }

  /**
   * The stage that is being decided for the first time: only that can move (D14). This includes a
   * suspended stage. A decision that is being reconsidered stays with the authority that made it
   * (D30).
   */
  public Optional<Stage> of(RegisterCase nrmCase) {
    return undecided(nrmCase).filter(stage -> !isAgreed(nrmCase.caseNumber(), stage));
  }

  /**
   * The same stage, also once two officers have decided it and a separate job has not yet recorded
   * that: it doesn't move any more.
   */
  public Optional<Stage> undecided(RegisterCase nrmCase) {
    String running = status(nrmCase).stage();
    return Stream.of(Stage.values())
        .filter(
            stage ->
                stage.id().equals(running)
                    && nrmCase.at(stage).outcome() == null
                    && nrmCase.authority(stage) != null)
        .findFirst();
  }

  /** Whether two officers have decided but a separate job has not yet recorded the decision. */
  private boolean isAgreed(String caseNumber, Stage stage) {
    return register.acts(caseNumber, stage).stream()
        .reduce((earlier, later) -> later)
        .filter(act -> act.act() == Act.CONFIRMED && act.proposal().isDecision())
        .isPresent();
  }

  /** The authority that decides, also again (D30), as {@code UKHTC}; {@code none} if none does. */
  public String decidingAuthority(RegisterCase nrmCase) {
    Set<String> running = instances.diagrams(nrmCase.caseNumber());
    return Stream.of(Stage.values())
        .filter(stage -> running.contains(stage.id()) && nrmCase.authority(stage) != null)
        .findFirst()
        .map(stage -> nrmCase.authority(stage).id())
        .orElse("none");
  }

  public CaseStatus status(RegisterCase nrmCase) {
    return CaseStatus.of(nrmCase, instances.diagrams(nrmCase.caseNumber()));
  }

  /** The authority that has the case, or had it last; before the route, the one that logs it. */
  public Authority authorityOrIntake(RegisterCase nrmCase) {
    return nrmCase.orIntake(authority(nrmCase), authorities, clock.today());
  }

  /** The authority that has the case now, or had it last; {@code null} before it is routed. */
  public Authority authority(RegisterCase nrmCase) {
    if (status(nrmCase).stage().equals("leave")) {
      return nrmCase.with(
          Duty.IMMIGRATION,
          authorities,
          clock.today()); // decides on leave, whichever decided before (D29)
    }
    return nrmCase.cgAuthority() == null ? nrmCase.rgAuthority() : nrmCase.cgAuthority();
  }
}

package scot.nrm.changes.reconsideration;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Outcome;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.Stage;

/**
 * Requests to reconsider a decision (D30), from the register. Reconsideration is not an appeal:
 * only the local authority or a referring agency of the case may request it.
 */
@Component
public class Reconsiderations {

  static final String LOCAL_AUTHORITY = "local-authority";
  private static final Set<String> ENTITLED = Set.of(LOCAL_AUTHORITY, "referring-agency");

  private final Register register;

  Reconsiderations(Register register) {
    this.register = register;
  }

  static boolean isEntitled(String who) {
    return ENTITLED.contains(who);
  }

  /** The decision to reconsider: the last negative one. Empty if there is none. */
  static Optional<Stage> stage(RegisterCase nrmCase) {
    return List.of(Stage.CONCLUSIVE_GROUNDS, Stage.REASONABLE_GROUNDS).stream()
        .filter(stage -> nrmCase.at(stage).outcome() == Outcome.NEGATIVE)
        .findFirst();
  }

  /** The last request, waiting for an answer or acted on. Only one is open at a time. */
  public Optional<RegisterEvent> latest(String caseNumber) {
    return register.latest(caseNumber, EntryKind.RECONSIDERATION_ASKED);
  }

  /** Whether this applicant has already made the same request on this day, entitled or not. */
  boolean isAlreadyRecorded(String caseNumber, String who, LocalDate on, String details) {
    return register.history(caseNumber).stream()
        .anyMatch(
            event ->
                (event.is(EntryKind.RECONSIDERATION_ASKED)
                        || event.is(EntryKind.RECONSIDERATION_NOT_ENTITLED))
                    && who.equals(event.code())
                    && on.equals(event.from())
                    && details.equals(event.detail()));
  }
}

package scot.nrm.letters;

import java.time.LocalDate;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.engine.steps.Step;

/**
 * Sends the letters of the occasion that the diagram names in the input parameter {@code occasion}.
 * The table {@code letters} says which letters go to whom. The input parameter {@code requestedOn}
 * may give the day of the request that they answer (D30). The letter of a transfer is from the
 * authority that had the case (D14).
 */
@Step(
    value = "Send letters",
    inputs = {
      @Step.Input(value = "occasion", label = "Occasion", table = "letters"),
      @Step.Input(value = "requestedOn", label = "Day of the request", optional = true)
    },
    uses = {
      "cgAuthority", "cgTargetDate", "movedFrom",
      "reflectionEndDate", "reflectionReviewDate", "rgAuthority",
      "rgTargetDate"
    },
    sets = "lettersWaiting",
    starts = "find-address",
    passes = {"decidingAuthority", "foundAdult", "lettersWaiting", "localAuthority"})
@Component("sendLetters")
public class SendLetters implements JavaDelegate {

  /** The names of dates in letters, by the variables of the case's deadlines. */
  private static final Map<String, String> DATE_NAMES =
      Map.of(
          CaseVariables.RG_TARGET_DATE.getName(), "rgDue",
          CaseVariables.REFLECTION_REVIEW_DATE.getName(), "reflectionReview",
          CaseVariables.REFLECTION_END_DATE.getName(), "reflectionEnd",
          CaseVariables.CG_TARGET_DATE.getName(), "cgTarget");

  private static final String REQUESTED_ON = "requestedOn";

  private final Letters letters;
  private final CaseClock clock;
  private final Authorities authorities;

  public SendLetters(Letters letters, CaseClock clock, Authorities authorities) {
    this.authorities = authorities;
    this.letters = letters;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String occasion = (String) execution.getVariableLocal("occasion");
    if (occasion == null) {
      throw new IllegalStateException(
          "The task " + execution.getCurrentActivityId() + " needs the input parameter 'occasion'");
    }
    // The register counts decisions; any other occasion occurs once each time this activity starts.
    boolean counted = LetterOccasion.decidedStage(occasion).isPresent();
    letters.send(
        new LetterOccasion(
            execution.getProcessBusinessKey(),
            occasion,
            counted ? null : execution.getActivityInstanceId(),
            null,
            occasion.equals(LetterOccasion.TRANSFER) ? previousAuthority(execution) : null,
            Authority.of(CaseVariables.CG_AUTHORITY.from(execution).getOrNull()),
            dates(execution, occasion)));
  }

  /** The authority that had the case before, or that decided reasonable grounds (D14). */
  private Authority previousAuthority(DelegateExecution execution) {
    String before = CaseVariables.MOVED_FROM.from(execution).getOrNull();
    return authorities.known(
        before == null ? CaseVariables.RG_AUTHORITY.from(execution).get() : before);
  }

  private Map<String, LocalDate> dates(DelegateExecution execution, String occasion) {
    Map<String, LocalDate> dates = new HashMap<>();
    String next = CaseVariables.CG_AUTHORITY.from(execution).getOrNull();
    // Conclusive grounds are routed again after the letters, with the same facts (D14).
    if (occasion.equals(LetterOccasion.POSITIVE_REASONABLE_GROUNDS)
        && next != null
        && !next.equals(CaseVariables.RG_AUTHORITY.from(execution).getOrNull())) {
      dates.put(LetterOccasion.TRANSFERRED_ON, clock.today());
    }
    DATE_NAMES.forEach(
        (variable, name) -> {
          if (execution.getVariable(variable) instanceof Date deadline) {
            dates.put(name, LocalDay.of(deadline));
          }
        });
    day(execution.getVariableLocal(REQUESTED_ON)).ifPresent(day -> dates.put(REQUESTED_ON, day));
    return dates;
  }

  /** The date in a form's value, such as {@code 2009-04-14}; empty if it isn't one. */
  private static Optional<LocalDate> day(Object value) {
    return value instanceof String text ? LocalDay.parse(text) : Optional.empty();
  }
}

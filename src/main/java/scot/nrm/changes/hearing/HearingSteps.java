package scot.nrm.changes.hearing;

import static scot.nrm.engine.CaseVariables.HEARING_MOVES_TARGET;

import com.fasterxml.jackson.databind.node.NullNode;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.calendar.BritishDate;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.Officer;
import scot.nrm.engine.steps.Step;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;

/** The steps about a court hearing (D16). */
@Configuration(proxyBeanMethods = false)
class HearingSteps {

  private final CaseFile file;
  private final Register register;
  private final HearingTarget target;

  HearingSteps(CaseFile file, Register register, HearingTarget target) {
    this.file = file;
    this.register = register;
    this.target = target;
  }

  /**
   * Records a court hearing, which replaces any earlier one, or that the recorded one will not take
   * place, and determines whether this moves the date in force for reasonable grounds (D16). Before
   * the receipt, and while the stage is suspended, it is only recorded; the deadline takes it into
   * account when it is set or resumed. After the decision it moves nothing.
   */
  @Step(value = "Record the hearing", sets = "hearingMovesTarget")
  @Bean
  ExecutionListener recordCourtHearing(RegisterUpdates updates) {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      CaseFileContent child = file.read(caseNumber);
      boolean cancelled = HearingRule.isCancelled(child);
      updates.addEntry(
          caseNumber,
          RegisterEvent.entry(cancelled ? EntryKind.HEARING_CANCELLED : EntryKind.HEARING_RECORDED)
              .from(hearing(child).orElseThrow())
              .officer(Officer.of(step))
              .detail(child.text(cancelled ? "courtHearingCancelledBy" : "courtName")));
      if (cancelled) {
        file.merge(
            caseNumber,
            Map.of(HearingRule.DATE, NullNode.getInstance(), "courtName", NullNode.getInstance()),
            Officer.of(step));
      }
      boolean moves =
          target
              .changedDates(register.lock(caseNumber), hearing(file.read(caseNumber)))
              .isPresent();
      HEARING_MOVES_TARGET.on(step).set(moves ? "yes" : "no");
    };
  }

  /**
   * Moves the date in force for reasonable grounds to the working day before the court hearing, or
   * back towards the due date if the hearing is postponed or cancelled (D16). The due date and the
   * original date don't change.
   */
  @Step(
      value = "Move the deadline to the hearing",
      sets = {"rgDueDate", "rgLate", "rgOriginalDueDate", "rgTargetDate"},
      sends = "decision-changed")
  @Bean
  JavaDelegate moveTargetToHearing() {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      Optional<LocalDate> hearing = hearing(file.read(caseNumber));
      target.move(
          caseNumber,
          hearing,
          hearing
              .map(day -> "Court hearing on " + BritishDate.of(day))
              .orElse("The court hearing will not take place"));
    };
  }

  private static Optional<LocalDate> hearing(CaseFileContent child) {
    return child.date(HearingRule.DATE);
  }
}

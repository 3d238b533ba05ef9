package scot.nrm.changes.hearing;

import static scot.nrm.engine.CaseVariables.HEARING_MOVES_TARGET;

import java.time.LocalDate;
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
   * Records a court hearing, which replaces any earlier one, and determines whether it moves the
   * date in force for reasonable grounds (D16). Before the receipt, and while the stage is
   * suspended, it is only recorded; the deadline takes it into account when it is set or resumed.
   * After the decision it moves nothing.
   */
  @Step(value = "Record the hearing", sets = "hearingMovesTarget")
  @Bean
  ExecutionListener recordCourtHearing(RegisterUpdates updates) {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      CaseFileContent child = file.read(caseNumber);
      LocalDate hearing = child.date("courtHearingDate").orElseThrow();
      updates.note(
          caseNumber,
          RegisterEvent.entry(EntryKind.HEARING_RECORDED)
              .from(hearing)
              .officer(Officer.of(step))
              .detail(child.text("courtName")));
      boolean moves = target.moved(register.lock(caseNumber), hearing).isPresent();
      HEARING_MOVES_TARGET.on(step).set(moves ? "yes" : "no");
    };
  }

  /**
   * Moves the date in force for reasonable grounds to the working day before the court hearing, or
   * back towards the due date if the hearing is postponed (D16). The due date and the original date
   * don't change.
   */
  @Step(
      value = "Move the deadline to the hearing",
      sets = {"rgDueDate", "rgLate", "rgOriginalDueDate", "rgTargetDate"},
      sends = "decision-changed")
  @Bean
  JavaDelegate moveTargetToHearing() {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      LocalDate hearing = file.read(caseNumber).date("courtHearingDate").orElseThrow();
      target.move(caseNumber, hearing, "Court hearing on " + BritishDate.of(hearing));
    };
  }
}

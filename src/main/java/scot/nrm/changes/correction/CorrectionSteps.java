package scot.nrm.changes.correction;

import static scot.nrm.engine.CaseVariables.CORRECTED_BY;
import static scot.nrm.engine.CaseVariables.CORRECTED_FACT;
import static scot.nrm.engine.CaseVariables.DEADLINE_CHANGES;
import static scot.nrm.engine.CaseVariables.DECIDING_AUTHORITY;
import static scot.nrm.engine.CaseVariables.LEAVE_NEEDED_NOW;
import static scot.nrm.engine.CaseVariables.LETTERS_WRONG;
import static scot.nrm.engine.CaseVariables.WITH_LOCAL_AUTHORITY;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.access.Role;
import scot.nrm.casefile.CaseFile;
import scot.nrm.changes.PathVariables;
import scot.nrm.changes.hearing.HearingTarget;
import scot.nrm.decision.deadline.DeadlineCorrection;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.Officer;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.Authorities.Duty;
import scot.nrm.engine.authorities.Authorities.Team;
import scot.nrm.engine.steps.Step;
import scot.nrm.facts.CaseOutcomes;
import scot.nrm.facts.RemovalHolds;
import scot.nrm.letters.LettersAfterChange;
import scot.nrm.letters.WrongLetters;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.EntryKind;
import scot.nrm.register.OfficeAct;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;
import scot.nrm.register.RemovalHold;
import scot.nrm.register.Stage;
import scot.nrm.routing.LeaveNeed;
import scot.nrm.routing.Routes;

/** The steps by which a recorded fact is corrected (D43). */
@Configuration(proxyBeanMethods = false)
class CorrectionSteps {

  private final Corrections corrections;
  private final CaseFile file;
  private final RegisterUpdates updates;
  private final CaseClock clock;
  private final Authorities authorities;

  CorrectionSteps(
      Corrections corrections,
      CaseFile file,
      RegisterUpdates updates,
      CaseClock clock,
      Authorities authorities) {
    this.authorities = authorities;
    this.corrections = corrections;
    this.file = file;
    this.updates = updates;
    this.clock = clock;
  }

  /**
   * Records who is correcting a fact and whether a deadline depends on it. If so, the proposal is
   * also in the register (D43).
   */
  @Step(
      value = "Record the proposed correction",
      needs = "correctedFact",
      sets = {"correctedBy", "deadlineChanges", "decidingAuthority", "withLocalAuthority"})
  @Bean
  ExecutionListener proposeCorrection(Register register) {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      CorrectedFact fact = CorrectedFact.of(step);
      CORRECTED_BY.on(step).set(Officer.of(step));
      WITH_LOCAL_AUTHORITY
          .on(step)
          .set(
              Officer.isIn(step, Role.LA_LEAD_PROFESSIONAL.group())
                  || Officer.isIn(step, Role.LA_MANAGER.group()));
      DECIDING_AUTHORITY
          .on(step)
          .set(
              authorities.all().stream()
                  .filter(one -> Officer.isIn(step, authorities.group(one, Team.CASE_OWNER)))
                  .findFirst()
                  .orElseGet(
                      () ->
                          register
                              .find(caseNumber)
                              .orElseThrow()
                              .with(Duty.INTAKE, authorities, clock.today()))
                  .id());
      DEADLINE_CHANGES.on(step).set(fact.affectsDeadline() ? "yes" : "no");
      if (fact.affectsDeadline()) {
        String change = corrections.describe(caseNumber, corrections.changes(caseNumber, fact));
        record(
            step,
            EntryKind.CORRECTION_PROPOSED,
            change + "\n" + file.read(caseNumber).text("correctionReason"));
      }
    };
  }

  /**
   * Records that the second officer has not confirmed a correction, and why (D43). The fact doesn't
   * change.
   */
  @Step(value = "Record the refusal of the correction", needs = "correctedFact")
  @Bean
  ExecutionListener refuseCorrection() {
    return step ->
        record(
            step,
            EntryKind.CORRECTION_REFUSED,
            file.read(step.getProcessBusinessKey()).text("correctionRefusedReason"));
  }

  private void record(DelegateExecution step, EntryKind kind, String detail) {
    updates.addEntry(
        step.getProcessBusinessKey(),
        RegisterEvent.entry(kind)
            .code(CorrectedFact.of(step).key())
            .from(clock.today())
            .officer(Officer.of(step))
            .detail(detail));
  }

  /**
   * Recalculates the deadline for reasonable grounds if it depends on the date that was wrong (D15,
   * D16, D43). A reconsidered decision has its own, which only the hearing moves (D30).
   */
  @Step(
      value = "Recalculate the deadlines",
      needs = "correctedFact",
      sets = {"rgDueDate", "rgLate", "rgOriginalDueDate", "rgTargetDate"},
      sends = "decision-changed")
  @Bean
  ExecutionListener recalculateDeadlines(DeadlineCorrection deadline, HearingTarget hearingTarget) {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      CorrectedFact fact = CorrectedFact.of(step);
      if (fact.affectsDeadline()
          && !deadline.recalculate(caseNumber)
          && fact == CorrectedFact.HEARING_DATE) {
        hearingTarget.move(
            caseNumber, file.read(caseNumber).date(CorrectedFact.HEARING_DATE.key()), null);
      }
    };
  }

  /**
   * Determines whether leave to remain must be decided now, although the case of a recognised child
   * has ended (D29): by the corrected facts the child needs permission to stay, or removal is or
   * would be on hold, and what was recorded without a task is no longer right (D32). What an
   * officer has decided still applies, unless it was to grant no leave and the child needs it now.
   */
  @Step(value = "Check whether leave is needed now", sets = "leaveNeededNow")
  @Bean
  ExecutionListener checkLeaveNeedNow(Register register, LeaveNeed need, Routes routes) {
    return step -> {
      RegisterCase nrmCase = register.lock(step.getProcessBusinessKey());
      boolean ended = nrmCase.caseOutcome() == CaseOutcome.RECOGNISED;
      LEAVE_NEEDED_NOW
          .on(step)
          .set(ended && mustDecideLeave(nrmCase, need, register, routes) ? "yes" : "no");
    };
  }

  private boolean mustDecideLeave(
      RegisterCase nrmCase, LeaveNeed need, Register register, Routes routes) {
    String recorded = nrmCase.leaveOutcome();
    if (recorded != null && !recorded.equals(RegisterCase.NO_LEAVE)) {
      return false; // leave was granted or refused
    }
    String needNow = needNow(nrmCase, need);
    if (needNow.equals(LeaveNeed.CONSIDER)) {
      return true;
    }
    if (register.hasAct(nrmCase.caseNumber(), OfficeAct.LEAVE, EntryKind.REOPENED)) {
      return false; // an officer has decided
    }
    boolean isOnHold = nrmCase.removalHold() == RemovalHold.ON;
    boolean wouldBeOnHold =
        routes.askNow(nrmCase, Stage.CONCLUSIVE_GROUNDS).removalHold() == RemovalHold.ON;
    boolean isRecordRight =
        recorded == null
            ? needNow.equals(LeaveNeed.NOT_NEEDED)
            : needNow.equals(recorded) && nrmCase.removalHold() == RemovalHold.ENDED;
    return (isOnHold || wouldBeOnHold) && !isRecordRight;
  }

  private String needNow(RegisterCase nrmCase, LeaveNeed need) {
    return need.of(
        file.read(nrmCase.caseNumber()),
        nrmCase.referralReceivedOn(),
        nrmCase.conclusiveGrounds().decidedOn());
  }

  /**
   * Reopens a case in which leave must be decided now (D29). It continues with leave to remain:
   * either an officer decides, or it is recorded without a task that no leave is granted or needed.
   * Removal is on hold until then (D32).
   */
  @Step(
      value = "Reopen the case for leave",
      sets = {
        "caseOutcome", "cgAuthority", "cgDecisionDate", "cgLate",
        "cgOutcome", "cgTargetDate", "localAuthority", "missingSince",
        "referralReceivedDate", "referralTargetMissed", "reflectionEndDate", "removalHold",
        "rgAuthority", "rgDecisionDate", "rgLate", "rgOriginalDueDate",
        "rgOutcome", "rgTargetDate", "routingBasis"
      },
      starts = "nrm-case",
      resumesAt = "Call_LeaveToRemain",
      passes = {
        "cgAuthority", "cgDecisionDate", "cgLate", "cgOutcome",
        "cgTargetDate", "localAuthority", "missingSince", "referralReceivedDate",
        "referralTargetMissed", "reflectionEndDate", "removalHold", "rgAuthority",
        "rgDecisionDate", "rgLate", "rgOriginalDueDate", "rgOutcome",
        "rgTargetDate", "routingBasis"
      })
  @Bean
  JavaDelegate reopenForLeave(
      Register register,
      LeaveNeed need,
      CaseOutcomes outcomes,
      RemovalHolds removalHolds,
      CaseInstances instances) {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      boolean considered = needNow(register.lock(caseNumber), need).equals(LeaveNeed.CONSIDER);
      outcomes.reopen(
          caseNumber,
          considered ? CaseOutcomes.LEAVE_NEEDED : "facts-corrected",
          clock.today(),
          Officer.of(step));
      removalHolds.restart(caseNumber, RemovalHold.ON);
      instances.resume(
          caseNumber, "Call_LeaveToRemain", PathVariables.of(register.lock(caseNumber)));
    };
  }

  /**
   * Determines whether any letters contained the wrong fact, so that the person who corrected it
   * can correct them (D43). Where the same fact was corrected before and that person has not done
   * so, their task ends: the new one names both corrections. Letters that waited for an address are
   * sent if there is one now (D7).
   */
  @Step(
      value = "List the letters with the wrong fact",
      needs = "correctedFact",
      sets = "lettersWrong",
      sends = {"address-recorded", "fact-corrected-again"})
  @Bean
  JavaDelegate listWrongLetters(
      WrongLetters wrong, LettersAfterChange letters, CaseInstances instances) {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      letters.sendIfAddressKnown(caseNumber);
      instances.correlate(
          caseNumber, "fact-corrected-again", CORRECTED_FACT, CORRECTED_FACT.from(step).get());
      boolean none =
          wrong.containing(caseNumber, CorrectedFact.of(step).key(), clock.today()).isEmpty();
      LETTERS_WRONG.on(step).set(none ? "no" : "yes");
    };
  }
}

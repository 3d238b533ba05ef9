package scot.nrm.changes.correction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.age.ComingOfAgeWait;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.ImmigrationFacts;
import scot.nrm.changes.immigration.AsylumClaims;
import scot.nrm.decision.deadline.ReferralTargetCheck;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseTasks;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.Officer;
import scot.nrm.engine.steps.Step;
import scot.nrm.facts.RequiredActs;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterFacts;
import scot.nrm.register.RegisterUpdates;

/**
 * Corrects a fact in the file and the register (D43). The register's history keeps the old value
 * and the reason. The register's statistical data, the 48 hours (D6) and the wait for the 18th
 * birthday (D7) are updated too.
 */
@Step(
    value = "Correct the fact",
    needs = "correctedFact",
    sets = {
      "leaveExpires",
      "leaveExpiryDate",
      "lettersWaiting",
      "referralReceivedDate",
      "referralTargetMissed"
    },
    starts = {"coming-of-age", "confirm-same-child", "find-address", "leave-expiry"},
    sends = "address-recorded",
    passes = {"decidingAuthority", "foundAdult", "lettersWaiting", "localAuthority"})
@Component
class CorrectFact implements JavaDelegate {

  private static final String MONITORING = "leave-expiry";

  private final Corrections corrections;
  private final CaseFile file;
  private final Register register;
  private final RegisterUpdates updates;
  private final CaseInstances instances;
  private final CaseTasks tasks;
  private final CaseClock clock;
  private final ReferralTargetCheck referralTarget;
  private final ComingOfAgeWait comingOfAge;
  private final AsylumClaims asylumClaims;
  private final RequiredActs acts;

  CorrectFact(
      Corrections corrections,
      CaseFile file,
      Register register,
      RegisterUpdates updates,
      CaseInstances instances,
      CaseTasks tasks,
      CaseClock clock,
      ReferralTargetCheck referralTarget,
      ComingOfAgeWait comingOfAge,
      AsylumClaims asylumClaims,
      RequiredActs acts) {
    this.corrections = corrections;
    this.file = file;
    this.register = register;
    this.updates = updates;
    this.instances = instances;
    this.tasks = tasks;
    this.clock = clock;
    this.referralTarget = referralTarget;
    this.comingOfAge = comingOfAge;
    this.asylumClaims = asylumClaims;
    this.acts = acts;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    CorrectedFact fact = CorrectedFact.of(execution);
    Map<String, JsonNode> changes = corrections.changes(caseNumber, fact);
    if (changes.isEmpty()) {
      return; // another correction has made the change in the meantime
    }
    String officer = Officer.of(execution);
    String detail;
    if (fact.affectsDeadline()) {
      RegisterEvent proposed =
          corrections.latest(caseNumber, EntryKind.CORRECTION_PROPOSED, fact).orElseThrow();
      acts.requireForCorrection(caseNumber, proposed.officer(), officer);
      detail = proposed.detail();
    } else {
      detail =
          corrections.describe(caseNumber, changes)
              + "\n"
              + file.read(caseNumber).text("correctionReason");
    }
    LocalDate hearing =
        fact == CorrectedFact.HEARING_DATE
            ? LocalDate.parse(changes.get(fact.key()).asText())
            : null;
    updates.corrected(caseNumber, fact.key(), clock.today(), hearing, officer, detail);
    correct(caseNumber, fact, changes, officer);
  }

  private void correct(
      String caseNumber, CorrectedFact fact, Map<String, JsonNode> changes, String officer) {
    RegisterCase nrmCase = register.lock(caseNumber);
    LocalDate received = nrmCase.referralReceivedOn();
    if (fact == CorrectedFact.RECEIPT_DATE) {
      received = LocalDate.parse(changes.get(fact.key()).asText());
      instances.set(caseNumber, CaseVariables.REFERRAL_RECEIVED_DATE, received.toString());
    } else {
      Map<String, JsonNode> facts = new HashMap<>(changes);
      if (fact.affectsRoute()) { // a manager's answer applied to what was known then (D13)
        facts.put(ImmigrationFacts.UK_NATIONAL_CONFIRMED, NullNode.getInstance());
      }
      boolean claimed = ImmigrationFacts.isAsylumClaimed(file.read(caseNumber));
      file.merge(caseNumber, facts, officer);
      if (claimed != ImmigrationFacts.isAsylumClaimed(file.read(caseNumber))) {
        asylumClaims.updateLeave(caseNumber);
      }
    }
    if (fact == CorrectedFact.IMMIGRATION_STATUS) {
      file.read(caseNumber)
          .date("leaveUntil")
          .filter(until -> !until.equals(nrmCase.leaveExpiresOn()))
          .ifPresent(until -> cutShortLeave(nrmCase, until));
    }
    if (fact == CorrectedFact.DATE_OF_BIRTH) {
      comingOfAge.recalculate(caseNumber, officer);
    }
    if (fact == CorrectedFact.FIRST_ENCOUNTER_DATE) {
      referralTarget.recordDeadline(caseNumber);
    }
    if (received != null) {
      register.referralReceived(
          caseNumber, received, RegisterFacts.of(file.read(caseNumber), received));
      referralTarget.update(caseNumber, received);
    }
  }

  /**
   * Only leave that was granted in the case is monitored, until its new last day (D29). A renewal
   * that is being prepared stays with its officer.
   */
  private void cutShortLeave(RegisterCase nrmCase, LocalDate until) {
    String caseNumber = nrmCase.caseNumber();
    register
        .latest(caseNumber, EntryKind.LEAVE_DECIDED, EntryKind.LEAVE_RENEWED)
        .filter(granted -> granted.to() != null && !granted.to().isBefore(until))
        .filter(granted -> granted.from().isBefore(until))
        .ifPresent(
            granted -> {
              updates.leaveExpires(caseNumber, until);
              instances.set(caseNumber, CaseVariables.LEAVE_EXPIRY_DATE, until.toString());
              if (until.isBefore(nrmCase.leaveExpiresOn())
                  && tasks.isOpen(caseNumber, "prepare-leave-renewal")) {
                instances.setWherePresent(
                    caseNumber, CaseVariables.LEAVE_EXPIRES, LocalDay.endOf(until));
                tasks.moveDueDates(
                    caseNumber,
                    MONITORING,
                    LocalDay.endOf(nrmCase.leaveExpiresOn()),
                    LocalDay.endOf(until));
              } else {
                instances.end(caseNumber, Set.of(MONITORING), "leave cut short");
                instances.startAnother(MONITORING, caseNumber, nrmCase.localAuthority(), Map.of());
              }
            });
  }
}

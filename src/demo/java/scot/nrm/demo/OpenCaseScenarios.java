package scot.nrm.demo;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import scot.nrm.calendar.WorkingDays;
import scot.nrm.demo.InventedChild.Update;

/**
 * Cases planned from their end: at the last moment each waits at a different place, so that all of
 * a manager's lists have entries, even with few cases.
 */
final class OpenCaseScenarios {

  private static final String LEAD = "la-lead-professional";
  private static final String PROPOSE_RG = "Task_ProposeReasonableGrounds";
  private static final String CONFIRM_RG = "Task_ConfirmReasonableGrounds";
  private static final String PROPOSE_CG = "Task_ProposeConclusiveGrounds";
  private static final String CONFIRM_CG = "Task_ConfirmConclusiveGrounds";
  private static final String REVIEW_PLAN = "Task_ReviewProtectionPlan";
  private static final int CLOCK_OF_REASONABLE_GROUNDS = 5;

  /** The largest share of cases planned from their end. */
  private static final int ONE_IN = 3;

  /**
   * @param shape turns the child's story into this one
   */
  record Scenario(LocalDateTime begins, Consumer<InventedChild> shape) {}

  private final WorkingDays workingDays;
  private final LocalDateTime from;
  private final LocalDateTime until;
  private final List<Scenario> scenarios = new ArrayList<>();

  OpenCaseScenarios(WorkingDays workingDays, LocalDateTime from, LocalDateTime until) {
    this.workingDays = workingDays;
    this.from = from;
    this.until = until;
  }

  /** The most important ones that fit, by their beginning. */
  List<Scenario> scenarios(int cases) {
    addDueDecisions();
    addMissingChildren();
    addCopiesAndForms();
    addOtherStages();
    return scenarios.stream()
        .filter(one -> one.begins().isAfter(from))
        .limit(cases / ONE_IN)
        .sorted(Comparator.comparing(Scenario::begins))
        .toList();
  }

  private void addDueDecisions() {
    LocalDate dueToday = until.toLocalDate();
    for (int i = 0; i < CLOCK_OF_REASONABLE_GROUNDS; i++) {
      dueToday = workingDays.before(dueToday);
    }
    on(dueToday, child -> decided(child, "positive", PROPOSE_RG));
    before(12, child -> decided(child, "positive", PROPOSE_RG));
    before(44, child -> decided(child, "positive", PROPOSE_CG));
    before(64, child -> decided(child, "positive", PROPOSE_CG));
    on(dueToday, child -> decided(child, "positive", CONFIRM_RG));
    before(
        16,
        child -> {
          inUkba(child);
          decided(child, "positive", CONFIRM_RG);
        });
    before(
        46,
        child -> {
          inUkba(child);
          decided(child, "positive", CONFIRM_CG);
          child.daysToConclusiveGrounds = 40;
        });
    before(
        75,
        child -> {
          inUkba(child);
          decided(child, "positive", PROPOSE_CG);
        });
  }

  private void addMissingChildren() {
    before(22, child -> missing(child, PROPOSE_RG, true));
    before(40, child -> missing(child, PROPOSE_CG, true));
    before(30, child -> missing(child, PROPOSE_CG, false));
    before(4, child -> missing(child, PROPOSE_RG, false));
  }

  private void addCopiesAndForms() {
    before(
        24,
        child -> {
          copy(child);
          child.waits.addAll(List.of("Task_AcceptConcern", "Task_GetConcernAccepted"));
        });
    before(
        4,
        child -> {
          copy(child);
          child.waits.add("Task_AcceptConcern");
        });
    before(
        17,
        child -> {
          child.begunBy = "send-nrm-form-to-ukhtc";
          child.waits.addAll(
              List.of("Task_ConfirmDirectReferral", "Task_GetDirectReferralConfirmed"));
        });
  }

  private void addOtherStages() {
    before(
        8,
        child -> {
          plain(child);
          child.facts.put("childNationalities", List.of("GB"));
          child.facts.put("immigrationStatus", "uk-national");
          child.facts.put("immigrationDetention", "yes");
          child.waits.add("Task_ConfirmRoute");
        });
    before(1, child -> waitsAt(child, "Task_AcceptConcern"));
    before(3, child -> waitsAt(child, "Task_AssessChild"));
    before(4, child -> waitsAt(child, "Task_NrmFormExploitation"));
    before(2, child -> waitsAt(child, "Task_LogReferral"));
    before(
        9,
        child -> {
          waitsAt(child, "Task_SupplyMissingFacts");
          child.answer("Task_LogReferral", "factsMissing", "yes");
          child.waits.add(PROPOSE_RG);
        });
    before(
        60,
        child -> {
          asylum(child);
          decided(child, "positive", "Task_RecordAsylumDecision");
          child.daysToConclusiveGrounds = 25;
        });
    before(
        50,
        child -> {
          decided(child, "positive", "Task_DecideLeave");
          child.daysToConclusiveGrounds = 30;
        });
    before(
        20,
        child -> {
          decided(child, "positive", PROPOSE_CG);
          child.updates.add(
              new Update(
                  PROPOSE_CG,
                  6,
                  "hand-over-to-council",
                  "la-manager",
                  Map.of(
                      "receivingCouncil",
                      child.council.equals("stirling") ? "falkirk" : "stirling",
                      "handOverMoveDate",
                      "today")));
          child.waits.add("Task_AcceptHandOver");
        });
    before(
        30,
        child -> {
          decided(child, "negative", "Task_DecideReconsideration");
          child.updates.add(new Update(REVIEW_PLAN, 4, "reconsideration", LEAD, Map.of()));
        });
    before(
        40,
        child -> {
          decided(child, "negative", CONFIRM_CG);
          child.updates.add(new Update(REVIEW_PLAN, 4, "reconsideration", LEAD, Map.of()));
          child.answer("Task_DecideReconsideration", "reconsiderationDecision", "accept");
          child.reasonableGrounds.add("positive");
        });
    before(
        15,
        child -> {
          decided(child, "positive", PROPOSE_CG);
          child.updates.add(new Update(PROPOSE_CG, 3, "record-withdrawal-request", LEAD, Map.of()));
          child.waits.add("Task_AdviseOnWithdrawal");
        });
    before(
        25,
        child -> {
          decided(child, "positive", PROPOSE_CG);
          child.facts.put("ageDisputed", "yes");
          child.updates.add(
              new Update(PROPOSE_CG, 5, "record-age-finding", LEAD, Map.of("ageFinding", "adult")));
          child.waits.addAll(List.of("Task_RecordConsent", "Task_EngageSupportProvider"));
        });
    before(
        7,
        child -> {
          decided(child, "positive", PROPOSE_RG);
          child.facts.put("firstEncounterDate", child.begins.toLocalDate().minusDays(1));
          child.updates.add(
              new Update(
                  PROPOSE_RG,
                  0.1,
                  "correct-recorded-fact",
                  "ukhtc-intake",
                  Map.of(
                      "correctedFact",
                      "receipt-date",
                      "correctedReceivedDate",
                      child.facts.get("firstEncounterDate"))));
          child.waits.add("Task_ConfirmCorrection");
        });
    before(
        28,
        child -> {
          decided(child, "positive", PROPOSE_CG);
          child.updates.add(
              new Update(PROPOSE_CG, 12, "request-reflection-extension", LEAD, Map.of()));
          child.waits.add("Task_DecideReflectionExtension");
        });
    before(
        35,
        child -> {
          decided(child, "positive", PROPOSE_CG);
          child.updates.add(new Update(PROPOSE_CG, 20, "send-further-information", LEAD, Map.of()));
          child.waits.add("Task_ReadInformation");
        });
    before(
        400,
        child -> {
          noLeave(child);
          decided(child, "positive", "Task_PrepareLeaveRenewal");
          child.daysToConclusiveGrounds = 30;
          child.answer("Task_DecideLeave", "leaveDecision", "granted");
          child.answer("Task_DecideLeave", "leaveGround", "personal-circumstances");
        });
  }

  /** Half of the cases belong to the two councils whose users docs/users/training.md lists. */
  private void on(LocalDate workingDay, Consumer<InventedChild> shape) {
    int place = scenarios.size();
    scenarios.add(
        new Scenario(
            ScenarioGenerator.morning(workingDay),
            child -> {
              if (place % 2 == 0) {
                child.council = place % 4 == 0 ? "glasgow-city" : "fife";
                child.facts.put("localAuthority", child.council);
              }
              shape.accept(child);
            }));
  }

  /** On a working day, so that the form is received on the same day. */
  private void before(int days, Consumer<InventedChild> shape) {
    LocalDate day = until.toLocalDate().minusDays(days);
    on(workingDays.isWorkingDay(day) ? day : workingDays.before(day), shape);
  }

  /** Nothing out of the ordinary happens to this child. */
  private static void plain(InventedChild child) {
    child.begunBy = "nrm-case";
    child.swift = true;
    child.updates.clear();
    child.suspends = null;
    child.sibling = null;
    child.sameChild = null;
    child.sentBack = false;
    child.lateReasonableGrounds = false;
    child.answer("Task_AssessChild", "believedTrafficked", "yes");
    child.answer("Task_LogReferral", "factsMissing", "no");
    child.reasonableGrounds.clear();
    child.conclusiveGrounds.clear();
    child.reasonableGrounds.add("positive");
    child.conclusiveGrounds.add("positive");
  }

  private static void decided(InventedChild child, String outcome, String waitsAt) {
    plain(child);
    child.reasonableGrounds.clear();
    child.reasonableGrounds.add(outcome);
    child.waits.add(waitsAt);
  }

  private static void waitsAt(InventedChild child, String task) {
    plain(child);
    child.waits.add(task);
  }

  private static void missing(InventedChild child, String stage, boolean suspended) {
    plain(child);
    if (!suspended) {
      child.waits.add(stage);
    }
    ScenarioGenerator.missing(child, stage, 0.3, suspended, -1);
  }

  private static void copy(InventedChild child) {
    plain(child);
    child.begunBy = "send-ukba-copy";
    child.facts.put("firstResponderAgency", "ukba");
    child.answer(child.begunBy, "copyForKnownCase", "no");
  }

  private static void noLeave(InventedChild child) {
    child.facts.put("childNationalities", List.of("VN"));
    child.facts.put("immigrationStatus", "none");
    ScenarioGenerator.UNDER_WAY.forEach(process -> child.facts.put(process, "no"));
  }

  /** UKBA decides, because of a claim. */
  private static void inUkba(InventedChild child) {
    asylum(child);
  }

  private static void asylum(InventedChild child) {
    noLeave(child);
    child.facts.put("asylumClaimMade", "yes");
    child.facts.put("asylumClaimDate", child.begins.toLocalDate());
    child.facts.put("ukbaFile", "yes");
    child.facts.put("homeOfficeReference", "A0000417");
  }
}

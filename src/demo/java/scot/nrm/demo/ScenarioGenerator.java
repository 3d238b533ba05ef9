package scot.nrm.demo;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import scot.nrm.calendar.WorkingDays;
import scot.nrm.demo.InventedChild.Update;
import scot.nrm.demo.ManyCasesFile.Decks;

/**
 * Draws the facts and events of each invented child, with the frequencies of {@code
 * config/many-cases.yaml}. The last cases are planned so that at the end every list of a manager
 * has entries.
 */
final class ScenarioGenerator {

  private static final String YES = "yes";
  private static final String NO = "no";
  private static final Set<String> EEA = Set.of("SK", "RO", "PL", "CZ", "BG", "LT");
  static final List<String> UNDER_WAY =
      List.of(
          "asylumClaimMade", "portCase",
          "leaveApplicationUnderWay", "enforcementUnderWay",
          "immigrationDetention", "removalOrExclusionDecision");
  private static final LocalTime MORNING = LocalTime.of(8, 0);
  private static final int DAYS_OF_A_YEAR = 365;

  private static final String ASSESS = "Task_AssessChild";
  private static final String PROPOSE_RG = "Task_ProposeReasonableGrounds";
  private static final String PROPOSE_CG = "Task_ProposeConclusiveGrounds";
  private static final String LEAD = "la-lead-professional";

  private final ManyCasesFile file;
  private final Decks decks;
  private final WorkingDays workingDays;
  private final Random random;
  private final long seed;
  private final LocalDateTime from;
  private final LocalDateTime until;
  private final List<InventedChild> drawn = new ArrayList<>();

  ScenarioGenerator(
      ManyCasesFile file,
      long seed,
      LocalDateTime from,
      LocalDateTime until,
      WorkingDays workingDays) {
    this.file = file;
    this.decks = new Decks(file, seed);
    this.random = new Random(seed);
    this.seed = seed;
    this.from = from;
    this.until = until;
    this.workingDays = workingDays;
  }

  List<InventedChild> draw(int cases) {
    List<OpenCaseScenarios.Scenario> planned =
        new OpenCaseScenarios(workingDays, from, until).scenarios(cases);
    for (LocalDateTime begins :
        new SimulatedYears(from, until).beginnings(cases - planned.size(), random)) {
      drawn.add(child(begins));
    }
    for (OpenCaseScenarios.Scenario one : planned) {
      InventedChild child = child(one.begins());
      one.shape().accept(child);
      drawn.add(child);
    }
    return drawn;
  }

  private InventedChild child(LocalDateTime begins) {
    InventedChild child =
        new InventedChild(begins, new Random(seed + DAYS_OF_A_YEAR * (drawn.size() + 1L)));
    beginning(child);
    person(child);
    immigration(child);
    decisions(child);
    missing(child);
    updates(child);
    return child;
  }

  private void beginning(InventedChild child) {
    child.council = decks.draw("council");
    child.facts.put("localAuthority", child.council);
    switch (decks.draw("begins")) {
      case "copy" -> {
        child.begunBy = "send-ukba-copy";
        child.facts.put("firstResponderAgency", "ukba");
        child.answer(child.begunBy, "copyForKnownCase", NO);
        child.facts.put("portOfEntry", "Invented port");
      }
      case "direct" -> {
        child.begunBy = "send-nrm-form-to-ukhtc";
        child.facts.put("firstResponderAgency", decks.draw("agency-of-direct-form"));
        if (child.chance.nextInt(8) == 0) {
          child.answer("Task_ConfirmDirectReferral", "councilAgrees", NO);
          child.answer(
              "Task_ConfirmDirectReferral",
              "councilDisagreesReason",
              "Known as a niece of the carers.");
        }
      }
      default -> child.facts.put("firstResponderAgency", decks.draw("agency-of-concern"));
    }
    child.facts.put("firstResponderName", "Officer " + file.officers().draw(child.chance));
    child.facts.put("firstResponderOffice", "Invented office");
    child.facts.put("firstResponderEmail", "somebody@invented.example");
    LocalDate encounter =
        child.begins.toLocalDate().minusDays(child.chance.nextInt(3) == 0 ? 1 : 0);
    child.facts.put(
        "firstEncounterDate",
        encounter.isBefore(from.toLocalDate()) ? child.begins.toLocalDate() : encounter);
  }

  private void person(InventedChild child) {
    String nationality = decks.draw("nationality");
    child.facts.put("childNationalities", List.of(nationality));
    child.facts.put(
        "childNames",
        file.names().getOrDefault(nationality, file.names().get("any")).draw(child.chance));
    child.facts.put("childSex", decks.draw("sex"));
    int age = Integer.parseInt(decks.draw("age"));
    if (child.chance.nextInt(12) == 0) {
      child.facts.put("childEstimatedAge", age);
    } else {
      child.facts.put(
          "childDateOfBirth",
          child
              .begins
              .toLocalDate()
              .minusYears(age)
              .minusDays(1L + child.chance.nextInt(DAYS_OF_A_YEAR - 10)));
    }
    child.facts.put("ageDisputed", decks.draw("age-disputed"));
    child.facts.put("ageDisputedBy", "ukba");
    child.facts.put("placementType", decks.draw("placement"));
    child.facts.put("exploitationTypes", List.of(decks.draw("exploitation")));
    child.facts.put("indicatorsExploitationObserved", List.of("E08", "E19"));
    child.facts.put("indicatorsExploitationSuspected", List.of("E17"));
    child.facts.put("indicatorsMovementObserved", List.of("M10"));
    child.facts.put("indicatorsRiskSuspected", List.of("R06"));
  }

  private void immigration(InventedChild child) {
    String nationality = nationality(child);
    child.facts.put("ukbaFile", NO);
    UNDER_WAY.forEach(fact -> child.facts.put(fact, NO));
    String process;
    if (nationality.equals("GB")) {
      child.facts.put("immigrationStatus", "uk-national");
      process = decks.draw("process-of-uk-nationals");
    } else if (EEA.contains(nationality)) {
      child.facts.put("immigrationStatus", "eea");
      process = decks.draw("process-of-eea-nationals");
    } else if (nationality.equals("unknown")) {
      child.facts.put("immigrationStatus", "unknown");
      process = "nothing";
    } else {
      other(child);
      process = decks.draw("process-of-others");
    }
    if (!process.equals("nothing")) {
      begun(child, process);
    }
  }

  private void other(InventedChild child) {
    String status = decks.draw("status-of-others");
    child.facts.put("immigrationStatus", status);
    LocalDate today = child.begins.toLocalDate();
    if (status.equals("leave")) {
      child.facts.put("leaveUntil", today.plusDays(120L + child.chance.nextInt(600)));
    } else if (status.equals("overstayed")) {
      child.facts.put("leaveUntil", today.minusDays(30L + child.chance.nextInt(600)));
      child.facts.put("ukbaFile", YES);
      child.facts.put("homeOfficeReference", reference(child));
    } else if (child.chance.nextInt(4) == 0) {
      child.facts.put("ukbaFile", YES);
    }
  }

  private static void begun(InventedChild child, String process) {
    child.facts.put(process, YES);
    child.facts.put("ukbaFile", YES);
    child.facts.put("homeOfficeReference", reference(child));
    if (process.equals("asylumClaimMade")) {
      child.facts.put("asylumClaimDate", child.begins.toLocalDate());
    }
  }

  private static String reference(InventedChild child) {
    return "A%07d".formatted(child.chance.nextInt(10_000_000));
  }

  private static String nationality(InventedChild child) {
    return ((List<?>) child.facts.get("childNationalities")).get(0).toString();
  }

  private void decisions(InventedChild child) {
    if (decks.draw("believed-trafficked").equals(NO)) {
      child.answer(ASSESS, "believedTrafficked", NO);
      if (decks.draw("after-not-referred").equals("refer-after-all")) {
        child.updates.add(
            new Update("Task_ReviewProtectionPlan", 20, "refer-after-all", "la-manager", Map.of()));
      }
    } else {
      child.answer(ASSESS, "believedTrafficked", YES);
    }
    child.answer("Task_LogReferral", "factsMissing", decks.draw("facts-missing"));
    String inTime = decks.draw("reasonable-grounds-in-time");
    child.lateReasonableGrounds = inTime.equals("late");
    if (inTime.equals("extended")) {
      child.reasonableGrounds.add("extend");
    }
    String reasonable = decks.draw("reasonable-grounds");
    child.reasonableGrounds.add(reasonable);
    String[] wait = decks.draw("conclusive-grounds-wait").split("-");
    int shortest = Integer.parseInt(wait[0]);
    // Nobody decides within the first week, which reasonable grounds alone take.
    child.daysToConclusiveGrounds =
        Math.max(12, shortest + child.chance.nextInt(Integer.parseInt(wait[1]) - shortest + 1));
    String conclusive = decks.draw("conclusive-grounds");
    child.conclusiveGrounds.add(conclusive);
    child.sentBack = decks.draw("sent-back").equals(YES);
    boolean complete = decks.draw("review").equals("complete");
    child.answer("Task_ReviewReflection", "reviewPolice", complete ? "answered" : "not-answered");
    child.answer("Task_RecordAsylumDecision", "asylumDecision", decks.draw("asylum-decision"));
    String leave = decks.draw("leave");
    child.answer("Task_DecideLeave", "leaveDecision", leave);
    if (!leave.equals("refused")) {
      child.answer(
          "Task_DecideLeave",
          "leaveGround",
          child.chance.nextBoolean()
              ? "personal-circumstances"
              : "co-operating-with-an-investigation");
    }
    child.answer("Task_PrepareLeaveRenewal", "leaveRenewed", decks.draw("leave-renewed"));
    child.answer("Task_RecordConsent", "consentToSupport", decks.draw("consent"));
    if (reasonable.equals("negative") || conclusive.equals("negative")) {
      reconsideration(
          child, reasonable.equals("negative") ? child.reasonableGrounds : child.conclusiveGrounds);
    }
  }

  /** A negative decision may be reconsidered (D30). */
  private void reconsideration(InventedChild child, Deque<String> proposals) {
    String asked = decks.draw("reconsideration");
    if (asked.equals("nothing")) {
      return;
    }
    child.answer(
        "Task_DecideReconsideration",
        "reconsiderationDecision",
        asked.equals("refused") ? "refuse" : "accept");
    child.updates.add(
        new Update(
            "Task_ReviewProtectionPlan",
            10,
            "reconsideration",
            LEAD,
            Map.of(
                "reconsiderationAskedBy",
                asked.equals("not-entitled") ? "legal-representative" : "local-authority")));
    if (asked.equals("accepted")) {
      proposals.add(child.chance.nextBoolean() ? "positive" : "negative");
    }
  }

  private void missing(InventedChild child) {
    String when = decks.draw("missing");
    if (when.equals("never")) {
      return;
    }
    String stage =
        when.startsWith("at-reasonable")
            ? PROPOSE_RG
            : when.startsWith("at-conclusive") ? PROPOSE_CG : ASSESS;
    double days = stage.equals(PROPOSE_CG) ? 2 + child.chance.nextInt(20) : 0.3;
    missing(
        child,
        stage,
        days,
        when.endsWith("suspended"),
        switch (decks.draw("found")) {
          case "within-days" -> 1 + child.chance.nextInt(8);
          case "within-weeks" -> 10 + child.chance.nextInt(40);
          default -> -1;
        });
  }

  /**
   * @param back days until the child is found; negative if not yet
   */
  static void missing(InventedChild child, String stage, double days, boolean suspended, int back) {
    child.updates.add(new Update(stage, days, "report-child-missing", LEAD, Map.of()));
    if (suspended) {
      child.suspends = stage;
      child.answer("Task_ConsiderSuspension", "suspensionConsidered", "suspend");
      (stage.equals(PROPOSE_RG) ? child.reasonableGrounds : child.conclusiveGrounds)
          .addFirst("suspend");
    } else {
      child.answer("Task_ConsiderSuspension", "suspensionConsidered", "decide");
    }
    if (back >= 0) {
      child.updates.add(
          new Update(
              suspended ? "Task_MonitorSuspendedStage" : "Task_ReviewSearch",
              back + 0.1,
              "report-child-found",
              LEAD,
              Map.of()));
    }
  }

  private void updates(InventedChild child) {
    immigrationUpdates(child);
    if (child.is("ageDisputed", YES)) {
      String found = decks.draw("age-found");
      if (!found.equals("nothing")) {
        child.updates.add(
            new Update(
                child.chance.nextBoolean() ? PROPOSE_RG : PROPOSE_CG,
                1.2 + child.chance.nextInt(15),
                "record-age-finding",
                LEAD,
                Map.of("ageFinding", found)));
      }
    }
    String reflection = decks.draw("reflection");
    if (!reflection.equals("nothing")) {
      child.updates.add(
          new Update(
              PROPOSE_CG,
              10 + child.chance.nextInt(20),
              "request-reflection-extension",
              LEAD,
              Map.of()));
      child.answer(
          "Task_DecideReflectionExtension",
          "reflectionExtensionDecision",
          reflection.equals("extension") ? "grant" : "refuse");
    }
    otherUpdates(child, decks.draw("other-updates"));
  }

  private void immigrationUpdates(InventedChild child) {
    String update = decks.draw("immigration-update");
    boolean claimed = child.is("asylumClaimMade", YES);
    if (update.equals("claim-withdrawn") && claimed) {
      child.updates.add(
          new Update(
              PROPOSE_CG,
              5,
              "record-immigration-update",
              LEAD,
              Map.of("immigrationUpdate", "claim-withdrawn")));
    } else if (update.equals("nothing-found")
        && child.is("immigrationStatus", "overstayed")
        && child.begunBy.equals("nrm-case")
        && UNDER_WAY.stream().noneMatch(fact -> child.is(fact, YES))) {
      child.updates.add(
          new Update(
              PROPOSE_RG,
              0.2,
              "record-immigration-update",
              "ukba-case-owner",
              Map.of(
                  "immigrationUpdate",
                  "nothing-found",
                  "leaveUntil",
                  child.begins.toLocalDate().plusYears(1))));
    } else if (update.startsWith("claim-at") && !claimed) {
      claim(child, update.endsWith("reasonable-grounds") ? PROPOSE_RG : PROPOSE_CG);
    } else if (update.equals("other-process") && !child.is("enforcementUnderWay", YES)) {
      child.updates.add(
          new Update(
              PROPOSE_CG,
              4,
              "record-immigration-update",
              LEAD,
              Map.of("immigrationUpdate", "other-process")));
    }
  }

  static void claim(InventedChild child, String stage) {
    child.updates.add(
        new Update(
            stage,
            stage.equals(PROPOSE_RG) ? 0.2 : 3,
            "record-immigration-update",
            LEAD,
            Map.of(
                "immigrationUpdate",
                "asylum-claim",
                "givenHomeOfficeReference",
                reference(child))));
  }

  private void otherUpdates(InventedChild child, String update) {
    LocalDate today = child.begins.toLocalDate();
    switch (update) {
      case "hearing" ->
          child.updates.add(
              new Update(
                  PROPOSE_RG,
                  0.1,
                  "record-court-hearing",
                  LEAD,
                  Map.of(
                      "courtHearingUpdate",
                      "date-set",
                      "courtHearingDate",
                      workingDays.plus(today, 4 + child.chance.nextInt(12)))));
      case "withdrawal" ->
          child.updates.add(new Update(PROPOSE_CG, 2, "record-withdrawal-request", LEAD, Map.of()));
      case "handover" -> handOver(child, decks.draw("council"));
      case "corrected-nationality" ->
          child.updates.add(
              new Update(
                  PROPOSE_CG,
                  1,
                  "correct-recorded-fact",
                  LEAD,
                  Map.of(
                      "correctedFact",
                      "nationality",
                      "correctedNationalities",
                      List.of(nationality(child), "BD"))));
      case "corrected-sex" ->
          child.updates.add(
              new Update(
                  PROPOSE_CG,
                  1,
                  "correct-recorded-fact",
                  LEAD,
                  Map.of(
                      "correctedFact",
                      "sex",
                      "correctedSex",
                      child.is("childSex", "male") ? "female" : "male")));
      case "corrected-receipt" ->
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
      case "information" ->
          child.updates.add(
              new Update(
                  child.chance.nextBoolean() ? PROPOSE_RG : PROPOSE_CG,
                  0.4,
                  "send-further-information",
                  LEAD,
                  Map.of()));
      case "closed-in-error" ->
          child.updates.add(new Update(ASSESS, 0.1, "close-case", "la-manager", Map.of()));
      case "child-died" ->
          child.updates.add(
              new Update(
                  PROPOSE_CG,
                  9,
                  "close-case",
                  "la-manager",
                  Map.of("caseCloseReason", "child-died")));
      case "copy" -> another(child).ifPresent(other -> copied(child, other));
      case "sibling" -> another(child).ifPresent(other -> sibling(child, other));
      case "merged" -> another(child).ifPresent(other -> merged(child, other));
      default -> {}
    }
  }

  void handOver(InventedChild child, String to) {
    if (!to.equals(child.council)) {
      child.updates.add(
          new Update(
              PROPOSE_CG,
              6,
              "hand-over-to-council",
              "la-manager",
              Map.of("receivingCouncil", to, "handOverMoveDate", "today")));
      child.answer(
          "Task_AcceptHandOver",
          "handOverAnswer",
          child.chance.nextInt(6) == 0 ? "return" : "accept");
    }
  }

  /** The previous child, if their case began shortly before and neither is linked with another. */
  private Optional<InventedChild> another(InventedChild child) {
    return drawn.isEmpty()
        ? Optional.empty()
        : Optional.of(drawn.get(drawn.size() - 1))
            .filter(
                other ->
                    other.begunBy.equals("nrm-case")
                        && other.sibling == null
                        && other.sameChild == null)
            .filter(other -> !other.begins.isAfter(child.begins))
            .filter(other -> ChronoUnit.DAYS.between(other.begins, child.begins) <= 5);
  }

  private static void sibling(InventedChild child, InventedChild other) {
    child.sibling = other;
    child.begunBy = "nrm-case";
    for (String same :
        List.of(
            "localAuthority", "childNationalities", "immigrationStatus", "firstEncounterDate")) {
      child.facts.put(same, other.facts.get(same));
    }
    child.council = other.council;
    child.updates.add(new Update("Task_NrmFormIndicators", 0.05, "link-siblings", LEAD, Map.of()));
  }

  /** A second form about the same child. */
  private static void merged(InventedChild child, InventedChild other) {
    sameChild(child, other);
    child.begunBy = "nrm-case";
    other.swift = true;
    child.answer(ASSESS, "believedTrafficked", YES);
    other.answer(ASSESS, "believedTrafficked", YES);
  }

  /** A UKBA copy about a child who has a case already. */
  private void copied(InventedChild child, InventedChild other) {
    sameChild(child, other);
    child.begunBy = "send-ukba-copy";
    child.facts.put("firstResponderAgency", "ukba");
    child.facts.put("portOfEntry", "Invented port");
    child.facts.put("homeOfficeReference", reference(other));
    other.facts.put("homeOfficeReference", child.facts.get("homeOfficeReference"));
    child.answer(child.begunBy, "copyForKnownCase", YES);
  }

  private static void sameChild(InventedChild child, InventedChild other) {
    child.sameChild = other;
    for (String same :
        List.of(
            "localAuthority", "childNationalities",
            "childNames", "childDateOfBirth",
            "childEstimatedAge", "childSex",
            "immigrationStatus", "firstEncounterDate")) {
      child.facts.put(same, other.facts.get(same));
    }
    child.council = other.council;
  }

  static LocalDateTime morning(LocalDate day) {
    return day.atTime(MORNING);
  }
}

package scot.nrm.demo;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import scot.nrm.calendar.WorkingDays;
import scot.nrm.decision.deadline.TimeLimits;
import scot.nrm.demo.InventedChild.Update;
import scot.nrm.demo.OpenWork.OpenTask;
import scot.nrm.demo.Workforce.Person;

/**
 * How the invented people work: who claims a task, when it is claimed and completed, and the
 * answers.
 */
final class CaseworkerBehaviour {

  private static final String LEAD = "la-lead-professional";
  private static final String PROPOSE_RG = "Task_ProposeReasonableGrounds";
  private static final String CONFIRM_RG = "Task_ConfirmReasonableGrounds";
  private static final String PROPOSE_CG = "Task_ProposeConclusiveGrounds";
  private static final String CONFIRM_CG = "Task_ConfirmConclusiveGrounds";
  private static final String CONSIDER = "Task_ConsiderSuspension";
  private static final String PROTECT = "Task_ProtectChild";
  private static final String DONE = "done ";
  private static final String STAGE = "stage ";
  private static final String SUSPEND = "suspend";
  private static final LocalTime OPENS = LocalTime.of(9, 0);
  private static final LocalTime CLOSES = LocalTime.of(17, 30);
  private static final int MINUTES_OF_AN_HOUR = 60;
  private static final int MINUTES_OF_A_DAY = 24 * 60;
  private static final int OPEN_MINUTES = 8 * 60;

  /**
   * For this many days after positive reasonable grounds, a negative decision needs the local
   * authority's agreement (D25).
   */
  private static final int SURELY_AFTER_REFLECTION = 140;

  private final Workforce workforce;
  private final WorkingDays workingDays;
  private final TimeLimits limits;
  private final Supplier<LocalDateTime> now;

  /**
   * @param now the simulated time
   */
  CaseworkerBehaviour(
      Workforce workforce,
      WorkingDays workingDays,
      TimeLimits limits,
      Supplier<LocalDateTime> now) {
    this.workforce = workforce;
    this.workingDays = workingDays;
    this.limits = limits;
    this.now = now;
  }

  // ---- who

  Person worker(InventedChild child, OpenTask task) {
    if (task.assignee() != null) {
      return workforce.person(task.assignee());
    }
    String council = task.group().startsWith("la-") ? task.council() : null;
    boolean lead = task.group().equals(LEAD);
    if (lead
        && child.lead != null
        && workforce.person(child.lead).councils().contains(task.council())) {
      return workforce.person(child.lead);
    }
    Person one = workforce.one(task.group(), council, child.chance, child.acted);
    if (lead) {
      child.lead = one.id();
    }
    return one;
  }

  /**
   * Whether the planned person can still do it: the case may have moved to another council, or the
   * task to a colleague.
   */
  boolean canDo(OpenTask task, Person person) {
    return task.assignee() == null
        ? person.groups().contains(task.group()) && person.councils().contains(task.council())
        : task.assignee().equals(person.id());
  }

  Person reporter(InventedChild child, Update update) {
    boolean council = update.by().startsWith("la-");
    return council
            && update.by().equals(LEAD)
            && child.lead != null
            && workforce.person(child.lead).councils().contains(child.council)
        ? workforce.person(child.lead)
        : workforce.one(update.by(), council ? child.council : null, child.chance, Set.of());
  }

  // ---- when

  /** Empty if nobody completes the task, or only after something else has happened. */
  Optional<LocalDateTime> completes(InventedChild child, OpenTask task) {
    // A stage that will be suspended is not decided before the case owner has chosen.
    boolean tooEarly = task.name().equals(child.suspends) && !hasConsideredSuspension(child);
    return child.waits.contains(task.name()) || tooEarly
        ? Optional.empty()
        : Optional.ofNullable(time(child, task.name()));
  }

  /** Whether the case owner has chosen to decide while the child is missing, or to suspend. */
  boolean hasConsideredSuspension(InventedChild child) {
    return child.happened.contains(DONE + CONSIDER);
  }

  private LocalDateTime time(InventedChild child, String task) {
    Random chance = child.chance;
    Optional<LocalDateTime> soon = child.swift ? timeIfSwift(task) : Optional.empty();
    return soon.isPresent()
        ? soon.get()
        : switch (task) {
          case "Task_AcceptConcern" ->
              chance.nextInt(4) > 0 ? hours(child, 1, 6) : days(child, 1, 1);
          case "Task_AssessChild" -> days(child, 0, 3);
          case "Task_NrmFormReferralAndChild" -> days(child, 0, 2);
          case "Task_NrmFormExploitation", "Task_NrmFormIndicators" -> hours(child, 1, 3);
          case "Task_NrmFormCheckAndSend" ->
              chance.nextInt(3) > 0 ? hours(child, 1, 2) : days(child, 1, 1);
          case "Task_ConfirmNotReferred",
              "Task_ConsiderSuspension",
              "Task_ConfirmRoute",
              "Task_SetNewTarget",
              "Task_RecordUkbaCopy",
              "Task_ConfirmCorrection",
              "Task_AcceptHandOver",
              "Task_LogReferral",
              "Task_ConfirmSameChild",
              "Task_CompareCorrectedCase",
              CONFIRM_RG,
              CONFIRM_CG ->
              workingDays(child, 0, 1);
          case PROPOSE_RG ->
              task.equals(child.suspends)
                  ? workingDays(child, 0, 1)
                  : child.lateReasonableGrounds
                      ? workingDays(child, 6, 14)
                      : workingDays(child, 1, 3);
          case PROPOSE_CG -> conclusiveGrounds(child);
          case "Task_ReviewReflection" -> days(child, 0, 3);
          case "Task_RecordAsylumDecision" -> workingDays(child, 20, 70);
          case "Task_DecideLeave" -> workingDays(child, 4, 25);
          case "Task_PrepareLeaveRenewal" -> days(child, 15, 50);
          case PROTECT -> days(child, 90, 420);
          case "Task_ReportToPolice" -> hours(child, 1, 3);
          case "Task_ReviewSearch" -> days(child, 6, child.chance.nextInt(4) == 0 ? 20 : 8);
          case "Task_MonitorSuspendedStage" -> null;
          case "Task_ConfirmDirectReferral" ->
              workingDays(child, 1, chance.nextInt(7) == 0 ? 14 : 6);
          default -> workingDays(child, 1, 4);
        };
  }

  /** All of it in one morning. */
  private Optional<LocalDateTime> timeIfSwift(String task) {
    int minutes =
        switch (task) {
          case "Task_AcceptConcern" -> 25;
          case "Task_AssessChild" -> 50;
          case "Task_NrmFormReferralAndChild" -> 30;
          case "Task_NrmFormExploitation", "Task_NrmFormIndicators", "Task_NrmFormCheckAndSend" ->
              15;
          case "Task_LogReferral" -> 40;
          default -> 0;
        };
    return minutes == 0 ? Optional.empty() : Optional.of(now.get().plusMinutes(minutes));
  }

  private LocalDateTime conclusiveGrounds(InventedChild child) {
    if (PROPOSE_CG.equals(child.suspends)) {
      return workingDays(child, 0, 1);
    }
    LocalDate received = child.receivedOn == null ? today() : child.receivedOn;
    LocalDate day = received.plusDays(child.daysToConclusiveGrounds - 2L);
    return day.isAfter(today())
        ? office(child, workingDays.isWorkingDay(day) ? day : workingDays.before(day))
        : workingDays(child, 0, 2);
  }

  /** Longer work is claimed before it is done; some tasks that nobody completes are claimed too. */
  Optional<LocalDateTime> claims(InventedChild child, OpenTask task, Optional<LocalDateTime> done) {
    if (task.assignee() != null || child.chance.nextInt(3) == 0) {
      return Optional.empty();
    }
    LocalDateTime soon = hours(child, 1, 5);
    return done.filter(time -> !time.isAfter(soon)).isPresent()
            || done.isEmpty() && child.chance.nextBoolean()
        ? Optional.empty()
        : Optional.of(soon);
  }

  LocalDateTime after(InventedChild child, double days) {
    LocalDateTime time = now.get().plusMinutes((long) (days * MINUTES_OF_A_DAY));
    return days < 1
        ? time
        : time.toLocalDate().atTime(OPENS).plusMinutes(child.chance.nextInt(OPEN_MINUTES));
  }

  LocalDateTime later(InventedChild child) {
    return workingDays(child, 2, 5);
  }

  /** The council doesn't close its work while the rest of the case continues. */
  boolean isTooEarly(InventedChild child, OpenTask task) {
    return task.name().equals(PROTECT) && child.open.size() > 1;
  }

  private LocalDateTime hours(InventedChild child, int from, int to) {
    return now.get()
        .plusMinutes(
            from * MINUTES_OF_AN_HOUR + child.chance.nextInt((to - from) * MINUTES_OF_AN_HOUR));
  }

  private LocalDateTime days(InventedChild child, int from, int to) {
    return office(child, today().plusDays(from + child.chance.nextInt(to - from + 1)));
  }

  private LocalDateTime workingDays(InventedChild child, int from, int to) {
    int days = from + child.chance.nextInt(to - from + 1);
    LocalDate day = workingDays.plus(today(), days);
    return office(child, workingDays.isWorkingDay(day) ? day : workingDays.plus(day, 1));
  }

  /** A time during office hours; the next morning if the office is closed. */
  private LocalDateTime office(InventedChild child, LocalDate day) {
    LocalDateTime time = day.atTime(OPENS).plusMinutes(child.chance.nextInt(OPEN_MINUTES));
    if (time.isAfter(now.get())) {
      return time;
    }
    LocalDateTime soon = now.get().plus(Duration.ofMinutes(20L + child.chance.nextInt(60)));
    return soon.toLocalTime().isBefore(CLOSES) && soon.toLocalDate().equals(day)
        ? soon
        : workingDays.plus(day, 1).atTime(OPENS).plusMinutes(child.chance.nextInt(90));
  }

  private LocalDate today() {
    return now.get().toLocalDate();
  }

  // ---- what

  /** Answers that depend on the moment, in addition to the child's own. */
  Map<String, Object> answers(InventedChild child, OpenTask task, int times) {
    Map<String, Object> answers = new HashMap<>();
    switch (task.name()) {
      case "Task_AcceptConcern", "Task_ConfirmDirectReferral", "Task_AcceptHandOver" -> {
        Person lead = workforce.one(LEAD, task.council(), child.chance, Set.of());
        child.lead = lead.id();
        answers.put("leadProfessionalId", lead.id());
        child.facts.put("leadProfessionalId", lead.id());
      }
      case "Task_LogReferral" -> {
        if (child.sameChild != null && child.sameChild.caseNumber != null && times == 1) {
          answers.put("matchDecision", "merge");
          answers.put("matchCaseNumber", child.sameChild.caseNumber);
        }
      }
      case "Task_ConfirmSameChild" -> {
        answers.put("matchDecision", times == 1 ? "merge" : "new-child");
        answers.put("matchCaseNumber", child.sameChild.caseNumber);
      }
      case "Task_CompareCorrectedCase" -> answers.put("matchDecision", "new-child");
      case PROPOSE_RG -> {
        answers.put("localAuthorityContactedDate", today());
        answers.put("rgProposal", proposal(child.reasonableGrounds, times));
      }
      case PROPOSE_CG -> {
        for (String asked : List.of("firstResponder", "police", "localAuthority")) {
          answers.put(asked + "ConsultedDate", today());
        }
        answers.put("cgProposal", proposal(child.conclusiveGrounds, times));
        boolean early =
            child.reasonableGroundsOn != null
                && child.reasonableGroundsOn.plusDays(SURELY_AFTER_REFLECTION).isAfter(today());
        answers.put("localAuthorityAgreedEarly", early ? "yes" : "no");
      }
      case CONFIRM_RG -> answers.put("rgConfirmation", confirmation(child, times));
      case CONFIRM_CG -> answers.put("cgConfirmation", confirmation(child, times));
      case "Task_DecideLeave" -> answers.put("leaveExpiryDate", expiry(today()));
      case "Task_PrepareLeaveRenewal" -> {
        answers.put("leaveRenewalGrantDate", today());
        answers.put("leaveRenewalExpiryDate", expiry(today()));
      }
      case "Task_SetNewTarget" -> answers.put("cgNewTargetDate", newTarget(child));
      default -> {}
    }
    return answers;
  }

  /** Usually two weeks (D36), and not within the recovery period (D20). */
  private LocalDate newTarget(InventedChild child) {
    LocalDate usual = today().plusDays(14);
    LocalDate positive = child.reasonableGroundsOn;
    LocalDate end = positive == null ? usual : limits.on(positive).reflectionEnd(positive);
    return end.isAfter(usual) ? end : usual;
  }

  private static String proposal(Deque<String> proposals, int times) {
    return times > 1 && proposals.size() > 1 && proposals.peek().equals(SUSPEND)
        ? proposals.stream().filter(one -> !one.equals(SUSPEND)).findFirst().orElse("positive")
        : proposals.peek();
  }

  /** A confirmation that is refused the first time is sent back the second time. */
  private static String confirmation(InventedChild child, int times) {
    if (child.sentBack && times == 1) {
      child.sentBack = false;
      return "send-back";
    }
    return times == 1 ? "confirm" : "send-back";
  }

  private LocalDate expiry(LocalDate granted) {
    LocalDate earliest = limits.on(granted).earliestLeaveExpiry(granted);
    return granted.isBefore(LocalDate.of(2013, Month.APRIL, 1)) ? earliest : earliest.plusMonths(6);
  }

  /** Remembers a completed task. */
  void completed(InventedChild child, OpenTask task, Person by, Map<String, Object> step) {
    child.happened.add(DONE + task.name());
    switch (task.name()) {
      case "Task_LogReferral" -> child.receivedOn = today();
      case PROPOSE_RG, PROPOSE_CG -> {
        if (task.name().equals(PROPOSE_CG) && child.happened.add(STAGE + PROPOSE_CG)) {
          child.officers.clear();
        }
        child.officers.add(by.id());
        child.lateReasonableGrounds = false;
        if (task.name().equals(child.suspends)) {
          child.suspends = null;
        }
        if ("extend".equals(child.reasonableGrounds.peek()) && task.name().equals(PROPOSE_RG)) {
          child.reasonableGrounds.poll(); // needs nobody else
        }
      }
      case CONFIRM_RG -> {
        decided(child.reasonableGrounds, "confirm".equals(step.get("rgConfirmation")));
        child.officers.add(by.id());
        child.reasonableGroundsOn = today();
      }
      case CONFIRM_CG -> {
        decided(child.conclusiveGrounds, "confirm".equals(step.get("cgConfirmation")));
        child.officers.add(by.id());
      }
      case "Task_AcceptHandOver" -> {
        if ("accept".equals(step.getOrDefault("handOverAnswer", "accept"))) {
          child.council = task.council();
        }
      }
      default -> {}
    }
  }

  /**
   * The next proposal is a different one: there is only one suspension, even if it was not
   * confirmed.
   */
  private static void decided(Deque<String> proposals, boolean confirmed) {
    if (proposals.size() > 1 && (confirmed || SUSPEND.equals(proposals.peek()))) {
      proposals.poll();
    }
  }

  /** People who decided don't reconsider their decision. */
  void reported(InventedChild child, Update update) {
    if (update.process().equals("reconsideration")) {
      child.acted.addAll(child.officers);
    }
  }
}

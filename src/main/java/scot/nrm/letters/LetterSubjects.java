package scot.nrm.letters;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.CaseFile;
import scot.nrm.decision.deadline.TimeLimit;
import scot.nrm.decision.deadline.TimeLimits;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.letters.LetterSubjects.Subject;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.Register.Decision;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.Stage;

/** Finds what letters are about: the case, its decision and its dates. */
@Component
class LetterSubjects {

  private final Register register;
  private final CaseFile caseFile;
  private final TimeLimits timeLimits;
  private final CaseClock clock;
  private final Authorities authorities;

  LetterSubjects(
      Register register,
      CaseFile caseFile,
      TimeLimits timeLimits,
      CaseClock clock,
      Authorities authorities) {
    this.register = register;
    this.caseFile = caseFile;
    this.timeLimits = timeLimits;
    this.clock = clock;
    this.authorities = authorities;
  }

  /**
   * The subject of letters.
   *
   * @param occasion with its occurrence
   * @param decision {@code null} if they aren't about one
   */
  record Subject(LetterOccasion occasion, Decision decision, Map<String, LocalDate> dates) {}

  /** The case on the day of its letters, which is today. */
  CaseOnDay onDay(String caseNumber) {
    RegisterCase nrmCase =
        register
            .find(caseNumber)
            .orElseThrow(
                () -> new IllegalStateException("Case " + caseNumber + " is not in the register"));
    return new CaseOnDay(nrmCase, caseFile.read(caseNumber), clock.today(), authorities);
  }

  Subject of(LetterOccasion occasion, CaseOnDay onDay, List<Decision> decisions) {
    Decision decision = decision(occasion, decisions);
    return new Subject(occasion, decision, dates(occasion, onDay, decision, decisions));
  }

  /** The subject of a letter that is not sent with the decision. */
  Subject later(LetterOccasion occasion, CaseOnDay onDay, List<Decision> decisions) {
    RegisterCase nrmCase = onDay.nrmCase();
    Subject subject = of(occasion, onDay, decisions);
    if (occasion.occasion().equals(LetterOccasion.POSITIVE_REASONABLE_GROUNDS)) {
      if (nrmCase.reflectionEnd() != null) {
        // It may have been extended (D22).
        subject.dates().put("reflectionEnd", nrmCase.reflectionEnd());
        subject.dates().compute("cgTarget", (name, due) -> nrmCase.conclusiveGrounds().due());
        removePastDeadlines(subject.dates(), onDay.day());
      }
      if (nrmCase.cgAuthority() != null && !nrmCase.cgAuthority().equals(nrmCase.rgAuthority())) {
        subject.dates().put(LetterOccasion.TRANSFERRED_ON, transferredOn(nrmCase));
      }
    }
    return subject;
  }

  /** Since when the authority that decides on conclusive grounds has that stage (D14). */
  private LocalDate transferredOn(RegisterCase nrmCase) {
    RegisterEvent since = null;
    for (RegisterEvent event : register.history(nrmCase.caseNumber())) {
      if (event.is(EntryKind.ROUTED)
          && event.stage() == Stage.CONCLUSIVE_GROUNDS
          && (since == null || !event.code().equals(since.code()))) {
        since = event;
      }
    }
    return LocalDay.of(since.at());
  }

  /** The decision that the letters are about: the latest of the stage, matching the occasion. */
  private static Decision decision(LetterOccasion occasion, List<Decision> decisions) {
    Optional<Stage> stage = occasion.decidedStage();
    if (stage.isEmpty()) {
      return null;
    }
    Decision latest =
        decisions.stream()
            .filter(decision -> decision.stage() == stage.get())
            .reduce((earlier, later) -> later)
            .orElse(null);
    if (latest == null || latest.outcome() != occasion.outcome()) {
      throw new IllegalStateException(
          "Letters of %s were to be sent for %s, but the register has no such decision: record the decision before its letters"
              .formatted(occasion.occasion(), occasion.caseNumber()));
    }
    return latest;
  }

  /** Counts decisions: a repeated job sends nothing twice, a new decision has its own letters. */
  static LetterOccasion withOccurrence(LetterOccasion occasion, List<Decision> decisions) {
    if (occasion.occurrence() != null) {
      return occasion;
    }
    return occasion
        .decidedStage()
        .map(stage -> occasion.withOccurrence(occurrence(stage, decisions)))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The letters of %s need to know which occurrence they belong to"
                        .formatted(occasion.occasion())));
  }

  static String occurrence(Stage stage, List<Decision> decisions) {
    return occurrence(decisions.stream().filter(decision -> decision.stage() == stage).count());
  }

  /** The number of the decision in its stage, from 1. */
  static String occurrence(long ordinal) {
    return "decision-" + ordinal;
  }

  private Map<String, LocalDate> dates(
      LetterOccasion occasion, CaseOnDay onDay, Decision decision, List<Decision> decisions) {
    RegisterCase nrmCase = onDay.nrmCase();
    Map<String, LocalDate> dates = new HashMap<>();
    dates.put("receivedDate", nrmCase.referralReceivedOn());
    dates.put("rgDue", nrmCase.reasonableGrounds().due());
    dates.put("copyReceived", nrmCase.now().ukbaCopyOn());
    dates.put("missingSince", nrmCase.now().missingSince());
    // The register keeps the return in its history; the file has the latest.
    dates.put("foundOn", onDay.file().date("childFoundDate").orElse(null));
    dates.put("suspendedOn", nrmCase.now().suspendedOn());
    LocalDate leaveUntil = nrmCase.leaveExpiresOn();
    boolean expired =
        leaveUntil != null && leaveUntil.isBefore(onDay.day()); // of a letter that waited
    dates.put(expired ? "leaveExpired" : "leaveExpires", leaveUntil);
    // Only for a form that reached UKHTC without the local authority (D11).
    dates.put(
        "sentStraightToUkhtc",
        register
            .latest(nrmCase.caseNumber(), EntryKind.DIRECT_REFERRAL)
            .map(RegisterEvent::from)
            .orElse(null));
    if (occasion.occasion().equals(LetterOccasion.POSITIVE_REASONABLE_GROUNDS)) {
      // The letter is sent with the decision, before the case sets its deadlines from the same
      // table (D20, D21).
      TimeLimit limit = timeLimits.of(nrmCase.referralReceivedOn(), decision.date());
      LocalDate review = limit.reflectionReview(decision.date());
      if (!review.isBefore(onDay.day())) { // of a decision that is entered late
        dates.put("reflectionReview", review);
      }
      dates.put("reflectionEnd", limit.reflectionEnd(decision.date()));
    } else {
      dates.put("reflectionReview", nrmCase.reflectionReview());
      dates.put("reflectionEnd", nrmCase.reflectionEnd());
      dates.put("cgTarget", nrmCase.conclusiveGrounds().due());
      if (nrmCase.now().reconsideredStage() != Stage.CONCLUSIVE_GROUNDS) {
        dates.put("cgDecided", nrmCase.conclusiveGrounds().decidedOn());
      }
    }
    if (decision != null) {
      List<LocalDate> made =
          decisions.stream()
              .filter(one -> one.stage() == decision.stage())
              .map(Decision::date)
              .toList();
      if (made.size() > 1) {
        dates.put(
            isReconsidered(nrmCase.caseNumber(), decision.stage())
                ? LetterOccasion.REPLACED_DECISION
                : LetterOccasion.MISTAKEN_DECISION,
            made.get(made.size() - 2));
      }
    }
    dates.putAll(occasion.dates());
    LocalDate end = dates.get("reflectionEnd");
    boolean conclusive =
        occasion.decidedStage().filter(Stage.CONCLUSIVE_GROUNDS::equals).isPresent();
    boolean reminder = occasion.occasion().equals(LetterOccasion.REVIEW_REMINDER);
    boolean extended = occasion.occasion().equals(LetterOccasion.REFLECTION_EXTENDED);
    if ((conclusive || reminder || extended) && end != null && end.isBefore(onDay.day())) {
      dates.remove("reflectionEnd");
      if (!reminder) {
        dates.put("reflectionEnded", end);
      }
    }
    if (occasion.occasion().equals(LetterOccasion.POSITIVE_REASONABLE_GROUNDS)) {
      dates.put("cgTarget", end); // D24
    }
    dates.values().removeIf(Objects::isNull);
    // The next authority needs to know the deadline of a late decision.
    if (!occasion.occasion().equals(LetterOccasion.TRANSFER)) {
      removePastDeadlines(dates, onDay.day());
    }
    return dates;
  }

  /** A letter doesn't say that a decision is due on a day that has passed. */
  private static void removePastDeadlines(Map<String, LocalDate> dates, LocalDate day) {
    for (String deadline : List.of("rgDue", "cgTarget")) {
      dates.computeIfPresent(deadline, (name, due) -> due.isBefore(day) ? null : due);
    }
  }

  /** Whether the latest decision was made because a request was accepted, not after a repair. */
  private boolean isReconsidered(String caseNumber, Stage stage) {
    boolean accepted = false;
    boolean reconsidered = false;
    for (RegisterEvent event : register.history(caseNumber)) {
      if (event.stage() == stage && event.is(EntryKind.RECONSIDERATION_ACCEPTED)) {
        accepted = true;
      } else if (event.stage() == stage && event.is(EntryKind.DECIDED)) {
        reconsidered = accepted;
        accepted = false;
      }
    }
    return reconsidered;
  }
}

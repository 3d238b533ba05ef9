package scot.nrm.record;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseClock;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterCase.AtStage;
import scot.nrm.register.Stage;

/**
 * How a case stands, from the register alone: for the head of a page about it. Nothing of the child
 * is in it.
 */
@Component
public class CaseAtAGlance {

  /** How a clock stands, for a sign beside the words. */
  public enum Pace {
    /** Done, in time or without a date that could be missed. */
    DONE,
    /** Done or still open after the date in force. */
    LATE,
    /** The date in force is today. */
    TODAY,
    RUNNING,
    /** Suspended: nothing is late (D35). */
    SUSPENDED,
    /** The case ended before this clock did. */
    STOPPED
  }

  /**
   * One clock.
   *
   * @param first what it was first set to
   * @param inForce the date that counts now (D15, D16, D22)
   * @param decided when it was decided, or {@code null}
   * @param words such as {@code positive, 3 days late}, {@code 5 days left}
   */
  public record Clock(
      String name,
      LocalDate first,
      LocalDate inForce,
      LocalDate decided,
      Pace pace,
      String words) {}

  /** Something else that counts for the case, such as the removal hold. */
  public record Fact(String label, String value) {}

  /**
   * @param state such as {@code Open}, {@code Suspended at reasonable grounds}, {@code Closed:
   *     recognised as …}
   * @param closed whether the case has its outcome
   */
  public record Glance(
      String caseNumber,
      String state,
      boolean closed,
      String council,
      List<Fact> facts,
      List<Clock> clocks) {}

  private final CodeNames names;
  private final CaseClock clock;

  CaseAtAGlance(CodeNames names, CaseClock clock) {
    this.names = names;
    this.clock = clock;
  }

  public Glance of(RegisterCase known) {
    return new Glance(
        known.caseNumber(),
        state(known),
        known.isClosed(),
        names.council(known.localAuthority()),
        facts(known),
        clocks(known, clock.today()));
  }

  /** Where a case stands, in a few words. */
  static String state(RegisterCase known) {
    if (known.now().joinedTo() != null) {
      return "Merged with case " + known.now().joinedTo();
    }
    if (known.now().suspendedStage() != null) {
      return "Suspended at " + CodeNames.stage(known.now().suspendedStage());
    }
    if (known.caseOutcome() == null) {
      return "Open";
    }
    return "Closed: " + CodeNames.caseOutcome(known.caseOutcome());
  }

  private List<Fact> facts(RegisterCase known) {
    List<Fact> facts = new ArrayList<>();
    fact(facts, "Local authority", names.council(known.localAuthority()));
    fact(facts, "Opened", CodeNames.day(known.openedOn()));
    fact(facts, "UKBA copy received", CodeNames.day(known.now().ukbaCopyOn()));
    fact(
        facts,
        "NRM form received",
        CodeNames.day(known.referralReceivedOn())
            + (Boolean.TRUE.equals(known.now().referralTargetMissed())
                ? ", more than 48 hours after the first encounter"
                : ""));
    for (Stage stage : Stage.values()) {
      fact(
          facts,
          CodeNames.sentence(CodeNames.stage(stage)) + " decided by",
          names.authority(known.authority(stage), clock.today()));
    }
    fact(facts, "Child missing since", CodeNames.day(known.now().missingSince()));
    if (known.now().suspendedStage() != null) {
      fact(
          facts,
          "Suspended",
          CodeNames.stage(known.now().suspendedStage())
              + ", since "
              + CodeNames.day(known.now().suspendedOn()));
    }
    if (known.now().reconsideredStage() != null) {
      fact(facts, "Being reconsidered", CodeNames.stage(known.now().reconsideredStage()));
    }
    fact(facts, "Removal hold", CodeNames.removalHold(known.removalHold()));
    fact(
        facts,
        "Leave to remain",
        known.leaveOutcome() == null
            ? ""
            : CodeNames.words(known.leaveOutcome())
                + (known.leaveDecidedOn() == null
                    ? ""
                    : ", " + CodeNames.day(known.leaveDecidedOn()))
                + (known.leaveExpiresOn() == null
                    ? ""
                    : ", until " + CodeNames.day(known.leaveExpiresOn())));
    fact(facts, "Adult from", CodeNames.day(known.now().adultFrom()));
    fact(facts, "Closed", CodeNames.day(known.closedOn()));
    return facts;
  }

  private static void fact(List<Fact> facts, String label, String value) {
    if (!value.isBlank()) {
      facts.add(new Fact(label, value));
    }
  }

  /** The clocks that have been set; those of a suspended stage stand still. */
  static List<Clock> clocks(RegisterCase known, LocalDate today) {
    List<Clock> clocks = new ArrayList<>();
    decision(clocks, known, Stage.REASONABLE_GROUNDS, today);
    if (known.reflectionReview() != null) {
      clocks.add(
          period(
              "Review of the reflection period",
              known.reflectionReview(),
              known.reflectionReview(),
              known,
              today));
    }
    if (known.reflectionEnd() != null) {
      clocks.add(
          period(
              "End of the reflection period",
              known.reflectionOriginalEnd(),
              known.reflectionEnd(),
              known,
              today));
    }
    decision(clocks, known, Stage.CONCLUSIVE_GROUNDS, today);
    return clocks;
  }

  private static void decision(
      List<Clock> clocks, RegisterCase known, Stage stage, LocalDate today) {
    AtStage at = known.at(stage);
    if (at.due() == null && at.decidedOn() == null) {
      return;
    }
    String name = CodeNames.sentence(CodeNames.stage(stage));
    Pace pace;
    String words;
    if (known.now().suspendedStage() == stage) {
      pace = Pace.SUSPENDED;
      words = "suspended since " + CodeNames.day(known.now().suspendedOn()) + "; nothing is late";
    } else if (known.now().reconsideredStage() == stage) {
      pace = Pace.RUNNING;
      words = "being reconsidered";
    } else if (at.decidedOn() != null) {
      boolean late = Boolean.TRUE.equals(at.late());
      pace = late ? Pace.LATE : Pace.DONE;
      words =
          CodeNames.words(at.outcome())
              + (late
                  ? ", "
                      + (at.daysLate() == null ? "late" : CodeNames.days(at.daysLate()) + " late")
                  : ", on time");
    } else if (known.isClosed()) {
      pace = Pace.STOPPED;
      words = "the case ended without this decision";
    } else {
      pace = pace(at.due(), today);
      words = left(at.due(), today);
    }
    clocks.add(
        new Clock(
            name,
            at.originalDue() == null ? at.due() : at.originalDue(),
            at.due(),
            at.decidedOn(),
            pace,
            words));
  }

  /** A period runs out, and nobody is late because of that. */
  private static Clock period(
      String name, LocalDate first, LocalDate end, RegisterCase known, LocalDate today) {
    boolean over = end.isBefore(today);
    Pace pace = over ? Pace.DONE : end.equals(today) ? Pace.TODAY : Pace.RUNNING;
    String words = over ? "date has passed" : end.equals(today) ? "today" : left(end, today);
    if (!over && known.isClosed() && known.now().joinedTo() != null) {
      pace = Pace.STOPPED;
      words = "continues with the other case";
    }
    return new Clock(name, first == null ? end : first, end, null, pace, words);
  }

  private static Pace pace(LocalDate due, LocalDate today) {
    return due.isBefore(today) ? Pace.LATE : due.equals(today) ? Pace.TODAY : Pace.RUNNING;
  }

  private static String left(LocalDate due, LocalDate today) {
    int days = (int) ChronoUnit.DAYS.between(today, due);
    return days < 0
        ? CodeNames.days(-days) + " late"
        : days == 0 ? "due today" : CodeNames.days(days) + " left";
  }
}

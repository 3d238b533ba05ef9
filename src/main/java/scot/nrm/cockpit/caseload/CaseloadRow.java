package scot.nrm.cockpit.caseload;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.CaseOverview;
import scot.nrm.register.CaseOverview.Pace;
import scot.nrm.register.Stage;

/**
 * A case in the list: codes and dates, nothing about the child. What is unknown or has not happened
 * is {@code null}.
 *
 * @param stages the current stages, the furthest first; empty if there are none
 * @param outcome how a finished case ended, as a code of the register
 * @param mergedInto the case it was merged with
 * @param authority the name of the authority that makes the decision, or made the last one
 * @param due the current deadline of the open decision
 * @param adult whether the child has become an adult (D7)
 * @param version the version of the path's diagram
 * @param notable anything unusual, in words
 * @param holders the open tasks' people and teams, the most urgent task's first, each once
 * @param watched false if the reader sees only the number, council and date of the UKBA copy (D9)
 */
record CaseloadRow(
    String number,
    String council,
    List<String> stages,
    @JsonIgnore CaseOutcome outcome,
    String mergedInto,
    String authority,
    LocalDate openedOn,
    LocalDate receivedOn,
    LocalDate copyOn,
    Due due,
    String suspendedStage,
    LocalDate suspendedOn,
    LocalDate missingSince,
    boolean adult,
    boolean removalHold,
    boolean incident,
    Integer version,
    boolean watched,
    @JsonIgnore List<String> notable,
    List<Holder> holders) {

  /**
   * Who has an open task of the case, or whose turn it is.
   *
   * @param team the name of the task's team; {@code null} if it has none
   * @param person the name of the person who has claimed it; {@code null} for nobody yet
   */
  record Holder(String team, String person) {

    String words() {
      return person != null ? person : team + ": unassigned";
    }
  }

  /**
   * The open decision, or before it the NRM form (D6), and its current deadline (D15, D16, D24).
   *
   * @param words such as {@code due today} or {@code 2 days late}, in calendar days (D28); for the
   *     NRM form in hours, or when it was sent
   * @param soon due today
   */
  record Due(String decision, LocalDate on, String words, boolean late, boolean soon) {

    static Due of(String stage, LocalDate on, LocalDate today) {
      if (stage == null || on == null) {
        return null;
      }
      return new Due(
          Stage.of(stage).heading(),
          on,
          CaseOverview.left(on, today),
          on.isBefore(today),
          on.equals(today));
    }

    static Due of(CaseOverview.Clock form) {
      return new Due(
          form.name(),
          form.inForce(),
          form.words(),
          form.pace() == Pace.LATE,
          form.pace() == Pace.TODAY);
    }
  }

  /** A case of which the reader sees only the UKBA copy. */
  static CaseloadRow copy(String number, String council, LocalDate copyOn) {
    return new CaseloadRow(
        number, council, List.of(), null, null, null, null, null, copyOn, null, null, null, null,
        false, false, false, null, false, List.of(), List.of());
  }

  /** The current stage, in words: the outcome, and any stage that is still open. */
  @JsonProperty
  String stage() {
    if (!watched) {
      return null;
    }
    List<String> words = new ArrayList<>();
    if (outcome != null) {
      words.add(outcome.heading());
    }
    if (mergedInto != null) {
      words.add("Merged with " + mergedInto);
    }
    words.addAll(stages);
    return words.isEmpty() ? "No current step" : String.join(" · ", words);
  }

  /** Who has the case's tasks, in words. */
  @JsonIgnore
  String assigned() {
    return holders.stream().map(Holder::words).collect(Collectors.joining("; "));
  }

  @JsonProperty
  List<String> flags() {
    List<String> flags = new ArrayList<>(notable);
    if (incident) {
      flags.add("Incident");
    }
    return flags;
  }
}

package scot.nrm.demo;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** An invented child: the facts and events, drawn in advance, and the progress of the case. */
final class InventedChild {

  /**
   * An update some time after a task has opened for the first time.
   *
   * @param after the task
   * @param days the days after it
   * @param process the process to start
   * @param by the group of the person who starts it
   */
  record Update(
      String after, double days, String process, String by, Map<String, Object> answers) {}

  // ---- the story

  final LocalDateTime begins;

  /** Random numbers for this child only, so that one case doesn't change another. */
  final Random chance;

  /** Facts about the child and the case, by the key of the form field. */
  final Map<String, Object> facts = new HashMap<>();

  final List<Update> updates = new ArrayList<>();

  /** Tasks that nobody completes. */
  final Set<String> waits = new HashSet<>();

  /** The case owners' proposals in order; the last one repeats. */
  final Deque<String> reasonableGrounds = new ArrayDeque<>();

  final Deque<String> conclusiveGrounds = new ArrayDeque<>();

  /** Answers in this case, by task, which override the usual ones. */
  final Map<String, Map<String, Object>> answers = new HashMap<>();

  String begunBy = "nrm-case";
  String council;

  /** Whether everything up to the receipt at UKHTC is done on the first day. */
  boolean swift;

  boolean lateReasonableGrounds;
  int daysToConclusiveGrounds;
  boolean sentBack;

  /** The stage that is suspended once the child is missing, as in {@code Task_Propose…}. */
  String suspends;

  InventedChild sibling;
  InventedChild sameChild;

  // ---- progress

  String caseNumber;
  LocalDate receivedOn;
  LocalDate reasonableGroundsOn;

  /** When the case's timers are checked next; {@code null} for none. */
  LocalDateTime nextTimer;

  /** The lead professional's user id. */
  String lead;

  final Map<String, String> open = new HashMap<>();
  final Set<String> happened = new HashSet<>();

  /** The people who have acted at the current or last decided stage. */
  final Set<String> officers = new HashSet<>();

  /** The people who may not act, because their decision is being reconsidered. */
  final Set<String> acted = new HashSet<>();

  InventedChild(LocalDateTime begins, Random chance) {
    this.begins = begins;
    this.chance = chance;
  }

  /** Adds an answer for this case only. */
  void answer(String task, String field, Object value) {
    answers.computeIfAbsent(task, any -> new HashMap<>()).put(field, value);
  }

  boolean is(String fact, String value) {
    return value.equals(facts.get(fact));
  }
}

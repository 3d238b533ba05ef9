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

/**
 * One invented child: what is true of them and what will happen, drawn beforehand; and how far
 * their case has come.
 */
final class InventedChild {

  /**
   * News that comes some time after a task has opened for the first time.
   *
   * @param after the task
   * @param days how long after it
   * @param process what is started
   * @param by the group of whoever brings it
   */
  record News(String after, double days, String process, String by, Map<String, Object> answers) {}

  // ------------------------------------------------------------------ the story

  final LocalDateTime begins;

  /**
   * Whatever is left to chance on the way; each child has their own, so that one case does not
   * change another.
   */
  final Random chance;

  /** What forms ask about the child and the case, by the key of the field. */
  final Map<String, Object> facts = new HashMap<>();

  final List<News> news = new ArrayList<>();

  /** Tasks that nobody completes. */
  final Set<String> waits = new HashSet<>();

  /** What case owners propose, one after the other; the last one again and again. */
  final Deque<String> reasonableGrounds = new ArrayDeque<>();

  final Deque<String> conclusiveGrounds = new ArrayDeque<>();

  /** What is answered in one case only, by task, over the usual answers. */
  final Map<String, Map<String, Object>> answers = new HashMap<>();

  String begunBy = "nrm-case";
  String council;

  /** Everything up to the receipt at UKHTC is done on the first day. */
  boolean swift;

  boolean lateReasonableGrounds;
  int daysToConclusiveGrounds;
  boolean sentBack;

  /** The stage that is suspended once the child is missing, as in {@code Task_Propose…}. */
  String suspends;

  InventedChild sibling;
  InventedChild sameChild;

  // ------------------------------------------------------------------ how far it has come

  String caseNumber;
  LocalDate receivedOn;
  LocalDate reasonableGroundsOn;

  /** When a timer of the case is looked at next; {@code null} for none. */
  LocalDateTime nextTimer;

  /** The lead professional's user id. */
  String lead;

  final Map<String, String> open = new HashMap<>();
  final Set<String> happened = new HashSet<>();

  /** Who has acted at the stage that is being decided or was decided last. */
  final Set<String> officers = new HashSet<>();

  /** Who may not act, because a decision of theirs is made anew. */
  final Set<String> acted = new HashSet<>();

  InventedChild(LocalDateTime begins, Random chance) {
    this.begins = begins;
    this.chance = chance;
  }

  /** Adds an answer that this case only has. */
  void answer(String task, String field, Object value) {
    answers.computeIfAbsent(task, any -> new HashMap<>()).put(field, value);
  }

  boolean is(String fact, String value) {
    return value.equals(facts.get(fact));
  }
}

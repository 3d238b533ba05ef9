package scot.nrm.gate;

import org.springframework.util.StringUtils;

/**
 * One difference between two sets of files.
 *
 * @param file such as {@code processes/intake.bpmn}
 * @param element the id of the element, row, field or entry; empty for the file itself
 * @param name what people call it: {@code the task Log the referral (Task_LogReferral)}
 * @param property the property that differs, in the words of Modeler; for {@link Kind#ANSWER} the
 *     questions: {@code if "Nationality" is eea}. Empty for a part that is new, removed or moved
 * @param before empty if there was nothing
 * @param after empty if there is nothing now
 * @param mark what the approver has to weigh; {@link Mark#NONE} for wording, layout and additions
 */
public record Difference(
    Kind kind,
    String file,
    String element,
    String name,
    String property,
    String before,
    String after,
    Mark mark) {

  private static final int MAX_LENGTH = 160;
  private static final int AROUND = 30;

  /** What changes for a child, or for the people who work on the case. */
  public enum Mark {
    NONE(""),
    /** The requirements of a decision, its officers, and the safeguards of diagrams. */
    SAFEGUARD("Change to a safeguard"),
    /** A timer, a due date or a period. */
    DEADLINE("Change to a deadline"),
    /** The next step, what it does, and its values. */
    COURSE("Change to what happens"),
    /** The group that gets a task. */
    PEOPLE("Change to who does it"),
    /** What a form requires, offers or passes to the case. */
    QUESTION("Change to what is asked"),
    /** What a table answers. */
    ANSWER("Change to an answer"),
    /** The answers in a scenario, or its expected result. */
    SCENARIO("Change to a scenario");

    private final String words;

    Mark(String words) {
      this.words = words;
    }
  }

  public enum Kind {
    NEW,
    GONE,
    CHANGED,
    /** Only its place in the diagram's layout or on the form. */
    MOVED,
    /** The answers of a decision table. */
    ANSWER,
    /** A table was changed, but its answers are the same. */
    NO_ANSWER,
    /** The answers of a table can't be compared. */
    NOT_COMPARED
  }

  /** Whether it changes a safeguard or a deadline, which are law or protect the child. */
  public boolean safeguard() {
    return mark == Mark.SAFEGUARD || mark == Mark.DEADLINE;
  }

  /** As a sentence, without the file, after what the approver has to weigh in it. */
  public String marked() {
    return mark == Mark.NONE || mark == Mark.SAFEGUARD
        ? sentence()
        : "%s. %s".formatted(mark.words, sentence());
  }

  /** As a sentence, without the file. */
  public String sentence() {
    String sentence =
        switch (kind) {
          case NEW -> after.isEmpty() ? name + " is new" : "%s is new: %s".formatted(name, after);
          case GONE -> "%s is gone".formatted(name);
          case MOVED ->
              after.isEmpty() && !before.isEmpty()
                  ? "%s is no longer drawn".formatted(name)
                  : "%s has only moved".formatted(name);
          case ANSWER ->
              "%s answers differently %s: %s".formatted(name, property, answers(before, after));
          case NO_ANSWER -> "%s answers every question as before".formatted(name);
          case NOT_COMPARED -> "The answers of %s could not be compared: %s".formatted(name, after);
          case CHANGED ->
              before.isEmpty()
                  ? "%s now has %s: %s".formatted(name, property, after)
                  : after.isEmpty()
                      ? "%s no longer has %s: before %s".formatted(name, property, before)
                      : "%s has a change in %s: before %s, now %s"
                          .formatted(name, property, part(before, after), part(after, before));
        };
    return (mark == Mark.SAFEGUARD
            ? mark.words + ": " + sentence
            : StringUtils.capitalize(sentence))
        // A text such as the note of a row may end with a full stop itself.
        + (sentence.matches("(?s).*[.?!…]") ? "" : ".");
  }

  /** If the table gives several answers, only one of them has changed. */
  static String answers(String before, String after) {
    return before.isEmpty()
        ? "now also " + after
        : after.isEmpty() ? "no longer " + before : "before %s, now %s".formatted(before, after);
  }

  /** For a long text, only the part that differs, with some words around it. */
  private static String part(String text, String other) {
    if (text.length() <= MAX_LENGTH && other.length() <= MAX_LENGTH) {
      return text;
    }
    int shorter = Math.min(text.length(), other.length());
    int same = 0;
    while (same < shorter && text.charAt(same) == other.charAt(same)) {
      same++;
    }
    int end = 0;
    while (end < shorter - same
        && text.charAt(text.length() - 1 - end) == other.charAt(other.length() - 1 - end)) {
      end++;
    }
    int from = Math.max(0, same - AROUND);
    while (from > 0 && !Character.isWhitespace(text.charAt(from - 1))) {
      from--;
    }
    int to = Math.min(text.length(), text.length() - end + AROUND);
    while (to < text.length() && !Character.isWhitespace(text.charAt(to))) {
      to++;
    }
    return (from > 0 ? "…" : "") + text.substring(from, to) + (to < text.length() ? "…" : "");
  }
}

package scot.nrm.gate;

import java.util.Set;
import java.util.regex.Pattern;
import scot.nrm.engine.sets.DataFile;
import scot.nrm.gate.Difference.Kind;
import scot.nrm.gate.Difference.Mark;

/**
 * Marks the differences that the approver has to weigh, by topic. Wording, layout and additional
 * questions of a form are not marked.
 */
final class Marks {

  private static final Set<String> SAFEGUARDS =
      Set.of("config/decisions.yaml", "config/safeguards.yaml");

  private static final Pattern DEADLINE =
      Pattern.compile("\"(Timer date|Timer duration|Due date|Follow up date)\"");

  private static final Set<String> PEOPLE =
      Set.of(ModelParts.GROUPS, "\"Candidate users\"", "\"Assignee\"");

  /** What nothing executes. */
  private static final Pattern REMARK =
      Pattern.compile(
          "the (lane|lane set|text annotation|association|group|category|category value"
              + "|participant|collaboration|text)\\b.*");

  private static final Pattern WORDS_OF_A_DIAGRAM =
      Pattern.compile(
          "\"(Name|Element documentation|Version tag|Time to live|Template|Lane|Part of|Priority"
              + "|Drawing: .*)\"");

  private static final Pattern WORDS_OF_A_FORM =
      Pattern.compile(
          "\"(Field label|Date label|Field description|Text|Group|Show outline|appearance.*)\"");

  private Marks() {}

  static Mark of(
      Kind kind, String file, String name, String property, String before, String after) {
    if (kind == Kind.MOVED || kind == Kind.NO_ANSWER) {
      return Mark.NONE;
    }
    if (SAFEGUARDS.contains(file)) {
      return Mark.SAFEGUARD;
    }
    if (kind == Kind.ANSWER || kind == Kind.NOT_COMPARED) {
      return file.endsWith("time-limits.dmn") ? Mark.DEADLINE : Mark.ANSWER;
    }
    if (DataFile.isScenario(file)) {
      return kind == Kind.NEW && name.equals("The file") ? Mark.NONE : Mark.SCENARIO;
    }
    if (file.endsWith(".bpmn")) {
      return ofDiagram(name, property, kind == Kind.CHANGED ? "" : before + after, before + after);
    }
    if (kind == Kind.GONE && DataFile.of(file).filter(DataFile::hasOptionLists).isPresent()) {
      return Mark.QUESTION;
    }
    return file.endsWith(".form") ? ofForm(kind, name, property, after) : Mark.NONE;
  }

  private static Mark ofDiagram(String name, String property, String whole, String values) {
    if ((property + values).contains(ModelParts.EXTENSION_PROPERTY)) {
      return Mark.SAFEGUARD;
    }
    if (DEADLINE.matcher(property + whole).find()) {
      return Mark.DEADLINE;
    }
    if (PEOPLE.contains(property)) {
      return Mark.PEOPLE;
    }
    if (property.equals("\"Form reference\"")) {
      return Mark.QUESTION;
    }
    boolean isWordingOnly =
        name.equals("The file")
            || REMARK.matcher(name).matches()
            || WORDS_OF_A_DIAGRAM.matcher(property).matches() && !name.startsWith("the message ");
    return isWordingOnly ? Mark.NONE : Mark.COURSE;
  }

  private static Mark ofForm(Kind kind, String name, String property, String after) {
    boolean isReworded =
        property.startsWith("the option ") && !after.isEmpty()
            || property.isEmpty() && kind == Kind.NEW;
    return isReworded
            || name.equals("The form")
            || REMARK.matcher(name).matches()
            || WORDS_OF_A_FORM.matcher(property).matches()
        ? Mark.NONE
        : Mark.QUESTION;
  }
}

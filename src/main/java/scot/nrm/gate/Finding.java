package scot.nrm.gate;

/**
 * A rule that a set of diagrams breaks.
 *
 * @param diagram the id of the diagram; empty if it is about all of them
 * @param element the id of the element; empty if it is about the whole diagram
 * @param about the name of the value or message, if the kind has one; otherwise empty
 * @param sentence what is wrong and what to do
 */
record Finding(Kind kind, String diagram, String element, String about, String sentence) {

  /** The kind of a finding, whatever its sentence says. */
  enum Kind {
    /** It reads a value that nothing has set on a path. */
    UNSET,
    /** It reads values that nothing sets on any path. */
    NEVER_SET,
    /** It compares a value with one that it can't have. */
    IMPOSSIBLE,
    /** It records an act that no task has done on a path. */
    ACT_NOT_DONE,
    /** It waits for a message that nothing sends. */
    UNSENT,
    /** It can be active twice at once. */
    ACTIVE_TWICE,
    /** It has no flow for a value. */
    NO_FLOW,
    /** It has no outgoing flow. */
    NO_OUTGOING_FLOW,
    /** No path from it reaches an end. */
    NO_END,
    /** Anything else: only the sentences differ. */
    OTHER
  }

  boolean isIn(Drawing drawing) {
    return diagram.equals(drawing == null ? "" : drawing.id);
  }

  boolean isAt(Drawing.Node node) {
    return isIn(node.drawing) && element.equals(node.id);
  }

  boolean matches(Kind otherKind, String otherAbout) {
    return kind == otherKind && about.equals(otherAbout);
  }

  String inFile() {
    return diagram.isEmpty() ? sentence : inFile(diagram, sentence);
  }

  /** A sentence about a diagram, with its file. */
  static String inFile(String diagram, String sentence) {
    return "processes/" + diagram + ".bpmn: " + sentence;
  }
}

package scot.nrm.gate;

/**
 * A rule that a set of diagrams breaks.
 *
 * @param diagram the id of the diagram; empty if it is about all of them
 * @param element the id of the element; empty if it is about the whole diagram
 * @param about what it is about at the element, where its kind says what that is; or else empty
 * @param sentence what is wrong and what to do
 */
record Finding(Kind kind, String diagram, String element, String about, String sentence) {

  /** What tells findings apart, whatever their sentences say. */
  enum Kind {
    /** It asks a value, by its name, that nothing has set on a path. */
    UNSET,
    /** It asks values, by their names, that nothing sets on any path. */
    NEVER_SET,
    /** It compares a value, by its name, with what it can't be. */
    IMPOSSIBLE,
    /** It records an act that no task has done on a path. */
    UNDONE,
    /** It waits for a message, by its name, that nothing sends. */
    UNSENT,
    /** It can be there twice at once. */
    TWICE,
    /** It has no flow for a value. */
    NO_FLOW,
    /** No flow leads on from it. */
    NO_WAY_ON,
    /** No path leads from it to an end. */
    NO_END,
    /** Anything else, which its sentence alone tells apart. */
    OTHER
  }

  boolean isIn(Drawing drawing) {
    return diagram.equals(drawing == null ? "" : drawing.id);
  }

  boolean isAt(Drawing drawing, Drawing.Node node) {
    return isIn(drawing) && element.equals(node == null ? "" : node.id);
  }

  boolean is(Kind one, String aboutThis) {
    return kind == one && about.equals(aboutThis);
  }

  /** With the file that it is about. */
  String inFile() {
    return diagram.isEmpty() ? sentence : "processes/" + diagram + ".bpmn: " + sentence;
  }
}

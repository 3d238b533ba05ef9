package scot.nrm.gate;

/**
 * A rule that a set of diagrams breaks.
 *
 * @param diagram the id of the diagram; empty if it is about all of them
 * @param element the id of the element; empty if it is about the whole diagram
 * @param sentence what is wrong and what to do
 */
record Finding(String diagram, String element, String sentence) {

  boolean isAt(Drawing drawing, Drawing.Node node) {
    return diagram.equals(drawing.id) && element.equals(node.id);
  }

  /** With the file that it is about. */
  String inFile() {
    return diagram.isEmpty() ? sentence : "processes/" + diagram + ".bpmn: " + sentence;
  }
}

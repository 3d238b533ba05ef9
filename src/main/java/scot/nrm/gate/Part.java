package scot.nrm.gate;

import java.util.Map;

/**
 * A part of a file that is compared: an element of a diagram, a row of a table, a field of a form
 * or an entry of a data file.
 *
 * @param kind what it is, such as {@code exclusive gateway}; empty if that is among the properties
 * @param name what people call it, with its id
 * @param properties by the words of Modeler
 * @param drawing where it is drawn; where it is on a form
 * @param ordered whether its place among the others means something
 */
record Part(
    String kind, String name, Map<String, String> properties, String drawing, boolean ordered) {}

package scot.nrm.gate.files;

import java.util.Map;

/**
 * A part of a file that is compared: an element of a diagram, a row of a table, a field of a form
 * or an entry of a data file.
 *
 * @param kind such as {@code exclusive gateway}; empty if the properties say it
 * @param name its name for people, with its id
 * @param properties by the words of Modeler
 * @param drawing its place in the diagram's layout, or on a form
 * @param ordered whether its place among the others matters
 */
public record Part(
    String kind, String name, Map<String, String> properties, String drawing, boolean ordered) {}

package scot.nrm.engine;

/**
 * A bean whose public methods diagrams may call for a value, such as {@code
 * ${dueDates.inWorkingDays(2)}}. Such a method changes nothing. Of all other beans a diagram can
 * only name those that are steps or listeners.
 */
public interface DiagramValues {}

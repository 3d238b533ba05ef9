package scot.nrm.engine;

/**
 * A bean whose public methods diagrams may call for a value, such as {@code
 * ${dueDates.inWorkingDays(2)}}. Such a method changes nothing. The only other beans that a diagram
 * can name are steps and listeners.
 */
public interface DiagramValues {}

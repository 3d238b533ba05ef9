package scot.nrm.engine;

/**
 * A bean whose public methods diagrams may call for a value, such as {@code
 * ${dueDates.inWorkingDays(2)}}. Such a method changes nothing. Apart from these, a diagram can
 * only name beans that are steps or listeners.
 */
public interface DiagramValues {}

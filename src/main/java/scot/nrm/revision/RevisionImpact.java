package scot.nrm.revision;

import java.util.List;

/** The effect of a revision on the cases that are open now, for the people who sign it. */
public interface RevisionImpact {

  /**
   * The open cases for which something changes, by set, diagram and step.
   *
   * @return none for a revision that is closed and never came into force
   */
  List<AffectedCases> impact(int revision);

  /**
   * Open cases at one step.
   *
   * @param set the number of the set that they follow in this diagram
   * @param diagram its name
   * @param step its name
   * @param cases the number of cases in words; below five it is suppressed
   * @param changes what the revision changes for them, in a sentence
   */
  record AffectedCases(int set, String diagram, String step, String cases, String changes) {}
}

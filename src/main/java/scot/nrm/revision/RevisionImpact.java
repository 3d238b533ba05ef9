package scot.nrm.revision;

import java.util.List;

/** The effect of a revision on the cases that are open now, for the people who sign it. */
public interface RevisionImpact {

  /**
   * The cases at the steps where something changes for them, by set, diagram and step.
   *
   * @return none for a revision that is closed and never came into force
   */
  List<Concerned> impact(int revision);

  /**
   * Open cases at one step.
   *
   * @param set the number of the set that they follow there
   * @param diagram its name
   * @param step its name
   * @param cases how many, in words, as people see them who don't see numbers below five
   * @param changes what the revision changes for them, in a sentence
   */
  record Concerned(int set, String diagram, String step, String cases, String changes) {}
}

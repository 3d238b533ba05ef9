package scot.nrm.engine.sets;

import java.time.LocalDate;
import java.util.List;

/**
 * Counts problems in cases by the version of the diagram and the step. It says nothing about a
 * single case.
 */
public interface TroubleBySet {

  /** What is counted. */
  enum Of {
    CASES,
    TIMES
  }

  /**
   * Trouble at one step.
   *
   * @param what goes wrong, as a sentence
   * @param definition the id of the version of the diagram
   * @param element the id of the step; {@code null} where none is known
   */
  record Trouble(String what, String definition, String element, int number, Of of) {}

  /**
   * All that is known now.
   *
   * @param since the first day of which refused forms count
   */
  List<Trouble> trouble(LocalDate since);
}

package scot.nrm.engine.sets;

import java.time.LocalDate;
import java.util.List;

/** Counts problems by version of the diagram and step, and says nothing about a single case. */
public interface ProblemsBySet {

  enum Unit {
    CASES,
    TIMES
  }

  /**
   * A problem at one step.
   *
   * @param what the problem, as a sentence
   * @param definition the id of the version of the diagram
   * @param element the id of the step; {@code null} if not known
   */
  record Problem(String what, String definition, String element, int number, Unit of) {}

  /**
   * All problems at present.
   *
   * @param since the first day whose refused forms are counted
   */
  List<Problem> problems(LocalDate since);
}

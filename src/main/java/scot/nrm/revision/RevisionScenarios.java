package scot.nrm.revision;

import java.util.List;
import java.util.Map;

/** Invented cases in the files of a set, each with its expected result. */
public interface RevisionScenarios {

  /**
   * The results of the scenarios under the files of a set, which must have no problems. The first
   * call starts the replay; later calls return the results.
   *
   * @param files content by name with the folder
   */
  Outcome outcome(Map<String, byte[]> files);

  /**
   * The file of a scenario, with its actual result as the expected one.
   *
   * @param file its name with the folder, one of {@link Outcome#unexpected}
   */
  byte[] withResult(String file, Map<String, byte[]> files);

  /**
   * A scenario whose actual result differs from the expected one.
   *
   * @param about what the scenario shows, in the words of its author
   * @param differences the differences, in sentences
   */
  record UnexpectedResult(String file, String about, List<String> differences) {}

  /**
   * The results of all scenarios.
   *
   * @param scenarios how many there are
   * @param known whether they have been replayed
   * @param failure why they could not be replayed; empty if nothing has failed
   */
  record Outcome(int scenarios, boolean known, String failure, List<UnexpectedResult> unexpected) {

    /** The outcome of a set without scenarios. */
    public static final Outcome NONE = new Outcome(0, true, "", List.of());

    /** Whether all results are known and as expected. */
    boolean isAsExpected() {
      return known && unexpected.isEmpty();
    }

    /** The outcome in a sentence; empty without scenarios. */
    String sentence() {
      if (scenarios == 0) {
        return "";
      }
      return "Scenarios: %d. %s"
          .formatted(
              scenarios,
              !failure.isEmpty()
                  ? "They could not be replayed (%s). Refresh the page to try again."
                      .formatted(failure)
                  : !known
                      ? "They are being replayed. Refresh the page in a few seconds."
                      : unexpected.isEmpty()
                          ? "All results are as expected."
                          : "With a different result: %d.".formatted(unexpected.size()));
    }

    /** A sentence for each difference, with the scenario's file. */
    public List<String> sentences() {
      return unexpected.stream()
          .flatMap(
              one ->
                  one.differences().stream()
                      .map(difference -> "%s: %s".formatted(one.file(), difference)))
          .toList();
    }
  }
}

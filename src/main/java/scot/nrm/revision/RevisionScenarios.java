package scot.nrm.revision;

import java.util.List;
import java.util.Map;

/** Invented cases in the files of a set, each with its expected result. */
public interface RevisionScenarios {

  /**
   * What comes of the scenarios under the files of a set in which nothing is wrong. The first
   * question begins to replay them, and others get the answer later.
   *
   * @param files content by name with the folder
   */
  Outcome of(Map<String, byte[]> files);

  /**
   * A scenario with what came out as what must come out.
   *
   * @param file its name with the folder, one of {@link Outcome#different}
   */
  byte[] withResult(String file, Map<String, byte[]> files);

  /**
   * A scenario of which something else came than its file says.
   *
   * @param about what it shows, by its author
   * @param differences in sentences
   */
  record CameOut(String file, String about, List<String> differences) {}

  /**
   * What came of all scenarios.
   *
   * @param scenarios how many there are
   * @param known whether they have been replayed
   * @param failure why they could not be replayed; empty if nothing has failed
   */
  record Outcome(int scenarios, boolean known, String failure, List<CameOut> different) {

    /** Of a set without scenarios. */
    public static final Outcome NONE = new Outcome(0, true, "", List.of());

    /** Whether all came out as their files say. */
    boolean isAsExpected() {
      return known && different.isEmpty();
    }

    /** In a sentence; empty without scenarios. */
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
                      : different.isEmpty()
                          ? "All results are as expected."
                          : "With a different result: %d.".formatted(different.size()));
    }

    /** In sentences, each difference with its file. */
    public List<String> sentences() {
      return different.stream()
          .flatMap(
              one ->
                  one.differences().stream()
                      .map(difference -> "%s: %s".formatted(one.file(), difference)))
          .toList();
    }
  }
}

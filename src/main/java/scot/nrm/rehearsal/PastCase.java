package scot.nrm.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The actions in a case, in order of time, with the answers that influence the path: choices, dates
 * and numbers. It has no text that anyone wrote about the child.
 *
 * @param acts what people did, oldest first; the first one opened the case
 * @param file the choices, dates and numbers of the case file, and the numbers of other cases
 * @param written the text fields of the case file that were filled in, without their text
 * @param tasks the ids of all tasks that the case ever had
 * @param course the course according to the register
 * @param linked the numbers of the cases that it is linked to or merged with (D5, D12), and whether
 *     each may be about the same child
 */
record PastCase(
    String caseNumber,
    List<Act> acts,
    Map<String, JsonNode> file,
    Set<String> written,
    Set<String> tasks,
    CaseCourse course,
    Map<String, Boolean> linked) {

  /** The fields that name another case by its number. */
  static final Set<String> NUMBERS = Set.of("matchCaseNumber", "siblingCaseNumber");

  /**
   * A form that was sent.
   *
   * @param at local date and time
   * @param starts whether it started a process; otherwise it completed a task
   * @param id the id of the process or of the task in the diagram
   * @param values the variables of its process, with the officer's proposal or decision
   */
  record Act(
      LocalDateTime at, boolean starts, String id, String officer, Map<String, Object> values) {}

  /**
   * A digest of everything that a replay depends on: with the same digest, a case takes the same
   * path.
   *
   * @param under what else it depends on, the same for all cases of a rehearsal
   */
  UUID digest(String under) {
    String all =
        Stream.of(under, caseNumber, acts, file, written, tasks, course, linked)
            .map(String::valueOf)
            .collect(Collectors.joining("\n"));
    return UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8));
  }

  /** Without the content, which must not get into a log. */
  @Override
  public String toString() {
    return "PastCase[" + acts.size() + " acts]";
  }
}

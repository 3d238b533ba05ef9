package scot.nrm.revision;

import static scot.nrm.pages.SignedInPages.text;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;
import org.springframework.stereotype.Component;
import scot.nrm.revision.Revision.State;
import scot.nrm.revision.RevisionStore.Reason;

/** The warnings of the check, with the author's reasons, on a page. */
@Component
class RevisionWarnings {

  private final RevisionStore store;
  private final Revisions revisions;

  RevisionWarnings(RevisionStore store, Revisions revisions) {
    this.store = store;
    this.revisions = revisions;
  }

  private record Warning(String field, String says, String why, String typed) {}

  /**
   * Adds the warnings with the stored reasons, or with the reasons that were just typed and
   * refused. A closed revision has the warnings for which reasons were given.
   *
   * @return whether each warning has a reason
   */
  boolean add(Map<String, Object> model, Revision revision, HttpServletRequest request) {
    Map<String, String> reasons =
        store.reasons(revision.number()).stream()
            .collect(
                Collectors.toMap(
                    Reason::warning, Reason::reason, (one, same) -> one, TreeMap::new));
    List<String> warnings =
        revision.isIn(State.OPEN) ? revisions.warnings(revision) : List.copyOf(reasons.keySet());
    model.put(
        "warnings",
        warnings.stream()
            .map(
                warning -> {
                  String field = field(warning);
                  String why = reasons.getOrDefault(warning, "");
                  return new Warning(
                      field,
                      warning,
                      why,
                      request.getParameter(field) == null ? why : text(request, field));
                })
            .toList());
    long unexplained = warnings.stream().filter(warning -> !reasons.containsKey(warning)).count();
    model.put("unexplained", unexplained == 0 ? "" : unexplained);
    return unexplained == 0;
  }

  /** Stores the reasons in a form. Empty fields change nothing. */
  void saveReasons(int number, HttpServletRequest request, String author) {
    Map<String, String> given = new TreeMap<>();
    store
        .find(number)
        .map(revisions::warnings)
        .orElse(List.of())
        .forEach(warning -> given.put(warning, text(request, field(warning))));
    given.values().removeIf(String::isEmpty);
    revisions.giveReasons(number, given, author);
  }

  private static String field(String warning) {
    return "why-" + DigestUtils.sha256Hex(warning);
  }
}

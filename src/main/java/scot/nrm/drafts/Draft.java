package scot.nrm.drafts;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;

/**
 * What a person has typed into a form and not sent yet.
 *
 * @param person the user id of the person who typed it; {@code null} if they can't send the form
 * @param savedAt when it was last saved; {@code null} if there is nothing
 * @param values the fields that the person has changed, by key; empty if there are none
 */
public record Draft(String person, Instant savedAt, Map<String, JsonNode> values) {

  /** Of a form that the person sees and can't send now. */
  public static final Draft NONE = new Draft(null, null, Map.of());

  /** Omits the content, so that a careless log line doesn't reveal it. */
  @Override
  public String toString() {
    return "Draft[" + person + ", " + savedAt + "]";
  }
}

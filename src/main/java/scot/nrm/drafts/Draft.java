package scot.nrm.drafts;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;

/**
 * What a person has typed into a form and not sent yet.
 *
 * @param person the user id of the person who typed it
 * @param savedAt when it was last saved; {@code null} if there is nothing
 * @param values the fields that the person has changed, by key; empty if there are none
 */
public record Draft(String person, Instant savedAt, Map<String, JsonNode> values) {

  /** Omits the content, so that a careless log line doesn't reveal it. */
  @Override
  public String toString() {
    return "Draft[" + person + ", " + savedAt + "]";
  }
}

package scot.nrm.record;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.instance.OutputEntry;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.springframework.stereotype.Component;
import scot.nrm.engine.Definitions;

/**
 * The descriptions that policy staff gave the rows of the decision table {@code
 * competent-authority} (D13). A route from an earlier version of the table is shown by its number.
 */
@Component
class RouteWords {

  private final Definitions definitions;

  /** Read on first use; the table changes only with a restart. */
  private Map<String, String> rows;

  RouteWords(Definitions definitions) {
    this.definitions = definitions;
  }

  /** Returns {@code D13.2: UK national.} for {@code D13.2}, for example. */
  synchronized String of(String basis) {
    if (rows == null) {
      rows = read();
    }
    return basis == null ? "" : rows.getOrDefault(basis, basis);
  }

  private Map<String, String> read() {
    Map<String, String> rows = new HashMap<>();
    try (InputStream table =
        definitions.one("processes", "competent-authority.dmn").getInputStream()) {
      for (Rule rule : Dmn.readModelFromStream(table).getModelElementsByType(Rule.class)) {
        String words =
            rule.getDescription() == null
                ? ""
                // The tag in brackets is the source of the rule, which a record doesn't need.
                : rule.getDescription().getTextContent().replaceAll("\\s*\\[[A-Z]]", "").strip();
        for (OutputEntry output : rule.getOutputEntries()) {
          String basis = output.getTextContent().strip().replaceAll("^\"|\"$", "");
          if (words.startsWith(basis + ":")) {
            rows.put(basis, words);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The table competent-authority cannot be read", e);
    }
    return rows;
  }
}

package scot.nrm.gate;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import scot.nrm.engine.sets.SetData;

/** The safeguards that diagrams must keep: the rows of {@code config/safeguards.yaml}. */
@ConfigurationProperties("nrm")
final class Safeguards extends SetData<List<Safeguard>> {

  Safeguards(@DefaultValue List<Safeguard> safeguards) {
    super(checked(safeguards));
  }

  private static List<Safeguard> checked(List<Safeguard> rows) {
    if (rows.isEmpty()
        || rows.stream()
            .anyMatch(
                row -> row.rule() == null || !row.rule().matches("D\\d+") || row.say() == null)) {
      throw new IllegalArgumentException(
          "config/safeguards.yaml needs rows, each with a rule such as D20 and with say");
    }
    return List.copyOf(rows);
  }
}

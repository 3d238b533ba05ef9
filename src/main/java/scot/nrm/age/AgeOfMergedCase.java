package scot.nrm.age;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.register.RegisterUpdates;

/**
 * A finding on age is about the person, whatever the case number: when a case is merged with one
 * that has no finding, it applies to the case that continues (D7, D12).
 */
@Component
public class AgeOfMergedCase {

  private static final List<String> FIELDS =
      List.of(
          AgeFinding.FINDING,
          AgeFinding.DATE,
          AgeFinding.BORN_KNOWN,
          AgeFinding.BORN,
          AgeFinding.ADULT_FROM,
          AgeFinding.ASSESSED_BY,
          AgeFinding.REASON);

  private final CaseFile files;
  private final RegisterUpdates updates;
  private final ComingOfAgeWait comingOfAge;
  private final SupportAsAdult support;

  AgeOfMergedCase(
      CaseFile files,
      RegisterUpdates updates,
      ComingOfAgeWait comingOfAge,
      SupportAsAdult support) {
    this.files = files;
    this.updates = updates;
    this.comingOfAge = comingOfAge;
    this.support = support;
  }

  /**
   * @param officer may be {@code null}
   */
  public void carryOver(String ended, String continuing, String officer) {
    CaseFileContent said = files.read(ended);
    if (AgeFinding.of(said).isEmpty() || AgeFinding.of(files.read(continuing)).isPresent()) {
      return;
    }
    AgeFinding finding = AgeFinding.of(said).get();
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    FIELDS.stream().filter(said.fields()::has).forEach(key -> fields.put(key, said.get(key)));
    files.merge(continuing, fields, officer);
    finding.enter(updates, continuing, officer, said.text(AgeFinding.REASON));
    comingOfAge.follow(continuing, officer);
    if (finding.adult()) {
      support.start(continuing);
    } else {
      support.stop(continuing, "found to be a child");
    }
  }
}

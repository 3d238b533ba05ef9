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
 * A finding on age is true of the person whatever the number: where a case is joined to one that
 * has none, it counts for the case that goes on (D7, D12).
 */
@Component
public class AgeOfJoinedCase {

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
  private final RegisterUpdates onTheWay;
  private final FollowComingOfAge comingOfAge;
  private final StartSupportAsAdult support;

  AgeOfJoinedCase(
      CaseFile files,
      RegisterUpdates onTheWay,
      FollowComingOfAge comingOfAge,
      StartSupportAsAdult support) {
    this.files = files;
    this.onTheWay = onTheWay;
    this.comingOfAge = comingOfAge;
    this.support = support;
  }

  /**
   * @param officer may be {@code null}
   */
  public void carryOver(String ended, String goesOn, String officer) {
    CaseFileContent said = files.read(ended);
    if (AgeFinding.of(said).isEmpty() || AgeFinding.of(files.read(goesOn)).isPresent()) {
      return;
    }
    AgeFinding finding = AgeFinding.of(said).get();
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    FIELDS.stream().filter(said.fields()::has).forEach(key -> fields.put(key, said.get(key)));
    files.merge(goesOn, fields, officer);
    finding.enter(onTheWay, goesOn, officer, said.text(AgeFinding.REASON));
    comingOfAge.follow(goesOn, officer);
    support.start(goesOn);
  }
}

package scot.nrm.age;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.Officer;
import scot.nrm.register.RegisterUpdates;

/**
 * Records a finding on age (D7): in the register, and from which day the person counts as an adult.
 * The date of birth of the NRM form stays in the file beside the one found.
 *
 * <p>A person treated as an adult and found to be a child is a child again, whatever was recorded
 * before: letters go to the local authority again (D37). A refusal would leave a child without
 * protection.
 */
@Component
class RecordAgeFinding implements JavaDelegate {

  private final CaseFile file;
  private final RegisterUpdates onTheWay;

  RecordAgeFinding(CaseFile file, RegisterUpdates onTheWay) {
    this.file = file;
    this.onTheWay = onTheWay;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    CaseFileContent said = file.read(caseNumber);
    AgeFinding finding = AgeFinding.of(said).orElseThrow();
    String officer = Officer.of(execution);

    Map<String, JsonNode> fields = new LinkedHashMap<>();
    fields.put(
        AgeFinding.ADULT_FROM,
        finding.adult()
            ? TextNode.valueOf(finding.adultFrom().toString())
            : NullNode.getInstance());
    if (finding
        .dateOfBirth()
        .isEmpty()) { // a date from an earlier finding no longer applies; the register keeps it
      fields.put(AgeFinding.BORN, NullNode.getInstance());
    }
    file.merge(caseNumber, fields, officer);
    finding.enter(onTheWay, caseNumber, officer, said.text(AgeFinding.REASON));
    CaseVariables.FOUND_ADULT.on(execution).set(finding.adult());
  }
}

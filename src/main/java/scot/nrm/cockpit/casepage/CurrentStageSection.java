package scot.nrm.cockpit.casepage;

import java.util.List;
import org.springframework.stereotype.Component;
import scot.nrm.access.Viewer;
import scot.nrm.pages.RecordSection;

/** The current stage of a case in its record, for someone who answers a telephone call about it. */
@Component
class CurrentStageSection implements RecordSection {

  private final CurrentStages stages;

  CurrentStageSection(CurrentStages stages) {
    this.stages = stages;
  }

  @Override
  public String heading() {
    return "Where the case is";
  }

  @Override
  public boolean comesFirst() {
    return true;
  }

  @Override
  public List<Row> rows(String caseNumber, Viewer viewer) {
    List<String> current = stages.of(caseNumber);
    return current.isEmpty()
        ? List.of()
        : List.of(new Row("Current stage", String.join(", ", current), ""));
  }
}

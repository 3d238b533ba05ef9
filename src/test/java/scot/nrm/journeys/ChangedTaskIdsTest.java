package scot.nrm.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import scot.nrm.Databases;
import scot.nrm.WholeApplication;
import scot.nrm.revision.SignedRevisions;

/** A task drawn again in Camunda Modeler gets another id but keeps its purpose. */
@WholeApplication
class ChangedTaskIdsTest implements Databases.OnH2 {

  private static final String DAY = "2009-06-03";

  @Autowired ProcessEngine engine;
  @Autowired BeanFactory beans;

  @BeforeEach
  void changeIds() throws IOException {
    inForce(text -> text.replace("Task_", "Activity_"));
  }

  @AfterEach
  void restoreShippedFiles() throws IOException {
    RunningInstances.end(engine);
    inForce(UnaryOperator.identity());
    ClockUtil.reset();
  }

  private void inForce(UnaryOperator<String> change) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (String diagram : List.of("correct-recorded-fact", "child-protection")) {
      String file = "processes/" + diagram + ".bpmn";
      files.put(
          file, change.apply(Files.readString(Path.of(file))).getBytes(StandardCharsets.UTF_8));
    }
    new SignedRevisions(beans).restore(files);
  }

  @Test
  void d43AnUnconfirmedCorrectionIsNotSentTwice() {
    Journey child = referred().logged(DAY);
    receipt(child, "2009-06-02");
    assertThat(child.has("Activity_ConfirmCorrection")).isTrue();

    assertThatThrownBy(() -> receipt(child, "2009-06-01"))
        .hasMessageContaining("is already waiting for a second officer");
  }

  private static void receipt(Journey child, String right) {
    child.correctedReceipt("ukhtc.owner", right);
  }

  @Test
  void d5ThePlanOfEachSiblingIsReviewedOnce() {
    Journey first = referred();
    link(first, referred());
    link(referred(), first);

    assertThat(first.tasks("Activity_ConsiderSibling")).hasSize(1);
  }

  private Journey referred() {
    return new Journey(engine).referred("2009-06-01", Invented.ukNational("2009-06-01"));
  }

  private static void link(Journey child, Journey sibling) {
    child.updates(
        "glasgow.lead",
        "link-siblings",
        InventedSameChild.siblings(child.caseNumber(), sibling.caseNumber()));
  }
}

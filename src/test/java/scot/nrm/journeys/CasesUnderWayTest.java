package scot.nrm.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.engine.sets.DefinitionSets;

/**
 * The revisions that history brought, one after the other, over cases at every stage: nothing about
 * these changes, and they finish by the procedure under which they began. What each revision does
 * for later cases is in the tests of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CasesUnderWayTest extends RevisedApplication {

  private static final String DAY = "2009-05-18";

  @Autowired JdbcClient jdbc;
  @Autowired DefinitionSets sets;

  private final Map<String, Journey> cases = new LinkedHashMap<>();

  @BeforeAll
  void casesAtEveryStage() {
    cases.put(
        "concern", new Journey(engine).on(DAY).concern("first.responder", Invented.concern(DAY)));
    cases.put("intake", referred());
    cases.put("reasonable grounds", referred().logged(DAY));
    cases.put(
        "second officer",
        referred()
            .logged(DAY)
            .does(
                "ukhtc.owner",
                "Task_ProposeReasonableGrounds",
                Invented.reasonableGrounds("positive", DAY)));
    cases.put("reflection", reflecting());
    cases.put("leave", reflecting().conclusiveGrounds("ukhtc", "positive", DAY));
    cases.put(
        "no reasonable grounds",
        referred().logged(DAY).reasonableGrounds("ukhtc", "negative", DAY));
    cases.values().forEach(Journey::executeJobs);
  }

  private Journey referred() {
    return new Journey(engine).referred(DAY, Invented.ukNational(DAY));
  }

  private Journey reflecting() {
    return referred().logged(DAY).reasonableGrounds("ukhtc", "positive", DAY).executeJobs();
  }

  /** Other tests of this application have the files as they are. */
  @AfterAll
  void restoreFiles() throws IOException {
    Set<String> changed = new TreeSet<>();
    RevisedFiles.all()
        .keySet()
        .forEach(revision -> changed.addAll(RevisedFiles.corrected(revision).keySet()));
    deploy(RevisedFiles.shipped(changed), "as they are");
    guardianNoLonger();
  }

  @Test
  void openCasesKeepTheirDataAndFinishByTheirOwnProcedure() {
    Set<String> changed = new TreeSet<>();
    for (String revision : RevisedFiles.all().keySet()) {
      Map<String, String> files = RevisedFiles.corrected(revision);
      if (files.isEmpty()) {
        continue; // only data, which goes by its own day
      }
      Map<String, String> sent = RevisedFiles.shipped(changed); // without the changes before it
      sent.putAll(files);
      changed.addAll(files.keySet());
      Map<String, Map<String, List<String>>> before = states();
      int set = sets.inForce();

      deploy(sent, revision);

      assertThat(sets.inForce()).as(revision).isEqualTo(set + 1);
      assertThat(states()).as(revision).isEqualTo(before);
    }

    String later = "2009-05-20";
    Journey decided =
        cases.get("reasonable grounds").reasonableGrounds("ukhtc", "positive", later).executeJobs();
    assertThat(decided.variable("cgAuthority")).isEqualTo("UKHTC");
    assertThat(decided.day("reflectionEndDate")).isEqualTo("2009-07-04");
    assertThat(decided.day("reflectionReviewDate")).isEqualTo("2009-06-19");
    cases.get("reflection").conclusiveGrounds("ukhtc", "positive", later).executeJobs();
    assertThat(cases.get("reflection").variable("cgOutcome"))
        .as("no review before, and no earliest day")
        .isEqualTo("positive");
    Journey atIntake = cases.get("intake").logged(later).executeJobs();
    assertThat(atIntake.candidateGroups("Task_ProposeReasonableGrounds"))
        .containsExactly("ukhtc-case-owner");
    assertThat(atIntake.due("Task_ProposeReasonableGrounds")).isEqualTo("2009-05-28");
    cases.values().forEach(child -> assertThat(child.incidents()).isZero());
  }

  private Map<String, Map<String, List<String>>> states() {
    Map<String, Map<String, List<String>>> states = new TreeMap<>();
    cases.forEach((stage, child) -> states.put(stage, CaseRows.all(jdbc, child)));
    return states;
  }
}

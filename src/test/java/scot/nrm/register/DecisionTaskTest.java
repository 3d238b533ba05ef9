package scot.nrm.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.Map;
import java.util.Set;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.register.DecisionTask.OtherThan;

/** What a user task says about itself as an act of a decision (D18). */
@Tag("quick")
class DecisionTaskTest {

  @Test
  void d18TheActOfATaskFollowsFromItsPropertiesNotItsIdOrForm() {
    assertThat(
            DecisionTask.of(
                Map.of(
                    "decision", "reasonable-grounds, conclusive-grounds",
                    "act", "review",
                    "another-person-than", "stage",
                    "must-be-done-before", "propose, reflection-review",
                    "recorded-as", "Checked by the panel",
                    "answer", "panelAgrees")))
        .extracting(
            DecisionTask::stage,
            DecisionTask::act,
            DecisionTask::otherThan,
            DecisionTask::after,
            DecisionTask::afterReview,
            DecisionTask::recordedAs,
            DecisionTask::answer)
        .containsExactly(row(Stage.REASONABLE_GROUNDS), row(Stage.CONCLUSIVE_GROUNDS));
    assertThat(DecisionTask.of(Map.of("decision", "conclusive-grounds", "act", "confirm")))
        .singleElement()
        .satisfies(task -> assertThat(task.answer()).isEqualTo("cgConfirmation"));
    assertThat(DecisionTask.of(Map.of())).isEmpty();
  }

  private static Tuple row(Stage stage) {
    return tuple(
        stage,
        Act.REVIEWED,
        OtherThan.STAGE,
        Set.of(Act.PROPOSED),
        true,
        "Checked by the panel",
        "panelAgrees");
  }

  @Test
  void anOfficeActIsNotAnActOfADecision() {
    Map<String, String> leave = Map.of("office-act", "leave");

    assertThat(DecisionTask.problems(leave)).isEmpty();
    assertThat(DecisionTask.of(leave)).isEmpty();
    assertThat(OfficeAct.of(leave)).contains(OfficeAct.LEAVE);
    assertThat(DecisionTask.problems(Map.of("office-act", "leave", "answer", "x"))).isEmpty();
    refused(
        Map.of("office-act", "leaves"), "\"leaves\". Write not-referred or leave or protection-");
    refused(
        Map.of("office-act", "leave", "act", "confirm", "decision", "reasonable-grounds"),
        "one officer does an office-act, without a second act.");
  }

  @Test
  void misspeltPropertiesAreRefusedWithWhatToWrite() {
    refused(
        Map.of("decison", "reasonable-grounds", "act", "confirm"),
        "no property decison. Those of a decision are act, another-person-than, answer, decision,");
    refused(
        Map.of("decision", "reasonable-ground", "act", "confirm"),
        "\"reasonable-ground\". Write reasonable-grounds or conclusive-grounds.");
    refused(
        Map.of("decision", "reasonable-grounds", "act", "confirms"),
        "\"confirms\". Write propose or review or confirm or send-back.");
    refused(
        Map.of(
            "decision", "reasonable-grounds", "act", "confirm", "another-person-than", "propose"),
        "\"propose\". Write act-before or stage.");
    refused(Map.of("act", "confirm"), "has both properties, decision and act");
    refused(Map.of("recorded-as", "Checked by the panel"), "Add decision and act, or remove it.");
    refused(
        Map.of(
            "decision", "reasonable-grounds", "act", "review", "recorded-as", "By ${childNames}"),
        "without an expression");
    assertThat(DecisionTask.problems(Map.of())).isEmpty();
  }

  private static void refused(Map<String, String> properties, String sentence) {
    assertThat(DecisionTask.problems(properties))
        .anySatisfy(problem -> assertThat(problem).contains(sentence));
  }
}

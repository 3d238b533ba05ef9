package scot.nrm.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static scot.nrm.forms.check.Submissions.CASE;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.engine.FormsCheck;
import scot.nrm.forms.check.FormFile;
import scot.nrm.forms.check.Submissions;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterEvent;

/** One person who is a lead professional and a manager doesn't decide alone (D4). */
@Tag("quick")
class NotReferredRuleTest {

  /** Who completes each form. */
  private static final String OFFICER = "ukhtc.owner";

  private final Register register = mock(Register.class);
  private final NotReferredRule rule = new NotReferredRule(register);

  @Test
  void d4WhoAssessedTheChildDoesNotConfirmThatTheChildIsNotReferred() {
    assessedBy("another.one", OFFICER);

    assertThat(refused("confirm")).isTrue();
    assertThat(refused("send-back")).isFalse();
  }

  @Test
  void d4AnyoneElseDoes() {
    assessedBy(OFFICER, "another.one");
    assertThat(refused("confirm")).as("of the assessment before").isFalse();

    when(register.history(CASE))
        .thenReturn(
            List.of(
                RegisterEvent.entry(EntryKind.NOTE).code("accept-concern").officer(OFFICER),
                RegisterEvent.entry(EntryKind.CONCERN_ACCEPTED)
                    .code("assess-child")
                    .officer(OFFICER),
                RegisterEvent.entry(EntryKind.NOTE).code("assess-child")));
    assertThat(refused("confirm")).as("nobody is known").isFalse();
  }

  @Test
  void d4ARevisionKeepsTheNoteThatSaysWhoAssessedTheChild() throws IOException {
    String form = Files.readString(Path.of("forms/assess-child.form"));
    FormsCheck.OfSet check = new NotReferredRule.NotesOfAssessments();

    assertThat(problems(check, form)).isEmpty();
    assertThat(problems(check, form.replaceFirst("\"note\": \"everyone\"", ""))).isEmpty();
    assertThat(problems(check, form.replace("\"note\": \"everyone\"", "\"x\": \"\"")))
        .singleElement()
        .asString()
        .startsWith("forms/assess-child.form: D4: no required field");
  }

  private static List<String> problems(FormsCheck.OfSet check, String form) {
    return check.problems(Map.of("assess-child.form", form.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void itConcernsThatTaskAlone() {
    assertThat(rule.concerns(FormFile.of("confirm-not-referred").inItsTask())).isTrue();
    assertThat(rule.concerns(FormFile.of("decide-leave").inItsTask())).isFalse();
    assertThat(rule.concerns(FormFile.of("assess-child").inItsTask())).isFalse();
  }

  private void assessedBy(String first, String last) {
    when(register.history(CASE))
        .thenReturn(
            List.of(
                RegisterEvent.entry(EntryKind.NOTE).code("assess-child").officer(first),
                RegisterEvent.entry(EntryKind.NOTE).code("assess-child").officer(last)));
  }

  private boolean refused(String decision) {
    return !Submissions.refusals(
            rule,
            Submissions.of(
                "confirm-not-referred", "{'notReferredDecision': '" + decision + "'}", Map.of()))
        .isEmpty();
  }
}

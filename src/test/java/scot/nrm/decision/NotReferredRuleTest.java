package scot.nrm.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static scot.nrm.forms.check.Submissions.CASE;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.FormFile;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.forms.check.Submissions;
import scot.nrm.register.OfficeAct;
import scot.nrm.register.Register;

/** One person who is a lead professional and a manager doesn't decide alone (D4). */
@Tag("quick")
class NotReferredRuleTest {

  /** Who completes each form. */
  private static final String OFFICER = "ukhtc.owner";

  private final Register register = mock(Register.class);
  private final NotReferredRule rule = new NotReferredRule(register);

  @Test
  void d4TheAssessorCannotConfirmThatTheChildIsNotReferred() {
    assertThat(refused("confirm")).as("nobody is known").isFalse();
    assessedBy(OFFICER);

    assertThat(refused("confirm")).isTrue();
    assertThat(refused("send-back")).isFalse();
  }

  @Test
  void d4AnyoneElseCanConfirm() {
    assessedBy("another.one");
    assertThat(refused("confirm")).isFalse();
  }

  @Test
  void d4OneFormCannotAssessAndConfirm() {
    FormSchema both =
        FormFile.of("assess-child")
            .parsed()
            .withTaskProperties(Map.of("office-act", "not-referred"));
    Errors errors = new Errors(both);
    rule.check(
        new FormSubmission(
            CASE,
            both,
            false,
            Map.of(),
            CaseFileContent.empty(),
            Map.of(),
            OFFICER,
            LocalDate.of(2009, 9, 1)),
        errors);

    assertThat(errors.found()).hasSize(1);
  }

  @Test
  void theRuleAppliesOnlyToTheConfirmation() {
    assertThat(rule.appliesTo(FormFile.of("confirm-not-referred").inItsTask())).isTrue();
    assertThat(rule.appliesTo(FormFile.of("decide-leave").inItsTask())).isFalse();
    assertThat(rule.appliesTo(FormFile.of("assess-child").inItsTask())).isFalse();
  }

  private void assessedBy(String officer) {
    when(register.lastOfficer(CASE, OfficeAct.ASSESSED)).thenReturn(Optional.of(officer));
  }

  private boolean refused(String decision) {
    return !Submissions.refusals(
            rule,
            Submissions.of(
                "confirm-not-referred", "{'notReferredDecision': '" + decision + "'}", Map.of()))
        .isEmpty();
  }
}

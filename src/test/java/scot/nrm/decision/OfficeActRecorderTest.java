package scot.nrm.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;
import static scot.nrm.forms.check.Submissions.CASE;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.forms.check.FormFile;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.forms.check.Submissions;
import scot.nrm.register.OfficeAct;
import scot.nrm.register.Register;

/** An act counts only if an officer of the office that decides has completed the form. */
@Tag("quick")
class OfficeActRecorderTest {

  private final Register register = mock(Register.class);
  private final IdentityService identity = mock(IdentityService.class);
  private final OfficeActRecorder acts =
      new OfficeActRecorder(register, identity, KnownAuthorities.OF_THE_FILE);

  private void complete(String form, String values, String group) {
    assertThat(acts.appliesTo(FormFile.of(form).inItsTask())).isTrue();
    when(identity.getCurrentAuthentication())
        .thenReturn(new Authentication("ukhtc.owner", List.of(group)));
    acts.accepted(Submissions.of(form, values, Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "confirm-not-referred, la-manager, NOT_REFERRED", // D4
    "decide-leave, ukba-case-owner, LEAVE", // D29
    "protect-child, la-lead-professional, PROTECTION_CLOSED", // D1
    "assess-child, la-lead-professional, ASSESSED", // D4
    "decide-reconsideration, ukba-case-owner, RECONSIDERATION" // D30
  })
  void d33TheDecidingOfficeRecordsItsAct(String form, String group, OfficeAct act) {
    complete(form, "{}", group);

    verify(register).officeAct(CASE, act, "ukhtc.owner");
  }

  @ParameterizedTest
  @CsvSource({
    "confirm-not-referred, la-lead-professional", // D4: a manager confirms
    "decide-leave, ukhtc-case-owner", // D29: leave is decided by UKBA
    "protect-child, ukhtc-case-owner", // D1: only the local authority closes it
    "decide-reconsideration, ukhtc-manager" // D30: a case owner answers
  })
  void d33TheSameFormFromAnotherOfficeIsNotAnAct(String form, String group) {
    complete(form, "{}", group);

    verifyNoInteractions(register);
  }

  @Test
  void d4ACaseSentBackToTheLeadProfessionalIsNotConfirmed() {
    complete("confirm-not-referred", "{'notReferredDecision': 'send-back'}", "la-manager");

    verifyNoInteractions(register);
  }

  @Test
  void d30ARefusedRequestReopensNoDecisionOnAnyPath() {
    complete("decide-reconsideration", "{'reconsiderationDecision': 'refuse'}", "ukba-case-owner");

    verifyNoInteractions(register);
  }

  @Test
  void theActOfATaskFollowsFromItsProperties() {
    FormSchema another = FormFile.of("confirm-route").parsed();

    assertThat(acts.appliesTo(another)).isFalse();
    assertThat(acts.appliesTo(another.withTaskProperties(Map.of("office-act", "leave")))).isTrue();
    assertThat(acts.appliesTo(FormFile.of("decide-leave").parsed())).as("no id counts").isFalse();
    assertThat(acts.appliesTo(FormFile.of("assess-child").parsed())).as("by what it asks").isTrue();
  }

  @Test
  void d33AFormSentWithoutSigningInIsNotAnAct() {
    acts.accepted(Submissions.of("decide-leave", "{'leaveDecision': 'granted'}", Map.of()));

    verifyNoInteractions(register);
  }
}

package scot.nrm.forms.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import scot.nrm.access.KnownPeople;
import scot.nrm.access.NamesAndRoles;
import scot.nrm.access.NamesAndRoles.Details;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseClock;
import scot.nrm.forms.check.FormFile;
import scot.nrm.forms.check.FormLabels;
import scot.nrm.forms.text.FormText.CaseOfForm;
import scot.nrm.register.Act;
import scot.nrm.register.DecisionTask;
import scot.nrm.register.EntryKind;
import scot.nrm.register.InventedCase;
import scot.nrm.register.Outcome;
import scot.nrm.register.Proposal;
import scot.nrm.register.RecordedActs;
import scot.nrm.register.Register;
import scot.nrm.register.Register.OfficerAct;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.Stage;

class FormTextsTest {

  private static final String CASE = "NRM-2009-2222-2239";
  private static final Instant WHEN =
      Instant.parse("2009-05-11T23:30:00Z"); // It is already 12 May in London.

  private final Register register = mock(Register.class);
  private final NamesAndRoles people = mock(NamesAndRoles.class);
  private final DecisionsFormText decisions = new DecisionsFormText();
  private final ObjectNode file = JsonNodeFactory.instance.objectNode();
  private final Map<String, Object> variables = new HashMap<>();

  private CaseOfForm open(String form) {
    return new CaseOfForm(
        CASE,
        form,
        new CaseFileContent(file),
        variables,
        new FormLabels(Map::of),
        DecisionTask.stages(FormFile.of(form).inItsTask().properties()));
  }

  private void acts(OfficerAct... acts) {
    when(people.of(any()))
        .thenReturn(
            KnownPeople.renamed(
                "ukhtc.owner",
                Details.of("Daniel", "Oakeshott"),
                WHEN.plusSeconds(1),
                Details.of("Daniel", "Selwood")));
    when(register.lastAct(any(), any(), any())).thenCallRealMethod();
    when(register.acts(CASE, Stage.REASONABLE_GROUNDS)).thenReturn(List.of(acts));
  }

  private static OfficerAct act(String act, String officer, String outcome, String reason) {
    return RecordedActs.act(
        Stage.REASONABLE_GROUNDS, Act.of(act), officer, Proposal.of(outcome), reason, WHEN);
  }

  @Test
  void d9TheNumberOnAUkbaCopyIsShownBesideTheReferral() {
    file.put("matchCaseNumber", "nrm 2009 7q4x 8kd9");
    assertThat(new ReferralFormText().showReferral().text(open("accept-concern"))).isEmpty();

    file.put("copyForKnownCase", "yes");

    assertThat(new ReferralFormText().showReferral().text(open("accept-concern")))
        .contains("already has a case, **NRM-2009-7Q4X-8KD9**");

    variables.put("mergedInto", "NRM-2009-7Q4X-8KD9");

    assertThat(new ReferralFormText().showReferral().text(open("read-merged-case"))).isEmpty();
  }

  @Test
  void theFirstLocationIsNotShownBesideThePlacement() {
    file.put("childLocation", "At the police office");
    file.put("firstEncounterTime", "14:20");
    assertThat(new ReferralFormText().showReferral().text(open("protect-child")))
        .contains("police office", "14\\:20");

    file.put("placementType", "foster-care");

    assertThat(new ReferralFormText().showReferral().text(open("protect-child")))
        .contains("foster")
        .doesNotContain("police office");
  }

  @Test
  void d29TheOfficerDecidingOnLeaveSeesTheOutcomeOfTheAsylumClaim() {
    file.put("asylumClaimMade", "yes");
    variables.put("asylumDecision", "refused");
    file.put("asylumDecisionDate", "2009-05-11");

    assertThat(new ReferralFormText().showReferral().text(open("decide-leave")))
        .contains("refused", "11 May 2009");
  }

  @Test
  void theSecondOfficerSeesTheLatestProposalOfTheStage() {
    acts(
        act("proposed", "ukhtc.owner", "positive", "Old"),
        act("sent-back", "ukhtc.second", "positive", "Why?"),
        act("proposed", "ukhtc.owner", "negative", "No <sign>\nat all"));

    assertThat(decisions.showProposal(register, people).text(open("confirm-reasonable-grounds")))
        .isEqualTo(
            "**Proposed\\: negative**, by Daniel Oakeshott \\(ukhtc\\.owner\\) on 12 May 2009\n\n"
                + "> No \\<sign\\>  \n"
                + "> at all\n");
    assertThat(decisions.showProposal(register, people).text(open("confirm-conclusive-grounds")))
        .isEmpty();
  }

  @Test
  void d31TheSecondOfficerSeesInformationSentAfterTheProposal() {
    acts(act("proposed", "ukhtc.owner", "negative", "No sign"));
    when(register.history(CASE))
        .thenReturn(
            List.of(
                information(WHEN.minusSeconds(1), "Known to the case owner"),
                information(WHEN.plusSeconds(1), "He took my passport")));

    assertThat(decisions.showProposal(register, people).text(open("confirm-reasonable-grounds")))
        .endsWith(
            "> No sign\n\n**Further information since the proposal**, of 12 May 2009\n\n"
                + "> He took my passport\n")
        .doesNotContain("Known to the case owner");
  }

  private static RegisterEvent information(Instant at, String text) {
    return new RegisterEvent(
        at, "information-received", null, null, LocalDate.of(2009, 5, 12), null, null, text, null);
  }

  @Test
  void theCaseOwnerSeesTheReasonForTheReturnUntilTheyProposeAgain() {
    acts(
        act("proposed", "ukhtc.owner", "positive", ""),
        act("sent-back", "ukhtc.second", "positive", "Ask the police"));
    assertThat(decisions.showSentBack(register, people).text(open("propose-reasonable-grounds")))
        .contains("Sent back")
        .contains("ukhtc\\.second")
        .contains("> Ask the police");

    acts(
        act("sent-back", "ukhtc.second", "positive", "Ask the police"),
        act("proposed", "ukhtc.owner", "positive", ""));
    assertThat(decisions.showSentBack(register, people).text(open("propose-reasonable-grounds")))
        .isEmpty();
  }

  @Test
  void d30OfficersWhoCannotReconsiderAreNamed() {
    CaseClock clock = mock(CaseClock.class);
    when(clock.now()).thenReturn(WHEN);
    when(register.find(CASE))
        .thenReturn(
            Optional.of(
                InventedCase.with(known -> known.reconsideredStage = Stage.REASONABLE_GROUNDS)));
    when(register.officersBeforeReconsideration(CASE, Stage.REASONABLE_GROUNDS))
        .thenReturn(Set.of("ukhtc.owner", "no.longer.known"));
    when(people.of(any()))
        .thenReturn(KnownPeople.known("ukhtc.owner", Details.of("Daniel", "Oakeshott")));

    assertThat(
            new StatusFormText()
                .showNow(register, clock, people)
                .text(open("propose-reasonable-grounds")))
        .contains("so not Daniel Oakeshott \\(ukhtc\\.owner\\), no\\.longer\\.known");
  }

  @Test
  void d11TheDecidingOfficerSeesTheLocalAuthoritysViewOfADirectForm() {
    assertThat(statusAfter(RegisterEvent.entry(EntryKind.DIRECT_REFERRAL)))
        .contains("sent straight to", "the local authority has not answered yet");
    assertThat(statusAfter(RegisterEvent.entry(EntryKind.DIRECT_REFERRAL_ANSWERED).code("agrees")))
        .contains("the local authority agrees");
    assertThat(
            statusAfter(
                RegisterEvent.entry(EntryKind.DIRECT_REFERRAL_ANSWERED)
                    .code("disagrees")
                    .detail("She is their niece")))
        .contains("the local authority disagrees: She is their niece");
  }

  private String statusAfter(RegisterEvent entry) {
    CaseClock clock = mock(CaseClock.class);
    when(clock.now()).thenReturn(WHEN);
    when(register.find(CASE)).thenReturn(Optional.of(InventedCase.with(known -> {})));
    when(register.latest(CASE, EntryKind.DIRECT_REFERRAL, EntryKind.DIRECT_REFERRAL_ANSWERED))
        .thenReturn(Optional.of(entry));
    return new StatusFormText()
        .showNow(register, clock, people)
        .text(open("propose-reasonable-grounds"));
  }

  @Test
  void theLeadProfessionalSeesTheManagersReasonForTheReturn() {
    file.put("notReferredManagerReason", "Look again");
    assertThat(decisions.showSentBack(register, people).text(open("assess-child"))).isEmpty();

    variables.put("notReferredDecision", "send-back");
    assertThat(decisions.showSentBack(register, people).text(open("assess-child")))
        .contains("> Look again");
  }

  @Test
  void decisionsAreShownOnAllFormsButReasonsOnlyOnSome() {
    when(register.decisions(CASE))
        .thenReturn(
            List.of(
                RecordedActs.decision(
                    Stage.REASONABLE_GROUNDS,
                    Outcome.POSITIVE,
                    LocalDate.of(2009, 5, 12),
                    "ukhtc.owner",
                    "ukhtc.second",
                    "The minute",
                    1)));

    assertThat(decisions.showDecisions(register).text(open("protect-child")))
        .isEqualTo(
            "**Decisions so far**\n\n"
                + "- **Reasonable grounds:** positive, 12 May 2009, 1 day late\n\n");
    assertThat(decisions.showReasons(register).text(open("propose-conclusive-grounds")))
        .contains("> The minute");
  }

  @Test
  void d29TheDecisionOnLeaveIsShownWithItsOutcome() {
    when(register.find(CASE))
        .thenReturn(
            Optional.of(
                InventedCase.with(
                    known -> {
                      known.leaveOutcome = "granted";
                      known.leaveDecidedOn = LocalDate.of(2010, 3, 12);
                      known.leaveExpiresOn = LocalDate.of(2011, 3, 12);
                    })))
        .thenReturn(
            Optional.of(
                InventedCase.with(
                    known -> {
                      known.leaveOutcome = "refused";
                      known.leaveDecidedOn = LocalDate.of(2010, 3, 12);
                    })));

    assertThat(decisions.showDecisions(register).text(open("review-protection-plan")))
        .contains("- **Leave to remain:** granted, 12 March 2010, until 12 March 2011");
    assertThat(decisions.showDecisions(register).text(open("review-protection-plan")))
        .contains("- **Leave to remain:** refused, 12 March 2010\n");
  }
}

package scot.nrm.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Set;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.decision.DecidingOfficers.Officers;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.forms.check.OptionLists;
import scot.nrm.register.Act;
import scot.nrm.register.DecisionRequirements;
import scot.nrm.register.Proposal;
import scot.nrm.register.RecordedActs;
import scot.nrm.register.Register;
import scot.nrm.register.Register.OfficerAct;
import scot.nrm.register.Stage;

/** The register is decisive, whatever path a revised diagram has taken. */
@Tag("quick")
class DecidingOfficersTest {

  private static final String CASE = "NRM-2009-2222-345L";
  private static final String PANEL =
      Requirements.FILE_CONTENT
          + """
            - decision: reasonable-grounds
              outcomes: [positive]
              from: 2009-09-01
              acts:
                - { act: propose, by: case-owner }
                - { act: review, by: nrm-manager }
                - { act: confirm, by: second-officer }
              people: 3
          """
              .indent(0);
  private static final Stage STAGE = Stage.REASONABLE_GROUNDS;

  private static final LocalDate DAY = LocalDate.of(2009, 9, 1);

  private final Register register = mock(Register.class);
  private final DelegateExecution step = mock(DelegateExecution.class);
  private final ObjectNode file = JsonNodeFactory.instance.objectNode();
  private DecidingOfficers onRecord;

  @BeforeEach
  void theLocalAuthorityWasContacted() {
    when(step.getProcessBusinessKey()).thenReturn(CASE);
    file.put("localAuthorityContactedDate", "2009-08-31");
    use(Requirements.OF_THE_FILE);
  }

  private void use(DecisionRequirements other) {
    onRecord =
        new DecidingOfficers(
            register,
            new DecisionActsCheck(
                other, KnownAuthorities.OF_THE_FILE, register, mock(IdentityService.class)),
            new FieldsOnFileRule(other, OptionLists.NONE));
  }

  private void acts(String... acts) {
    when(register.acts(CASE, STAGE))
        .thenReturn(
            Arrays.stream(acts)
                .map(act -> act.split(" "))
                .map(act -> act.length < 3 ? act(act[0], act[1]) : act(act[0], act[1], act[2]))
                .toList());
  }

  private static OfficerAct act(String officer, String act) {
    return RecordedActs.act(STAGE, Act.of(act), officer, Proposal.POSITIVE, null, Instant.EPOCH);
  }

  private static OfficerAct act(String officer, String act, String group) {
    return new OfficerAct(
        STAGE,
        Act.of(act),
        officer,
        Proposal.POSITIVE,
        null,
        Instant.EPOCH,
        group.equals("-") ? Set.of() : Set.of(group),
        null);
  }

  @Test
  void d18TheLastProposalAndTheConfirmationAfterItCount() {
    acts("owner proposed", "second sent-back", "owner2 proposed", "owner confirmed");

    Officers officers = onRecord.of(step, new CaseFileContent(file), STAGE, DAY);

    assertThat(officers.proposed().officer()).isEqualTo("owner2");
    assertThat(officers.confirmed().officer()).isEqualTo("owner");
  }

  @Test
  void d18OneOfficerCannotActAsBoth() {
    acts("owner proposed", "owner confirmed");

    refused("D18: one officer has both proposed and confirmed");
  }

  @Test
  void d18AnEarlierConfirmationDoesNotCountForANewProposal() {
    acts("owner proposed", "second confirmed", "owner2 proposed");

    refused("D18: no second officer has confirmed");
  }

  @Test
  void d18OnlyAProposedDecisionCanBeMade() {
    acts();
    refused("D18: no second officer has confirmed");

    acts("second confirmed");
    refused("D18: no case owner has proposed");
  }

  @Test
  void d30NeitherOfficerMayHaveActedBefore() {
    when(register.officersBeforeReconsideration(CASE, STAGE)).thenReturn(Set.of("owner", "second"));

    for (String[] reconsidered :
        new String[][] {
          {"owner2 proposed", "second confirmed"}, {"owner proposed", "second2 confirmed"}
        }) {
      acts("owner proposed", "second confirmed", reconsidered[0], reconsidered[1]);
      refused("D30: an officer who acted before has acted again");
    }
    acts("owner proposed", "second confirmed", "owner2 proposed", "second2 confirmed");
    assertThat(onRecord.of(step, new CaseFileContent(file), STAGE, DAY).confirmed().officer())
        .isEqualTo("second2");
  }

  @Test
  void d18OnlyTheTeamsOfTheDecidingAuthorityCanDecide() {
    acts("owner proposed ukhtc-case-owner", "second confirmed ukhtc-second-officer");
    assertThat(onRecord.of(step, new CaseFileContent(file), STAGE, DAY).confirmed().officer())
        .isEqualTo("second");

    acts("owner proposed la-duty", "second confirmed ukba-second-officer");
    refused(
        "reasonable-grounds: The team case-owner of UKHTC has not proposed this decision; The team second-officer of UKHTC has not confirmed this decision");

    acts("owner proposed -", "second confirmed ukhtc-second-officer");
    refused("The team case-owner of UKHTC has not proposed this decision");
  }

  @Test
  void d17RequiredFieldsAreCheckedAgainWhenTheDecisionIsRecorded() {
    acts("owner proposed", "second confirmed");
    file.remove("localAuthorityContactedDate");

    refused("localAuthorityContactedDate is not in the child's file");
  }

  @Test
  void d18ARowInForceByDateDemandsAPanelAndAThirdPerson() {
    use(Requirements.read(PANEL));
    String proposed = "owner proposed ukhtc-case-owner";
    String confirmed = "second confirmed ukhtc-second-officer";

    acts(proposed, confirmed);
    refused("The group nrm-manager has not reviewed this decision");
    acts("owner proposed", "panel reviewed nrm-manager", proposed, confirmed);
    refused("The group nrm-manager has not reviewed this decision");
    acts(proposed, "second reviewed nrm-manager", confirmed);
    refused("This decision needs 3 different people, and only 2 have acted");
    acts(proposed, "panel reviewed nrm-manager", confirmed);
    assertThat(onRecord.of(step, new CaseFileContent(file), STAGE, DAY).proposed().officer())
        .isEqualTo("owner");

    acts(proposed, confirmed);
    assertThat(
            onRecord
                .of(step, new CaseFileContent(file), STAGE, DAY.minusDays(1))
                .confirmed()
                .officer())
        .as("decided before the row counts")
        .isEqualTo("second");
  }

  private void refused(String why) {
    assertThatThrownBy(() -> onRecord.of(step, new CaseFileContent(file), STAGE, DAY))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(why)
        .hasMessageContaining("Move the case back to the case owner's task");
  }
}

package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedAges;
import scot.nrm.journeys.InventedTransfers;

class RecordWithdrawalRequestTest extends DiagramTest {

  private static final String DAY = "2009-06-03";

  RecordWithdrawalRequestTest() {
    super("record-withdrawal-request");
  }

  @Test
  void thePolicyAdviserAdvisesWithoutANameAndTheCaseOwnerReadsIt() {
    child.referred(DAY, Invented.ukNational(DAY)).logged(DAY);

    asks("glasgow.lead", "embassy-or-consulate");

    assertThat(child.candidateGroups("Task_AdviseOnWithdrawal"))
        .as("D19")
        .containsExactly("policy-adviser");
    assertThat(child.due("Task_AdviseOnWithdrawal")).isEqualTo("2009-06-10");
    Map<String, Object> seen = child.formValues("policy.adviser", "Task_AdviseOnWithdrawal");
    assertThat(seen.get("showQuestion").toString())
        .contains("**Age:** 14")
        .contains("reasonable grounds are being decided")
        .contains("An embassy or consulate")
        .contains("the family will look after its own");
    assertThat(seen.toString()).doesNotContain("Nguyễn").doesNotContain("Govan");
    assertThat(seen).containsOnlyKeys("caseNumber", "showQuestion");

    child.does("policy.adviser", "Task_AdviseOnWithdrawal", InventedTransfers.advice());

    assertThat(child.candidateGroups("Task_AnswerWithdrawalRequest"))
        .containsExactly("ukhtc-case-owner");
    assertThat(child.due("Task_AnswerWithdrawalRequest")).isEqualTo("2009-06-05");
    assertThat(
            child
                .formValues("ukhtc.owner", "Task_AnswerWithdrawalRequest")
                .get("showAdvice")
                .toString())
        .contains("look after its own")
        .contains("A child cannot withdraw");

    child.does("ukhtc.owner", "Task_AnswerWithdrawalRequest", InventedTransfers.answered());

    assertThat(child.has("Task_AnswerWithdrawalRequest")).isFalse();
    assertThat(register.history(child.caseNumber()))
        .anySatisfy(
            event -> {
              assertThat(event.kindCode()).isEqualTo("withdrawal-advice");
              assertThat(event.officer()).isEqualTo("policy.adviser");
              assertThat(event.detail()).isEqualTo(InventedTransfers.ADVICE);
            });
    assertThat(child.due("Task_ProposeReasonableGrounds"))
        .as("the case continues")
        .isEqualTo("2009-06-10");
  }

  @Test
  void beforeIntakeTheLeadProfessionalReadsTheAnswer() {
    child.on(DAY).concern("first.responder", Invented.concern(DAY));
    asks("glasgow.duty", "parent-or-carer");

    assertThat(question()).contains("**Age:** not known").contains("with the local authority");

    child.does("policy.adviser", "Task_AdviseOnWithdrawal", InventedTransfers.advice());

    assertThat(child.candidateGroups("Task_AnswerWithdrawalRequest"))
        .containsExactly("la-lead-professional");
    assertThat(child.sees("fife.lead", "Task_AnswerWithdrawalRequest")).isFalse();

    child.does("glasgow.lead", "Task_AnswerWithdrawalRequest", InventedTransfers.answered());

    assertThat(child.has("Task_AcceptConcern")).isTrue();
  }

  @Test
  void d19AtIntakeTheAuthorityThatLogsTheFormReadsTheAnswer() {
    child.referred(DAY, Invented.ukNational(DAY));
    asks("glasgow.lead", "parent-or-carer");

    child.does("policy.adviser", "Task_AdviseOnWithdrawal", InventedTransfers.advice());

    assertThat(child.candidateGroups("Task_AnswerWithdrawalRequest"))
        .containsExactly("ukhtc-case-owner");
  }

  @Test
  void thePolicyAdviserSeesTheAgeInTheFinding() {
    child
        .referred(DAY, InventedAges.disputed(Invented.ukNational(DAY)))
        .logged(DAY)
        .foundAdult("glasgow.lead", DAY);
    asks("glasgow.lead", "child");

    assertThat(question())
        .contains("**Age:** 18 or over, by the finding of 3 June 2009")
        .contains("the person if they are an adult now");

    child.updates(
        "glasgow.lead",
        "record-age-finding",
        InventedAges.born(InventedAges.child(child.caseNumber(), DAY), "1992-06-04"));

    assertThat(question()).contains("**Age:** 16, by the finding of 3 June 2009");
  }

  private String question() {
    return child
        .formValues("policy.adviser", "Task_AdviseOnWithdrawal")
        .get("showQuestion")
        .toString();
  }

  @Test
  void inAUkbaCaseItsCaseOwnerReadsTheAnswer() {
    child.referred(DAY, Invented.asylumSeeker(DAY)).logged(DAY);
    asks("ukba.owner", "other");

    child.does("policy.adviser", "Task_AdviseOnWithdrawal", InventedTransfers.advice());

    assertThat(child.candidateGroups("Task_AnswerWithdrawalRequest"))
        .containsExactly("ukba-case-owner");
  }

  @Test
  void aRepeatedRequestCountsOnce() {
    child.referred(DAY, Invented.ukNational(DAY)).logged(DAY);
    asks("glasgow.lead", "embassy-or-consulate");

    assertThatThrownBy(() -> asks("ukhtc.owner", "embassy-or-consulate"))
        .hasMessageContaining("already recorded");

    asks("ukhtc.owner", "child");

    assertThat(register.history(child.caseNumber()))
        .filteredOn(event -> event.kindCode().equals("withdrawal-requested"))
        .hasSize(2);
  }

  private void asks(String user, String by) {
    child.updates(
        user,
        "record-withdrawal-request",
        InventedTransfers.withdrawal(child.caseNumber(), by, DAY));
  }
}

package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.runtimeService;
import static scot.nrm.journeys.Invented.with;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedAges;
import scot.nrm.letters.LetterOccasion;

class FindAddressTest extends DiagramTest {

  private static final String DAY = "2009-06-05"; // a Friday
  private static final String ADDRESS = "Ailsa Rennie, 4 Example Lane, Glasgow";

  FindAddressTest() {
    super("find-address");
  }

  @Test
  void theCaseOwnerOfTheSenderFindsARepresentativesAddress() {
    ProcessInstance search = adultWithoutAddress();

    assertThat(search).isWaitingAtExactly("Task_FindAddress");
    assertThat(child.candidateGroups("Task_FindAddress")).containsExactly("ukhtc-case-owner");
    assertThat(due("Task_FindAddress")).as("2 working days, D39").isEqualTo(endOf("2009-06-09"));
    assertThat(followUp("Task_FindAddress")).isEqualTo(endOf("2009-06-08"));
    assertThat(
            child
                .formValues("ukhtc.owner", "Task_FindAddress")
                .get("showWaitingLetters")
                .toString())
        .isEqualTo("- extension of the deadline for reasonable grounds");
    assertThat(
            child
                .formValues("ukhtc.owner", "Task_FindAddress")
                .get("showLeadProfessional")
                .toString())
        .as("whom to ask, and how")
        .contains("Lead professional's telephone:** 0141 496");
    assertThat(lettersSent()).isEmpty();

    child
        .on("2009-06-08")
        .does(
            "ukhtc.owner",
            "Task_FindAddress",
            InventedAges.addressFound("representative", ADDRESS));

    assertThat(search).isEnded().hasPassed("Service_SendWaitingLetters");
    assertThat(lettersSent())
        .containsExactly("reasonable-grounds-extended-to-adult to PERSON_OR_REPRESENTATIVE");
  }

  @Test
  void allWaitingLettersShareATaskWhoseReasonIsInTheRecord() {
    ProcessInstance search = adultWithoutAddress();
    waits("leave-renewal", "first");
    waits("leave-renewal", "second");

    assertThat(runtimeService().getVariable(search.getId(), "lettersWaiting"))
        .as("the person gets the later letter of each occasion")
        .isEqualTo("rg-extended/first,leave-renewal/second");
    child.does("ukhtc.owner", "Task_FindAddress", InventedAges.careOfTheLocalAuthority());

    assertThat(search).isEnded();
    assertThat(lettersSent())
        .hasSize(2)
        .allMatch(sent -> sent.endsWith("PERSON_OR_REPRESENTATIVE"));
    assertThat(register.history(child.caseNumber()))
        .filteredOn(event -> "find-address".equals(event.code()))
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.detail()).contains("Care of the local authority", "In a refuge"));
  }

  @Test
  void aRepresentativeRecordedAsACorrectionEndsTheSearch() {
    ProcessInstance search = adultWithoutAddress();

    corrected("legal-representative", "correctedLegalRepresentative", "Ailsa Rennie");
    assertThat(search).as("still no address").isWaitingAtExactly("Task_FindAddress");

    corrected("legal-representative", "correctedLegalRepresentative", ADDRESS);
    assertThat(search).isEnded().hasPassed("Event_AddressRecorded");
    assertThat(lettersSent()).hasSize(1);
  }

  @Test
  void d7ANewAddressOfThePersonReplacesTheOneThatWasFound() {
    adultWithoutAddress();
    child.does(
        "ukhtc.owner",
        "Task_FindAddress",
        InventedAges.addressFound("own-address", "3 Example Road, Glasgow"));

    corrected("address", "correctedAddress", "9 Example Lane, Glasgow");
    child.executeJobs();

    assertThat(
            child.formValues("glasgow.lead", "Task_CorrectEarlierLetters").get("showWrongLetters"))
        .as("what was sent to the earlier address")
        .asString()
        .contains("Reasonable grounds extended to adult, 5 June 2009");
    assertThat(file.read(child.caseNumber()).text("placementAddress"))
        .isEqualTo("9 Example Lane, Glasgow");
    assertThat(file.read(child.caseNumber()).text("letterAddress")).isEmpty();
  }

  @Test
  void theAddressMustBePostal() {
    adultWithoutAddress();

    for (Map<String, Object> answer :
        List.of(
            InventedAges.addressFound("own-address", "Withheld"),
            InventedAges.addressFound("own-address", "Glasgow"),
            InventedAges.addressFound("own-address", "Foster carer, Glasgow"),
            InventedAges.addressFound("representative", "4 Example Lane"),
            InventedAges.addressFound("representative", "Jane Law, Glasgow, 0141 496 0000"))) {
      assertThatThrownBy(() -> child.does("ukhtc.owner", "Task_FindAddress", answer))
          .as("%s", answer)
          .hasMessageContaining("enter a postal address");
    }
    assertThatThrownBy(
            () ->
                child.does(
                    "ukhtc.owner",
                    "Task_FindAddress",
                    with(InventedAges.careOfTheLocalAuthority(), "letterAddressReason", "")))
        .hasMessageContaining("enter an answer");
  }

  @Test
  void lettersToAPersonFoundToBeAChildAreSentToTheLocalAuthority() {
    opened(DAY, Invented.concern(DAY));
    filed(
        with(
            Invented.referralAndChild(DAY),
            "childDateOfBirth",
            "1991-01-01",
            "placementAddress",
            "4 Example Lane, Glasgow"));
    received(DAY);
    transaction.executeWithoutResult(
        status ->
            letters.send(new LetterOccasion(child.caseNumber(), "rg-extended", "first", null)));
    child.executeJobs();

    child.updates(
        "glasgow.lead", "record-age-finding", InventedAges.child(child.caseNumber(), DAY));
    assertThat(child.has("Task_FindAddress")).isFalse();
    child.executeJobs();

    assertThat(lettersSent())
        .containsExactlyInAnyOrder(
            "reasonable-grounds-extended-to-adult to PERSON_OR_REPRESENTATIVE",
            "reasonable-grounds-extended to LOCAL_AUTHORITY");
  }

  private void corrected(String fact, String field, String right) {
    child.corrected("glasgow.lead", fact, field, right);
  }

  private ProcessInstance adultWithoutAddress() {
    opened(DAY, Invented.concern(DAY));
    filed(with(Invented.referralAndChild(DAY), "childDateOfBirth", "1991-01-01"));
    received(DAY);
    waits("rg-extended", "first");
    child.executeJobs();
    return child.instance("find-address");
  }

  private void waits(String occasion, String occurrence) {
    transaction.executeWithoutResult(
        status ->
            assertThat(
                    letters.send(
                        new LetterOccasion(child.caseNumber(), occasion, occurrence, null)))
                .isEmpty());
  }
}

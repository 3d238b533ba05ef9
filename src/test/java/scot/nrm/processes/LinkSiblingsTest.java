package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedSameChild;
import scot.nrm.journeys.Journey;
import scot.nrm.register.Links;

class LinkSiblingsTest extends DiagramTest {

  @Autowired Links links;

  LinkSiblingsTest() {
    super("link-siblings");
  }

  @Test
  void siblingsCasesAreLinkedAndProtectionWorkIsNotified() {
    opened("2009-06-03", Invented.concern("2009-06-03"));
    String sibling = child.caseNumber();
    opened("2009-06-03", Invented.concern("2009-06-03"));
    engine
        .getRuntimeService()
        .startProcessInstanceByKey(
            "child-protection", child.caseNumber(), Map.of("localAuthority", "glasgow-city"));

    ProcessInstance linking =
        engine
            .getFormService()
            .submitStartForm(
                Journey.definition(engine, "link-siblings"),
                InventedSameChild.siblings(child.caseNumber(), sibling));
    child.executeJobs();

    assertThat(linking)
        .isEnded()
        .hasPassedInOrder(
            "Event_SiblingsNamed",
            "Service_LinkSiblings",
            "Event_ProtectionNotified",
            "Event_SiblingsLinked");
    assertThat(linking.getBusinessKey()).isEqualTo(child.caseNumber());
    assertThat(links.areLinked(child.caseNumber(), sibling, Links.Why.SIBLING)).as("D5").isTrue();
    assertThat(child.has("Task_ConsiderSibling")).as("D1").isTrue();
  }
}

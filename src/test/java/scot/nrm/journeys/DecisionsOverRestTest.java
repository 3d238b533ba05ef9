package scot.nrm.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import scot.nrm.Databases;
import scot.nrm.WholeApplication;
import scot.nrm.access.Api;
import scot.nrm.casefile.CaseFile;
import scot.nrm.register.Register;
import scot.nrm.register.Stage;

/**
 * A decision without the acts that {@code config/decisions.yaml} requires is refused by every
 * request that completes a task, and changes nothing. It shares the application of {@link
 * CostOfACaseTest}.
 */
@WholeApplication
class DecisionsOverRestTest implements Databases.OnPostgres {

  private static final String DAY = "2013-06-03";
  private static final List<String> WAYS = List.of("/complete", "/submit-form");

  @LocalServerPort int port;

  @Value("${nrm.demo.password}")
  String password;

  @Autowired ProcessEngine engine;
  @Autowired Register register;
  @Autowired CaseFile files;

  @AfterEach
  void resetTheClock() {
    ClockUtil.reset();
  }

  private Journey logged() {
    return new Journey(engine).referred(DAY, Invented.ukNational(DAY)).logged(DAY);
  }

  @Test
  void d18AConfirmationByAnotherTeamIsRefusedAndChangesNothing() {
    Journey child = logged();
    child.does(
        "ukhtc.owner",
        "Task_ProposeReasonableGrounds",
        Invented.reasonableGrounds("positive", DAY));
    String task = child.task("Task_ConfirmReasonableGrounds").getId();
    engine.getTaskService().addCandidateGroup(task, "ukhtc-case-owner"); // as a diagram could

    refused(
        child,
        "ukhtc.owner2",
        task,
        Invented.confirmReasonableGrounds(DAY),
        "The team second-officer of UKHTC has not confirmed this decision. Send the proposal back");

    engine.getTaskService().setAssignee(task, null);
    child.does(
        "ukhtc.second", "Task_ConfirmReasonableGrounds", Invented.confirmReasonableGrounds(DAY));
    assertThat(register.decisions(child.caseNumber())).hasSize(1);
  }

  @Test
  void d17AProposalWithoutRecordedContactIsRefusedAndChangesNothing() {
    Journey child = logged();

    refused(
        child,
        "ukhtc.owner",
        child.task("Task_ProposeReasonableGrounds").getId(),
        Invented.with(
            Invented.reasonableGrounds("positive", DAY), "localAuthorityContactedDate", null),
        "enter the date of the contact with the local authority before you propose a decision");
  }

  private void refused(
      Journey child, String user, String task, Map<String, Object> values, String sentence) {
    for (Api api :
        List.of(
            Api.rest(port, user, password),
            Api.webapp(port, user, password, "tasklist").orElseThrow())) {
      assertThat(api.post("/task/" + task + "/claim", "{\"userId\":\"" + user + "\"}").statusCode())
          .isEqualTo(204);
      for (String way : WAYS) {
        List<Object> before = state(child);
        HttpResponse<String> answer = api.post("/task/" + task + way, body(values));

        assertThat(answer.statusCode()).as(answer.uri() + answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains(sentence);
        assertThat(state(child)).as("after " + answer.uri()).isEqualTo(before);
      }
    }
    assertThat(register.decisions(child.caseNumber())).isEmpty();
  }

  /** All that a completed task would change. */
  private List<Object> state(Journey child) {
    String caseNumber = child.caseNumber();
    return List.of(
        register.find(caseNumber).orElseThrow(),
        register.history(caseNumber),
        register.acts(caseNumber, Stage.REASONABLE_GROUNDS),
        files.read(caseNumber).fields(),
        child.tasks().stream().map(task -> task.getId() + task.getAssignee()).sorted().toList(),
        engine
            .getRuntimeService()
            .createVariableInstanceQuery()
            .processInstanceIdIn(instances(caseNumber))
            .list()
            .stream()
            .map(variable -> variable.getName() + "=" + variable.getValue())
            .sorted()
            .toList());
  }

  private String[] instances(String caseNumber) {
    return engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .processInstanceBusinessKey(caseNumber)
        .list()
        .stream()
        .map(ProcessInstance::getId)
        .toArray(String[]::new);
  }

  private static String body(Map<String, Object> values) {
    Map<String, Object> typed =
        values.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    value -> Map.of("value", value.getValue(), "type", "String")));
    try {
      return new ObjectMapper().writeValueAsString(Map.of("variables", typed));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}

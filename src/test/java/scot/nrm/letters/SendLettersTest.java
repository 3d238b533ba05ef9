package scot.nrm.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.builder.ServiceTaskBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scot.nrm.SharedEngineStatements;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.authorities.KnownAuthorities;

/** In an engine, with a process that does nothing but send letters, twice. */
class SendLettersTest {

  private static final String CASE = "NRM-2009-2222-345L";

  private final Letters letters = mock(Letters.class);
  private final List<LetterOccasion> occasions = new ArrayList<>();
  private ProcessEngine engine;

  @BeforeEach
  void startAnEngine() {
    ProcessEngineConfigurationImpl configuration = new StandaloneInMemProcessEngineConfiguration();
    configuration.setBeans(
        Map.of(
            "sendLetters",
            new SendLetters(letters, new CaseClock(), KnownAuthorities.OF_THE_FILE)));
    configuration.getProcessEnginePlugins().add(new SharedEngineStatements());
    engine =
        configuration
            .setJdbcUrl("jdbc:h2:mem:send-letters")
            .setProcessEngineName("send-letters")
            .buildProcessEngine();
    when(letters.send(any()))
        .thenAnswer(
            call -> {
              occasions.add(call.getArgument(0));
              return List.of();
            });
  }

  @AfterEach
  void stopTheEngine() {
    engine.close();
  }

  @Test
  void theOccasionOfTheDiagramAndTheDeadlinesOfTheCaseArePassedOn() {
    deploy("rg-extended");

    engine
        .getRuntimeService()
        .startProcessInstanceByKey(
            "letters",
            CASE,
            Variables.putValue("rgTargetDate", LocalDay.endOf(LocalDate.parse("2009-04-20")))
                .putValue("reflectionEndDate", LocalDay.endOf(LocalDate.parse("2009-10-25"))));

    assertThat(occasions).extracting(LetterOccasion::caseNumber).containsOnly(CASE);
    assertThat(occasions).extracting(LetterOccasion::occasion).containsOnly("rg-extended");
    assertThat(occasions.get(0).dates())
        .containsOnly(
            Map.entry("rgDue", LocalDate.parse("2009-04-20")),
            Map.entry("reflectionEnd", LocalDate.parse("2009-10-25")));
  }

  @Test
  void d14APositiveDecisionReportsThatUkbaDecidesConclusiveGrounds() {
    deploy("rg-positive");

    for (String conclusive : List.of("UKBA", "UKHTC")) {
      engine
          .getRuntimeService()
          .startProcessInstanceByKey(
              "letters",
              CASE,
              Variables.putValue("rgAuthority", "UKHTC").putValue("cgAuthority", conclusive));
    }

    assertThat(occasions)
        .extracting(occasion -> occasion.dates().keySet())
        .contains(Set.of("transferredOn"), Set.of());
  }

  @Test
  void eachEntryOfTheTaskIsAnOccurrence() {
    deploy("rg-extended");

    engine.getRuntimeService().startProcessInstanceByKey("letters", CASE);

    assertThat(occasions)
        .extracting(LetterOccasion::occurrence)
        .hasSize(2)
        .doesNotHaveDuplicates()
        .doesNotContainNull();
  }

  @Test
  void theRegisterCountsTheOccurrencesOfADecision() {
    deploy("cg-${cgOutcome}");

    engine
        .getRuntimeService()
        .startProcessInstanceByKey("letters", CASE, Variables.putValue("cgOutcome", "negative"));

    assertThat(occasions).extracting(LetterOccasion::occasion).containsOnly("cg-negative");
    assertThat(occasions).extracting(LetterOccasion::occurrence).containsOnlyNulls();
  }

  @Test
  void aTaskWithoutAnOccasionFailsWithWhatItNeeds() {
    deploy(null);

    assertThatThrownBy(() -> engine.getRuntimeService().startProcessInstanceByKey("letters", CASE))
        .hasStackTraceContaining("needs the input parameter 'occasion'");
  }

  @Test
  void d30TheDateOfTheAnsweredRequestIsPassedOn() {
    engine
        .getRepositoryService()
        .createDeployment()
        .addModelInstance(
            "letters.bpmn",
            Bpmn.createExecutableProcess("letters")
                .camundaHistoryTimeToLive(1)
                .startEvent()
                .serviceTask("Service_Tell")
                .camundaDelegateExpression("${sendLetters}")
                .camundaInputParameter("occasion", "reconsideration-refused")
                .camundaInputParameter("requestedOn", "${requested}")
                .endEvent()
                .done())
        .deploy();

    engine
        .getRuntimeService()
        .startProcessInstanceByKey("letters", CASE, Variables.putValue("requested", "2009-04-12"));

    assertThat(occasions.get(0).dates())
        .containsOnly(Map.entry("requestedOn", LocalDate.parse("2009-04-12")));
  }

  private void deploy(String occasion) {
    ServiceTaskBuilder first =
        Bpmn.createExecutableProcess("letters")
            .camundaHistoryTimeToLive(1)
            .startEvent()
            .serviceTask("Service_First")
            .camundaDelegateExpression("${sendLetters}");
    ServiceTaskBuilder second =
        (occasion == null ? first : first.camundaInputParameter("occasion", occasion))
            .serviceTask("Service_Second")
            .camundaDelegateExpression("${sendLetters}");
    engine
        .getRepositoryService()
        .createDeployment()
        .addModelInstance(
            "letters.bpmn",
            (occasion == null ? second : second.camundaInputParameter("occasion", occasion))
                .endEvent()
                .done())
        .deploy();
  }
}

package scot.nrm.forms;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scot.nrm.access.AccessEngine;
import scot.nrm.forms.check.OptionLists;

/** The roles in {@code config/roles.yaml} determine who a form shows the child's file to. */
@Tag("quick")
class FormAudienceTest {

  private final FormAudience audience = new FormAudience(AccessEngine.roles(), OptionLists.NONE);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type': 'text', 'text': 'Case {{caseNumber}}: {{childNames}}'} | childNames",
        "{'type': 'text', 'text': '{{showReferral}}'} | showReferral",
        "{'type': 'text', 'text': '=\\\"About \\\" + childLocation'} | childLocation",
        "{'type': 'text', 'text': 'Urgent', 'conditional': {'hide': '=rgReasons = null'}} | rgReasons",
        "{'type': 'textarea', 'key': 'concernDescription', 'label': 'What happened'} | concernDescription",
        "{'type': 'textfield', 'key': 'childNames', 'label': 'Names', 'disabled': true} | childNames",
        "{'type': 'group', 'components': [{'type': 'text', 'text': '{{childDateOfBirth}}'}]} | childDateOfBirth"
      })
  void aFormCannotShowTheFileToATeamWithoutAccess(String component, String name) {
    assertThat(problems(component, Set.of("policy-adviser", "la-lead-professional")))
        .singleElement()
        .asString()
        .contains("forms/ask.form: The form would show " + name + " to policy-adviser")
        .contains("who don't read the child's file");
    assertThat(problems(component, Set.of("made-up-team"))).isEmpty();
    assertThat(problems(component, Set.of("la-lead-professional", "ukba-second-officer")))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type': 'text', 'text': 'Case {{caseNumber}} of {{localAuthorityName}}: {{showQuestion}}'}",
        "{'type': 'text', 'text': 'Due on {{rgTargetDate}}, after {{limitReferral}}'}",
        "{'type': 'textarea', 'key': 'withdrawalAdvice', 'properties': {'prefill': 'no'}}",
        "{'type': 'radio', 'key': 'answer', 'properties': {'process': 'yes'}}"
      })
  void aFormCanShowTextsFromOutsideTheFile(String component) {
    assertThat(problems(component, Set.of("policy-adviser"))).isEmpty();
  }

  @Test
  void aTextNamedInARoleIsForThatRoleOnly() {
    String question = "{'type': 'text', 'text': '{{showQuestion}}'}";

    assertThat(problems(question, Set.of("policy-adviser"))).isEmpty();
    assertThat(problems(question, Set.of("police-liaison"))).hasSize(1);
  }

  @Test
  void aFormCanOfferOnlyThePeopleOfARole() {
    String lead =
        "{'type': 'select', 'key': 'lead', 'properties': {'people': '%s', 'prefill': 'no'}}";

    assertThat(problems(lead.formatted("la-manager"), Set.of())).isEmpty();
    assertThat(problems(lead.formatted("la-managers"), Set.of()))
        .containsExactly(
            "forms/ask.form: The form offers the people of la-managers, which is not a role.");
  }

  private List<String> problems(String component, Set<String> teams) {
    String form =
        "{\"schemaVersion\": 16, \"type\": \"default\", \"id\": \"ask\", \"components\": [%s]}"
            .formatted(component.replace('\'', '"'));
    return audience.problems(
        Map.of("ask", form.getBytes(StandardCharsets.UTF_8)), Map.of("ask", teams));
  }
}

package scot.nrm.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.access.Absences;
import scot.nrm.access.Absences.Absence;
import scot.nrm.access.AccessEngine;
import scot.nrm.access.KnownPeople;
import scot.nrm.access.NamesAndRoles;
import scot.nrm.access.NamesAndRoles.Details;
import scot.nrm.access.TeamMembers;
import scot.nrm.access.TeamMembers.Person;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseClock;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.FieldError;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.forms.check.Submissions;

@Tag("quick")
class ColleagueFieldsTest {

  private static final String GLASGOW = "glasgow-city";
  private static final LocalDate TODAY = LocalDate.of(2009, 9, 1);
  private static final Person ISLA = new Person("isla", "Isla Lochhead (isla)", "Isla Lochhead");
  private static final Person RORY = new Person("rory", "Rory Lamond (rory)", "Rory Lamond");

  private final TeamMembers teams = mock(TeamMembers.class);
  private final NamesAndRoles people = mock(NamesAndRoles.class);
  private final Absences absences = mock(Absences.class);
  private final CaseClock clock = mock(CaseClock.class);
  private final ColleagueFields fields =
      new ColleagueFields(teams, people, absences, AccessEngine.roles(), clock);

  @BeforeEach
  void aTeamOfTwo() {
    when(clock.today()).thenReturn(TODAY);
    team(ISLA, RORY);
    account("isla", "Isla", "Lochhead", "0141 496 0201", "isla@glasgow.example");
    account("rory", "Rory", "Lamond", null, null);
  }

  private void team(Person... members) {
    when(teams.of("la-lead-professional", GLASGOW)).thenReturn(List.of(members));
  }

  private void account(String id, String first, String last, String telephone, String email) {
    when(people.of(List.of(id))).thenReturn(KnownPeople.known(id, Details.of(first, last)));
    when(people.telephone(id)).thenReturn(Optional.ofNullable(telephone));
    when(people.email(id)).thenReturn(Optional.ofNullable(email));
  }

  // --- what is offered

  @Test
  void theTeamOfTheLocalAuthorityIsOfferedAndSomeoneElseLast() {
    assertThat(labels(opened(GLASGOW)))
        .containsExactly("Isla Lochhead", "Rory Lamond", "Someone who isn't listed");
    assertThat(opened(GLASGOW).has("defaultValue")).isFalse();
  }

  @Test
  void peopleWithTheSameNameAreShownWithTheirUserIds() {
    team(ISLA, new Person("isla2", "Isla Lochhead (isla2)", "Isla Lochhead"), RORY);

    assertThat(labels(opened(GLASGOW)))
        .containsExactly(
            "Isla Lochhead (isla)",
            "Isla Lochhead (isla2)",
            "Rory Lamond",
            "Someone who isn't listed");
  }

  @Test
  void peopleAwayTodayAreMarkedButCanBeChosen() {
    when(absences.of(List.of("isla", "rory")))
        .thenReturn(
            List.of(
                new Absence("1", "isla", TODAY, TODAY.plusDays(2), null, true),
                new Absence("2", "rory", TODAY.plusDays(1), TODAY.plusDays(9), null, false)));

    assertThat(labels(opened(GLASGOW)))
        .containsExactly(
            "Isla Lochhead, away until 3 September 2009",
            "Rory Lamond",
            "Someone who isn't listed");
  }

  @Test
  void theNameIsTypedIfThereIsNoOneToChoose() {
    team();

    assertThat(labels(opened(GLASGOW))).containsExactly("Someone who isn't listed");
    assertThat(opened(GLASGOW).path("defaultValue").asText()).isEqualTo("not-listed");
    assertThat(opened(null).path("defaultValue").asText()).isEqualTo("not-listed");
  }

  @Test
  void onlyPeopleInTheTeamAreAccepted() {
    assertThat(
            fields
                .withColleagues(submitted("{}").form(), GLASGOW)
                .fields()
                .get("leadProfessionalId")
                .options())
        .extracting(JsonNode::asText)
        .containsExactly("isla", "rory", "not-listed");
  }

  // --- what the account gives

  @Test
  void theAccountSuppliesTheNameAndContactDetailsLeftEmpty() {
    assertThat(known("{'leadProfessionalId': 'isla'}", Map.of()))
        .containsOnly(
            Map.entry("leadProfessionalName", "Isla Lochhead"),
            Map.entry("leadProfessionalPhone", "0141 496 0201"),
            Map.entry("leadProfessionalEmail", "isla@glasgow.example"));
    assertThat(
            known(
                "{'leadProfessionalId': 'isla', 'leadProfessionalPhone': '07700 900000', 'leadProfessionalEmail': 'duty@glasgow.example'}",
                Map.of()))
        .containsOnly(Map.entry("leadProfessionalName", "Isla Lochhead"));
  }

  @Test
  void aPersonWithoutANameKeepsTheirUserId() {
    account("isla", null, null, "0141 496 0201", null);

    assertThat(known("{'leadProfessionalId': 'isla'}", Map.of()))
        .containsEntry("leadProfessionalName", "isla");
  }

  @Test
  void aTelephoneNumberIsNeededIfTheAccountHasNone() {
    assertThat(refusals("{'leadProfessionalId': 'rory'}"))
        .containsExactly(
            "Lead professional's telephone: enter a number. The account of Rory Lamond has none.");
    assertThat(refusals("{'leadProfessionalId': 'not-listed', 'leadProfessionalName': 'Lena'}"))
        .containsExactly("Lead professional's telephone: enter a number.");
    assertThat(refusals("{'leadProfessionalId': 'rory', 'leadProfessionalPhone': '1'}")).isEmpty();
  }

  @Test
  void aTypedNumberIsKeptButTheFormerLeadProfessionalsIsReplaced() {
    account("rory", "Rory", "Lamond", "0141 496 0202", null);
    Map<String, String> before =
        Map.of("leadProfessionalId", "isla", "leadProfessionalPhone", "0141 496 0201");

    assertThat(
            known(
                "{'leadProfessionalId': 'rory', 'leadProfessionalPhone': '0141 496 0201'}", before))
        .containsEntry("leadProfessionalPhone", "0141 496 0202");
    assertThat(
            known(
                "{'leadProfessionalId': 'rory', 'leadProfessionalPhone': '0141 496 0999'}", before))
        .doesNotContainKey("leadProfessionalPhone");
  }

  /** Or it would stay under the new lead professional's name. */
  @Test
  void theFormerLeadProfessionalsAddressIsRemovedIfTheNewOneHasNone() {
    Map<String, String> before =
        Map.of("leadProfessionalId", "isla", "leadProfessionalEmail", "isla@glasgow.example");
    String rory =
        "{'leadProfessionalId': 'rory', 'leadProfessionalPhone': '1', 'leadProfessionalEmail': '%s'}";

    assertThat(known(rory.formatted("isla@glasgow.example"), before))
        .containsEntry("leadProfessionalEmail", "null");
    assertThat(known(rory.formatted("duty@glasgow.example"), before))
        .doesNotContainKey("leadProfessionalEmail");
  }

  @Test
  void theFormerLeadProfessionalsNumberIsNotThatOfTheNewOne() {
    Map<String, String> before =
        Map.of(
            "leadProfessionalId", "isla",
            "leadProfessionalPhone", "0141 496 0201",
            "leadProfessionalEmail", "isla@glasgow.example");
    String next =
        "{'leadProfessionalId': '%s', 'leadProfessionalName': 'Mo Innes', 'leadProfessionalPhone': '%s', 'leadProfessionalEmail': 'isla@glasgow.example'}";

    assertThat(refusals(next.formatted("not-listed", "0141 496 0201"), before))
        .containsExactly(
            "Lead professional's telephone: enter a number. This is the previous person's: if both use it, write \"shared\" after it.");
    assertThat(refusals(next.formatted("rory", "0141 496 0201"), before))
        .containsExactly(
            "Lead professional's telephone: enter a number. This is the previous person's: if both use it, write \"shared\" after it. The account of Rory Lamond has none.");
    assertThat(known(next.formatted("not-listed", "01334 496 0300"), before))
        .containsOnly(Map.entry("leadProfessionalEmail", "null"));
  }

  @Test
  void someoneWhoWasTypedMayHaveAnAccountByNow() {
    Map<String, String> before =
        Map.of(
            "leadProfessionalId", "not-listed",
            "leadProfessionalName", "Lena Hart",
            "leadProfessionalPhone", "01334 496 0300",
            "leadProfessionalEmail", "lena@fife.example");
    String next =
        "{'leadProfessionalId': '%s', 'leadProfessionalName': 'Lena Harte', 'leadProfessionalPhone': '01334 496 0300', 'leadProfessionalEmail': 'lena@fife.example'}";

    assertThat(known(next.formatted("isla"), before))
        .containsEntry("leadProfessionalPhone", "0141 496 0201")
        .containsEntry("leadProfessionalEmail", "isla@glasgow.example");
    assertThat(known(next.formatted("rory"), before))
        .containsOnly(Map.entry("leadProfessionalName", "Rory Lamond"));
    assertThat(known(next.formatted("not-listed"), before)).isEmpty();
  }

  @Test
  void clearingTheChoiceClearsTheChosenNameButNotATypedOne() {
    Map<String, String> chosen =
        Map.of("leadProfessionalManagerId", "mo", "leadProfessionalManager", "Mo");

    assertThat(known("{'leadProfessionalManagerId': null}", chosen))
        .containsOnly(Map.entry("leadProfessionalManager", "null"));
    assertThat(
            known(
                "{'leadProfessionalManagerId': null}",
                Map.of("leadProfessionalManager", "Morag Innes")))
        .isEmpty();
    assertThat(known("{}", chosen)).isEmpty();
  }

  private Map<String, String> known(String values, Map<String, String> before) {
    FormSubmission submission = submitted(values, before);
    Errors errors = new Errors(submission.form());
    Map<String, JsonNode> known = fields.accountValues(submission, errors);
    assertThat(errors.found()).isEmpty();
    return known.entrySet().stream()
        .collect(
            java.util.stream.Collectors.toMap(
                Map.Entry::getKey, entry -> entry.getValue().asText()));
  }

  private List<String> refusals(String values) {
    return refusals(values, Map.of());
  }

  private List<String> refusals(String values, Map<String, String> before) {
    FormSubmission submission = submitted(values, before);
    Errors errors = new Errors(submission.form());
    fields.accountValues(submission, errors);
    return errors.found().stream().map(FieldError::text).toList();
  }

  private static FormSubmission submitted(String values, Map<String, String> before) {
    FormSubmission submission = submitted(values);
    ObjectNode file = new ObjectMapper().createObjectNode();
    before.forEach((key, value) -> file.set(key, TextNode.valueOf(value)));
    return new FormSubmission(
        submission.caseNumber(),
        submission.form(),
        false,
        submission.values(),
        new CaseFileContent(file),
        Map.of(),
        "glasgow.duty",
        TODAY);
  }

  private static FormSubmission submitted(String values) {
    return Submissions.of("accept-concern", values, Map.of());
  }

  private JsonNode opened(String council) {
    try {
      JsonNode form = new ObjectMapper().readTree(Path.of("forms/accept-concern.form").toFile());
      fields.addColleagues(form, council);
      return form.findParents("key").stream()
          .filter(field -> field.path("key").asText().equals("leadProfessionalId"))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> labels(JsonNode field) {
    List<String> labels = new ArrayList<>();
    field.path("values").forEach(option -> labels.add(option.path("label").asText()));
    return labels;
  }
}

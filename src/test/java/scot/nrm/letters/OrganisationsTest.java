package scot.nrm.letters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import scot.nrm.ConfigFile;
import scot.nrm.ProjectText;
import scot.nrm.access.Councils;
import scot.nrm.forms.check.FormFile;

@Tag("quick")
class OrganisationsTest {

  private static final LocalDate LAST_DAY = LocalDate.parse("2013-03-31");
  private static final LocalDate NEXT_DAY = LocalDate.parse("2013-04-01");

  private static Organisations organisations;

  @BeforeAll
  static void readTheFiles() {
    organisations =
        Binder.get(
                ConfigFile.read(
                    "config/organisations.yaml",
                    ProjectText.read(Path.of("config/authorities.yaml"))))
            .bind("nrm.organisations", Organisations.class)
            .get();
  }

  @Test
  void anOrganisationHasTheNameInForceThatDay() {
    assertThat(organisations.authority("UKBA").nameOn(LAST_DAY))
        .isEqualTo("United Kingdom Border Agency");
    assertThat(organisations.authority("UKBA").nameOn(NEXT_DAY)).isEqualTo("Home Office");
    assertThat(organisations.authority("UKBA").nameOn(LocalDate.parse("2000-01-01")))
        .isEqualTo("United Kingdom Border Agency");
    assertThat(organisations.authority("UKHTC").nameOn(LAST_DAY))
        .isEqualTo("United Kingdom Human Trafficking Centre");
  }

  @Test
  void aMissingAddresseeOfLettersIsReported() {
    Councils councils = new Councils(List.of(new Councils.Council("fife", "Fife")));
    assertThat(problems(organisations, councils)).isEmpty();

    assertThat(problems(new Organisations(Map.of(), Map.of(), Map.of(), List.of()), councils))
        .extracting(problem -> problem.replaceFirst("\\. .*", ""))
        .startsWith(
            "config/organisations.yaml has no ukba-asylum under authorities",
            "config/organisations.yaml has no childrens-reporter under authorities",
            "config/organisations.yaml has no fife under councils",
            "config/organisations.yaml has no central under police-forces");
  }

  private static List<String> problems(Organisations organisations, Councils councils) {
    return new Organisations.OrganisationsCheck(organisations, councils, FormFile.lists())
        .problems(Map.of());
  }

  @Test
  void theMarkingInForceThatDayIsUsed() {
    assertThat(organisations.markingOn(LocalDate.parse("2014-04-01"), false))
        .isEqualTo("RESTRICTED: concerns a child");
    assertThat(organisations.markingOn(LocalDate.parse("2014-04-02"), true))
        .isEqualTo("OFFICIAL-SENSITIVE: concerns a person at risk");
  }

  @Test
  void theForceOnTheFormTakesPrecedenceOverTheLocalAuthoritysForce() {
    assertThat(organisations.policeForce("tayside", "glasgow-city").nameOn(LAST_DAY))
        .isEqualTo("Tayside Police");
    assertThat(organisations.policeForce("", "glasgow-city").nameOn(LAST_DAY))
        .isEqualTo("Strathclyde Police");
    assertThat(organisations.policeForce("", "glasgow-city").nameOn(NEXT_DAY))
        .isEqualTo("Police Service of Scotland");
  }

  @Test
  void anUnknownIdIsShownInsteadOfAName() {
    assertThat(organisations.council("camden").nameOn(LAST_DAY)).isEqualTo("camden");
    assertThat(organisations.authority("SCA").nameOn(LAST_DAY)).isEqualTo("SCA");
    assertThat(organisations.policeForce("", "camden").nameOn(LAST_DAY))
        .isEqualTo("The police force of the area");
  }

  @Test
  void everyCouncilAndForceOnTheFormsHasAName() {
    JsonNode form = FormFile.of("report-concern").schema();

    assertThat(options(form, "localAuthority"))
        .hasSize(32)
        .allSatisfy(id -> assertThat(organisations.councils()).containsKey(id));
    assertThat(options(form, "policeForce"))
        .isNotEmpty()
        .allSatisfy(id -> assertThat(organisations.policeForces()).containsKey(id));
  }

  private static List<String> options(JsonNode form, String key) {
    return Optional.ofNullable(field(form, key))
        .orElseThrow()
        .findValue("values")
        .findValuesAsText("value");
  }

  private static JsonNode field(JsonNode component, String key) {
    if (component.path("key").asText().equals(key)) {
      return component;
    }
    for (JsonNode child : component.path("components")) {
      JsonNode found = field(child, key);
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}

package scot.nrm.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import scot.nrm.letters.Letter;
import scot.nrm.letters.Letters;

/**
 * Revisions 1 and 2: UKHTC is renamed in 2010 and 2013, and UKBA is abolished on 1 April 2013. The
 * names are lines of {@code config/authorities.yaml}; nothing is deployed on the day.
 */
class OrganisationsRenamedTest extends RevisedApplication {

  private static final String ENGINE = "/camunda/api/engine/engine/default/";
  private static final String COCKPIT = "/camunda/api/cockpit/plugin/nrm/default/";
  private static final String UKBA_LAST = "2013-03-28";
  private static final String HOME_OFFICE = "2013-04-02";
  private static final String UKHTC_LAST = "2013-10-04";
  private static final String NCA = "2013-10-08";

  @Autowired Letters letters;

  private static Map<String, Object> child(String day) {
    return Invented.with(
        Invented.referralAndChild(day),
        "childDateOfBirth",
        "1999-07-23",
        "homeOfficeReference",
        "A1234567");
  }

  @Test
  void everyTextNamesTheHomeOfficeFromItsFirstDay() {
    Journey copy = new Journey(engine).referred(UKBA_LAST, child(UKBA_LAST)).copySent(UKBA_LAST);
    Journey decided = new Journey(engine).referred(UKBA_LAST, child(UKBA_LAST)).logged(UKBA_LAST);
    decided.reasonableGrounds("ukba", "positive", UKBA_LAST).executeJobs();

    copy.on(UKBA_LAST);
    assertImmigrationName("UKBA", "UKBA", copy, decided);

    copy.on(HOME_OFFICE);
    assertImmigrationName("Home Office", "The Home Office", copy, decided);
    assertThat(page("ukba.owner", "/nrm/cases/" + decided.caseNumber() + "/record"))
        .as("an entry has the name of its day")
        .contains("was allocated to UKBA.");

    Journey later = new Journey(engine).referred(HOME_OFFICE, child(HOME_OFFICE));
    later.logged(HOME_OFFICE).reasonableGrounds("ukba", "positive", HOME_OFFICE).executeJobs();
    assertThat(text(decided, "nrm-03")).contains("United Kingdom Border Agency");
    assertThat(text(later, "nrm-03")).contains("Home Office").doesNotContain("Border Agency");
    assertThat(page("ukba.owner", "/nrm/cases/" + later.caseNumber() + "/record"))
        .contains("was allocated to the Home Office.")
        .doesNotContain("UKBA");
  }

  private void assertImmigrationName(String name, String inText, Journey copy, Journey decided) {
    String number = copy.caseNumber();
    assertThat(json("ukba.port", ENGINE + "process-definition?key=send-ukba-copy"))
        .as("the update's name")
        .contains("Send a copy of a " + name + " referral")
        .doesNotContain("{{");
    assertThat(
            json("ukba.port", ENGINE + "process-definition/key/send-ukba-copy/deployed-start-form"))
        .as("a form")
        .contains("## Send a copy of a " + name + " referral", "\"The " + name + " referral form\"")
        .doesNotContain("{{authority");
    assertThat(json("ukba.intake", ENGINE + "task?processInstanceBusinessKey=" + number))
        .as("a task")
        .contains("Record the " + name + " copy – " + number);
    assertThat(page("glasgow.lead", "/nrm/cases/" + number + "/record"))
        .as("the record's dates follow the reader, its history the day")
        .contains(name + " copy received")
        .contains("A copy of the UKBA referral form was received on 28 March 2013");
    assertThat(page("ukba.intake", "/nrm/copies")).as("a page").contains(name + " copies");
    assertThat(page("ukba.intake", "/nrm/print-queue"))
        .as("the print queue")
        .contains("<td>" + name + "</td>");
    assertThat(json("ukba.manager", COCKPIT + "caseload/cases"))
        .as("Caseload")
        .contains("\"authority\":\"" + name + "\"")
        .contains(name + " case owner");
    assertThat(json("ukba.manager", COCKPIT + "me")).contains("\"UKBA\":\"" + name + "\"");
    assertThatThrownBy(
            () ->
                decided.updates(
                    "ukhtc.manager",
                    "close-case",
                    InventedChanges.close(decided.caseNumber(), "child-died", UKBA_LAST)))
        .as("a refusal")
        .hasMessageContaining(inText + " has this case");
  }

  private String json(String user, String path) {
    return of(user).get(path).body();
  }

  private String text(Journey child, String template) {
    Letter letter =
        letters.of(child.caseNumber()).stream()
            .filter(one -> one.template().equals(template))
            .findFirst()
            .orElseThrow();
    return letters.text(letter).replaceAll("\\s+", " ");
  }

  @Test
  void intakeHasTheNameInForceThatDay() {
    Journey before = new Journey(engine).referred("2009-06-01", Invented.ukNational("2009-06-01"));
    before.logged("2009-06-01");
    assertThat(text(before, "acknowledgement"))
        .contains("United Kingdom Human Trafficking Centre")
        .doesNotContain("Serious Organised Crime Agency");

    Journey agency = new Journey(engine).referred("2010-04-06", Invented.ukNational("2010-04-06"));
    agency.logged("2010-04-06");
    assertThat(text(agency, "acknowledgement"))
        .contains("United Kingdom Human Trafficking Centre, Serious Organised Crime Agency");

    before.on(UKHTC_LAST);
    assertIntakeName("UKHTC", "UKHTC", before);
    before.on(NCA);
    assertIntakeName("NCA", "the NCA", before);
  }

  private void assertIntakeName(String name, String inText, Journey child) {
    assertThat(json("first.responder", ENGINE + "process-definition?key=send-nrm-form-to-ukhtc"))
        .doesNotContain("{{");
    assertThat(json("ukhtc.intake", ENGINE + "process-definition?key=send-nrm-form-to-ukhtc"))
        .contains("Send an NRM form straight to " + inText + "\"");
    assertThat(
            json(
                "ukhtc.intake",
                ENGINE + "process-definition/key/send-nrm-form-to-ukhtc/deployed-start-form"))
        .contains("## Send an NRM form straight to " + inText);
    assertThat(page("ukhtc.owner", "/nrm/cases/" + child.caseNumber() + "/record"))
        .contains("UKHTC received the NRM form on 1 June 2009")
        .contains("NRM form received by " + inText);
    assertThat(json("ukhtc.manager", COCKPIT + "me"))
        .contains("\"intake\":\"" + inText, "\"UKHTC\":\"" + name + "\"")
        .contains("\"the UKHTC\":\"" + inText);
  }

  @Test
  void aTableThatNamesAnUnknownOrganisationIsRefused() throws IOException {
    String table =
        Files.readString(Path.of("processes/competent-authority.dmn"))
            .replaceFirst("\\{\\{authority\\.ukba\\.the}}", "{{authority.soca.the}}");

    assertThatThrownBy(
            () ->
                engine
                    .getRepositoryService()
                    .createDeployment()
                    .addString("processes/competent-authority.dmn", table)
                    .deploy())
        .hasMessageContaining(
            "processes/competent-authority.dmn has {{authority.soca.the}}, which names no organisation. Write it like {{authority.intake.short}}");
  }
}

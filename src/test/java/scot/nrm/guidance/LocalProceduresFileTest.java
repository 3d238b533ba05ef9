package scot.nrm.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scot.nrm.ConfigFile;
import scot.nrm.access.Councils;
import scot.nrm.access.Councils.Council;
import scot.nrm.guidance.LocalProcedures.LocalProcedure;
import scot.nrm.guidance.LocalProcedures.PilotArea;
import scot.nrm.guidance.LocalProcedures.Team;
import scot.nrm.startup.StartRefused;

@Tag("quick")
class LocalProceduresFileTest {

  private static final Councils COUNCILS =
      new Councils(
          List.of(new Council("fife", "Fife"), new Council("glasgow-city", "Glasgow City")));

  private static LocalProcedures read(String copy) {
    return new LocalProceduresFile()
        .localProcedures(ConfigFile.read("config/local-procedures.yaml", copy), COUNCILS);
  }

  /** A copy of the file with these lines for one council. */
  private static String fifeWith(String... lines) {
    return "nrm.local-procedures:\n  councils:\n    - council: fife\n      "
        + String.join("\n      ", lines)
        + "\n";
  }

  private static void refused(String copy, String... says) {
    assertThatThrownBy(() -> read(copy))
        .isInstanceOf(StartRefused.class)
        .hasMessageContainingAll(says)
        .hasMessageContaining("config/local-procedures.yaml");
  }

  @Test
  void d42TheAssessmentToolIsInUseInTheLettersPilotAreas() {
    LocalProcedures procedures = read("");

    assertThat(procedures.pilotAreas())
        .extracting(PilotArea::name)
        .containsExactly(
            new String[] {
              "Camden", "Glasgow", "Harrow", "Hillingdon", "Islington", "Southwark",
              "Hounslow", "Kent", "Slough", "Manchester", "Solihull", "Liverpool"
            });
    assertThat(procedures.assessmentToolInUse("glasgow-city")).isTrue();
    assertThat(procedures.assessmentToolInUse("fife")).isFalse();
    assertThat(procedures.national().text()).isNotBlank();
  }

  @Test
  void d42EachCouncilDecidesAboutTheAssessmentTool() {
    LocalProcedures procedures =
        read(
            """
            nrm.local-procedures:
              councils:
                - { council: fife, assessment-tool: yes }
                - { council: glasgow-city, assessment-tool: no }
            """);

    assertThat(procedures.assessmentToolInUse("fife")).isTrue();
    assertThat(procedures.assessmentToolInUse("glasgow-city")).isFalse();
  }

  @Test
  void d42ACouncilHasATextALinkAndTeams() {
    LocalProcedure fife =
        read("""
        nrm.local-procedures:
          councils:
            - council: fife
              text: |
                Telephone before you visit.

                Write afterwards.
              link: https://www.fife.example/protection?page=1
              teams:
                - { name: Duty social work, address: [1 Example Street, Dunfermline] }
                - { name: Emergency team }
        """)
            .of("fife")
            .orElseThrow();

    assertThat(fife.hasProcedure()).isTrue();
    assertThat(fife.teams())
        .containsExactly(
            new Team("Duty social work", List.of("1 Example Street", "Dunfermline")),
            new Team("Emergency team", List.of()));
  }

  @Test
  void aCopyReplacesTheListsOfTheFile() {
    LocalProcedures procedures =
        read(
            """
            nrm.local-procedures:
              pilot-areas:
                - { name: Fife, council: fife }
            """);

    assertThat(procedures.pilotAreas()).containsExactly(new PilotArea("Fife", "fife"));
    assertThat(procedures.assessmentToolInUse("glasgow-city")).isFalse();
    assertThat(procedures.national().text()).isNotBlank();
  }

  @Test
  void d42LocalProceduresCannotChangeStatutoryRules() {
    refused(
        fifeWith("reasonable-grounds-days: 10"),
        "an unknown key",
        "councils[0].reasonable-grounds-days (line 4)",
        "Statutory rules cannot be changed there");
    refused("nrm.local-procedures:\n  time-limits:\n    rg: 10\n", "time-limits.rg");
    refused(fifeWith("teams:", "  - { name: Duty, may-decide: true }"), "teams[0].may-decide");
  }

  @Test
  void anInvalidValueIsRefused() {
    refused(fifeWith("assessment-tool: perhaps"), "cannot be read", "councils[0].assessment-tool");
  }

  @Test
  void anUnknownCouncilIsRefused() {
    refused(
        "nrm.local-procedures:\n  councils:\n    - council: camden\n",
        "There is no local authority camden");
    refused(
        "nrm.local-procedures:\n  pilot-areas:\n    - { name: Camden, council: camden }\n",
        "There is no local authority camden");
    refused(
        "nrm.local-procedures:\n  councils:\n    - council: fife\n    - council: fife\n", "twice");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)", "data:text/html,x", "ftp://fife.example", "www.fife.example",
        "https:///page", "https:page", "https://fife.example/a b", "https://fife.example/<script>",
        "https://nrm.scot@evil.example/", "HTTPS://", "https://fife.example/`x`", "//fife.example/"
      })
  void aLinkThatIsNotAWebAddressIsRefused(String link) {
    refused(
        fifeWith("link: '" + link + "'"),
        "The local authority fife has a link that is not a web address");
    refused(
        "nrm.local-procedures:\n  national:\n    link: '" + link + "'\n",
        "The national guidance has a link");
  }

  @Test
  void anOverlongTextIsRefused() {
    refused(fifeWith("text: " + "x".repeat(2001)), "more than 2,000 characters");
    refused(fifeWith("link: https://fife.example/" + "x".repeat(500)), "not a web address");
    refused(
        fifeWith("teams:", "  - { name: " + "x".repeat(101) + " }"),
        "between 1 and 100 characters");
    refused(
        fifeWith("teams:", "  - { name: Duty, address: [a, b, c, d, e, f, g] }"),
        "more than 6 lines");
    refused(fifeWith("teams: [" + "{ name: a }, ".repeat(11) + "]"), "more than 10 teams");
    assertThat(read(fifeWith("text: " + "x".repeat(2000)))).isNotNull();
  }

  @Test
  void allProblemsAreReportedTogether() {
    refused(
        """
        nrm.local-procedures:
          national: { text: "" }
          councils:
            - { council: camden, link: "javascript:x" }
        """,
        "The national guidance needs a text.",
        "There is no local authority camden",
        "not a web address");
  }
}

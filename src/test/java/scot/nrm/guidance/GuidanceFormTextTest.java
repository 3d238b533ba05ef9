package scot.nrm.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.access.Councils;
import scot.nrm.access.Councils.Council;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.forms.text.FormText.CaseOfForm;
import scot.nrm.guidance.LocalProcedures.Guidance;
import scot.nrm.guidance.LocalProcedures.LocalProcedure;
import scot.nrm.guidance.LocalProcedures.PilotArea;
import scot.nrm.guidance.LocalProcedures.Team;
import scot.nrm.register.InventedCase;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;

@Tag("quick")
class GuidanceFormTextTest {

  private static final String CASE = "NRM-2009-2222-2239";
  private static final Councils COUNCILS =
      new Councils(
          List.of(new Council("fife", "Fife"), new Council("glasgow-city", "Glasgow City")));
  private static final Guidance NATIONAL =
      new Guidance("Child trafficking is abuse.", "https://scotland.example/a(b)");

  private static String shown(String council, String form, LocalProcedure... councils) {
    RegisterCase nrmCase = InventedCase.with(invented -> invented.localAuthority = council);
    Register register = mock(Register.class);
    when(register.find(CASE)).thenReturn(Optional.ofNullable(council == null ? null : nrmCase));
    LocalProcedures procedures =
        new LocalProcedures(
            NATIONAL, List.of(new PilotArea("Glasgow", "glasgow-city")), List.of(councils));
    return new GuidanceFormText(procedures, COUNCILS, register)
        .text(new CaseOfForm(CASE, form, CaseFileContent.empty(), Map.of(), null));
  }

  @Test
  void d42NationalGuidanceIsShownIfACouncilHasNoProcedure() {
    assertThat(shown("fife", "nrm-form-exploitation"))
        .isEqualTo(
            """
            **National guidance**

            Child trafficking is abuse\\.

            [Read the national guidance](https://scotland.example/a%28b%29)

            **Local procedure: Fife**

            Fife has no local procedure here. Follow the national guidance.
            """);
  }

  @Test
  void d42TheLocalProcedureIsShownBesideTheNationalGuidance() {
    LocalProcedure fife =
        new LocalProcedure(
            "fife",
            null,
            "Telephone first.\n\nThen\nwrite.",
            "https://fife.example/",
            List.of(
                new Team("Duty social work", List.of("1 Example Street", "Dunfermline")),
                new Team("Night", List.of())));

    assertThat(shown("fife", "nrm-form-indicators", fife))
        .contains("Child trafficking is abuse")
        .endsWith(
            """
            **Local procedure: Fife**

            Telephone first\\.

            Then write\\.

            [Read the local procedure](https://fife.example/)

            - **Duty social work**: 1 Example Street, Dunfermline
            - **Night**
            """);
    assertThat(shown("glasgow-city", "nrm-form-indicators", fife))
        .doesNotContain("Telephone", "Dunfermline")
        .contains("Glasgow City has no local procedure here");
  }

  @Test
  void teamsAloneAreNotAProcedure() {
    LocalProcedure fife =
        new LocalProcedure("fife", true, "", "", List.of(new Team("Duty", List.of())));

    assertThat(shown("fife", "nrm-form-indicators", fife))
        .contains("Fife has no local procedure here")
        .contains("- **Duty**");
  }

  @Test
  void d42TheAssessmentFormSaysIfTheToolIsInLocalUse() {
    assertThat(shown("glasgow-city", "assess-child"))
        .contains("**Assessment tool: Glasgow City**", "is in local use. It is optional");
    assertThat(shown("fife", "assess-child"))
        .contains(
            "**Assessment tool: Fife**", "is optional and not in local use. You may still use it")
        .contains("Child trafficking is abuse");
    assertThat(shown("glasgow-city", "nrm-form-indicators")).doesNotContain("Assessment tool");
  }

  @Test
  void theContentOfTheFileStaysText() {
    LocalProcedure fife =
        new LocalProcedure(
            "fife",
            null,
            "# Big <b onclick=x> [here](javascript:x) {{childNames}}\n\n"
                + "![](https://spy.example/x.png)\n\n---",
            "",
            List.of(new Team("*Duty*", List.of("<i>1</i>"))));

    assertThat(shown("fife", "assess-child", fife))
        .contains(
            "\\# Big \\<b onclick\\=x\\> \\[here\\]\\(javascript\\:x\\) \\{\\{childNames\\}\\}")
        .contains("\n\n\\!\\[\\]\\(https\\:\\/\\/spy\\.example\\/x\\.png\\)\n\n\\-\\-\\-\n\n")
        .contains("- **\\*Duty\\***: \\<i\\>1\\<\\/i\\>");
  }

  @Test
  void aCaseNotYetInTheRegisterHasTheNationalGuidance() {
    assertThat(shown(null, "assess-child"))
        .contains("Child trafficking is abuse")
        .doesNotContain("Local procedure");
  }
}

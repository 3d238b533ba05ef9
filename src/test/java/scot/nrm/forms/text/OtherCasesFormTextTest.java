package scot.nrm.forms.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.Councils;
import scot.nrm.access.Councils.Council;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.forms.check.FormLabels;
import scot.nrm.forms.text.FormText.CaseOfForm;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.InventedCase;
import scot.nrm.register.Links;
import scot.nrm.register.Links.Link;
import scot.nrm.register.Links.Why;
import scot.nrm.register.Matches;
import scot.nrm.register.Matches.Match;
import scot.nrm.register.Matches.Reason;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;

@Tag("quick")
class OtherCasesFormTextTest {

  private static final String CASE = "NRM-2009-2222-2239";
  private static final String OTHER = "NRM-2009-2222-2247";
  private static final LocalDate RECEIVED = LocalDate.of(2009, 5, 12);

  private final Matches matches = mock(Matches.class);
  private final Links links = mock(Links.class);
  private final Register register = mock(Register.class);
  private final CaseAccess access = mock(CaseAccess.class);
  private final IdentityService identity = mock(IdentityService.class);
  private final Councils councils =
      new Councils(List.of(new Council("glasgow-city", "Glasgow City")));
  private final OtherCasesFormText shown = new OtherCasesFormText();

  private String linked() {
    return shown.showLinkedCases(links, register, councils, access, identity).text(open());
  }

  private static CaseOfForm open() {
    return new CaseOfForm(
        CASE, "log-referral", CaseFileContent.empty(), Map.of(), new FormLabels(Map::of));
  }

  @Test
  void d12IntakeSeesTheReasonCouncilDateAndFormOfAMatch() {
    when(matches.of(CASE))
        .thenReturn(
            List.of(
                new Match(
                    OTHER,
                    EnumSet.of(Reason.HOME_OFFICE_REFERENCE, Reason.ALIAS_AND_DATE_OF_BIRTH),
                    "glasgow-city",
                    RECEIVED)));

    assertThat(shown.showLikelyMatches(matches, register, councils).text(open()))
        .contains(
            "- **NRM-2009-2222-2247**: same Home Office reference, an alias and the same date of birth; Glasgow City; received on 12 May 2009; [NRM form of NRM-2009-2222-2247](/nrm/cases/NRM-2009-2222-2247/nrm-form.pdf)\n");
  }

  @Test
  void aCaseWithoutAReceivedFormHasNoLinkToIt() {
    when(matches.of(CASE))
        .thenReturn(
            List.of(
                new Match(OTHER, EnumSet.of(Reason.NAME_AND_DATE_OF_BIRTH), "glasgow-city", null)));

    assertThat(shown.showLikelyMatches(matches, register, councils).text(open()))
        .contains("same name and date of birth; Glasgow City; NRM form not yet received")
        .doesNotContain("/nrm/");
  }

  @Test
  void aMatchThatHasEndedShowsItsOutcome() {
    when(matches.of(CASE))
        .thenReturn(
            List.of(
                new Match(
                    OTHER, EnumSet.of(Reason.NAME_AND_DATE_OF_BIRTH), "glasgow-city", RECEIVED)));
    when(register.find(OTHER)).thenReturn(Optional.of(ended()));

    assertThat(shown.showLikelyMatches(matches, register, councils).text(open()))
        .contains("/nrm/cases/NRM-2009-2222-2247/nrm-form.pdf); no reasonable grounds\n");
  }

  @Test
  void theOutcomeOfALinkedCaseIsShownOnlyToItsReaders() {
    when(links.of(CASE)).thenReturn(List.of(new Link(OTHER, Why.SAME_CHILD_SUSPECTED)));
    when(register.find(OTHER)).thenReturn(Optional.of(ended()));

    assertThat(linked())
        .contains("- **NRM-2009-2222-2247**: possibly the same child; no reasonable grounds\n");

    when(identity.getCurrentAuthentication())
        .thenReturn(new Authentication("fife.lead", List.of("la-lead-professional")));

    assertThat(linked()).contains("- **NRM-2009-2222-2247**: possibly the same child\n");
  }

  private static RegisterCase ended() {
    return InventedCase.with(known -> known.caseOutcome = CaseOutcome.NO_REASONABLE_GROUNDS);
  }

  @Test
  void theFormReportsThatThereIsNoMatch() {
    assertThat(shown.showLikelyMatches(matches, register, councils).text(open()))
        .isEqualTo("No other case matches.");
  }

  @Test
  void d5LinkedCasesAreShownByNumberAndReasonAndAMergedCaseWithItsForm() {
    when(links.of(CASE))
        .thenReturn(
            List.of(new Link(OTHER, Why.SIBLING), new Link("NRM-2009-2222-2255", Why.MERGED)));

    when(register.find("NRM-2009-2222-2255")).thenReturn(Optional.of(new InventedCase().build()));

    assertThat(linked())
        .isEqualTo(
            """
            **Linked cases**

            - **NRM-2009-2222-2247**: sibling
            - **NRM-2009-2222-2255**: the same child, merged; Glasgow City; [NRM form of NRM-2009-2222-2255]\
            (/nrm/cases/NRM-2009-2222-2255/nrm-form.pdf)

            """);
  }

  /** A link that would be refused, and recorded as an attempt, is not offered. */
  @Test
  void theFormOfAMergedCaseOfAnotherLocalAuthorityIsNotLinked() {
    when(links.of(CASE)).thenReturn(List.of(new Link(OTHER, Why.MERGED)));
    when(register.find(OTHER)).thenReturn(Optional.of(new InventedCase().build()));
    when(identity.getCurrentAuthentication())
        .thenReturn(new Authentication("fife.lead", List.of("la-lead-professional")));

    assertThat(linked())
        .contains("- **NRM-2009-2222-2247**: the same child, merged; Glasgow City\n")
        .doesNotContain("/nrm/");
  }

  @Test
  void aCaseWithoutLinksShowsNone() {
    assertThat(linked()).isEmpty();
  }
}

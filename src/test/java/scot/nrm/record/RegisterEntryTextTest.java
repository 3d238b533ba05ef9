package scot.nrm.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.forms.check.FormLabels;
import scot.nrm.letters.Organisations;
import scot.nrm.register.EntryKind;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.Stage;

@Tag("quick")
class RegisterEntryTextTest {

  private static final Instant AT = Instant.parse("2009-04-20T09:00:00Z");

  private final RegisterEntryText words =
      new RegisterEntryText(
          new CodeNames(
              new Organisations(Map.of(), Map.of(), Map.of(), List.of()),
              KnownAuthorities.OF_THE_FILE,
              new FormLabels(Map::of),
              new RouteDescriptions(RouteDescriptionsTest.deployed()),
              new CaseClock()));

  @Test
  void kindsHaveUniqueCodes() {
    assertThat(EntryKind.values()).extracting(EntryKind::id).doesNotHaveDuplicates();
  }

  static Stream<String> kinds() {
    return Arrays.stream(EntryKind.values()).map(EntryKind::id);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aSentenceIsCompleteWithoutOptionalValues(String kind) {
    LocalDate day = LocalDate.parse("2009-04-14");
    List<RegisterEvent> events =
        List.of(
            new RegisterEvent(AT, kind, null, null, null, null, null, null, null),
            new RegisterEvent(
                AT,
                kind,
                Stage.REASONABLE_GROUNDS,
                "some-code",
                day,
                day.plusDays(3),
                "an.officer",
                "why",
                null),
            new RegisterEvent(AT, kind, Stage.CONCLUSIVE_GROUNDS, "", day, null, null, "", null));

    assertThat(events)
        .allSatisfy(
            event ->
                assertThat(words.sentence(event))
                    .matches("[A-Z].*\\.")
                    .doesNotContain("null", "  ", "..", " .", " ,"));
  }

  @Test
  void aLetterToTheChildrensReporterIsNamed() {
    assertThat(
            words.sentence(
                new RegisterEvent(
                    AT,
                    EntryKind.LETTER_SENT.id(),
                    null,
                    "nrm-05",
                    LocalDate.parse("2011-07-01"),
                    null,
                    null,
                    "childrens-reporter",
                    null)))
        .isEqualTo("Letter written on 1 July 2011 to the Children's Reporter: NRM 05.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "case-opened | | glasgow-city | 2009-04-02 | | The case was opened on 2 April 2009 for glasgow-city.",
        "deadline-set | | rg-due | 2009-04-15 | 2009-04-15 | The deadline for reasonable grounds was set to 15 April 2009.",
        "deadline-set | | reflection-end | 2009-05-29 | 2009-06-12 | The end of the reflection period moved to 12 June 2009; it was originally 29 May 2009.",
        "extended | reasonable-grounds | | 2009-04-15 | 2009-04-22 | The deadline for reasonable grounds was extended from 15 April 2009 to 22 April 2009.",
        "extended | conclusive-grounds | | 2009-05-29 | 2009-06-12 | The reflection period was extended from 29 May 2009 to 12 June 2009.",
        "decided | conclusive-grounds | negative | 2009-06-01 | | Decision on conclusive grounds on 1 June 2009: negative: insufficient evidence to recognise the individual as a victim of human trafficking.",
        "suspended | reasonable-grounds | | 2009-04-20 | | The decision on reasonable grounds was suspended on 20 April 2009. No decision was made.",
        "resumed | reasonable-grounds | child-found | 2009-04-20 | 2009-04-28 | The suspended decision on reasonable grounds resumed on 28 April 2009, because: child found.",
        "resumed | conclusive-grounds | officer | 2009-04-20 | 2009-04-28 | The suspended decision on conclusive grounds resumed on 28 April 2009, because: the case owner decided so.",
        "immigration-update | | ukba-copy | 2009-04-18 | | Immigration update on 18 April 2009: a UKBA copy.",
        "child-missing | | | 2009-04-18 | | The child has been missing since 18 April 2009.",
        "child-found | | | 2009-04-18 | 2009-04-28 | The child was found, or came back, on 28 April 2009; missing since 18 April 2009.",
        "direct-referral | | | 2009-04-18 | | An NRM form was sent straight to UKHTC, and not by the local authority.",
        "target-missed | | | | | The NRM form was received late, counted from the first meeting with the child.",
        "reconsideration-ended | conclusive-grounds | unchanged | 2009-06-10 | | Reconsideration of conclusive grounds ended on 10 June 2009; the decision is unchanged.",
        "reconsideration-ended | conclusive-grounds | unanswered | 2009-06-10 | | Reconsideration of conclusive grounds ended on 10 June 2009; the case was closed before the request was answered.",
        "match-decided | | merge | 2009-04-18 | | UKHTC compared cases that may concern the same child on 18 April 2009: merged.",
        "same-child-elsewhere | | fife | 2009-04-03 | | The same child has had another case with fife since 3 April 2009. The two cases were merged.",
        "note | | review-search | | | Note on “review search”.",
        "came-of-age | | finding | 2008-03-05 | 2011-05-03 | The person is an adult from 5 March 2008, by a recorded finding of 3 May 2011.",
        "came-of-age | | birthday | 2009-05-01 | | The person is an adult from 1 May 2009, the 18th birthday.",
      })
  void everyKindHasItsSentence(
      String kind, String stage, String code, LocalDate from, LocalDate to, String sentence) {
    RegisterEvent event =
        new RegisterEvent(
            AT, kind, stage == null ? null : Stage.of(stage), code, from, to, null, null, null);

    assertThat(words.sentence(event)).isEqualTo(sentence);
  }

  /** The local authority may have asked for it, and gets no letter. */
  @Test
  void d22EveryReaderSeesWhyALongerPeriodWasRefused() {
    RegisterEvent event =
        new RegisterEvent(
            AT,
            "extension-refused",
            Stage.CONCLUSIVE_GROUNDS,
            "other",
            LocalDate.parse("2009-05-01"),
            null,
            "an.officer",
            "Three weeks are left",
            null);

    assertThat(words.detail(event, false)).isEqualTo("Three weeks are left");
  }

  @Test
  void d13ARouteIsDescribedByItsRow() {
    RegisterEvent event =
        new RegisterEvent(
            AT, "routed", Stage.REASONABLE_GROUNDS, "UKHTC", null, null, null, "D13.2", null);

    assertThat(words.sentence(event))
        .isEqualTo(
            "The decision on reasonable grounds was allocated to UKHTC. Basis: D13.2: UK national.");
    assertThat(words.detail(event, true)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tara | TARA, an invented name | TARA, an invented name | ''",
        "other | An invented charity | a provider that is not on the list | An invented charity",
        "none-available | Both are full | no provider was available | Both are full",
      })
  void d7ASupportProviderIsNamedOnce(String code, String written, String said, String detail) {
    RegisterEvent event =
        new RegisterEvent(
            AT,
            "support-provider",
            null,
            code,
            LocalDate.parse("2009-05-01"),
            null,
            "a.lead",
            written,
            null);

    assertThat(words.sentence(event)).isEqualTo("Support for adults on 1 May 2009: " + said + ".");
    assertThat(words.detail(event, false)).isEqualTo(detail);
  }

  @Test
  void anUnknownKindIsShownAndItsTextIsForAuthoritiesOnly() {
    RegisterEvent event =
        new RegisterEvent(
            AT,
            "guardian-named",
            Stage.CONCLUSIVE_GROUNDS,
            "first-one",
            LocalDate.parse("2009-05-01"),
            null,
            "an.officer",
            "What was said",
            null);

    assertThat(words.sentence(event))
        .isEqualTo("Guardian named, conclusive grounds: first one, 1 May 2009.");
    assertThat(words.detail(event, true)).isEqualTo("What was said");
    assertThat(words.detail(event, false)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "reconsideration-asked, local-authority, Why",
    "reconsideration-asked, referring-agency, ''",
    "withdrawal-requested, local-authority, Why",
    "withdrawal-requested, parent-or-carer, ''"
  })
  void aLocalAuthorityReadsItsOwnRequests(String kind, String applicant, String read) {
    assertThat(words.detail(with(kind).code(applicant), false)).isEqualTo(read);
    assertThat(words.detail(with(kind).code(applicant), true)).isEqualTo("Why");
  }

  @Test
  void aCouncilSeesTheReasonForAnExtensionButNotForASuspension() {
    assertThat(words.detail(with("extended"), false)).isEqualTo("Why");
    assertThat(words.detail(with("suspended"), false)).isEmpty();
    assertThat(words.detail(with("suspended"), true)).isEqualTo("Why");
  }

  private static RegisterEvent with(String kind) {
    return new RegisterEvent(
        AT, kind, Stage.REASONABLE_GROUNDS, null, null, null, null, " Why ", null);
  }
}

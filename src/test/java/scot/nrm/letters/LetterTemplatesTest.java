package scot.nrm.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.Character.UnicodeScript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.casefile.ImmigrationFacts;
import scot.nrm.engine.authorities.DatedName;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.letters.LetterWriter.Content;
import scot.nrm.letters.Organisations.Organisation;
import scot.nrm.letters.PdfText.Glyph;
import scot.nrm.letters.SigningOfficers.SigningOfficer;
import scot.nrm.pages.PdfWriter;
import scot.nrm.pages.Templates;
import scot.nrm.register.InventedCase;
import scot.nrm.register.Outcome;
import scot.nrm.register.RecordedActs;
import scot.nrm.register.Register.Decision;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterCase.StageState;
import scot.nrm.register.RemovalHold;
import scot.nrm.register.Stage;

@Tag("quick")
class LetterTemplatesTest {

  static final LocalDate DECIDED = LocalDate.parse("2009-04-14");
  static final Map<String, LocalDate> DATES =
      Map.of(
          "receivedDate", LocalDate.parse("2009-04-06"),
          "rgDue", LocalDate.parse("2009-04-15"),
          "reflectionReview", LocalDate.parse("2009-05-14"),
          "reflectionEnd", LocalDate.parse("2009-05-29"),
          "cgTarget", LocalDate.parse("2009-05-29"));
  private static final String REASONS = "The account is consistent.\nIt was heard twice.";

  static final Organisation UKHTC =
      new Organisation(
          List.of(
              new DatedName(
                  LocalDate.parse("2006-10-03"),
                  "United Kingdom Human Trafficking Centre",
                  "UKHTC",
                  "")),
          "Competent Authority",
          List.of("1 Example Street", "Sheffield"),
          "",
          "0114 496 0000",
          "");
  static final Optional<SigningOfficer> OFFICER =
      Optional.of(
          new SigningOfficer(
              "Daniel Oakeshott", "Case owner", "0114 496 0123", "d.oakeshott@nrm.example"));
  static final Recipient RECIPIENT =
      new Recipient(
          "Glasgow City Council",
          "Glasgow City Council",
          "Social Work",
          List.of("2 Example Street"),
          "Morag Bain",
          Optional.empty(),
          Optional.of("glasgow-city"),
          true);

  /**
   * An adult gets another letter instead, or the case has not got that far while they are a child
   * (D7).
   */
  private static final Set<String> TO_LOCAL_AUTHORITY_OF_A_CHILD =
      Set.of(
          "acknowledgement",
          "nrm-03",
          "nrm-04",
          "nrm-07",
          "negative-conclusive-grounds",
          "reasonable-grounds-extended",
          "reflection-extended");

  /** Their joined letters are printed, but a copied text lacks some of them. */
  private static final Set<String> JOINS_LETTERS = Set.of("Devanagari", "Bengali");

  /** One for all tests: reading its fonts takes longer than writing a letter. */
  private static final LetterWriter WRITER = writer("");

  @ParameterizedTest
  @MethodSource("lettersToOrganisations")
  void everyLetterNamesTheCaseTheChildAndAContact(String template) {
    byte[] pdf =
        pdf(template, content("", file("An Thi Nguyen"), decision(template), DATES, false));

    assertThat(PdfText.of(pdf))
        .contains(
            "14 April 2009",
            "Our reference: NRM-2009-2222-345L",
            "Child: An Thi Nguyen, born 2 March 1995")
        .contains("For the attention of Morag Bain", "Glasgow City Council")
        .contains("Who to contact", "United Kingdom Human Trafficking Centre")
        .doesNotContain("{{");
    assertThat(PdfText.pages(pdf)).isEqualTo(1);
    assertThat(PdfText.title(pdf))
        .matches("NRM-2009-2222-345L: .+, to Glasgow City Council, 14 April 2009")
        .doesNotContain("Nguyen");
    assertThat(PdfText.isAccessible(pdf)).isTrue();
    assertThat(PdfText.textWithoutTag(pdf)).isEmpty();
    assertThat(PdfText.readAloud(pdf))
        .as("a screen reader begins where the letter does")
        .matches(
            "United Kingdom Human Trafficking Centre .*14 April 2009 .*For the attention of Morag Bain .*2 Example Street Child: .*Dear .*Yours sincerely .*");
    List<String> tags = PdfText.tags(pdf);
    assertThat(tags).startsWith("Document").contains("P").doesNotContain("Figure without text");
    assertThat(tags.stream().filter(tag -> tag.matches("H\\d")))
        .as("one heading, and the sections below it")
        .startsWith("H1", "H2")
        .endsWith("H2")
        .containsOnlyOnce("H1");
  }

  @ParameterizedTest
  @MethodSource("lettersToThePerson")
  void d7LettersToAnAdultAddressThemByNameAndMentionNoChild(String template) {
    byte[] pdf = pdf(template, toPerson("An Thi Nguyen", decision(template), DATES));

    assertThat(PdfText.of(pdf))
        .contains(
            "An Thi Nguyen c/o Jane Law Example Law Centre 5 Example Street",
            "PERSONAL",
            "Dear An Thi Nguyen",
            "you")
        .contains(
            "NRM-2009-2222-345L",
            "Who to contact",
            "social work department of Glasgow City Council can explain",
            "Ask for Morag Bain, telephone 0141 496 0456.")
        .doesNotContain("child", "Child", "colleague", "{{", "null");
    assertThat(PdfText.pages(pdf)).isEqualTo(1);
    assertThat(PdfText.title(pdf)).doesNotContain("Nguyen");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nrm-04-to-adult", "negative-conclusive-grounds-to-adult"})
  void d30ANegativeLetterSaysToAnAdultThatThereIsNoAppeal(String template) {
    assertThat(PdfText.of(pdf(template, toPerson("An", decision(template), DATES))))
        .contains("please tell Glasgow City Council. It can ask us to reconsider")
        .contains("This is not an appeal. A solicitor can tell you what else you can do.");
  }

  @ParameterizedTest
  @MethodSource("lettersToOrganisations")
  void d7LettersToAgenciesAboutAnAdultMentionNoChild(String template) {
    CaseFileContent file = file("An Thi Nguyen", "childDateOfBirth", "1991-01-15");

    String text = text(template, file);

    assertThat(text).contains("RESTRICTED: concerns a person at risk", "Concerning: An Thi Nguyen");
    if (!TO_LOCAL_AUTHORITY_OF_A_CHILD.contains(template)) {
      assertThat(text).doesNotContain(" child ", "child's", "Child:");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"child-not-known", "direct-referral-reminder"})
  void d7NoLetterPromisesTheLocalAuthorityTheLettersThatGoToAnAdult(String template) {
    assertThat(text(template, file("An", "childDateOfBirth", "1991-01-15")))
        .contains("Letters about the decision will go to the person or their representative.")
        .doesNotContain("behalf");
    assertThat(text(template, file("An"))).contains("on the child's behalf will");
  }

  @ParameterizedTest
  @MethodSource("templates")
  void everyLetterCanBeWrittenFromAnEmptyFile(String template) {
    byte[] pdf =
        pdf(template, content("", CaseFileContent.empty(), decision(template), Map.of(), false));

    assertThat(PdfText.of(pdf))
        .contains("Our reference: NRM-2009-2222-345L")
        .doesNotContain("Child:", "null");
    // The dates of a positive decision are always known: they follow from its own.
    if (!template.matches("nrm-0[35].*")) {
      assertThat(PdfText.of(pdf)).doesNotContain(" .", " ,", "..");
    }
  }

  @ParameterizedTest
  @MethodSource("templates")
  void namesInManyScriptsArePrintedUnchanged(String template) throws IOException {
    List<String> names =
        List.of(
            "Nguyễn Thị Ánh Đào",
            "Ірина Коваленко",
            "Ελένη Παπαδοπούλου",
            "Łucja Żółć",
            "Ọlábísí Adéyẹmí");
    String all = String.join(" / ", names);

    byte[] pdf =
        pdf(
            template,
            lettersToThePerson().anyMatch(template::equals)
                ? toPerson(all, decision(template), DATES)
                : content("", file(all), decision(template), DATES, false));

    assertThat(PdfText.of(pdf)).contains(names);
  }

  @ParameterizedTest
  @CsvSource({
    "acknowledgement-to-adult, Glasgow City Council has referred you, You have been referred to",
    "request-for-missing-facts, Thank you for the National, Another agency sent us a National"
  })
  void d11ALetterAboutAFormSentStraightToUkhtcSaysWhoSentIt(String template, String la, String us) {
    Map<String, LocalDate> straight = new HashMap<>(DATES);
    straight.put("sentStraightToUkhtc", DECIDED);

    assertThat(PdfText.of(pdf(template, toPerson("An", null, DATES)))).contains(la);
    assertThat(PdfText.of(pdf(template, toPerson("An", null, straight))))
        .contains(us)
        .doesNotContain(la);
  }

  @Test
  void aLetterIsSignedByAnOfficerWithContactDetails() {
    String signed = text("nrm-04", file("An"));

    assertThat(signed)
        .contains(
            "Dear Morag Bain",
            "Please contact Daniel Oakeshott, telephone 0114 496 0123, e-mail d.oakeshott@nrm.example, and quote NRM-2009-2222-345L.",
            "Yours sincerely Daniel Oakeshott, Case owner Competent Authority");
  }

  @Test
  void aFirmIsAddressedAsSirOrMadamAndAnAgencyAsColleague() {
    Recipient agency =
        new Recipient(
            "Fife Council",
            "Fife Council",
            "",
            List.of(),
            "",
            Optional.empty(),
            Optional.empty(),
            true);
    Recipient firm =
        new Recipient(
            "Example & Partners",
            Recipient.APPLICANT,
            "",
            List.of("9 Example Lane"),
            "",
            Optional.empty(),
            Optional.empty(),
            false);
    Recipient teacher =
        new Recipient(
            "Example School",
            "Example School",
            "",
            List.of(),
            "Ishbel Tarrant, guidance teacher",
            Optional.empty(),
            Optional.empty(),
            true);
    CaseFileContent asked = file("An", "reconsiderationAskedBy", "legal-representative");

    assertThat(
            text(
                "child-found",
                content(Addressee.FIRST_RESPONDER, teacher, file("An"), null, DATES)))
        .contains("For the attention of Ishbel Tarrant, guidance teacher")
        .contains("Dear Ishbel Tarrant")
        .doesNotContain("Dear Ishbel Tarrant,");

    assertThat(text("child-found", content(Addressee.POLICE, agency, file("An"), null, DATES)))
        .contains("Dear colleague", "Yours sincerely", "This child had been reported missing.");
    assertThat(
            text(
                "reconsideration-not-entitled",
                content(Addressee.WHO_ASKED, firm, asked, null, DATES)))
        .contains("Dear Sir or Madam", "Yours faithfully");
  }

  @Test
  void nrm07SaysWhoWillConsiderLeave() {
    assertThat(text("nrm-07", file("An")))
        .contains("The United Kingdom Border Agency will now consider whether");
    Map<String, Object> fromUkba =
        LetterWriter.model(
            new Content(
                "NRM 07",
                Addressee.LOCAL_AUTHORITY,
                RECIPIENT,
                Organisation.named("Home Office"),
                Optional.empty(),
                "Home Office",
                "United Kingdom Human Trafficking Centre",
                "RESTRICTED",
                "Glasgow City Council",
                new CaseOnDay(nrmCase(null), file("An"), DECIDED, KnownAuthorities.OF_THE_FILE),
                KnownAuthorities.UKBA,
                decision("nrm-07"),
                DATES,
                false,
                true));
    assertThat(
            new Templates(Path.of("config", "letters"), KnownAuthorities.OF_THE_FILE)
                .letter("nrm-07", fromUkba, DECIDED))
        .contains("We will now consider whether");
  }

  @Test
  void d32AnAnswerToACopyDoesNotEndTheRemovalHold() {
    assertThat(text("copy-reminder", file("An")))
        .contains("Removal from the United Kingdom is on hold, and an answer alone does not end");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nrm-04",
        "nrm-04-to-adult",
        "negative-conclusive-grounds",
        "negative-conclusive-grounds-to-adult"
      })
  void d32ANegativeDecisionSaysThatRemovalIsNoLongerOnHold(String template) {
    assertThat(negative(template, file("An")))
        .containsIgnoringCase("removal from the United Kingdom is no longer on hold")
        .doesNotContain("asylum");
    assertThat(negative(template, file("An", "asylumClaimMade", "yes")))
        .contains("asylum claim will be decided separately, and this decision does not end it");
    assertThat(negative(template, file("An", "immigrationStatus", "uk-national")))
        .doesNotContainIgnoringCase("removal");
  }

  private static String negative(String template, CaseFileContent file) {
    return text(template, file).replaceAll("\\s+", " ");
  }

  @Test
  void d14AClaimOnTheFormIsNotRequestedAgain() {
    String text = text("acknowledgement", file("An", "asylumClaimMade", "yes"));

    assertThat(text.replaceAll("\\s+", " ")).contains("moves or is due to appear in court");
  }

  @Test
  void d29LettersMentionPermissionToStayOnlyIfTheChildNeedsIt() {
    RegisterCase withoutHold =
        InventedCase.with(
            known -> {
              known.caseNumber = "NRM-2009-2222-345L";
              known.removalHold = RemovalHold.NOT_NEEDED;
            });
    Map<CaseFileContent, RegisterCase> cases =
        Map.of(
            file("An", "immigrationStatus", "uk-national"),
            nrmCase(null),
            file("Jan"),
            withoutHold);

    cases.forEach(
        (file, nrmCase) -> {
          for (String letter : List.of("nrm-07", "nrm-07-to-adult", "acknowledgement")) {
            Decision decision = letter.startsWith("nrm-07") ? decision("nrm-07") : null;
            String text =
                text(
                    letter,
                    content(Addressee.LOCAL_AUTHORITY, RECIPIENT, file, decision, DATES, nrmCase));
            assertThat(text)
                .as(letter)
                .contains(
                    decision == null ? "moves or is due to appear in court" : "The police may")
                .doesNotContain("permission")
                .doesNotContain("asylum");
          }
        });
  }

  @Test
  void d30AnUnentitledApplicantIsPointedToALocalAuthorityWithoutDetails() {
    Recipient stranger =
        new Recipient(
            "Vera Uncle",
            Recipient.APPLICANT,
            "",
            List.of("9 Example Lane"),
            "",
            Optional.empty(),
            Optional.empty(),
            false);

    String text =
        text(
            "reconsideration-not-entitled",
            content(Addressee.WHO_ASKED, stranger, file("An Thi Nguyen"), null, DATES));

    assertThat(text)
        .contains(
            "PERSONAL",
            "Vera Uncle 9 Example Lane",
            "Dear Vera Uncle",
            "The local authority is Glasgow City Council")
        .doesNotContain("Nguyen", "1995", "child", "reasonable grounds");
  }

  @Test
  void d34PoliceAreAskedToSearchForAMissingChildAndOthersToInformThem() {
    String toPolice =
        text("child-missing", content(Addressee.POLICE, RECIPIENT, file("An"), null, Map.of()));
    String toPoliceWhoReported =
        text(
            "child-missing",
            content(
                Addressee.FIRST_RESPONDER,
                RECIPIENT,
                file("An", "firstResponderAgency", "police"),
                null,
                Map.of()));
    String toAuthority =
        text(
            "child-missing",
            content(
                Addressee.COMPETENT_AUTHORITY,
                RECIPIENT,
                file("An"),
                null,
                Map.of("missingSince", LocalDate.parse("2009-04-12"))));

    assertThat(toPolice)
        .contains("Please search for the child as a vulnerable missing person, place a marker");
    assertThat(toPoliceWhoReported)
        .contains("Please search for the child as a vulnerable missing person");
    assertThat(toAuthority)
        .contains(
            "since 12 April 2009", "tell the police at once", "two officers can suspend the stage");
  }

  @Test
  void d14ATransferLetterListsDecidedAndOpenStages() {
    String before =
        text(
            "transfer", content(Addressee.COMPETENT_AUTHORITY, RECIPIENT, file("An"), null, DATES));
    String after =
        text(
            "transfer",
            content(
                Addressee.COMPETENT_AUTHORITY,
                RECIPIENT,
                file("An"),
                null,
                DATES,
                nrmCase("positive")));

    assertThat(before)
        .contains("The deadline is still counted from that day", "The deadline is 15 April 2009")
        .doesNotContain("minute");
    assertThat(after)
        .contains(
            "The decision on reasonable grounds of 14 April 2009 is positive, and the transfer does not change it",
            "The minute of its reasons is in the file")
        .contains("lasts until 29 May 2009", "Conclusive grounds. The deadline is 29 May 2009")
        .as("the decision may be of the same day")
        .doesNotContain("as before", "still");
  }

  @Test
  void d35ASuspensionLetterNamesTheStageAndReportsNoDecision() {
    assertThat(text("stage-suspended", file("An")))
        .contains(
            "The decision on reasonable grounds has been suspended",
            "This is not a negative decision");
    assertThat(
            text(
                "stage-suspended",
                content(Addressee.POLICE, RECIPIENT, file("An"), null, DATES, nrmCase("positive"))))
        .contains("The decision on conclusive grounds has been suspended");
  }

  @ParameterizedTest
  @CsvSource({
    "transfer, negative",
    "transfer, positive",
    "acknowledgement, negative",
    "acknowledgement-to-adult, negative",
    "reasonable-grounds-extended, negative",
    "reasonable-grounds-extended-to-adult, negative",
    "reflection-extended, positive",
    "reflection-extended-to-adult, positive",
    "review-reminder, positive"
  })
  void d36NoLetterGivesASuspendedStageADeadline(String template, String reasonableGrounds) {
    Map<String, LocalDate> suspended = new HashMap<>(DATES);
    suspended.put("suspendedOn", DECIDED);

    assertThat(
            text(
                    template,
                    content(
                        Addressee.COMPETENT_AUTHORITY,
                        RECIPIENT,
                        file("An"),
                        null,
                        suspended,
                        nrmCase(reasonableGrounds)))
                .replaceAll("\\s+", " "))
        .contains("has been suspended since 14 April 2009", "no deadline until it is resumed")
        .doesNotContain(
            "decision is due", "now due", "deadline is still counted", "deadline is 15");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reasonable-grounds-extended",
        "reasonable-grounds-extended-to-adult",
        "stage-suspended"
      })
  void d30LettersMentionThatAnEarlierDecisionIsReconsidered(String template) {
    InventedCase reconsidered = new InventedCase();
    reconsidered.reconsideredStage = Stage.REASONABLE_GROUNDS;

    assertThat(
            text(
                template,
                content(
                    Addressee.LOCAL_AUTHORITY,
                    RECIPIENT,
                    file("An"),
                    null,
                    DATES,
                    reconsidered.build())))
        .contains("The earlier decision is still being reconsidered")
        .doesNotContain("Nothing has been decided");
    assertThat(text(template, file("An"))).contains("Nothing has been decided");
  }

  /** They may be sent later: to a person without an address, or to another local authority. */
  @ParameterizedTest
  @ValueSource(strings = {"nrm-03", "nrm-05", "nrm-03-to-adult"})
  void d36LettersOfAPositiveDecisionGiveASuspendedStageNoDeadline(String template) {
    Map<String, LocalDate> suspended = new HashMap<>(DATES);
    suspended.put("suspendedOn", DECIDED);

    assertThat(
            text(template, content("", file("An"), decision("nrm-03"), suspended, false))
                .replaceAll("\\s+", " "))
        .contains("has been suspended since 14 April 2009, and has no deadline until it is resumed")
        .doesNotContain("is due");
  }

  @Test
  void d21AReminderAfterTheReflectionPeriodAsksForAnAnswerAtOnce() {
    Map<String, LocalDate> over = new HashMap<>(DATES);
    over.remove("reflectionEnd");

    assertThat(
            text(
                "review-reminder",
                content(Addressee.POLICE, RECIPIENT, file("An"), null, over, nrmCase("positive"))))
        .contains("Please answer at once. The reflection and recovery period is over")
        .doesNotContain("lasts until");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nrm-03", "nrm-05", "nrm-03-to-adult"})
  void d14LettersOfAPositiveDecisionNameTheAuthorityThatDecidesNext(String template) {
    Map<String, LocalDate> transferred = new HashMap<>(DATES);
    transferred.put(LetterOccasion.TRANSFERRED_ON, DECIDED);

    assertThat(
            text(template, content("", file("An"), decision("nrm-03"), transferred, false))
                .replaceAll("\\s+", " "))
        .contains("The United Kingdom Border Agency is responsible for", "from 14 April 2009")
        .doesNotContain("we will review", "We will review", "we will write", "and to us");
    assertThat(text(template, content("", file("An"), decision("nrm-03"), DATES, false)))
        .doesNotContain("Border Agency");
  }

  @Test
  void d7LettersOmitADateOfBirthReplacedByAFinding() {
    CaseFileContent found = file("An", "ageFinding", "child", "foundDateOfBirth", "1993-01-01");
    CaseFileContent adult = file("An", "ageFinding", "adult", "adultFromDate", "2009-04-01");

    assertThat(text("nrm-05", found)).contains("Child: An, born 1 January 1993");
    assertThat(text("nrm-05", adult)).contains("Concerning: An").doesNotContain("born");
  }

  @ParameterizedTest
  @CsvSource({
    "childEstimatedAge, 15, 'Child: An, estimated age 15'",
    "ageFinding, child, 'Child: An '", // whose finding replaces the estimate
  })
  void d7LettersGiveTheEstimatedAgeIfThereIsNoDateOfBirth(String key, String value, String said) {
    CaseFileContent child =
        new CaseFileContent(
            JsonNodeFactory.instance
                .objectNode()
                .put("childNames", "An")
                .put("childEstimatedAge", "15")
                .put(key, value));

    assertThat(text("nrm-05", child).replaceAll("\\s+", " ")).contains(said).doesNotContain("born");
  }

  /**
   * The last seven need fonts of the operating system. Without them the test is skipped with a
   * warning; with {@code NRM_FONTS_REQUIRED=true}, as in continuous integration, it fails.
   */
  @ParameterizedTest
  @CsvSource({
    "Nguyễn Thị Đào, Latin, DejaVuSansCondensed",
    "Ірина Коваленко, Cyrillic, DejaVuSansCondensed",
    "Ελένη Παπαδοπούλου, Greek, DejaVuSansCondensed",
    "محمد علي, Arabic, DejaVuSansCondensed",
    "Անի Սարգսյան, Armenian, DejaVuSansCondensed",
    "ნინო ბერიძე, Georgian, DejaVuSansCondensed",
    "ⵉⴷⵉⵔ, Tifinagh, DejaVuSansCondensed",
    "李小龍, Han, DroidSansFallback",
    "ይርጋለም, Ethiopic, NotoSansEthiopic",
    "ณัฐพล, Thai, NotoSansThai",
    "अनिता शर्मा, Devanagari, NotoSansDevanagari",
    "আয়েশা, Bengali, NotoSansBengali",
    "김민준, Hangul, NanumGothic",
    "மாலா, Tamil, NotoSansTamil"
  })
  void aNameInEachScriptIsPrintedInItsFont(String name, String script, String font) {
    List<String> missing = new PdfWriter("", "/usr/share/fonts").scriptsWithoutFont(name);
    if (!missing.isEmpty()) {
      String install =
          "No font for %s: install Debian's fonts-noto-core, fonts-droid-fallback and fonts-nanum."
              .formatted(script);
      assertThat(System.getenv("NRM_FONTS_REQUIRED")).as(install).isNotEqualTo("true");
      System.err.println("*** TEST OF A SCRIPT SKIPPED. " + install + " ***");
      Assumptions.abort(install);
    }

    byte[] pdf = letter("nrm-03", file(name));

    assertThat(PdfText.of(pdf)).doesNotContain("\u25AF", "could not be printed");
    if (!JOINS_LETTERS.contains(script)) {
      assertThat(PdfText.of(pdf)).contains("Child: " + name);
    }
    assertThat(PdfText.fontsOf(pdf, UnicodeScript.forName(script)))
        .isNotEmpty()
        .allMatch(used -> used.startsWith(font));
  }

  @ParameterizedTest
  @CsvSource({
    "Nguyễn Thị Đào, Latin",
    "محمد علي, Arabic",
    "李小龍, Han",
    "ይርጋለም, Ethiopic",
    "தமிழ், Tamil"
  })
  void aNameWithoutAFontForItsScriptIsReported(String name, String script) {
    Content content = content("NRM 03", file(name), decision("nrm-03"), DATES, false);

    String without = PdfText.of(pdf(writer("", "no-such-folder"), "nrm-03", content));

    assertThat(without.contains("no font for its script (" + script + ")"))
        .isEqualTo(without.contains("\u25AF"));
  }

  @Test
  void anArabicNameIsWrittenInArabicLetters() {
    byte[] pdf = letter("nrm-03", file("محمد علي"));

    assertThat(PdfText.of(pdf)).contains("محمد").contains("علي");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "李小龍", "ይርጋለም", "ณัฐพล",
        "😀", "a\u0000b\u000Bc\uD800", "</div><script>alert(1)</script>&amp;"
      })
  void anUnprintableNameDoesNotStopTheLetter(String names) {
    byte[] pdf = letter("nrm-03", file(names));

    assertThat(PdfText.of(pdf))
        .contains("there are reasonable grounds to believe that this child may be a victim");
  }

  @Test
  void typedTextIsNeverMarkup() {
    byte[] pdf = letter("nrm-03", file("<b>Bold</b> & {{code}}"));

    assertThat(PdfText.of(pdf)).contains("<b>Bold</b> & {{code}}");
  }

  @Test
  void d20Nrm03SaysWhenTheFortyFiveDaysEnd() {
    String text = text("nrm-03", file("An"));

    assertThat(text)
        .contains("NRM-2009-2222-345L · NRM 03")
        .contains(
            "On 14 April 2009 the United Kingdom Human Trafficking Centre decided that there are")
        .contains("reflection and recovery period of 45 days, from 14 April 2009 until 29 May 2009")
        .contains("On 14 May 2009 we will review the case");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nrm-04", "negative-conclusive-grounds"})
  void d37AnEnclosedMinuteIsASecondPage(String template) {
    byte[] with = pdf(template, content("", file("An"), decision(template), DATES, true));
    byte[] without = letter(template, file("An"));

    assertThat(PdfText.pages(with)).isEqualTo(2);
    assertThat(PdfText.of(with))
        .contains("Enclosed: minute of reasons", "The account is consistent.", "heard twice");
    assertThat(PdfText.pages(without)).isEqualTo(1);
    assertThat(PdfText.of(without)).doesNotContain("consistent", "Enclosed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nrm-04-to-adult", "negative-conclusive-grounds-to-adult"})
  void d37AnAdultsLetterWithAMinuteEndsWithItsSignature(String template) throws IOException {
    Content usual = LetterPicturesTest.content(template);
    Map<String, LocalDate> dates = new HashMap<>(usual.dates());
    dates.put("replacedDecision", DECIDED.minusDays(7));
    String authority = "Comhairle nan Eilean Siar and Partners of Stornoway";
    Content longer = changed(usual, usual.officer(), authority, dates, true);

    assertThat(PdfText.pages(pdf(template, usual))).isEqualTo(2);
    byte[] onThreePages = pdf(template, longer);
    assertThat(PdfText.pages(onThreePages)).isEqualTo(3);
    assertThat(
            PdfText.glyphs(onThreePages, 2).stream().map(Glyph::text).collect(Collectors.joining()))
        .as("the end of the letter stays together")
        .contains("Whotocontact", "Yourssincerely", "Enclosed:minuteofreasons");
  }

  @Test
  void aLetterThatFillsItsPageHasNoEmptySecondOne() {
    Content usual = content("NRM 03", file("An Thi Nguyen"), decision("nrm-03"), DATES, false);
    Map<String, LocalDate> dates = new HashMap<>(DATES);
    dates.put("mistakenDecision", DECIDED);
    dates.put("transferredOn", DECIDED);
    Content full = changed(usual, Optional.empty(), usual.localAuthorityName(), dates, false);

    assertThat(PdfText.pages(pdf("nrm-03", full))).isEqualTo(1);
  }

  @Test
  void d27ConclusiveDecisionsUseTheScottishWording() {
    String positive = text("nrm-07", file("An"));
    String negative =
        text(
            "negative-conclusive-grounds",
            content(
                Letter.NO_CODE_KNOWN,
                file("An"),
                decision("negative-conclusive-grounds"),
                DATES,
                true));

    assertThat(positive).contains("recognised as a victim of human trafficking");
    assertThat(negative)
        .contains(
            "insufficient evidence to recognise the individual as a victim of human trafficking")
        .doesNotContain(Letter.NO_CODE_KNOWN);
  }

  @Test
  void nrm05StatesTheOutcomeOfEachStage() {
    assertThat(nrm05(Stage.REASONABLE_GROUNDS, Outcome.POSITIVE))
        .contains("period of 45 days, until 29 May 2009");
    assertThat(nrm05(Stage.REASONABLE_GROUNDS, Outcome.NEGATIVE))
        .contains("there are no reasonable grounds");
    assertThat(nrm05(Stage.CONCLUSIVE_GROUNDS, Outcome.POSITIVE))
        .contains("is recognised as a victim");
    assertThat(nrm05(Stage.CONCLUSIVE_GROUNDS, Outcome.NEGATIVE))
        .contains("insufficient evidence to recognise");
  }

  @Test
  void theRequestNamesTheMissingFacts() {
    String text = text("request-for-missing-facts", file("An"));

    assertThat(text).contains("Which nationality?", "ends on 15 April 2009");
  }

  @Test
  void anInvalidFontFileDoesNotStopLetters(@TempDir Path fonts) throws IOException {
    Files.writeString(fonts.resolve("broken.ttf"), "not a font");
    Files.write(
        fonts.resolve("mono.ttf"),
        getClass()
            .getResourceAsStream("/net/sf/jasperreports/fonts/dejavu/DejaVuSansMono.ttf")
            .readAllBytes());

    byte[] pdf =
        pdf(
            writer(fonts.toString()),
            "nrm-03",
            content("NRM 03", file("李小龍"), decision("nrm-03"), DATES, false));

    assertThat(PdfText.of(pdf)).contains("reasonable grounds");
    assertThat(
            PdfText.of(
                pdf(
                    writer(fonts.resolve("missing").toString()),
                    "nrm-03",
                    content("NRM 03", file("An"), decision("nrm-03"), DATES, false))))
        .contains("Child: An");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../application", "no-such-letter", "A", ""})
  void aMissingTemplateIsReported(String template) {
    assertThatThrownBy(() -> WRITER.write(template, content("", file("An"), null, DATES, false)))
        .hasMessageContaining("template");
  }

  private String nrm05(Stage stage, Outcome outcome) {
    return text("nrm-05", content("NRM 05", file("An"), decision(stage, outcome), DATES, false));
  }

  static Stream<String> templates() throws IOException {
    Set<String> pieces = Set.of("letterhead", "close", "help-for-adults", "nrm-form");
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/letters"))) {
      return files
          .map(file -> file.getFileName().toString().replace(".html", ""))
          .filter(name -> !pieces.contains(name))
          .sorted()
          .toList()
          .stream();
    }
  }

  static Stream<String> lettersToThePerson() throws IOException {
    return templates().filter(name -> name.endsWith("-to-adult") || name.equals("leave-renewal"));
  }

  /** All others; to whom it may not concern who the child is has a test of its own. */
  static Stream<String> lettersToOrganisations() throws IOException {
    return templates().filter(name -> !name.endsWith("-to-adult") && !name.equals("leave-renewal"));
  }

  @Test
  void aLetterThatCannotBeLaidOutFailsWithoutItsText() {
    String tooSmall =
        "<html><head><style>@page { size: 1px 1px }</style></head><body><p>Nguyen</p></body></html>";

    assertThatThrownBy(() -> WRITER.pdf("nrm-03", tooSmall))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Could not create a PDF of letter nrm-03 (IllegalArgumentException)")
        .hasNoCause();
  }

  /** A letter to the local authority, about the decision of its template if it has one. */
  private static byte[] letter(String template, CaseFileContent file) {
    String code = template.matches("nrm-\\d\\d") ? template.replace("nrm-", "NRM ") : "";
    return pdf(template, content(code, file, decision(template), DATES, false));
  }

  private static String text(String template, CaseFileContent file) {
    return PdfText.of(letter(template, file));
  }

  private static String text(String template, Content content) {
    return PdfText.of(pdf(template, content));
  }

  static byte[] pdf(String template, Content content) {
    return pdf(WRITER, template, content);
  }

  private static byte[] pdf(LetterWriter writer, String template, Content content) {
    return writer.pdf(template, writer.write(template, content));
  }

  private static LetterWriter writer(String fonts) {
    return writer(fonts, "/usr/share/fonts");
  }

  private static LetterWriter writer(String fonts, String system) {
    return new LetterWriter(
        new Templates(Path.of("config", "letters"), KnownAuthorities.OF_THE_FILE),
        new PdfWriter(fonts, system));
  }

  private static Content content(
      String code,
      CaseFileContent file,
      Decision decision,
      Map<String, LocalDate> dates,
      boolean minute) {
    return new Content(
        code,
        Addressee.LOCAL_AUTHORITY,
        RECIPIENT,
        UKHTC,
        OFFICER,
        "United Kingdom Border Agency",
        "United Kingdom Human Trafficking Centre",
        "RESTRICTED",
        "Glasgow City Council",
        new CaseOnDay(nrmCase(null), file, DECIDED, KnownAuthorities.OF_THE_FILE),
        KnownAuthorities.UKBA,
        decision,
        dates,
        minute,
        true);
  }

  /** In a case in which no leave is considered. */
  private static Content changed(
      Content usual,
      Optional<SigningOfficer> officer,
      String localAuthorityName,
      Map<String, LocalDate> dates,
      boolean minute) {
    return new Content(
        usual.code(),
        usual.addressee(),
        usual.recipient(),
        usual.sender(),
        officer,
        usual.immigrationAuthority(),
        usual.intakeAuthority(),
        usual.marking(),
        localAuthorityName,
        usual.onDay(),
        usual.next(),
        usual.decision(),
        dates,
        minute,
        false);
  }

  private static Content content(
      Addressee addressee,
      Recipient recipient,
      CaseFileContent file,
      Decision decision,
      Map<String, LocalDate> dates) {
    return content(addressee, recipient, file, decision, dates, nrmCase(null));
  }

  private static Content content(
      Addressee addressee,
      Recipient recipient,
      CaseFileContent file,
      Decision decision,
      Map<String, LocalDate> dates,
      RegisterCase nrmCase) {
    return new Content(
        "",
        addressee,
        recipient,
        UKHTC,
        OFFICER,
        "United Kingdom Border Agency",
        "United Kingdom Human Trafficking Centre",
        "RESTRICTED",
        "Glasgow City Council",
        new CaseOnDay(nrmCase, file, DECIDED, KnownAuthorities.OF_THE_FILE),
        nrmCase.cgAuthority(),
        decision,
        dates,
        false,
        nrmCase.removalHold() == RemovalHold.ON && !ImmigrationFacts.isUkNational(file));
  }

  /** As the system addresses it. */
  static Content toPerson(String names, Decision decision, Map<String, LocalDate> dates) {
    CaseFileContent file =
        file(
            names,
            "childDateOfBirth",
            "1991-01-15",
            "legalRepresentative",
            "Jane Law, Example Law Centre, 5 Example Street",
            "leadProfessionalName",
            "Morag Bain",
            "leadProfessionalPhone",
            "0141 496 0456");
    Recipient person =
        Recipient.of(
            Addressee.PERSON_OR_REPRESENTATIVE,
            new CaseOnDay(nrmCase(null), file, DECIDED, KnownAuthorities.OF_THE_FILE),
            null);
    return content(Addressee.PERSON_OR_REPRESENTATIVE, person, file, decision, dates);
  }

  static RegisterCase nrmCase(String reasonableGrounds) {
    StageState rg =
        new StageState(
            null,
            null,
            Outcome.of(reasonableGrounds),
            reasonableGrounds == null ? null : DECIDED,
            null,
            null,
            null);
    InventedCase known = new InventedCase();
    known.caseNumber = "NRM-2009-2222-345L";
    known.firstResponderAgency = "education";
    known.referralReceivedOn = DECIDED;
    known.rgAuthority = KnownAuthorities.UKHTC;
    known.cgAuthority = KnownAuthorities.UKBA;
    known.removalHold = RemovalHold.ON;
    known.reasonableGrounds = rg;
    return known.build();
  }

  static CaseFileContent file(String names, String... more) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.put("childNames", names);
    fields.put("childDateOfBirth", "1995-03-02");
    fields.put("missingFacts", "Which nationality?");
    for (int i = 0; i < more.length; i += 2) {
      fields.put(more[i], more[i + 1]);
    }
    return new CaseFileContent(fields);
  }

  static Decision decision(String template) {
    return switch (template.replace("-to-adult", "")) {
      case "nrm-03", "nrm-05" -> decision(Stage.REASONABLE_GROUNDS, Outcome.POSITIVE);
      case "nrm-04" -> decision(Stage.REASONABLE_GROUNDS, Outcome.NEGATIVE);
      case "nrm-07" -> decision(Stage.CONCLUSIVE_GROUNDS, Outcome.POSITIVE);
      case "negative-conclusive-grounds" -> decision(Stage.CONCLUSIVE_GROUNDS, Outcome.NEGATIVE);
      default -> null;
    };
  }

  private static Decision decision(Stage stage, Outcome outcome) {
    return RecordedActs.decision(stage, outcome, DECIDED, "ukhtc", REASONS);
  }
}

package scot.nrm.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.Mockito.verify;
import static scot.nrm.register.Stage.CONCLUSIVE_GROUNDS;
import static scot.nrm.register.Stage.REASONABLE_GROUNDS;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.IllegalTransactionStateException;
import scot.nrm.Databases.Database;
import scot.nrm.Databases.Kind;
import scot.nrm.OnEachDatabase;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.forms.text.FormText.CaseOfForm;
import scot.nrm.letters.LetterTable.Row;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.Deadline;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Links;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;
import scot.nrm.register.Stage;

@OnEachDatabase(usually = Kind.POSTGRES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LettersTest implements OnEachDatabase.Uses {

  private static final LocalDate DECIDED = LocalDate.parse("2009-04-14");

  private PostRoom room;

  @Override
  public void open(Database database) {
    room = new PostRoom(database);
  }

  @BeforeEach
  void setTheDate() {
    PostRoom.setDay(DECIDED);
  }

  @Override
  public void close() {
    room.close();
  }

  @Test
  void aPositiveDecisionSendsItsLettersAndEntersThemInTheRegister() {
    String caseNumber = room.openCase("UKHTC", Map.of("policeForce", "strathclyde"));
    room.decide(caseNumber, REASONABLE_GROUNDS, "positive", DECIDED);

    List<Letter> sent = room.send(caseNumber, "rg-positive", null);

    assertThat(sent)
        .extracting(
            Letter::code,
            Letter::addresseeName,
            Letter::sender,
            Letter::dated,
            Letter::minuteEnclosed)
        .containsExactly(
            tuple("NRM 03", "Glasgow City Council", "UKHTC", DECIDED, false),
            tuple("NRM 05", "Example Academy", "UKHTC", DECIDED, false),
            tuple("NRM 05", "Strathclyde Police", "UKHTC", DECIDED, false));
    assertThat(room.archive().of(caseNumber)).containsExactlyInAnyOrderElementsOf(sent);
    assertThat(PdfText.of(room.archive().pdf(sent.get(0))))
        .contains(
            "period of 45 days, from 14 April 2009 until 29 May 2009",
            "On 14 May 2009 we will review")
        .contains(
            "Social Work, Child Protection",
            "For the attention of Morag Bain",
            "Child: An Thi Nguyen");
    assertThat(room.register().history(caseNumber))
        .filteredOn(event -> event.kindCode().equals("letter-sent"))
        .extracting(
            RegisterEvent::code, RegisterEvent::detail, RegisterEvent::from, RegisterEvent::officer)
        .containsExactly(
            tuple("nrm-03", "local-authority", DECIDED, PostRoom.OFFICER),
            tuple("nrm-05", "first-responder", DECIDED, PostRoom.OFFICER),
            tuple("nrm-05", "police", DECIDED, PostRoom.OFFICER));
  }

  @Test
  void d12EveryoneWhoReportedTheChildInMergedCasesIsNotified() {
    String caseNumber = room.openCase("UKHTC", Map.of());
    String byThePolice = openedByThePolice("Ann Sergeant");
    String byTheSchoolAgain = room.openCase(null, Map.of());
    room.merge(byThePolice, caseNumber);
    room.merge(byTheSchoolAgain, caseNumber);
    room.decide(caseNumber, REASONABLE_GROUNDS, "positive", DECIDED);

    List<Letter> sent = room.send(caseNumber, "rg-positive", null);

    assertThat(sent)
        .extracting(Letter::caseNumber, Letter::code, Letter::addresseeName)
        .containsExactlyInAnyOrder(
            tuple(caseNumber, "NRM 03", "Glasgow City Council"),
            tuple(caseNumber, "NRM 05", "Example Academy"),
            tuple(caseNumber, "NRM 05", "Strathclyde Police"),
            tuple(byThePolice, "NRM 05", "Fife Constabulary"));
    assertThat(room.archive().of(byThePolice))
        .as("under the number that they know")
        .singleElement()
        .satisfies(
            letter ->
                assertThat(PdfText.of(room.archive().pdf(letter)))
                    .contains("For the attention of Ann Sergeant", "Kirkcaldy Police Office")
                    .contains(caseNumber)
                    .contains("period of 45 days")
                    .doesNotContain(byThePolice));
    assertThat(room.archive().of(byTheSchoolAgain)).as("written to once").isEmpty();

    room.send(caseNumber, "rg-positive", null);
    assertThat(room.archive().of(byThePolice)).hasSize(1);

    room.send(caseNumber, "review-reminder", "2009-05-14");
    assertThat(room.archive().of(byThePolice)).as("not asked in the review, D21").hasSize(1);
  }

  @Test
  void d12TheReporterOfACaseMergedLaterIsNotifiedOfTheDecisionInForce() {
    String caseNumber = room.openCase("UKHTC", Map.of());
    String byThePolice = openedByThePolice("Ann Sergeant");
    String byTheSchoolAgain = room.openCase(null, Map.of());
    room.decide(caseNumber, REASONABLE_GROUNDS, "positive", DECIDED);
    mergedLater(byThePolice, caseNumber);
    assertThat(room.archive().of(byThePolice)).as("the letters will go to everyone").isEmpty();

    room.send(caseNumber, "rg-positive", null);
    PostRoom.setDay(LocalDate.parse("2009-04-20"));
    String byThePoliceLater = openedByThePolice("Bea Constable");
    mergedLater(byThePoliceLater, caseNumber);
    mergedLater(byTheSchoolAgain, caseNumber);

    assertThat(room.archive().of(byThePoliceLater))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.code()).isEqualTo("NRM 05");
              assertThat(letter.dated()).isEqualTo("2009-04-20");
              assertThat(PdfText.of(room.archive().pdf(letter)))
                  .contains("For the attention of Bea Constable", caseNumber)
                  .contains("On 14 April 2009 the", "until 29 May 2009");
            });
    assertThat(room.archive().of(byThePolice)).as("not sent again").hasSize(1);
    assertThat(room.archive().of(byTheSchoolAgain)).as("written to once").isEmpty();
    String byThePoliceAgain = openedByThePolice("Bea Constable");
    mergedLater(byThePoliceAgain, caseNumber);
    assertThat(room.archive().of(byThePoliceAgain)).as("written to once").isEmpty();
    assertThat(room.archive().of(caseNumber)).as("of the case itself").hasSize(3);

    room.decide(caseNumber, CONCLUSIVE_GROUNDS, "positive", LocalDate.parse("2009-04-20"));
    room.send(caseNumber, "cg-positive", null);
    String byThePoliceLast = openedByThePolice("Cara Inspector");
    mergedLater(byThePoliceLast, caseNumber);
    assertThat(room.archive().of(byThePoliceLast))
        .as("the latest decision alone")
        .extracting(Letter::occasion)
        .containsExactly("cg-positive");
  }

  /** The merged case may have been decided in the same way before (D12). */
  @Test
  void d12TheReporterOfAMergedCaseIsNotifiedAfterADecisionInThatCaseToo() {
    String caseNumber = room.openCase("UKHTC", Map.of());
    String byThePolice = openedByThePolice("Ann Sergeant");
    for (String decided : List.of(byThePolice, caseNumber)) {
      room.decide(decided, REASONABLE_GROUNDS, "positive", DECIDED);
      room.send(decided, "rg-positive", null);
    }
    PostRoom.setDay(LocalDate.parse("2009-04-20"));

    mergedLater(byThePolice, caseNumber);

    assertThat(room.archive().of(byThePolice))
        .filteredOn(letter -> letter.addressee() == Addressee.FIRST_RESPONDER)
        .hasSize(2)
        .last()
        .satisfies(
            letter ->
                assertThat(PdfText.of(room.archive().pdf(letter)))
                    .contains("For the attention of Ann Sergeant", caseNumber)
                    .doesNotContain(byThePolice));
  }

  /** D12, D41: the local authority that has the case doesn't tell another one's staff. */
  @Test
  void d41AFirstResponderOfTheFormerLocalAuthorityIsNotifiedAfterAMove() {
    String caseNumber = room.openCase("UKHTC", reportedByTheLocalAuthority());
    room.moved(caseNumber, "glasgow-city", "fife");
    room.decide(caseNumber, REASONABLE_GROUNDS, "positive", DECIDED);

    assertThat(room.send(caseNumber, "rg-positive", null))
        .filteredOn(letter -> letter.addressee() == Addressee.FIRST_RESPONDER)
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.code()).isEqualTo("NRM 05");
              assertThat(letter.council())
                  .as("the former local authority can't open it, only its first responder")
                  .isEmpty();
              assertThat(PdfText.of(room.archive().pdf(letter)))
                  .contains("For the attention of Una Baird", "Example Street Area Team")
                  .contains("Glasgow City Council");
            });

    room.moved(caseNumber, "fife", "glasgow-city");
    room.decide(caseNumber, CONCLUSIVE_GROUNDS, "positive", DECIDED.plusDays(9));

    assertThat(room.send(caseNumber, "cg-positive", null))
        .as("back in the local authority of the first responder")
        .extracting(Letter::addressee)
        .doesNotContain(Addressee.FIRST_RESPONDER);
  }

  /** D12 */
  @Test
  void d12AFirstResponderOfAnotherLocalAuthorityIsNotifiedAfterAMerge() {
    String caseNumber = room.openCase("UKHTC", Map.of());
    String inGlasgow = room.openCase(null, reportedByTheLocalAuthority());
    String inFife = room.openCase(null, reportedByTheLocalAuthority());
    room.moved(inFife, "glasgow-city", "fife");
    room.file(inFife, Map.of("firstResponderCouncil", "fife"));
    room.decide(caseNumber, REASONABLE_GROUNDS, "positive", DECIDED);
    room.send(caseNumber, "rg-positive", null);

    mergedLater(inGlasgow, caseNumber);
    mergedLater(inFife, caseNumber);

    assertThat(room.archive().of(inGlasgow)).as("has NRM 03").isEmpty();
    assertThat(room.archive().of(inFife))
        .extracting(Letter::code, Letter::addresseeName)
        .containsExactly(tuple("NRM 05", "Fife Council"));
  }

  private static Map<String, String> reportedByTheLocalAuthority() {
    return Map.of(
        "firstResponderAgency", "local-authority",
        "firstResponderOffice", "Example Street Area Team",
        "firstResponderName", "Una Baird");
  }

  private String openedByThePolice(String officer) {
    return room.openCase(
        null,
        Map.of(
            "firstResponderAgency", "police",
            "firstResponderOffice", "Kirkcaldy Police Office",
            "firstResponderName", officer,
            "policeForce", "fife"));
  }

  private void mergedLater(String ends, String continues) {
    room.merge(ends, continues);
    room.inTransaction(
        () ->
            room.get(LettersAfterChange.class)
                .notifyMergedReporters(continues, List.of(ends), "ukhtc.intake"));
  }

  @Test
  void aListOfLettersDescribesEachInWords() {
    assertThat(
            Stream.of("nrm-03-to-adult", "transfer", "asylum-colleagues", "child-missing")
                .map(Letter::inWords))
        .containsExactly(
            "NRM 03 to adult",
            "transfer of the case",
            "asylum colleagues notified",
            "child missing");
  }

  @Test
  void d37TheMinuteGoesOnlyToTheLocalAuthorityWithANegativeDecision() {
    String caseNumber = room.openCase("UKBA", Map.of());
    room.decide(caseNumber, REASONABLE_GROUNDS, "negative", DECIDED);

    List<Letter> sent = room.send(caseNumber, "rg-negative", null);

    assertThat(sent).extracting(Letter::sender).containsOnly("UKBA");
    assertThat(sent)
        .filteredOn(Letter::minuteEnclosed)
        .extracting(Letter::code)
        .containsExactly("NRM 04");
    assertThat(sent)
        .allSatisfy(
            letter -> {
              String text = PdfText.of(room.archive().pdf(letter));
              assertThat(text.contains("The minute of reasons says this."))
                  .isEqualTo(letter.minuteEnclosed());
            });
    assertThat(room.register().decisions(caseNumber).get(0).reasons())
        .isEqualTo("The minute of reasons says this.");
  }

  @Test
  void d37ARowCannotEncloseTheMinuteWithAPositiveDecision() {
    String caseNumber = room.openCase("UKHTC", Map.of());
    room.decide(caseNumber, REASONABLE_GROUNDS, "positive", DECIDED);
    Letters withAnotherTable =
        lettersWith(new Row("NRM 03", "nrm-03", Addressee.LOCAL_AUTHORITY, true));

    assertThatThrownBy(
            () ->
                room.inTransaction(
                    () ->
                        withAnotherTable.send(
                            new LetterOccasion(caseNumber, "rg-positive", null, null))))
        .hasMessageContaining("sent only with a negative decision (D37)");
    assertThat(room.archive().of(caseNumber)).isEmpty();
  }

  @Test
  void aNewRowSendsACopyToTheChildrensReporter() {
    String caseNumber = room.openCase("UKHTC", Map.of());
    room.decide(caseNumber, REASONABLE_GROUNDS, "positive", DECIDED);
    Letters withAnotherTable =
        lettersWith(new Row("NRM 05", "nrm-05", Addressee.of("childrens-reporter"), false));

    room.inTransaction(
        () -> withAnotherTable.send(new LetterOccasion(caseNumber, "rg-positive", null, null)));

    assertThat(room.archive().of(caseNumber))
        .extracting(Letter::addresseeName)
        .containsExactly("Scottish Children's Reporter Administration");
  }

  private Letters lettersWith(Row row) {
    LetterTable table =
        new LetterTable(null) {
          @Override
          List<Row> lettersFor(String caseNumber, String occasion, Map<String, Object> facts) {
            return List.of(row);
          }
        };
    return new Letters(
        table,
        room.get(LetterSubjects.class),
        room.get(LetterIssuer.class),
        room.get(OtherReporters.class),
        room.archive(),
        room.get(Delivery.class),
        room.get(WaitingLetters.class),
        room.register(),
        room.get(Links.class),
        room.get(Organisations.class));
  }

  @Test
  void eachDecisionSendsItsLettersOnce() {
    String caseNumber = room.openCase("UKHTC", Map.of());
    room.decide(caseNumber, REASONABLE_GROUNDS, "negative", DECIDED);

    List<Letter> first = room.send(caseNumber, "rg-negative", null);
    List<Letter> repeated = room.send(caseNumber, "rg-negative", null);
    room.decide(caseNumber, REASONABLE_GROUNDS, "positive", DECIDED.plusDays(9));
    List<Letter> reconsidered = room.send(caseNumber, "rg-positive", null);

    assertThat(repeated).containsExactlyInAnyOrderElementsOf(first);
    assertThat(reconsidered).extracting(Letter::code).contains("NRM 03");
    assertThat(room.archive().of(caseNumber)).hasSize(6);
  }

  @Test
  void otherLettersAreSentOncePerOccurrence() {
    String caseNumber = room.openCase("UKHTC", Map.of());

    room.send(caseNumber, "rg-extended", "first");
    room.send(caseNumber, "rg-extended", "first");
    room.send(caseNumber, "rg-extended", "second");

    assertThat(room.archive().of(caseNumber)).hasSize(2);
  }

  @Test
  void twoNodesCannotSendTheSameLetter() {
    String caseNumber = room.openCase("UKHTC", Map.of());
    Letter letter = room.send(caseNumber, "rg-extended", "first").get(0);
    Letter again =
        new Letter(
            "another-id",
            caseNumber,
            letter.occasion(),
            letter.code(),
            letter.template(),
            letter.addressee(),
            letter.addresseeName(),
            letter.council(),
            letter.force(),
            letter.sender(),
            letter.dated(),
            false,
            letter.delivery(),
            null);

    assertThatThrownBy(
            () -> room.archive().store(again, "first", "<html/>", Optional.empty(), null))
        .isInstanceOf(DuplicateKeyException.class);
  }

  @Test
  void aLetterAboutADecisionNeedsThatDecision() {
    String caseNumber = room.openCase("UKHTC", Map.of());

    assertThatThrownBy(() -> room.send(caseNumber, "rg-positive", null))
        .hasMessageContaining("the register has no such decision")
        .hasMessageNotContaining("Nguyen");
    room.decide(caseNumber, REASONABLE_GROUNDS, "negative", DECIDED);
    assertThatThrownBy(() -> room.send(caseNumber, "rg-positive", null))
        .hasMessageContaining("the register has no such decision");
  }

  @Test
  void anOccasionMissingFromTheTableIsATechnicalFault() {
    String caseNumber = room.openCase("UKHTC", Map.of());

    assertThatThrownBy(() -> room.send(caseNumber, "rg-", "once"))
        .hasMessageContaining("no row for rg-");
    assertThatThrownBy(() -> room.send("NRM-2009-2CCC-CCCW", "rg-extended", "once"))
        .hasMessageContaining("not in the register");
  }

  @Test
  void d21NoOneWhoHasAnsweredIsReminded() {
    String answered =
        room.openCase(
            "UKHTC",
            Map.of(
                "reviewLocalAuthority", "answered",
                "reviewFirstResponder", "answered",
                "reviewPolice", "answered"));
    String police =
        room.openCase(
            "UKHTC",
            Map.of(
                "reviewLocalAuthority", "answered",
                "reviewFirstResponder", "answered",
                "reviewPolice", "not-answered"));

    assertThat(room.send(answered, "review-reminder", "once")).isEmpty();
    assertThat(room.send(police, "review-reminder", "once"))
        .extracting(Letter::addressee)
        .containsExactly(Addressee.POLICE);
  }

  @Test
  void d21AReminderAfterTheReflectionPeriodDoesNotSayThatThePeriodLasts() {
    String caseNumber = room.openCase("UKHTC", Map.of());
    LocalDate yesterday = DECIDED.minusDays(1);
    room.send(
        new LetterOccasion(
            caseNumber,
            "review-reminder",
            "once",
            null,
            null,
            null,
            Map.of("reflectionEnd", yesterday)));

    assertThat(pdf(room.archive().of(caseNumber)))
        .contains("period is over")
        .doesNotContain("lasts until");
  }

  @Test
  void d22AnExtensionLetterAfterTheNewEndSaysThatThePeriodIsOver() {
    String caseNumber = room.openCase("UKHTC", Map.of());
    room.send(
        new LetterOccasion(
            caseNumber,
            "reflection-extended",
            "once",
            null,
            null,
            null,
            Map.of("reflectionEnd", DECIDED.minusDays(1))));

    assertThat(pdf(room.archive().of(caseNumber)))
        .contains("was extended until", "and is now over")
        .doesNotContain("now lasts", "will keep");
  }

  @Test
  void theConclusiveDecisionIsSentByTheAuthorityThatMadeIt() {
    String caseNumber = room.openCase("UKHTC", Map.of());
    room.inTransaction(
        () ->
            room.register().routed(caseNumber, CONCLUSIVE_GROUNDS, KnownAuthorities.UKBA, "D13.5"));
    room.decide(caseNumber, CONCLUSIVE_GROUNDS, "negative", DECIDED);

    List<Letter> sent = room.send(caseNumber, "cg-negative", null);

    assertThat(sent).extracting(Letter::sender).containsOnly("UKBA");
    assertThat(sent).extracting(Letter::title).contains("Negative conclusive grounds");
  }

  @Test
  void d11LettersMentionThatTheFormWasSentStraightToUkhtc() {
    String caseNumber = room.openCase("UKHTC", Map.of("firstResponderAgency", "police"));
    room.inTransaction(
        () ->
            room.get(RegisterUpdates.class)
                .addEntry(
                    caseNumber, RegisterEvent.entry(EntryKind.DIRECT_REFERRAL).from(DECIDED)));

    List<Letter> sent = new ArrayList<>(room.send(caseNumber, "referral-received", "once"));
    sent.addAll(room.send(caseNumber, "child-not-known", "once"));

    assertThat(sent)
        .extracting(letter -> PdfText.of(room.archive().pdf(letter)).replaceAll("\\s+", " "))
        .allMatch(text -> text.contains("straight to us") || text.contains("You sent us"))
        .noneMatch(text -> text.contains("You told"))
        .noneMatch(text -> text.contains("Thank you for the referral"))
        .noneMatch(text -> text.contains("not yet known to you"));
  }

  @Test
  void nrm07DoesNotPromiseAReflectionPeriodThatHasEnded() {
    String caseNumber = room.openCase("UKHTC", Map.of());
    room.inTransaction(
        () -> {
          room.register().routed(caseNumber, CONCLUSIVE_GROUNDS, KnownAuthorities.UKHTC, "D13.4");
          room.register().deadlineSet(caseNumber, Deadline.REFLECTION_END, DECIDED, DECIDED, null);
        });
    room.decide(caseNumber, CONCLUSIVE_GROUNDS, "positive", DECIDED);
    PostRoom.setDay(DECIDED);
    assertThat(nrm07(room.send(caseNumber, "cg-positive", null)))
        .contains("The reflection and recovery period lasts until 14 April 2009");

    PostRoom.setDay(DECIDED.plusDays(1));
    room.decide(caseNumber, CONCLUSIVE_GROUNDS, "positive", DECIDED.plusDays(1));
    assertThat(nrm07(room.send(caseNumber, "cg-positive", null)))
        .contains("The reflection and recovery period ended on 14 April 2009.")
        .doesNotContain("until");
  }

  @Test
  void d29Nrm07AnnouncesADecisionOnLeaveOnlyIfOneWillBeMade() {
    assertThat(recognised("VN", "immigrationStatus", "none"))
        .contains("will now consider whether to grant the child permission to stay")
        .doesNotContain("asylum");
    assertThat(recognised("VN", "immigrationStatus", "none", "asylumClaimMade", "yes"))
        .contains("The asylum claim will be decided first.");
    assertThat(recognised("VN", "immigrationStatus", "leave", "leaveUntil", "2009-04-13"))
        .as("expired the day before")
        .contains("will now consider");
    assertThat(recognised("VN", "immigrationStatus", "leave", "leaveUntil", "2009-04-14"))
        .as("last day of leave")
        .doesNotContain("permission");
    assertThat(recognised("SK", "removalOrExclusionDecision", "yes"))
        .as("removal on hold, but no leave without a decision")
        .doesNotContain("permission");
    assertThat(recognised("GB", "immigrationStatus", "uk-national")).doesNotContain("permission");
  }

  /** The NRM 07 of a national of a country, with fields of the file. */
  private String recognised(String country, String... fields) {
    Map<String, String> file = new HashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      file.put(fields[i], fields[i + 1]);
    }
    String caseNumber = room.openCase("UKHTC", file);
    room.inTransaction(
        () -> {
          room.get(CaseFile.class)
              .merge(
                  caseNumber,
                  Map.of("childNationalities", JsonNodeFactory.instance.arrayNode().add(country)),
                  "glasgow.lead");
          room.register().routed(caseNumber, CONCLUSIVE_GROUNDS, KnownAuthorities.UKHTC, "D13.8");
        });
    room.decide(caseNumber, CONCLUSIVE_GROUNDS, "positive", DECIDED);
    return nrm07(room.send(caseNumber, "cg-positive", null));
  }

  @Test
  void d21AReviewThatIsAlreadyPastIsNotAnnounced() {
    String caseNumber = room.openCase("UKHTC", Map.of());
    room.decide(caseNumber, REASONABLE_GROUNDS, "positive", DECIDED);
    PostRoom.setDay(DECIDED.plusDays(31));

    List<Letter> sent = room.send(caseNumber, "rg-positive", null);

    assertThat(PdfText.of(room.archive().pdf(sent.get(0))))
        .contains("from 14 April 2009 until 29 May 2009")
        .doesNotContain("14 May 2009");
  }

  /** D15, D24: a form is logged late, a letter waits for an address, a case is merged. */
  @Test
  void noLetterSaysThatADecisionIsDueOnADayThatHasPassed() {
    String caseNumber = room.openCase("UKHTC", Map.of());
    LocalDate rgDue = LocalDate.parse("2009-04-15");
    assertThat(acknowledgement(caseNumber, rgDue, rgDue)).contains("due on 15 April 2009");
    assertThat(acknowledgement(caseNumber, rgDue, rgDue.plusDays(1)))
        .contains("A competent authority will now decide")
        .doesNotContain("due on");

    room.decide(caseNumber, REASONABLE_GROUNDS, "positive", DECIDED);
    PostRoom.setDay(DECIDED.plusDays(46));

    assertThat(room.send(caseNumber, "rg-positive", null))
        .hasSize(3)
        .allSatisfy(
            letter ->
                assertThat(pdf(List.of(letter)))
                    .contains("period of 45 days", "until 29 May 2009")
                    .doesNotContain("due by"));
  }

  private String acknowledgement(String caseNumber, LocalDate rgDue, LocalDate day) {
    PostRoom.setDay(day);
    room.send(
        new LetterOccasion(
            caseNumber,
            "referral-received",
            "on " + day,
            null,
            null,
            null,
            Map.of("rgDue", rgDue)));
    return pdf(
        room.archive().of(caseNumber).stream()
            .filter(letter -> letter.addressee() == Addressee.LOCAL_AUTHORITY)
            .filter(letter -> letter.dated().equals(day))
            .toList());
  }

  /** D22, D25 */
  @Test
  void aLongerReflectionPeriodDoesNotChangeAnEarlierConclusiveDecision() {
    String caseNumber = room.openCase("UKHTC", Map.of());
    room.decide(caseNumber, REASONABLE_GROUNDS, "positive", DECIDED);
    room.decide(caseNumber, CONCLUSIVE_GROUNDS, "positive", DECIDED.plusDays(6));

    List<Letter> sent = room.send(caseNumber, "reflection-extended", "first");

    assertThat(PdfText.of(room.archive().pdf(sent.get(0))).replaceAll("\\s+", " "))
        .contains("The decision on conclusive grounds of 20 April 2009 does not change.")
        .doesNotContain("is now due", "as soon as it is made");
  }

  private String nrm07(List<Letter> sent) {
    return sent.stream()
        .filter(letter -> letter.code().equals("NRM 07"))
        .map(letter -> PdfText.of(room.archive().pdf(letter)).replaceAll("\\s+", " "))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anAuthorityHasTheNameInForceOnTheDayOfTheLetter() {
    PostRoom.setDay(LocalDate.parse("2013-04-02"));
    String caseNumber = room.openCase("UKBA", Map.of("policeForce", "strathclyde"));
    room.decide(caseNumber, REASONABLE_GROUNDS, "positive", LocalDate.parse("2013-04-02"));

    List<Letter> sent = room.send(caseNumber, "rg-positive", null);

    assertThat(PdfText.of(room.archive().pdf(sent.get(0)))).contains("the Home Office decided");
    assertThat(sent.get(2).addresseeName()).isEqualTo("Police Service of Scotland");
  }

  @Test
  void thePoliceOfficeThatReportedTheConcernGetsTheNotice() {
    String caseNumber =
        room.openCase(
            "UKHTC",
            Map.of(
                "firstResponderAgency", "police",
                "policeForce", "",
                "firstResponderOffice", "Example Street Police Office"));
    room.decide(caseNumber, REASONABLE_GROUNDS, "positive", DECIDED);

    List<Letter> sent = room.send(caseNumber, "rg-positive", null);

    assertThat(sent).hasSize(2);
    assertThat(sent.get(1).addresseeName()).isEqualTo("Strathclyde Police");
    assertThat(PdfText.of(room.archive().pdf(sent.get(1))))
        .contains("Example Street Police Office");
  }

  @Test
  void lettersToAPortOfficerGoToTheirAgency() {
    String caseNumber =
        room.openCase(
            "UKHTC",
            Map.of(
                "firstResponderAgency", "ukba",
                "firstResponderName", "Officer Ailsa Penrose",
                "firstResponderOffice", ""));

    List<Letter> sent = room.send(caseNumber, "referral-received", "once");

    assertThat(sent)
        .filteredOn(letter -> letter.addressee() == Addressee.FIRST_RESPONDER)
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.addresseeName()).isEqualTo("United Kingdom Border Agency");
              assertThat(PdfText.of(room.archive().pdf(letter)))
                  .contains("For the attention of Officer Ailsa Penrose")
                  .contains("Competent Authority");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "Withheld, '', ''",
    "'Address withheld, 3 Example Road', '', ''",
    "Glasgow, '', ''",
    "'Foster carer, Glasgow', '', ''",
    "'Glasgow, 0141 496 0000', '', ''",
    "'', '', ''",
    "Withheld, 'Jane Law', ''",
    "Withheld, 'Jane Law, solicitor, tel. 0141 496 0000 (mornings), jane@law.example', ''",
    "Withheld, 'Jane Law, 0141 496 0000 ext. 12', ''",
    "Withheld, 'Jane Law, address withheld until 5 May', ''",
    "Withheld, 'Jane Law, 0141 496 0000, 5 Example Street', 'c/o Jane Law 5 Example Street'",
    "'3 Example Road, Glasgow', 'Jane Law, solicitor', 'c/o Jane Law 3 Example Road Glasgow'",
    "'3 Example Road, Glasgow', 'Jane Law', 'c/o Jane Law 3 Example Road Glasgow'",
    "'3 Example Road, Glasgow', '', 'An Thi Nguyen 3 Example Road Glasgow'"
  })
  void d7NoLetterGoesToAWithheldAddress(String placement, String representative, String address) {
    String caseNumber = adult("placementAddress", placement, "legalRepresentative", representative);

    List<Letter> sent = room.send(caseNumber, "rg-extended", "once");

    if (address.isEmpty()) {
      assertThat(sent).as("the case owner finds an address first").isEmpty();
      verify(room.get(CaseInstances.class))
          .start(
              "find-address",
              caseNumber,
              "glasgow-city",
              Map.of(
                  "lettersWaiting", "rg-extended/once",
                  "decidingAuthority", "UKHTC",
                  "foundAdult", true));
    } else {
      assertThat(pdf(sent)).contains(address);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "representative, 'Jane Law, 5 Example Street', 'c/o Jane Law 5 Example Street'",
    "own-address, '3 Example Road, Glasgow', 'An Thi Nguyen 3 Example Road Glasgow'",
    "local-authority, '', 'c/o Glasgow City Council Social Work, Child Protection'"
  })
  void d7WaitingAndLaterLettersGoToTheAddressThatTheCaseOwnerFound(
      String kind, String address, String shown) {
    String caseNumber = adult("placementAddress", "Withheld", "legalRepresentative", "Jane Law");
    room.decide(caseNumber, REASONABLE_GROUNDS, "negative", DECIDED);
    assertThat(room.send(caseNumber, "rg-negative", null))
        .as("no other letter waits")
        .extracting(Letter::code)
        .containsOnly("NRM 05");

    room.file(caseNumber, Map.of("letterAddressKind", kind, "letterAddress", address));
    sendWaiting(caseNumber, "rg-negative", "decision-1");
    sendWaiting(caseNumber, "rg-negative", "decision-1");

    List<Letter> toPerson = toPerson(caseNumber);
    assertThat(toPerson).as("once").extracting(Letter::code).containsExactly("NRM 04");
    assertThat(pdf(toPerson)).contains(shown, "The minute of reasons says this.");
    assertThat(Letter.NO_POSTAL_ADDRESS.equals(toPerson.get(0).deliveryNote()))
        .as("the print queue and the forms of the case say so")
        .isEqualTo(kind.equals("local-authority"));
    assertThat(pdf(room.send(caseNumber, "leave-renewal", "once"))).contains(shown);

    room.personMoved(caseNumber);

    assertThat(room.send(caseNumber, "leave-renewal", "later").isEmpty())
        .as("D41: after a move, a letter never goes to an address of the person's own of before")
        .isEqualTo(kind.equals("own-address"));
  }

  @Test
  void d41AMoveThatAffectsNoLetterDoesNotChangeTheFile() {
    String caseNumber = room.openCase("UKHTC", Map.of());

    room.personMoved(caseNumber);

    assertThat(room.get(CaseFile.class).lastAuthor(caseNumber)).contains("glasgow.lead");
  }

  @Test
  void d7AWaitingLetterSupersededByALaterDecisionIsNotSent() {
    String caseNumber = adult("placementAddress", "3 Example Road, Glasgow");
    room.decide(caseNumber, REASONABLE_GROUNDS, "negative", DECIDED);
    reconsider(caseNumber);
    room.decide(caseNumber, REASONABLE_GROUNDS, "positive", DECIDED.plusDays(9));

    sendWaiting(caseNumber, "rg-negative", "decision-1");
    sendWaiting(caseNumber, "rg-extended", "once");
    sendWaiting(caseNumber, "referral-received", "once");
    assertThat(toPerson(caseNumber)).isEmpty();

    sendWaiting(caseNumber, "rg-positive", "decision-2");
    assertThat(toPerson(caseNumber)).extracting(Letter::code).containsExactly("NRM 03");
    assertThat(pdf(toPerson(caseNumber)))
        .as("D30")
        .contains("the outcome of a reconsideration. It replaces the decision of 14 April 2009.");
  }

  @Test
  void d30LettersExplainThatADecisionReplacesAMistake() {
    String caseNumber = room.openCase("UKHTC", Map.of());
    room.decide(caseNumber, REASONABLE_GROUNDS, "negative", DECIDED);
    reconsider(caseNumber);
    room.decide(caseNumber, REASONABLE_GROUNDS, "positive", DECIDED.plusDays(9));
    room.decide(caseNumber, REASONABLE_GROUNDS, "negative", DECIDED.plusDays(12));

    assertThat(pdf(room.send(caseNumber, "rg-negative", null)))
        .contains("It replaces the decision of 23 April 2009, which was made by mistake.")
        .doesNotContain("the outcome of a reconsideration");
  }

  private void reconsider(String caseNumber) {
    room.inTransaction(
        () -> {
          RegisterUpdates updates = room.get(RegisterUpdates.class);
          updates.reconsiderationAccepted(caseNumber, REASONABLE_GROUNDS, DECIDED, "ukhtc.owner2");
          updates.reconsiderationEnded(caseNumber, REASONABLE_GROUNDS, "changed", DECIDED);
        });
  }

  @Test
  void d7ConclusiveGroundsSupersedeAWaitingLetterAboutReasonableGrounds() {
    String caseNumber = adult("placementAddress", "3 Example Road, Glasgow");
    room.decide(caseNumber, REASONABLE_GROUNDS, "positive", DECIDED);
    room.decide(caseNumber, CONCLUSIVE_GROUNDS, "positive", DECIDED.plusDays(9));

    sendWaiting(caseNumber, "rg-positive", "decision-1");
    sendWaiting(caseNumber, "cg-positive", "decision-1");

    assertThat(toPerson(caseNumber)).extracting(Letter::code).containsExactly("NRM 07");
  }

  @Test
  void d7ADecisionDoesNotSupersedeAWaitingLetterAboutALaterExtension() {
    String caseNumber = adult("placementAddress", "3 Example Road, Glasgow");
    extend(caseNumber, REASONABLE_GROUNDS, 1);
    room.decide(caseNumber, REASONABLE_GROUNDS, "negative", DECIDED);
    sendWaiting(caseNumber, "rg-extended", "before");
    assertThat(toPerson(caseNumber)).isEmpty();

    extend(caseNumber, REASONABLE_GROUNDS, 2); // while it is reconsidered, D30
    sendWaiting(caseNumber, "rg-extended", "after");
    room.decide(caseNumber, CONCLUSIVE_GROUNDS, "positive", DECIDED.plusDays(9));
    extend(caseNumber, CONCLUSIVE_GROUNDS, 2); // of the reflection period, D22
    sendWaiting(caseNumber, "reflection-extended", "after");

    assertThat(toPerson(caseNumber))
        .extracting(Letter::occasion)
        .containsExactlyInAnyOrder("rg-extended", "reflection-extended");
  }

  private void extend(String caseNumber, Stage stage, int days) {
    room.inTransaction(
        () ->
            room.get(Register.class)
                .extended(
                    caseNumber, stage, DECIDED, DECIDED.plusDays(days), "Illness", "ukhtc.owner"));
  }

  @Test
  void d37AWaitingLetterGoesToTheLocalAuthorityIfThePersonIsFoundToBeAChild() {
    String caseNumber = adult("placementAddress", "Withheld");
    assertThat(room.send(caseNumber, "rg-extended", "once")).isEmpty();

    room.file(caseNumber, Map.of("childDateOfBirth", "1995-01-01"));
    sendWaiting(caseNumber, "rg-extended", "once");

    assertThat(room.archive().of(caseNumber))
        .extracting(Letter::addressee)
        .containsExactly(Addressee.LOCAL_AUTHORITY);
  }

  private String adult(String... fields) {
    Map<String, String> file = new HashMap<>(Map.of("childDateOfBirth", "1991-01-01"));
    for (int i = 0; i < fields.length; i += 2) {
      file.put(fields[i], fields[i + 1]);
    }
    return room.openCase("UKHTC", file);
  }

  private void sendWaiting(String caseNumber, String occasion, String occurrence) {
    room.inTransaction(
        () ->
            room.get(LettersAfterChange.class)
                .sendWaiting(new LetterOccasion(caseNumber, occasion, occurrence, null)));
  }

  private List<Letter> toPerson(String caseNumber) {
    return room.archive().of(caseNumber).stream()
        .filter(letter -> letter.addressee() == Addressee.PERSON_OR_REPRESENTATIVE)
        .toList();
  }

  private String pdf(List<Letter> letters) {
    return PdfText.of(room.archive().pdf(letters.get(0)));
  }

  @Test
  void neitherTheLetterNorItsAddresseeCanBeReadInTheDatabase() {
    String caseNumber = room.openCase("UKHTC", Map.of());
    Letter letter = room.send(caseNumber, "rg-extended", "once").get(0);

    Map<String, Object> row =
        room.jdbc().sql("select * from letter where id = ?").param(letter.id()).query().singleRow();

    byte[] sealed = (byte[]) row.get("content");
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("<html");
    assertThat(row.values()).noneMatch(value -> String.valueOf(value).contains("Nguyen"));
    assertThat(row.get("delivery")).isEqualTo("print-queue");
    assertThat(row.get("delivery_note")).isEqualTo("no-mail-server");
  }

  @Test
  void d7OnceThePersonIsAnAdultLettersGoToThemInsteadOfTheLocalAuthority() {
    Map<String, String> born =
        Map.of("childDateOfBirth", "1991-04-14", "placementAddress", "3 Example Road, Glasgow");
    String caseNumber = room.openCase("UKHTC", born);
    PostRoom.setDay(DECIDED.minusDays(1));
    List<Letter> dayBefore = room.send(caseNumber, "rg-extended", "first");
    PostRoom.setDay(DECIDED);
    room.decide(caseNumber, REASONABLE_GROUNDS, "negative", DECIDED);

    List<Letter> onTheDay = room.send(caseNumber, "rg-negative", null);

    assertThat(dayBefore)
        .extracting(Letter::template, Letter::addresseeName)
        .containsExactly(tuple("reasonable-grounds-extended", "Glasgow City Council"));
    assertThat(onTheDay)
        .extracting(Letter::code, Letter::template, Letter::addresseeName, Letter::minuteEnclosed)
        .containsExactly(
            tuple("NRM 04", "nrm-04-to-adult", "The person or their representative", true),
            tuple("NRM 05", "nrm-05", "Example Academy", false),
            tuple("NRM 05", "nrm-05", "Strathclyde Police", false));
    assertThat(onTheDay.get(0).delivery()).isEqualTo(DeliveryState.PRINT_QUEUE);
    assertThat(PdfText.of(room.archive().pdf(onTheDay.get(0))))
        .contains(
            "PERSONAL", "An Thi Nguyen 3 Example Road Glasgow", "The minute of reasons says this.");
    assertThat(PdfText.of(room.archive().pdf(onTheDay.get(1))))
        .contains("this person may be a victim");
  }

  @Test
  void d7ADisputedAgeChangesNothingUntilThereIsAFinding() {
    String caseNumber =
        room.openCase(
            "UKHTC",
            Map.of(
                "childDateOfBirth", "1985-01-01",
                "ageDisputed", "yes",
                "placementAddress", "3 Example Road, Glasgow"));
    Letter disputed = room.send(caseNumber, "rg-extended", "first").get(0);

    room.file(caseNumber, Map.of("ageFinding", "adult", "adultFromDate", "2009-04-14"));
    Letter found = room.send(caseNumber, "rg-extended", "second").get(0);

    assertThat(disputed.addressee()).isEqualTo(Addressee.LOCAL_AUTHORITY);
    assertThat(found.addressee()).isEqualTo(Addressee.PERSON_OR_REPRESENTATIVE);
  }

  @Test
  void d37ARowCannotSendALetterToAChild() {
    String caseNumber = room.openCase("UKHTC", Map.of("childDateOfBirth", "1991-04-15"));
    Letters withAnotherTable =
        lettersWith(new Row("", "leave-renewal", Addressee.PERSON_OR_REPRESENTATIVE, false));

    assertThatThrownBy(
            () ->
                room.inTransaction(
                    () ->
                        withAnotherTable.send(
                            new LetterOccasion(caseNumber, "leave-renewal", "once", null))))
        .hasMessageContaining("Nothing is addressed to a child (D37)")
        .hasMessageNotContaining("Nguyen");
    assertThat(room.archive().of(caseNumber)).isEmpty();
  }

  @Test
  void d34TheDecidingAuthorityAndAllAgenciesAreNotifiedOfAMissingOrFoundChild() {
    String caseNumber = room.openCase("UKHTC", Map.of());
    room.inTransaction(
        () ->
            room.register().routed(caseNumber, CONCLUSIVE_GROUNDS, KnownAuthorities.UKBA, "D13.5"));

    room.inTransaction(
        () ->
            room.get(RegisterUpdates.class)
                .childMissing(caseNumber, DECIDED.minusDays(1), "glasgow.lead", null));

    List<Letter> beforeReasonableGrounds = room.send(caseNumber, "child-missing", "first");
    room.decide(caseNumber, REASONABLE_GROUNDS, "positive", DECIDED);
    room.file(caseNumber, Map.of("childFoundDate", "2009-04-14"));
    List<Letter> afterReasonableGrounds = room.send(caseNumber, "child-found", "first");

    assertThat(beforeReasonableGrounds)
        .extracting(Letter::addressee, Letter::addresseeName, Letter::sender)
        .containsExactly(
            tuple(Addressee.LOCAL_AUTHORITY, "Glasgow City Council", "UKHTC"),
            tuple(Addressee.FIRST_RESPONDER, "Example Academy", "UKHTC"),
            tuple(
                Addressee.COMPETENT_AUTHORITY, "United Kingdom Human Trafficking Centre", "UKHTC"),
            tuple(Addressee.POLICE, "Strathclyde Police", "UKHTC"));
    assertThat(afterReasonableGrounds)
        .extracting(Letter::addresseeName, Letter::sender)
        .contains(tuple("United Kingdom Border Agency", "UKBA"));
    assertThat(PdfText.of(room.archive().pdf(beforeReasonableGrounds.get(0))))
        .contains("not been seen since 13 April 2009");
    assertThat(PdfText.of(room.archive().pdf(afterReasonableGrounds.get(0))))
        .contains("found on 14 April 2009");
  }

  @Test
  void d34AForceThatWasRenamedSinceItSearchedIsNotifiedOfTheReturn() {
    String caseNumber = room.openCase("UKHTC", Map.of());
    PostRoom.setDay(LocalDate.parse("2013-03-28"));
    assertThat(room.send(caseNumber, "child-missing", "once"))
        .extracting(Letter::addresseeName)
        .contains("Strathclyde Police");

    room.file(caseNumber, Map.of("policeForce", "british-transport-police"));
    PostRoom.setDay(LocalDate.parse("2013-04-02"));
    room.inTransaction(
        () -> {
          LocalDate since = LocalDate.parse("2013-03-28");
          RegisterUpdates updates = room.get(RegisterUpdates.class);
          updates.childMissing(caseNumber, since, "glasgow.lead", null);
          updates.childFound(caseNumber, LocalDate.parse("2013-04-02"), "glasgow.lead", null);
        });

    assertThat(room.send(caseNumber, "child-found", "once"))
        .filteredOn(letter -> letter.addressee() == Addressee.POLICE)
        .extracting(Letter::addresseeName)
        .containsExactly("British Transport Police", "Police Service of Scotland");
  }

  /** Since 1 April 2013 the force of each area has had the same name. */
  @Test
  void d41BothAreasOfOnePoliceForceAreNotifiedOfAMissingChildWhoMoved() {
    LocalDate day = LocalDate.parse("2013-06-03");
    PostRoom.setDay(day);
    String caseNumber = room.openCase("UKHTC", Map.of());
    RegisterUpdates updates = room.get(RegisterUpdates.class);
    room.inTransaction(() -> updates.childMissing(caseNumber, day, "glasgow.lead", null));
    room.send(caseNumber, "child-missing", "once");

    room.personMoved(caseNumber);
    room.inTransaction(
        () -> room.get(LettersAfterChange.class).resendToNewArea(caseNumber, day, "fife.lead"));
    assertThat(forces("child-missing", caseNumber))
        .containsExactlyInAnyOrder("strathclyde", "fife");

    room.inTransaction(() -> updates.childFound(caseNumber, day, "fife.lead", null));
    room.send(caseNumber, "child-found", "once");
    assertThat(forces("child-found", caseNumber)).containsExactlyInAnyOrder("fife", "strathclyde");
  }

  private List<String> forces(String occasion, String caseNumber) {
    return room.archive().of(caseNumber).stream()
        .filter(letter -> letter.occasion().equals(occasion))
        .flatMap(letter -> letter.force().stream())
        .toList();
  }

  @Test
  void d35TheDecidingAuthorityNamesTheSuspendedStage() {
    String caseNumber = room.openCase("UKHTC", Map.of());
    room.decide(caseNumber, REASONABLE_GROUNDS, "positive", DECIDED);
    room.inTransaction(
        () -> {
          room.register().routed(caseNumber, CONCLUSIVE_GROUNDS, KnownAuthorities.UKBA, "D13.5");
          room.get(RegisterUpdates.class)
              .suspended(caseNumber, CONCLUSIVE_GROUNDS, DECIDED, "ukba.second");
        });

    List<Letter> sent = room.send(caseNumber, "stage-suspended", "once");

    assertThat(sent)
        .extracting(Letter::addressee, Letter::sender, Letter::code)
        .containsExactly(
            tuple(Addressee.LOCAL_AUTHORITY, "UKBA", ""),
            tuple(Addressee.FIRST_RESPONDER, "UKBA", ""),
            tuple(Addressee.POLICE, "UKBA", ""));
    assertThat(PdfText.of(room.archive().pdf(sent.get(0))))
        .contains(
            "The decision on conclusive grounds has been suspended",
            "suspended this stage on 14 April 2009");
  }

  @Test
  void d9BeforeTheRouteOnlyAUkbaCopyMakesAnAuthorityAnAddressee() {
    String copied = room.openConcern(Map.of());
    String unrouted = room.openCase(null, Map.of());
    room.inTransaction(
        () -> {
          for (String one : List.of(copied, unrouted)) {
            room.get(RegisterUpdates.class)
                .copyReceived(one, LocalDate.parse("2009-04-01"), "ukba.port");
          }
        });

    List<Letter> ofTheCopy = room.send(copied, "child-missing", "once");
    List<Letter> ofTheOther = room.send(unrouted, "child-missing", "once");
    Letter reminder = room.send(copied, "copy-reminder", "once").get(0);

    assertThat(ofTheCopy)
        .extracting(Letter::addresseeName)
        .contains("United Kingdom Border Agency");
    assertThat(ofTheOther)
        .as("D13: UKHTC has it until a manager confirms the route, and UKBA has the copy")
        .extracting(Letter::sender, Letter::addresseeName)
        .contains(tuple("UKHTC", "United Kingdom Border Agency"));
    assertThat(ofTheOther).extracting(Letter::sender).containsOnly("UKHTC");
    assertThat(reminder.sender()).isEqualTo("UKBA");
    assertThat(PdfText.of(room.archive().pdf(reminder)))
        .contains("On 1 April 2009 a port officer reported a concern");
  }

  @Test
  void d34TheAuthorityThatLogsTheFormIsNotifiedOnceItWasSent() {
    String assessed = room.openConcern(Map.of());
    String sent = room.openConcern(Map.of());
    room.inTransaction(
        () ->
            room.get(RegisterUpdates.class)
                .referralSent(sent, Instant.parse("2009-04-10T16:00:00Z")));

    assertThat(room.send(assessed, "child-missing", "once"))
        .as("only the local authority has the case")
        .extracting(Letter::addressee)
        .doesNotContain(Addressee.COMPETENT_AUTHORITY);
    assertThat(room.send(sent, "child-missing", "once"))
        .extracting(Letter::addressee, Letter::addresseeName, Letter::sender)
        .contains(
            tuple(
                Addressee.COMPETENT_AUTHORITY, "United Kingdom Human Trafficking Centre", "UKHTC"));
  }

  @Test
  void d14TheFormerAuthorityWritesTheTransferLetterAndTheNewOneLaterLetters() {
    String caseNumber = room.openCase("UKHTC", Map.of());
    room.inTransaction(
        () ->
            room.register().routed(caseNumber, REASONABLE_GROUNDS, KnownAuthorities.UKBA, "D13.1"));

    Letter handOver = room.transfer(caseNumber, KnownAuthorities.UKHTC, "there");
    Letter claim = room.send(caseNumber, "asylum-colleagues", "once").get(0);
    room.inTransaction(
        () ->
            room.register()
                .routed(caseNumber, REASONABLE_GROUNDS, KnownAuthorities.UKHTC, "D13.7"));
    Letter back = room.transfer(caseNumber, KnownAuthorities.UKBA, "back");

    assertThat(List.of(handOver, claim, back))
        .extracting(Letter::sender, Letter::addressee, Letter::addresseeName)
        .containsExactly(
            tuple("UKHTC", Addressee.COMPETENT_AUTHORITY, "United Kingdom Border Agency"),
            tuple("UKBA", Addressee.UKBA_ASYLUM, "United Kingdom Border Agency"),
            tuple(
                "UKBA", Addressee.COMPETENT_AUTHORITY, "United Kingdom Human Trafficking Centre"));
  }

  @Test
  void d14AsylumColleaguesReadThatACaseHasEndedNegatively() {
    String caseNumber = room.openCase("UKBA", Map.of());
    Letter open = room.send(caseNumber, "asylum-colleagues", "open").get(0);
    room.inTransaction(
        () ->
            room.register()
                .closed(
                    caseNumber, CaseOutcome.NO_REASONABLE_GROUNDS, LocalDate.parse("2009-04-08")));
    Letter ended = room.send(caseNumber, "asylum-colleagues", "ended").get(0);

    assertThat(PdfText.of(room.archive().pdf(open)))
        .contains("as a possible victim", "The deadlines in the case do not change")
        .doesNotContain("The case has ended");
    assertThat(PdfText.of(room.archive().pdf(ended)))
        .contains("has not been found to be a victim", "the decision can be reconsidered")
        .doesNotContain("possible victim", "deadlines");
  }

  @Test
  void d30TheApplicantIsAnsweredAndTheRegisterHasNoPrivateName() {
    String caseNumber =
        room.openCase(
            "UKHTC",
            Map.of(
                "reconsiderationAskedBy", "legal-representative",
                "reconsiderationAskedByName", "Jane Law",
                "reconsiderationAskedByAddress", "Example Law Centre, 1 High Street, Glasgow"));

    Letter letter = room.send(caseNumber, "reconsideration-not-entitled", "once").get(0);

    assertThat(letter.addresseeName()).isEqualTo("The applicant");
    assertThat(letter.addresseeInText()).isEqualTo("the applicant");
    assertThat(letter.delivery()).isEqualTo(DeliveryState.PRINT_QUEUE);
    assertThat(PdfText.of(room.archive().pdf(letter)))
        .contains(
            "Jane Law Example Law Centre 1 High Street Glasgow",
            "The local authority is Glasgow City Council")
        .doesNotContain("Nguyen");
    assertThat(
            room.jdbc()
                .sql("select * from letter where id = ?")
                .param(letter.id())
                .query()
                .singleRow()
                .values())
        .noneMatch(value -> String.valueOf(value).contains("Law"));
    assertThat(room.register().history(caseNumber))
        .noneMatch(event -> event.toString().contains("Law"));
  }

  @Test
  void d30AnApplyingLocalAuthorityIsAnsweredAtItsAddress() {
    String caseNumber =
        room.openCase(
            "UKHTC",
            Map.of(
                "reconsiderationAskedBy", "local-authority",
                "reconsiderationAskedByName", "Lena Hart"));
    room.decide(caseNumber, REASONABLE_GROUNDS, "negative", DECIDED);

    Letter letter = room.send(caseNumber, "reconsideration-refused", "once").get(0);

    assertThat(letter.addresseeName()).isEqualTo("Glasgow City Council");
    assertThat(letter.council()).contains("glasgow-city");
    assertThat(PdfText.of(room.archive().pdf(letter)))
        .contains("to reconsider the decision on reasonable grounds", "Child: An Thi Nguyen");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Withheld"})
  void d30AnApplicantWhoCannotBeReachedIsAnsweredThroughTheLocalAuthority(String address) {
    String caseNumber =
        room.openCase(
            "UKHTC",
            Map.of(
                "reconsiderationAskedBy", "referring-agency",
                "reconsiderationAskedByName", "Example Children's Charity",
                "reconsiderationAskedByAddress", address));

    Letter letter = room.send(caseNumber, "reconsideration-not-entitled", "once").get(0);

    assertThat(letter.addresseeName()).isEqualTo("Glasgow City Council");
  }

  /** Whoever posts letters sees that this one can't be posted, and where it should go. */
  @Test
  void d30AnApplicantWithAnEmailAddressAloneHasItAsTheirAddress() {
    String caseNumber =
        room.openCase(
            "UKHTC",
            Map.of(
                "reconsiderationAskedBy", "referring-agency",
                "reconsiderationAskedByName", "Example Children's Charity",
                "reconsiderationAskedByAddress", "Not given",
                "reconsiderationAskedByEmail", "team@charity.example"));

    Letter letter = room.send(caseNumber, "reconsideration-refused", "once").get(0);

    assertThat(PdfText.of(room.archive().pdf(letter)))
        .contains("Example Children's Charity team@charity.example")
        .doesNotContain("Not given");
  }

  @Test
  void d37TheLocalAuthorityIsAnsweredIfTheChildApplied() {
    String caseNumber =
        room.openCase(
            "UKHTC",
            Map.of(
                "reconsiderationAskedBy", "other",
                "reconsiderationAskedByName", "Nguyễn Thị An",
                "reconsiderationAskedByAddress", "3 Example Road",
                "reconsiderationAskedByEmail", "an@mail.example"));

    Letter letter = room.send(caseNumber, "reconsideration-not-entitled", "once").get(0);

    assertThat(letter.addresseeName()).isEqualTo("Glasgow City Council");
    assertThat(PdfText.of(room.archive().pdf(letter))).doesNotContain("3 Example Road");
  }

  @Test
  void d29OnlyAnAdultIsWrittenToBeforeLeaveExpires() {
    String adult = adult("placementAddress", "3 Example Road, Glasgow");
    String child = room.openCase("UKHTC", Map.of("childDateOfBirth", "1995-01-01"));
    room.inTransaction(
        () ->
            room.register()
                .leaveDecided(
                    adult,
                    "granted",
                    "personal-circumstances",
                    DECIDED,
                    LocalDate.parse("2010-04-14"),
                    "ukba.owner"));

    List<Letter> toAdult = room.send(adult, "leave-renewal", "once");

    assertThat(toAdult)
        .extracting(Letter::addressee, Letter::sender)
        .containsExactly(tuple(Addressee.PERSON_OR_REPRESENTATIVE, "UKBA"));
    assertThat(PdfText.of(room.archive().pdf(toAdult.get(0))))
        .contains("This permission ends on 14 April 2010");
    assertThat(room.send(child, "leave-renewal", "once")).isEmpty();

    PostRoom.setDay(LocalDate.parse("2010-04-15"));
    List<Letter> afterAWait = room.send(adult, "leave-renewal", "later");

    assertThat(PdfText.of(room.archive().pdf(afterAWait.get(0))).replaceAll("\\s+", " "))
        .contains(
            "Your permission to stay in the United Kingdom has ended",
            "This permission ended on 14 April 2010. ",
            "get legal advice at once")
        .doesNotContain("apply before");
  }

  @Test
  void d41LettersGoToTheLocalAuthorityOfTheCaseOnTheirDate() {
    String caseNumber = room.openCase("UKHTC", Map.of());
    Letter before = room.send(caseNumber, "rg-extended", "first").get(0);

    room.inTransaction(
        () ->
            room.get(RegisterUpdates.class)
                .councilChanged(caseNumber, "fife", DECIDED, "fife.manager"));
    room.file(caseNumber, Map.of("leadProfessionalName", ""));
    Letter after = room.send(caseNumber, "rg-extended", "second").get(0);

    assertThat(before.council()).contains("glasgow-city");
    assertThat(after.council()).contains("fife");
    assertThat(after.addresseeName()).isEqualTo("Fife Council");
    assertThat(PdfText.of(room.archive().pdf(after)))
        .contains("RESTRICTED: concerns a child", "Social Work, Child Protection Fife Council")
        .doesNotContain("attention", "Glasgow");
  }

  @Test
  void d43LettersWithAWrongDeadlineOrAddressAreListed() {
    String caseNumber = room.openCase("UKHTC", Map.of());
    Letter extended = room.send(caseNumber, "rg-extended", "first").get(0);
    room.send(caseNumber, "child-missing", "first");

    WrongLetters wrong = room.get(WrongLetters.class);
    assertThat(wrong.containing(caseNumber, "courtHearingDate", extended.dated()))
        .containsExactly(extended);
    assertThat(wrong.containing(caseNumber, "courtHearingDate", extended.dated().minusDays(1)))
        .as("written after the day of the correction")
        .isEmpty();

    String adult = adult("placementAddress", "3 Example Road, Glasgow");
    Letter toPerson = room.send(adult, "rg-extended", "first").get(0);
    assertThat(wrong.containing(adult, "placementAddress", toPerson.dated()))
        .containsExactly(toPerson);
    room.file(adult, Map.of("legalRepresentative", "Jane Law, 5 Example Street"));
    assertThat(wrong.containing(adult, "placementAddress", toPerson.dated()))
        .as("a representative gets the letters")
        .isEmpty();
  }

  /** The former representative may have the reasons for a negative decision. */
  @Test
  void d43LettersToARepresentativeWhoWasReplacedAreListed() {
    String adult = adult("legalRepresentative", "Jane Law, 5 Example Street");
    Letter toPerson = room.send(adult, "rg-extended", "first").get(0);
    WrongLetters wrong = room.get(WrongLetters.class);

    corrected(adult, "guardian", "Guardian: nothing, corrected to Ian Gray");
    assertThat(wrong.containing(adult, "guardian", toPerson.dated())).isEmpty();
    corrected(adult, "guardian", "Guardian: Ian Gray, corrected to Una Gray");
    assertThat(wrong.containing(adult, "guardian", toPerson.dated()))
        .as("the legal representative gets the letters")
        .isEmpty();
    corrected(adult, "legalRepresentative", "Representative: Jane Law, corrected to Ann Law");
    assertThat(wrong.containing(adult, "legalRepresentative", toPerson.dated()))
        .containsExactly(toPerson);
  }

  private void corrected(String caseNumber, String fact, String detail) {
    room.inTransaction(
        () ->
            room.get(RegisterUpdates.class)
                .addEntry(
                    caseNumber,
                    RegisterEvent.entry(EntryKind.CORRECTED)
                        .code(fact)
                        .from(DECIDED)
                        .detail(detail)));
  }

  /** D30 */
  @Test
  void d43AnAnswerThatNamesTheChildIsListedIfTheNameIsWrong() {
    String caseNumber = room.openCase("UKHTC", Map.of("reconsiderationAskedBy", "local-authority"));
    List<Letter> named = room.send(caseNumber, "reconsideration-refused", "first");
    room.file(
        caseNumber,
        Map.of(
            "reconsiderationAskedBy", "other",
            "reconsiderationAskedByName", "Example Support",
            "reconsiderationAskedByAddress", "9 Example Street"));
    room.send(caseNumber, "reconsideration-not-entitled", "second");

    assertThat(room.get(WrongLetters.class).containing(caseNumber, "childNames", DECIDED))
        .containsExactlyElementsOf(named);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "child-not-known", "copy-reminder", "direct-referral-reminder", "child-missing",
        "child-found", "stage-suspended", "transfer", "asylum-colleagues",
        "reconsideration-refused", "reconsideration-not-entitled", "leave-renewal"
      })
  void eachOccurrenceIsNotifiedOnceAndIsInTheRegister(String occasion) {
    String caseNumber =
        room.openCase(
            "UKBA",
            Map.of(
                "childDateOfBirth", "1991-01-01", "placementAddress", "3 Example Road, Glasgow"));

    List<Letter> first = room.send(caseNumber, occasion, "first");
    List<Letter> repeated = room.send(caseNumber, occasion, "first");

    assertThat(first).isNotEmpty();
    assertThat(repeated).containsExactlyInAnyOrderElementsOf(first);
    assertThat(room.register().history(caseNumber))
        .filteredOn(event -> event.kindCode().equals("letter-sent"))
        .extracting(RegisterEvent::detail)
        .containsExactlyElementsOf(first.stream().map(letter -> letter.addressee().id()).toList());
  }

  @Test
  void aLetterIsSentOnlyWithinATransaction() {
    String caseNumber = room.openCase("UKHTC", Map.of());

    assertThatThrownBy(
            () ->
                room.get(Letters.class)
                    .send(new LetterOccasion(caseNumber, "rg-extended", "once", null)))
        .isInstanceOf(IllegalTransactionStateException.class);
  }

  @Test
  void laterFormsShowTheLettersAsLinks() {
    String caseNumber = room.openCase("UKHTC", Map.of());
    Letter letter = room.send(caseNumber, "rg-extended", "once").get(0);

    String links =
        room.formText("showLetters")
            .text(new CaseOfForm(caseNumber, "any", CaseFileContent.empty(), Map.of(), null));

    assertThat(links)
        .isEqualTo(
            "**Letters**\n\n"
                + "- [14 April 2009, Reasonable grounds extended, to Glasgow City"
                + " Council](/nrm/cases/"
                + caseNumber
                + "/letters/"
                + letter.id()
                + ".pdf)");
  }
}

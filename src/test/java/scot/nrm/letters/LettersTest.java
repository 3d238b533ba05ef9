package scot.nrm.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static scot.nrm.engine.Stage.CONCLUSIVE_GROUNDS;
import static scot.nrm.engine.Stage.REASONABLE_GROUNDS;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.IllegalTransactionStateException;
import scot.nrm.Databases;
import scot.nrm.Databases.Database;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.casefile.RegisterEvent;
import scot.nrm.decision.TimeLimits;
import scot.nrm.engine.CaseClock;
import scot.nrm.forms.ShownText.ShownCase;
import scot.nrm.letters.LetterTable.Row;

class LettersTest {

  private static final LocalDate DECIDED = LocalDate.parse("2009-04-14");

  @Nested
  class OnH2 extends Behaviour {
    OnH2() {
      super(Databases.h2());
    }
  }

  @Nested
  class OnPostgres extends Behaviour {
    OnPostgres() {
      super(Databases.postgres());
    }
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  abstract static class Behaviour {

    private final PostRoom room;

    Behaviour(Database database) {
      room = new PostRoom(database);
    }

    @BeforeEach
    void setTheDate() {
      PostRoom.itIs(DECIDED);
    }

    @AfterAll
    void closeTheRoom() {
      room.close();
    }

    @Test
    void aPositiveDecisionSendsItsLettersAndEntersThemInTheRegister() {
      String caseNumber = room.openCase("UKHTC", Map.of("policeForce", "strathclyde"));
      room.decide(caseNumber, REASONABLE_GROUNDS, "positive", DECIDED);

      List<Letter> sent = room.send(caseNumber, "rg-positive", null);

      assertThat(sent)
          .extracting(Letter::code, Letter::addresseeName, Letter::sender, Letter::dated, Letter::minuteEnclosed)
          .containsExactly(
              tuple("NRM 03", "Glasgow City Council", "UKHTC", DECIDED, false),
              tuple("NRM 05", "Example Academy", "UKHTC", DECIDED, false),
              tuple("NRM 05", "Strathclyde Police", "UKHTC", DECIDED, false));
      assertThat(room.archive().of(caseNumber)).containsExactlyInAnyOrderElementsOf(sent);
      assertThat(PdfText.of(room.archive().pdf(sent.get(0))))
          .contains("period of 45 days, from 14 April 2009 until 29 May 2009", "On 14 May 2009 we review")
          .contains("Social Work, Child Protection", "For the attention of Morag Bain", "Child: An Thi Nguyen");
      assertThat(room.register().history(caseNumber))
          .filteredOn(event -> event.kind().equals("letter-sent"))
          .extracting(RegisterEvent::code, RegisterEvent::detail, RegisterEvent::from, RegisterEvent::officer)
          .containsExactly(
              tuple("nrm-03", "local-authority", DECIDED, PostRoom.OFFICER),
              tuple("nrm-05", "first-responder", DECIDED, PostRoom.OFFICER),
              tuple("nrm-05", "police", DECIDED, PostRoom.OFFICER));
    }

    @Test
    void d37TheMinuteGoesToTheLocalAuthorityWithANegativeDecisionAndToNobodyElse() {
      String caseNumber = room.openCase("UKBA", Map.of());
      room.decide(caseNumber, REASONABLE_GROUNDS, "negative", DECIDED);

      List<Letter> sent = room.send(caseNumber, "rg-negative", null);

      assertThat(sent).extracting(Letter::sender).containsOnly("UKBA");
      assertThat(sent).filteredOn(Letter::minuteEnclosed).extracting(Letter::code).containsExactly("NRM 04");
      assertThat(sent).allSatisfy(letter -> {
        String text = PdfText.of(room.archive().pdf(letter));
        assertThat(text.contains("The minute of reasons says this.")).isEqualTo(letter.minuteEnclosed());
      });
      assertThat(room.register().decisions(caseNumber).get(0).reasons()).isEqualTo("The minute of reasons says this.");
    }

    @Test
    void d37ARowThatEnclosesTheMinuteWithAPositiveDecisionIsRefused() {
      String caseNumber = room.openCase("UKHTC", Map.of());
      room.decide(caseNumber, REASONABLE_GROUNDS, "positive", DECIDED);
      Letters withAnotherTable = lettersWith(new Row("NRM 03", "nrm-03", Addressee.LOCAL_AUTHORITY, true));

      assertThatThrownBy(() -> room.inTransaction(() ->
              withAnotherTable.send(new LetterOccasion(caseNumber, "rg-positive", null, null, Map.of()))))
          .hasMessageContaining("sent only with a negative decision (D37)");
      assertThat(room.archive().of(caseNumber)).isEmpty();
    }

    @Test
    void policyStaffCanHaveACopySentToTheChildrensReporterByARow() {
      String caseNumber = room.openCase("UKHTC", Map.of());
      room.decide(caseNumber, REASONABLE_GROUNDS, "positive", DECIDED);
      Letters withAnotherTable = lettersWith(new Row("NRM 05", "nrm-05", Addressee.of("childrens-reporter"), false));

      room.inTransaction(() ->
          withAnotherTable.send(new LetterOccasion(caseNumber, "rg-positive", null, null, Map.of())));

      assertThat(room.archive().of(caseNumber))
          .extracting(Letter::addresseeName).containsExactly("Scottish Children's Reporter Administration");
    }

    private Letters lettersWith(Row row) {
      LetterTable table = new LetterTable(null) {
        @Override
        List<Row> lettersFor(String occasion, LetterFacts facts) {
          return List.of(row);
        }
      };
      return new Letters(
          table, room.get(LetterWriter.class), room.archive(), room.get(Organisations.class),
          room.get(TimeLimits.class), room.get(Delivery.class), room.get(CaseFile.class), room.register(),
          room.get(CaseClock.class));
    }

    @Test
    void aDecisionSendsItsLettersOnceAndAReconsideredOneItsOwn() {
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
    void otherLettersAreSentOnceAnOccurrence() {
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
      Letter again = new Letter(
          "another-id", caseNumber, letter.occasion(), letter.code(), letter.template(), letter.addressee(),
          letter.addresseeName(), letter.sender(), letter.dated(), false, letter.delivery(), null);

      assertThatThrownBy(() -> room.archive().keep(again, "first", new byte[] {1}, Optional.empty(), null))
          .isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void aLetterThatTellsADecisionNeedsThatDecision() {
      String caseNumber = room.openCase("UKHTC", Map.of());

      assertThatThrownBy(() -> room.send(caseNumber, "rg-positive", null))
          .hasMessageContaining("the register has no such decision").hasMessageNotContaining("Nguyen");
      room.decide(caseNumber, REASONABLE_GROUNDS, "negative", DECIDED);
      assertThatThrownBy(() -> room.send(caseNumber, "rg-positive", null))
          .hasMessageContaining("the register has no such decision");
    }

    @Test
    void anOccasionThatTheTableDoesNotKnowIsATechnicalFault() {
      String caseNumber = room.openCase("UKHTC", Map.of());

      assertThatThrownBy(() -> room.send(caseNumber, "rg-", "once")).hasMessageContaining("no row for rg-");
      assertThatThrownBy(() -> room.send("NRM-2009-999999", "rg-extended", "once"))
          .hasMessageContaining("not in the register");
    }

    @Test
    void d21NobodyIsRemindedWhoHasAnswered() {
      String answered = room.openCase("UKHTC", Map.of(
          "reviewLocalAuthority", "answered", "reviewFirstResponder", "answered", "reviewPolice", "answered"));
      String police = room.openCase("UKHTC", Map.of(
          "reviewLocalAuthority", "answered", "reviewFirstResponder", "answered", "reviewPolice", "not-answered"));

      assertThat(room.send(answered, "review-reminder", "once")).isEmpty();
      assertThat(room.send(police, "review-reminder", "once"))
          .extracting(Letter::addressee).containsExactly(Addressee.POLICE);
    }

    @Test
    void theConclusiveDecisionIsToldByTheAuthorityThatMadeIt() {
      String caseNumber = room.openCase("UKHTC", Map.of());
      room.inTransaction(() -> room.register().routed(caseNumber, CONCLUSIVE_GROUNDS, "UKBA", "D13.5"));
      room.decide(caseNumber, CONCLUSIVE_GROUNDS, "negative", DECIDED);

      List<Letter> sent = room.send(caseNumber, "cg-negative", null);

      assertThat(sent).extracting(Letter::sender).containsOnly("UKBA");
      assertThat(sent).extracting(Letter::title).contains("Negative conclusive grounds (no code known)");
    }

    @Test
    void anAuthorityIsNamedAsItWasOnTheDayOfTheLetter() {
      PostRoom.itIs(LocalDate.parse("2013-04-02"));
      String caseNumber = room.openCase("UKBA", Map.of("policeForce", "strathclyde"));
      room.decide(caseNumber, REASONABLE_GROUNDS, "positive", LocalDate.parse("2013-04-02"));

      List<Letter> sent = room.send(caseNumber, "rg-positive", null);

      assertThat(PdfText.of(room.archive().pdf(sent.get(0)))).contains("the Home Office decided");
      assertThat(sent.get(2).addresseeName()).isEqualTo("Police Service of Scotland");
    }

    @Test
    void whereThePoliceReportedTheConcernTheOfficeThatReportedItGetsTheNotice() {
      String caseNumber = room.openCase("UKHTC", Map.of(
          "firstResponderAgency", "police", "policeForce", "", "firstResponderOffice", "Example Street Police Office"));
      room.decide(caseNumber, REASONABLE_GROUNDS, "positive", DECIDED);

      List<Letter> sent = room.send(caseNumber, "rg-positive", null);

      assertThat(sent).hasSize(2);
      assertThat(sent.get(1).addresseeName()).isEqualTo("Strathclyde Police");
      assertThat(PdfText.of(room.archive().pdf(sent.get(1)))).contains("Example Street Police Office");
    }

    @Test
    void neitherTheLetterNorWhoseItIsCanBeReadInTheDatabase() {
      String caseNumber = room.openCase("UKHTC", Map.of());
      Letter letter = room.send(caseNumber, "rg-extended", "once").get(0);

      Map<String, Object> row =
          room.jdbc().sql("select * from letter where id = ?").param(letter.id()).query().singleRow();

      byte[] sealed = (byte[]) row.get("pdf");
      assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("%PDF");
      assertThat(row.values()).noneMatch(value -> String.valueOf(value).contains("Nguyen"));
      assertThat(row.get("delivery")).isEqualTo("print-queue");
      assertThat(row.get("delivery_note")).isEqualTo("no-mail-server");
    }

    @Test
    void withoutATransactionNothingIsSent() {
      String caseNumber = room.openCase("UKHTC", Map.of());

      assertThatThrownBy(() -> room.get(Letters.class).send(
              new LetterOccasion(caseNumber, "rg-extended", "once", null, Map.of())))
          .isInstanceOf(IllegalTransactionStateException.class);
    }

    @Test
    void laterFormsShowTheLettersAsLinks() {
      String caseNumber = room.openCase("UKHTC", Map.of());
      Letter letter = room.send(caseNumber, "rg-extended", "once").get(0);

      String links = room.get(ShowLetters.class)
          .text(new ShownCase(caseNumber, "any", CaseFileContent.empty(), Map.of(), null));

      assertThat(links).isEqualTo(
          "**Letters**\n\n- [14 April 2009, Reasonable grounds extended, to Glasgow City Council](/nrm/cases/"
              + caseNumber + "/letters/" + letter.id() + ".pdf)");
    }
  }
}

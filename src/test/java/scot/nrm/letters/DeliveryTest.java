package scot.nrm.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.icegreen.greenmail.junit5.GreenMailExtension;
import com.icegreen.greenmail.util.GreenMailUtil;
import jakarta.mail.Address;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.transaction.CannotCreateTransactionException;
import scot.nrm.Databases;
import scot.nrm.Databases.Database;
import scot.nrm.mail.MailServer;
import scot.nrm.mail.ScriptedSmtp;
import scot.nrm.mail.Smtp;
import scot.nrm.register.Stage;

@ExtendWith(OutputCaptureExtension.class)
class DeliveryTest {

  private static final String LETTER_FOR = "A letter is ready, case number ";

  @RegisterExtension final GreenMailExtension mail = new GreenMailExtension(Smtp.at(0));

  private final Database database = Databases.h2();
  private PostRoom room;

  @BeforeEach
  void openTheRoom() {
    PostRoom.setDay(LocalDate.parse("2009-04-14"));
    room = open(mail.getSmtp().getPort());
  }

  @AfterEach
  void closeTheRoom() {
    room.close();
  }

  @Test
  void theNoticeHasOnlyTheCaseNumberAndALinkBehindTheSignIn() throws Exception {
    String caseNumber = room.openCase("UKHTC", Map.of());

    Letter letter = room.send(caseNumber, "rg-extended", "once").get(0);

    MimeMessage notice = onlyMessage();
    assertThat(notice.getAllRecipients())
        .extracting(Address::toString)
        .containsExactly("team@council.example");
    assertThat(notice.getFrom())
        .extracting(Address::toString)
        .containsExactly("nrm@authority.example");
    assertThat(notice.getSubject()).isEqualTo(LETTER_FOR + caseNumber);
    assertThat(notice.getContent().toString().strip().lines())
        .containsExactly(
            LETTER_FOR + caseNumber + ".",
            "",
            "https://nrm.example/nrm/cases/" + caseNumber + "/letters/" + letter.id() + ".pdf");
    assertThat(whenHandled(letter)).isEqualTo(DeliveryState.NOTIFIED);
    assertThat(room.waitingAt("UKHTC")).extracting(Letter::id).contains(letter.id());
  }

  @Test
  void theLetterIsEmailedOnlyToAllowedDomains() throws Exception {
    Letter letter = reminderTo("Desk@Safe.Example");

    MimeMessage message = onlyMessage();
    assertThat(message.getSubject()).isEqualTo(LETTER_FOR + letter.caseNumber());
    assertThat(GreenMailUtil.getWholeMessage(message))
        .contains("application/pdf")
        .doesNotContain("Nguyen");
    assertThat(((MimeMultipart) message.getContent()).getBodyPart(1).getFileName())
        .isEqualTo(letter.fileName())
        .startsWith(letter.caseNumber() + " Review reminder ")
        .endsWith(" 2009-04-14.pdf");
    assertThat(whenHandled(letter)).isEqualTo(DeliveryState.EMAILED);
    assertThat(room.waitingAt("UKHTC")).isEmpty();
  }

  @Test
  void aSubdomainOfAnAllowedDomainIsNotAllowed() throws Exception {
    Letter letter = reminderTo("desk@not.safe.example");

    assertThat(onlyMessage().getContent().toString().strip())
        .isEqualTo(LETTER_FOR + letter.caseNumber() + ". It will be sent to you by post.");
    assertThat(whenHandled(letter)).isEqualTo(DeliveryState.NOTIFIED);
  }

  @Test
  void d30AnApplicantWithoutAPostalAddressIsPromisedNoPost() throws Exception {
    String caseNumber =
        room.openCase(
            "UKHTC",
            Map.of(
                "reconsiderationAskedBy", "referring-agency",
                "reconsiderationAskedByName", "Example Children's Charity",
                "reconsiderationAskedByEmail", "team@charity.example"));

    Letter letter = room.send(caseNumber, "reconsideration-refused", "once").get(0);

    assertThat(onlyMessage().getContent().toString().strip())
        .isEqualTo(LETTER_FOR + caseNumber + ". We will contact you about it.");
    assertThat(whenHandled(letter)).isEqualTo(DeliveryState.NOTIFIED);
  }

  @Test
  void aLetterWithoutAnEmailAddressWaitsInThePrintQueue() {
    String caseNumber = room.openCase("UKHTC", Map.of());
    room.decide(caseNumber, Stage.REASONABLE_GROUNDS, "positive", LocalDate.parse("2009-04-14"));

    Letter toPolice = room.send(caseNumber, "rg-positive", null).get(2);

    assertThat(toPolice.delivery()).isEqualTo(DeliveryState.PRINT_QUEUE);
    assertThat(toPolice.deliveryNote()).isEqualTo("no-address");
  }

  @Test
  void aFailedTransactionSendsNothing() {
    String caseNumber = room.openCase("UKHTC", Map.of());

    try {
      room.inTransaction(
          () -> {
            room.get(Letters.class)
                .send(new LetterOccasion(caseNumber, "rg-extended", "once", null));
            throw new IllegalStateException("a later step failed");
          });
    } catch (IllegalStateException expected) {
      assertThat(expected).hasMessage("a later step failed");
    }
    room.get(Delivery.class).sendOutbox();

    assertThat(room.archive().of(caseNumber)).isEmpty();
    assertThat(mail.getReceivedMessages()).isEmpty();
  }

  @Test
  void aLetterIsPrintedAfterFourHoursWithoutAMailServer(CapturedOutput log) {
    mail.stop();
    String caseNumber = room.openCase("UKHTC", Map.of());

    Letter letter = room.send(caseNumber, "rg-extended", "once").get(0);
    await().until(() -> log.getAll().contains("it will be tried again"));
    later(Duration.ofHours(4).minusMinutes(1));
    room.get(Delivery.class).sendOutbox();
    assertThat(state(letter)).isEqualTo(DeliveryState.OUTBOX);
    assertThat(room.archive().outbox()).as("until the next attempt").isEmpty();
    later(Duration.ofHours(4));
    room.get(Delivery.class).sendOutbox();

    assertThat(state(letter)).isEqualTo(DeliveryState.PRINT_QUEUE);
    assertThat(room.archive().find(letter.id()).orElseThrow().deliveryNote())
        .isEqualTo("mail-failed");
    assertThat(log)
        .contains("could not be e-mailed")
        .doesNotContain("council.example")
        .doesNotContain("Nguyen");
  }

  /** It may have arrived, so it is posted instead of e-mailed every five minutes. */
  @ParameterizedTest
  @ValueSource(strings = {ScriptedSmtp.HANG, ScriptedSmtp.DROP})
  void aLetterThatMayHaveArrivedIsNotEmailedAgain(String answer) throws Exception {
    Letter letter = waitingLetter();
    try (ScriptedSmtp server = new ScriptedSmtp(ScriptedSmtp.END, answer)) {
      Delivery delivery =
          new Delivery(room.archive(), room.get(DeliveryProperties.class), server.client());
      delivery.sendOutbox();
      delivery.sendOutbox();
      delivery.stop();

      assertThat(server.messages()).isEqualTo(1);
    }
    assertThat(state(letter)).isEqualTo(DeliveryState.PRINT_QUEUE);
    assertThat(room.archive().find(letter.id()).orElseThrow().deliveryNote())
        .isEqualTo("mail-unanswered");
  }

  @ParameterizedTest
  @CsvSource({"DATA, hang", "MAIL, 421 busy", "RCPT, 452 full", "end, 452 full", "DATA, drop"})
  void aLetterThatTheServerDidNotTakeIsTriedAgain(String where, String answer) throws Exception {
    Letter letter = waitingLetter();
    try (ScriptedSmtp server = new ScriptedSmtp(where, answer)) {
      Delivery delivery =
          new Delivery(room.archive(), room.get(DeliveryProperties.class), server.client());
      delivery.sendOutbox();
      assertThat(state(letter)).isEqualTo(DeliveryState.OUTBOX);

      server.fail("never", "");
      later(Duration.ZERO);
      delivery.sendOutbox();
      delivery.stop();
    }
    assertThat(state(letter)).isEqualTo(DeliveryState.NOTIFIED);
  }

  private Letter waitingLetter() {
    Letter letter = room.send(room.openCase("UKHTC", Map.of()), "rg-extended", "once").get(0);
    whenHandled(letter);
    room.jdbc().sql("update letter set delivery = 'outbox', mail_claimed_until = null").update();
    return letter;
  }

  /** This long after the letter was written, including the pause before the next attempt. */
  private void later(Duration after) {
    ClockUtil.setCurrentTime(
        Date.from(Instant.parse("2009-04-14T11:00:00Z").plus(after))); // noon in London
    room.jdbc().sql("update letter set mail_claimed_until = null").update();
  }

  /** It may have been sent already, and from the print queue it would be posted as well. */
  @Test
  void aBriefDatabaseFailureLeavesTheLetterInTheOutbox(CapturedOutput log) {
    Letter letter = room.send(room.openCase("UKHTC", Map.of()), "rg-extended", "once").get(0);
    LetterArchive failing = mock(LetterArchive.class);
    when(failing.outbox()).thenReturn(List.of(letter));
    when(failing.claim(letter)).thenReturn(true);
    when(failing.email(letter)).thenReturn(Optional.of("team@council.example"));
    doThrow(new CannotCreateTransactionException("no connection"))
        .doNothing()
        .when(failing)
        .recordDelivery(any(), any(), any());

    new Delivery(failing, room.get(DeliveryProperties.class), room.get(MailServer.class))
        .sendOutbox();

    verify(failing, never()).recordDelivery(any(), eq(DeliveryState.PRINT_QUEUE), any());
    assertThat(log)
        .contains(
            "The database failed while letter "
                + letter.id()
                + " was to be e-mailed (CannotCreateTransactionException); it will be tried again");
  }

  @Test
  void anInvalidEmailAddressLeavesTheLetterInThePrintQueue() {
    Letter letter = reminderTo("not an @ address");

    assertThat(whenHandled(letter)).isEqualTo(DeliveryState.PRINT_QUEUE);
  }

  @Test
  void lettersLeftInTheOutboxByACrashAreSentAfterTheNextStart() throws Exception {
    String caseNumber = room.openCase("UKHTC", Map.of());
    Letter letter = room.send(caseNumber, "rg-extended", "once").get(0);
    whenHandled(letter);
    mail.purgeEmailFromAllMailboxes();
    room.jdbc()
        .sql(
            "update letter set delivery = 'outbox', mail_claimed_until = timestamp '2009-01-01 00:00:00'")
        .update();

    room.close();
    room = open(mail.getSmtp().getPort());

    assertThat(onlyMessage().getSubject()).isEqualTo(LETTER_FOR + caseNumber);
    assertThat(whenHandled(letter)).isEqualTo(DeliveryState.NOTIFIED);
  }

  @Test
  void lettersLeftInTheOutboxArePrintedOnceThereIsNoMailServerAnyMore() {
    Letter letter = waitingLetter();

    room.close();
    room = new PostRoom(database);

    assertThat(whenHandled(letter)).isEqualTo(DeliveryState.PRINT_QUEUE);
    assertThat(room.archive().find(letter.id()).orElseThrow().deliveryNote())
        .isEqualTo("no-mail-server");
  }

  @Test
  void aLetterThatAnotherNodeIsSendingIsNotSentTwice() {
    String caseNumber = room.openCase("UKHTC", Map.of());
    Letter letter = room.send(caseNumber, "rg-extended", "once").get(0);
    whenHandled(letter);
    room.jdbc().sql("update letter set delivery = 'outbox', mail_claimed_until = null").update();

    assertThat(room.archive().claim(letter)).isTrue();
    assertThat(room.archive().claim(letter)).isFalse();
    assertThat(room.archive().outbox()).isEmpty();
  }

  /** The reminder of a first responder with this e-mail address, which only they get. */
  private Letter reminderTo(String email) {
    String caseNumber =
        room.openCase(
            "UKHTC",
            Map.of(
                "firstResponderEmail", email,
                "reviewLocalAuthority", "answered",
                "reviewPolice", "answered"));
    return room.send(caseNumber, "review-reminder", "once").get(0);
  }

  private PostRoom open(int port) {
    return new PostRoom(
        database,
        "spring.mail.host=localhost",
        "spring.mail.port=" + port,
        "nrm.letters.allowed-domains=safe.example",
        "nrm.letters.sender=nrm@authority.example",
        "nrm.letters.base-url=https://nrm.example/",
        "nrm.organisations.councils.glasgow-city.email=team@council.example");
  }

  private MimeMessage onlyMessage() {
    assertThat(mail.waitForIncomingEmail(10_000, 1)).as("a message has come").isTrue();
    assertThat(mail.getReceivedMessages()).hasSize(1);
    return mail.getReceivedMessages()[0];
  }

  /** The state once the letter is out of the outbox. */
  private DeliveryState whenHandled(Letter letter) {
    await().until(() -> state(letter) != DeliveryState.OUTBOX);
    return state(letter);
  }

  private DeliveryState state(Letter letter) {
    return room.archive().find(letter.id()).orElseThrow().delivery();
  }
}

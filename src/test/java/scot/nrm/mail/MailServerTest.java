package scot.nrm.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;

import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Map;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mail.MailSendException;

@Tag("quick")
class MailServerTest {

  @Test
  void theLogHasTheKindOfFailureAndNoAddress() throws MessagingException {
    SendFailedException refused =
        new SendFailedException(
            "Invalid addresses",
            new SMTPAddressFailedException(
                new InternetAddress("duty@fife.example"), "RCPT TO", 550, "no duty@fife.example"));

    assertThat(MailServer.kind(new MailSendException(Map.of("a message", refused))))
        .isEqualTo("SMTPAddressFailedException 550");
    assertThat(
            MailServer.kind(
                new MailSendException(
                    "Mail server connection failed",
                    new MessagingException("no answer", new SocketTimeoutException()))))
        .isEqualTo("SocketTimeoutException");
    assertThat(MailServer.kind(new IllegalStateException("duty@fife.example")))
        .isEqualTo("IllegalStateException");
  }

  /** With an address in each answer, as mail servers quote them. */
  @ParameterizedTest
  @CsvSource({
    // where, answer, kind, mayRetry, mayRetrySoon, isUnavailable, mayHaveArrived
    "greeting, 554 c@d.example, MessagingException, true, true, true, false",
    "greeting, hang, SocketTimeoutException, true, true, true, false",
    "AUTH, 535 c@d.example, AuthenticationFailedException, true, true, true, false",
    "MAIL, 550 c@d.example, SMTPSenderFailedException 550, true, false, false, false",
    "MAIL, 421 c@d.example, SMTPSendFailedException 421, true, true, true, false",
    "MAIL, hang, SocketTimeoutException, true, true, true, false",
    "RCPT, 550 c@d.example, SMTPAddressFailedException 550, false, false, false, false",
    "RCPT, 452 c@d.example, SMTPAddressFailedException 452, true, true, false, false",
    "RCPT, drop, SMTPAddressFailedException -1, true, true, true, false",
    "DATA, hang, SocketTimeoutException, true, true, true, false",
    "end, 452 c@d.example, SMTPSendFailedException 452, true, true, false, false",
    "end, 554 c@d.example, SMTPSendFailedException 554, true, false, false, false",
    "end, 421 c@d.example, SMTPSendFailedException 421, true, true, true, false",
    "end, hang, 'no answer, SocketTimeoutException', true, false, true, true",
    "end, drop, 'no answer, SMTPSendFailedException -1', true, false, true, true",
  })
  void itIsKnownWhatMayBeSentAgain(
      String where,
      String answer,
      String kind,
      boolean retry,
      boolean soon,
      boolean unavailable,
      boolean mayHaveArrived)
      throws IOException {
    try (ScriptedSmtp server = new ScriptedSmtp(where, answer)) {
      Exception failure =
          catchException(() -> server.client().send("c@d.example", "Subject", "Text"));

      assertThat(MailServer.kind(failure)).isEqualTo(kind);
      assertThat(MailServer.mayRetry(failure)).as("later").isEqualTo(retry);
      assertThat(MailServer.mayRetrySoon(failure)).as("soon").isEqualTo(soon);
      assertThat(MailServer.isUnavailable(failure)).as("unavailable").isEqualTo(unavailable);
      assertThat(failure instanceof MailServer.Unanswered)
          .as("may have arrived")
          .isEqualTo(mayHaveArrived);
    }
  }

  /** Some servers lock an account that signs in wrongly again and again. */
  @Test
  void aRefusedSignInIsNotTriedAgainAtOnce() throws IOException {
    try (ScriptedSmtp server = new ScriptedSmtp("AUTH", "535 c@d.example")) {
      MailServer client = server.client();
      Exception first = catchException(() -> client.send("c@d.example", "Subject", "Text"));
      Exception second = catchException(() -> client.send("e@f.example", "Subject", "Text"));

      assertThat(MailServer.reason(first)).isEqualTo("mail-sign-in-failed");
      assertThat(second).isSameAs(first);
      assertThat(server.connections()).isOne();
    }
  }
}

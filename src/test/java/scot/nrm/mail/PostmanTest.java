package scot.nrm.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.mail.MailSendException;

@Tag("quick")
class PostmanTest {

  private static final String TO = "auditor@example.org";

  private final MailServer mail = mock(MailServer.class);
  private final Postman postman = new Postman("test", Duration.ZERO);

  @AfterEach
  void stop() {
    postman.stop();
  }

  @Test
  void anUnstoredMailIsRetriedUntilTheMailServerIsBack() throws MessagingException {
    doThrow(new MailSendException("no answer", new MessagingException("no answer")))
        .doThrow(new MailSendException("no answer", new MessagingException("no answer")))
        .doNothing()
        .when(mail)
        .send(TO, "Subject", "Text");

    postman.send(mail, "A message", TO, "Subject", "Text");

    verify(mail, timeout(5000).times(3)).send(TO, "Subject", "Text");
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void aDatabaseThatDoesNotAnswerIsLoggedInALineAndTheNextRoundComes(CapturedOutput log) {
    Runnable round = mock(Runnable.class);
    doThrow(new CannotGetJdbcConnectionException("No connection")).doNothing().when(round).run();

    postman.every(Duration.ofMillis(1), round);

    verify(round, timeout(5000).atLeast(2)).run();
    assertThat(log)
        .contains("(test) could not be read (CannotGetJdbcConnectionException)")
        .doesNotContain("\tat ");
  }

  @Test
  void aRefusedAddressIsTriedOnce() throws MessagingException {
    SendFailedException refused =
        new SendFailedException(
            "Invalid addresses",
            new SMTPAddressFailedException(new InternetAddress(TO), "RCPT TO", 550, "unknown"),
            null,
            null,
            new InternetAddress[] {new InternetAddress(TO)});
    doThrow(new MailSendException(Map.of("a message", refused)))
        .when(mail)
        .send(TO, "Subject", "Text");

    postman.send(mail, "A message", TO, "Subject", "Text");
    postman.send(mail, "Another", TO, "Other", "Text");
    verify(mail, timeout(5000)).send(TO, "Other", "Text");
    // The thread has done the first one, and would try it again before this one.
    postman.send(mail, "The last", TO, "Last", "Text");
    verify(mail, timeout(5000)).send(TO, "Last", "Text");

    verify(mail, times(1)).send(TO, "Subject", "Text");
  }

  /** A server that receives each message and answers none would get 48 copies in a day. */
  @Test
  void aMailThatMayHaveArrivedIsSentOnceMore() throws IOException, MessagingException {
    try (ScriptedSmtp server = new ScriptedSmtp("end", "drop")) {
      Exception unanswered = catchException(() -> server.client().send(TO, "Subject", "Text"));
      assertThat(unanswered).isInstanceOf(MailServer.Unanswered.class);
      doThrow(unanswered)
          .doThrow(new MailSendException("no answer", new MessagingException("no answer")))
          .doThrow(unanswered)
          .when(mail)
          .send(TO, "Subject", "Text");
    }

    postman.send(mail, "A message", TO, "Subject", "Text");
    verify(mail, timeout(5000).times(3)).send(TO, "Subject", "Text");
    // The thread would try the first one again before the second of these.
    postman.send(mail, "Another", TO, "Other", "Text");
    verify(mail, timeout(5000)).send(TO, "Other", "Text");
    postman.send(mail, "The last", TO, "Last", "Text");
    verify(mail, timeout(5000)).send(TO, "Last", "Text");

    verify(mail, times(3)).send(TO, "Subject", "Text");
  }
}

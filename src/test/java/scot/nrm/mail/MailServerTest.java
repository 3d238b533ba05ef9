package scot.nrm.mail;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.InternetAddress;
import java.net.SocketTimeoutException;
import java.util.Map;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
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
}

package scot.nrm.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Component;

/**
 * The mail server, if one is configured. A failure is thrown at once, and the caller decides what
 * to do.
 */
@Component
public class MailServer {

  private final Optional<JavaMailSender> server;
  private final MailSettings settings;

  /**
   * @param server present only where {@code spring.mail.host} is set
   */
  MailServer(ObjectProvider<JavaMailSender> server, MailSettings settings) {
    this.server = Optional.ofNullable(server.getIfAvailable());
    this.settings = settings;
  }

  public boolean isConfigured() {
    return server.isPresent();
  }

  /** The address where people sign in, without a path. */
  public String baseUrl() {
    return settings.baseUrl();
  }

  /** Sends plain text. */
  public void send(String to, String subject, String text) throws MessagingException {
    send(message(to, subject, text, false).getMimeMessage());
  }

  /** Sends plain text with a PDF. */
  public void send(String to, String subject, String text, String fileName, byte[] pdf)
      throws MessagingException {
    MimeMessageHelper message = message(to, subject, text, true);
    message.addAttachment(fileName, new ByteArrayResource(pdf), "application/pdf");
    send(message.getMimeMessage());
  }

  private MimeMessageHelper message(String to, String subject, String text, boolean withAttachment)
      throws MessagingException {
    MimeMessageHelper message =
        new MimeMessageHelper(
            server.orElseThrow().createMimeMessage(),
            withAttachment,
            StandardCharsets.UTF_8.name());
    message.setFrom(settings.sender());
    message.setTo(to);
    message.setSubject(subject);
    message.setText(text);
    return message;
  }

  private void send(MimeMessage message) {
    server.orElseThrow().send(message);
  }

  /**
   * Whether a message may be sent later. An address that is none, or that the server knows nothing
   * of, doesn't become right.
   */
  public static boolean mayRetry(Exception failure) {
    return failure instanceof MailException
        && !(failure instanceof MailSendException failed
            && Arrays.stream(failed.getMessageExceptions())
                .anyMatch(
                    each ->
                        each instanceof SendFailedException sending
                            && sending.getInvalidAddresses() != null
                            && sending.getInvalidAddresses().length > 0));
  }

  /** Whether the server itself did not answer, or let nobody in. */
  public static boolean isUnavailable(Exception failure) {
    return failure instanceof MailException && failure.getCause() != null;
  }

  /**
   * What failed, for the log: such as {@code SocketTimeoutException}, or {@code
   * SMTPAddressFailedException 550} with the answer of the server. Nothing that it says in words.
   */
  public static String kind(Exception failure) {
    Throwable last =
        failure instanceof MailSendException failed && failed.getMessageExceptions().length > 0
            ? failed.getMessageExceptions()[0]
            : failure;
    last = NestedExceptionUtils.getMostSpecificCause(last);
    return last.getClass().getSimpleName()
        + (last instanceof SMTPAddressFailedException refused
            ? " " + refused.getReturnCode()
            : last instanceof SMTPSendFailedException refused ? " " + refused.getReturnCode() : "");
  }

  /** Why a message could not be sent, as a code: mail servers quote addresses in their messages. */
  public static String reason(Exception failure) {
    return failure instanceof MailAuthenticationException ? "mail-sign-in-failed" : "mail-failed";
  }
}

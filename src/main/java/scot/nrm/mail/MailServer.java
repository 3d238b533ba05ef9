package scot.nrm.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
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
 * to do. If the server refuses the sign-in, nothing is sent for ten minutes.
 */
@Component
public class MailServer {

  /**
   * Longer than sending a message takes, whose about ten answers may take half a minute each
   * ({@code config/delivery.yaml}). For so long a node claims what it sends; after a crash, another
   * node then sends it.
   */
  public static final Duration CLAIM_TIME = Duration.ofMinutes(6);

  /** Some servers lock an account that signs in wrongly again and again. */
  private static final Duration SIGN_IN_PAUSE = Duration.ofMinutes(10);

  /** Codes from this one on are refusals for good. */
  private static final int PERMANENT = 500;

  /** The server is closing the connection. */
  private static final int CLOSING = 421;

  private static final int NO_CODE = 0;

  private final Optional<JavaMailSender> server;
  private final MailSettings settings;
  private volatile RefusedSignIn refusedSignIn;

  private record RefusedSignIn(MailAuthenticationException failure, Instant until) {}

  /** The server is only present where {@code spring.mail.host} is set. */
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
    TrackedMessage message = new TrackedMessage();
    write(message, to, subject, text, false);
    send(message);
  }

  /** Sends plain text with a PDF. */
  public void send(String to, String subject, String text, String fileName, byte[] pdf)
      throws MessagingException {
    TrackedMessage message = new TrackedMessage();
    write(message, to, subject, text, true)
        .addAttachment(fileName, new ByteArrayResource(pdf), "application/pdf");
    send(message);
  }

  private MimeMessageHelper write(
      MimeMessage message, String to, String subject, String text, boolean withAttachment)
      throws MessagingException {
    MimeMessageHelper helper =
        new MimeMessageHelper(message, withAttachment, StandardCharsets.UTF_8.name());
    helper.setFrom(settings.sender());
    helper.setTo(to);
    helper.setSubject(subject);
    helper.setText(text);
    return helper;
  }

  private void send(TrackedMessage message) {
    RefusedSignIn before = refusedSignIn;
    if (before != null && Instant.now().isBefore(before.until())) {
      throw before.failure();
    }
    try {
      server.orElseThrow().send(message);
    } catch (MailAuthenticationException e) {
      refusedSignIn = new RefusedSignIn(e, Instant.now().plus(SIGN_IN_PAUSE));
      throw e;
    } catch (MailSendException e) {
      if (message.isWritten && code(e) <= NO_CODE) {
        throw new Unanswered(e);
      }
      throw e;
    }
  }

  /** A message that knows whether it was sent to its last line. */
  private static final class TrackedMessage extends MimeMessage {

    private boolean isWritten;

    TrackedMessage() {
      super((Session) null);
    }

    @Override
    public void writeTo(OutputStream out, String[] ignoredHeaders)
        throws IOException, MessagingException {
      super.writeTo(out, ignoredHeaders);
      isWritten = true;
    }
  }

  /** The message was sent in full, and the server did not answer: it may arrive. */
  public static final class Unanswered extends MailException {

    private static final long serialVersionUID = 1L;

    private Unanswered(MailSendException cause) {
      super("The mail server did not say whether it accepted the message", cause);
    }
  }

  /**
   * Whether a message may be sent again later. An invalid address, or one that the server doesn't
   * know, will not become right.
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

  /**
   * Whether a message may be sent again within minutes. What the server refuses for good it would
   * refuse each time, and a message that it didn't answer could arrive each time.
   */
  public static boolean mayRetrySoon(Exception failure) {
    return mayRetry(failure) && !(failure instanceof Unanswered) && code(failure) < PERMANENT;
  }

  /** Whether the server itself did not answer, closed the connection, or let nobody in. */
  public static boolean isUnavailable(Exception failure) {
    return failure instanceof MailException
        && (failure.getCause() != null
            || lastCause(failure) instanceof IOException
            || code(failure) == CLOSING
            || code(failure) < NO_CODE);
  }

  /**
   * What failed, for the log: such as {@code SocketTimeoutException}, or {@code
   * SMTPAddressFailedException 550} with the code of the server's answer, but not its words.
   */
  public static String kind(Exception failure) {
    int code = code(failure);
    return (failure instanceof Unanswered ? "no answer, " : "")
        + lastCause(failure).getClass().getSimpleName()
        + (code == NO_CODE ? "" : " " + code);
  }

  private static Throwable lastCause(Exception failure) {
    Exception last = failure instanceof Unanswered ? (Exception) failure.getCause() : failure;
    return NestedExceptionUtils.getMostSpecificCause(
        last instanceof MailSendException failed && failed.getMessageExceptions().length > 0
            ? failed.getMessageExceptions()[0]
            : last);
  }

  /** The server's answer, such as 550; -1 if it closed the connection instead. */
  private static int code(Exception failure) {
    Throwable last = lastCause(failure);
    if (last instanceof SMTPAddressFailedException refused) {
      return refused.getReturnCode();
    }
    if (last instanceof SMTPSenderFailedException refused) {
      return refused.getReturnCode();
    }
    return last instanceof SMTPSendFailedException refused ? refused.getReturnCode() : NO_CODE;
  }

  /** Why a message could not be sent, as a code: mail servers quote addresses in their messages. */
  public static String reason(Exception failure) {
    if (failure instanceof Unanswered) {
      return "mail-unanswered";
    }
    return failure instanceof MailAuthenticationException ? "mail-sign-in-failed" : "mail-failed";
  }
}

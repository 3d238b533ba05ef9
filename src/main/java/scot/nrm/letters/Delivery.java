package scot.nrm.letters;

import jakarta.annotation.PreDestroy;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import scot.nrm.mail.MailServer;
import scot.nrm.mail.Postman;

/**
 * Delivers letters. If a mail server is configured, it emails a notice with the case number that a
 * letter is ready; it emails the letter itself only to domains on the allow-list. All other letters
 * wait in the print queue.
 *
 * <p>Letters are first stored in an outbox, in the transaction that causes them, and emailed after
 * it. After a crash the outbox is sent again: a notice may arrive twice, but none is lost. If the
 * mail server fails, it is tried again for some hours. A letter that can't be emailed by then, that
 * has a wrong address, or whose acceptance the server left open, goes to the print queue with the
 * reason as a code; nothing personal is logged.
 */
@Component
public class Delivery {

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  private static final String NO_MAIL_SERVER = "no-mail-server";

  /** The interval of searches for letters that a crashed node has left in the outbox. */
  private static final Duration OUTBOX_INTERVAL = Duration.ofMinutes(1);

  private final LetterArchive archive;
  private final DeliveryProperties properties;
  private final MailServer mail;
  private final Postman postman = new Postman("letters");

  Delivery(LetterArchive archive, DeliveryProperties properties, MailServer mail) {
    this.archive = archive;
    this.properties = properties;
    this.mail = mail;
  }

  /** The first state of a letter's delivery, with the reason as a code. */
  record FirstState(DeliveryState state, String note) {}

  FirstState firstState(Optional<String> email) {
    if (!mail.isConfigured()) {
      return new FirstState(DeliveryState.PRINT_QUEUE, NO_MAIL_SERVER);
    }
    if (email.isEmpty()) {
      return new FirstState(DeliveryState.PRINT_QUEUE, "no-address");
    }
    return new FirstState(DeliveryState.OUTBOX, null);
  }

  /** Emails the outbox once the current transaction has committed. */
  void afterCommit() {
    if (mail.isConfigured()) {
      postman.afterCommit(this::sendOutbox);
    }
  }

  @EventListener(ApplicationReadyEvent.class)
  void startOutbox() {
    postman.every(OUTBOX_INTERVAL, this::sendOutbox);
  }

  @PreDestroy
  void stop() {
    postman.stop();
  }

  /** Emails all letters in the outbox; if one fails, it continues with the next one. */
  void sendOutbox() {
    for (Letter letter : archive.outbox()) {
      if (!postman.isStopping() && archive.claim(letter) && !deliver(letter)) {
        return;
      }
    }
  }

  /** Emails a letter and returns whether the mail server can take the next one. */
  private boolean deliver(Letter letter) {
    if (!mail.isConfigured()) { // any more, since the letter was written
      archive.recordDelivery(letter, DeliveryState.PRINT_QUEUE, NO_MAIL_SERVER);
      return true;
    }
    try {
      String email = archive.email(letter).orElseThrow();
      boolean whole = properties.mayReceiveLetter(email);
      send(letter, email, whole);
      archive.recordDelivery(letter, whole ? DeliveryState.EMAILED : DeliveryState.NOTIFIED, null);
      return true;
    } catch (DataAccessException | TransactionException e) {
      // The mail server may have accepted it already; it then gets it a second time.
      LOG.warn(
          "The database failed while letter {} was to be e-mailed ({}); it will be tried again",
          letter.id(),
          e.getClass().getSimpleName());
      return false;
    } catch (MessagingException | RuntimeException e) {
      String reason = MailServer.reason(e);
      // What may have arrived is posted once, instead of e-mailed again and again.
      boolean later =
          MailServer.mayRetry(e)
              && !(e instanceof MailServer.Unanswered)
              && archive.postpone(letter, properties.emailTriedFor());
      String next = later ? "it will be tried again" : "it waits in the print queue";
      String kind = MailServer.kind(e);
      // Neither the message nor the cause: mail servers quote addresses in them.
      if (postman.isNewFailure(letter.id(), reason + kind + next)) {
        LOG.warn("Letter {} could not be e-mailed ({}, {}); {}", letter.id(), reason, kind, next);
      }
      if (!later) {
        archive.recordDelivery(letter, DeliveryState.PRINT_QUEUE, reason);
      }
      return !MailServer.isUnavailable(e);
    }
  }

  private void send(Letter letter, String email, boolean whole) throws MessagingException {
    String ready = "A letter is ready, case number " + letter.caseNumber();
    if (whole) {
      mail.send(email, ready, ready + ".\n", letter.fileName(), archive.pdf(letter));
    } else if (letter.council().isPresent() || letter.addressee().signsIn()) {
      mail.send(email, ready, ready + ".\n\n" + mail.baseUrl() + letter.address() + "\n");
    } else {
      // No link, because the addressee can't sign in. Not every applicant has a postal address.
      String next =
          letter.addressee() == Addressee.WHO_ASKED
              ? ". We will contact you about it."
              : ". It will be sent to you by post.";
      mail.send(email, ready, ready + next + "\n");
    }
  }
}

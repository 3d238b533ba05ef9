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
 * Delivers letters. If a mail server is configured, it e-mails that a letter is ready, with the
 * case number; the letter itself only to domains on the allow-list. Everything else waits in the
 * print queue.
 *
 * <p>Letters are first stored in an outbox, in the transaction that causes them, and sent after it.
 * After a crash the outbox is sent again: a notice may arrive twice, none is lost. Where the mail
 * server fails, a letter is tried again for some hours. A letter that cannot be e-mailed then, or
 * whose address is wrong, goes to the print queue with the reason as a code; nothing personal is
 * logged.
 */
@Component
public class Delivery {

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  /** How often to look for letters left behind by a crash of any node. */
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

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

  FirstState wayTo(Optional<String> email) {
    if (!mail.isThere()) {
      return new FirstState(DeliveryState.PRINT_QUEUE, "no-mail-server");
    }
    if (email.isEmpty()) {
      return new FirstState(DeliveryState.PRINT_QUEUE, "no-address");
    }
    return new FirstState(DeliveryState.OUTBOX, null);
  }

  /** E-mails the outbox once the current transaction has committed. */
  void afterCommit() {
    if (mail.isThere()) {
      postman.afterCommit(this::sendOutbox);
    }
  }

  @EventListener(ApplicationReadyEvent.class)
  void lookAfterOutbox() {
    if (mail.isThere()) {
      postman.every(LOOK_AGAIN, this::sendOutbox);
    }
  }

  @PreDestroy
  void stop() {
    postman.stop();
  }

  /** E-mails all waiting letters; the failure of one doesn't stop the next one. */
  void sendOutbox() {
    for (Letter letter : archive.outbox()) {
      if (!postman.isStopping() && archive.claim(letter) && !deliver(letter)) {
        return;
      }
    }
  }

  /** Returns whether the mail server is there for the next letter. */
  private boolean deliver(Letter letter) {
    try {
      String email = archive.email(letter).orElseThrow();
      boolean whole = properties.mayCarryTheLetter(email);
      send(letter, email, whole);
      archive.delivered(letter, whole ? DeliveryState.EMAILED : DeliveryState.NOTIFIED, null);
      return true;
    } catch (DataAccessException | TransactionException e) {
      // The mail server hasn't refused it. If it has taken it, it gets it a second time.
      LOG.warn(
          "The database failed while letter {} was to be e-mailed ({}); it will be tried again",
          letter.id(),
          e.getClass().getSimpleName());
      return false;
    } catch (MessagingException | RuntimeException e) {
      String reason = MailServer.reason(e);
      boolean later =
          MailServer.mayWorkLater(e) && archive.tryLater(letter, properties.emailTriedFor());
      String next = later ? "it will be tried again" : "it waits in the print queue";
      String kind = MailServer.kind(e);
      // Neither the message nor the cause: mail servers quote addresses in them.
      if (postman.isNewFailure(letter.id(), reason + kind + next)) {
        LOG.warn("Letter {} could not be e-mailed ({}, {}); {}", letter.id(), reason, kind, next);
      }
      if (!later) {
        archive.delivered(letter, DeliveryState.PRINT_QUEUE, reason);
      }
      return !MailServer.isAway(e);
    }
  }

  private void send(Letter letter, String email, boolean whole) throws MessagingException {
    String ready = "A letter is ready, case number " + letter.caseNumber();
    if (whole) {
      mail.send(email, ready, ready + ".\n", letter.fileName(), archive.pdf(letter));
    } else if (letter.council().isPresent() || letter.addressee().signsIn()) {
      mail.send(email, ready, ready + ".\n\n" + mail.baseUrl() + letter.address() + "\n");
    } else {
      // Nobody there can sign in, so a link would not help.
      mail.send(email, ready, ready + ". It will be sent to you by post.\n");
    }
  }
}

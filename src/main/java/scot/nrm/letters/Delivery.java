package scot.nrm.letters;

import jakarta.annotation.PreDestroy;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import scot.nrm.mail.MailServer;
import scot.nrm.mail.Postman;

/**
 * Takes letters to people. By e-mail, where a mail server is configured: that a letter is ready,
 * and the case number; the letter itself only to domains on the allow-list. Everything else waits
 * in the print queue.
 *
 * <p>Letters are first kept in an outbox, in the transaction of what they tell, and sent from there
 * after it. After a crash the outbox is sent again: a notice may arrive twice, none is lost. A
 * letter that cannot be e-mailed goes to the print queue with the reason as a code; nothing
 * personal is logged.
 */
@Component
public class Delivery {

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  /** What a crash, or another node's crash, left behind is looked for this often. */
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

  /** Where a letter begins its way, and why, as a code. */
  record Way(DeliveryState state, String note) {}

  Way wayTo(Optional<String> email) {
    if (!mail.isThere()) {
      return new Way(DeliveryState.PRINT_QUEUE, "no-mail-server");
    }
    if (email.isEmpty()) {
      return new Way(DeliveryState.PRINT_QUEUE, "no-address");
    }
    return new Way(DeliveryState.OUTBOX, null);
  }

  /** E-mails what is in the outbox once the running transaction has committed. */
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

  /** E-mails all that waits; whatever happens to one letter, the next one has its turn. */
  void sendOutbox() {
    for (Letter letter : archive.outbox()) {
      if (!postman.isStopping() && archive.claim(letter)) {
        deliver(letter);
      }
    }
  }

  private void deliver(Letter letter) {
    try {
      String email = archive.email(letter).orElseThrow();
      boolean whole = properties.mayCarryTheLetter(email);
      send(letter, email, whole);
      archive.delivered(letter, whole ? DeliveryState.EMAILED : DeliveryState.NOTIFIED, null);
    } catch (MessagingException | RuntimeException e) {
      String reason = MailServer.reason(e);
      // Neither the message nor the cause: mail servers quote addresses in them.
      LOG.warn(
          "Letter {} could not be e-mailed ({}, {}); it waits in the print queue",
          letter.id(),
          reason,
          e.getClass().getSimpleName());
      archive.delivered(letter, DeliveryState.PRINT_QUEUE, reason);
    }
  }

  private void send(Letter letter, String email, boolean whole) throws MessagingException {
    String ready = "A letter is ready, case number " + letter.caseNumber();
    if (whole) {
      mail.send(email, ready, ready + ".\n", letter.caseNumber() + ".pdf", archive.pdf(letter));
    } else if (letter.council().isPresent() || letter.addressee().signsIn()) {
      mail.send(email, ready, ready + ".\n\n" + mail.baseUrl() + address(letter) + "\n");
    } else {
      // Nobody there can sign in to the case: a link would lead nowhere.
      mail.send(email, ready, ready + ". It will be sent to you by post.\n");
    }
  }

  /** The signed-in address of a letter. */
  static String address(Letter letter) {
    return "/nrm/cases/" + letter.caseNumber() + "/letters/" + letter.id() + ".pdf";
  }
}

package scot.nrm.letters;

import jakarta.annotation.PreDestroy;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Takes letters to people. By e-mail, where a mail server is configured: that a letter is ready, and the case number;
 * the letter itself only to domains on the allow-list. Everything else waits in the print queue.
 *
 * <p>Letters are first kept in an outbox, in the transaction of what they tell, and sent from there after it. After a
 * crash the outbox is sent again: a notice may arrive twice, none is lost. A letter that cannot be e-mailed goes to the
 * print queue with the reason as a code; nothing personal is logged.
 */
@Component
public class Delivery {

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  /** What a crash, or another node's crash, left behind is looked for this often. */
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

  /** As long as a mail server that hangs is waited for. */
  private static final int SECONDS_TO_FINISH = 30;

  private final LetterArchive archive;
  private final DeliveryProperties properties;
  private final Optional<JavaMailSender> mail;
  private final ThreadPoolTaskScheduler postman = new ThreadPoolTaskScheduler();
  private volatile boolean stopping;

  /**
   * @param mail there only where {@code spring.mail.host} is set
   */
  Delivery(LetterArchive archive, DeliveryProperties properties, ObjectProvider<JavaMailSender> mail) {
    this.archive = archive;
    this.properties = properties;
    this.mail = Optional.ofNullable(mail.getIfAvailable());
    // One thread of its own: a slow mail server must not hold up a caseworker, nor two notices overtake each other.
    postman.setPoolSize(1);
    postman.setThreadNamePrefix("letters-");
    postman.setDaemon(true);
    // The letter that is under way is finished, so that it is not sent again after the next start.
    postman.setWaitForTasksToCompleteOnShutdown(true);
    postman.setAwaitTerminationSeconds(SECONDS_TO_FINISH);
    postman.initialize();
  }

  /** Where a letter begins its way, and why, as a code. */
  record Way(DeliveryState state, String note) {}

  Way wayTo(Optional<String> email) {
    if (mail.isEmpty()) {
      return new Way(DeliveryState.PRINT_QUEUE, "no-mail-server");
    }
    if (email.isEmpty()) {
      return new Way(DeliveryState.PRINT_QUEUE, "no-address");
    }
    return new Way(DeliveryState.OUTBOX, null);
  }

  /** E-mails what is in the outbox once the running transaction has committed. */
  void afterCommit() {
    if (mail.isEmpty()) {
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
      @Override
      public void afterCommit() {
        try {
          postman.execute(Delivery.this::sendOutbox);
        } catch (TaskRejectedException e) {
          LOG.info("The application is stopping; the outbox is sent when it starts again");
        }
      }
    });
  }

  @EventListener(ApplicationReadyEvent.class)
  void lookAfterOutbox() {
    if (mail.isPresent()) {
      postman.scheduleWithFixedDelay(this::sendOutbox, LOOK_AGAIN);
    }
  }

  @PreDestroy
  void stop() {
    stopping = true;
    postman.shutdown();
  }

  /** E-mails all that waits; whatever happens to one letter, the next one has its turn. */
  void sendOutbox() {
    for (Letter letter : archive.outbox()) {
      if (!stopping && archive.claim(letter)) {
        deliver(letter);
      }
    }
  }

  private void deliver(Letter letter) {
    try {
      String email = archive.email(letter).orElseThrow();
      boolean whole = properties.mayCarryTheLetter(email);
      mail.orElseThrow().send(message(letter, email, whole));
      archive.delivered(letter, whole ? DeliveryState.EMAILED : DeliveryState.NOTIFIED, null);
    } catch (MessagingException | RuntimeException e) {
      String reason = e instanceof MailAuthenticationException ? "mail-sign-in-failed" : "mail-failed";
      // Neither the message nor the cause: mail servers quote addresses in them.
      LOG.warn("Letter {} could not be e-mailed ({}, {}); it waits in the print queue",
          letter.id(), reason, e.getClass().getSimpleName());
      archive.delivered(letter, DeliveryState.PRINT_QUEUE, reason);
    }
  }

  private MimeMessage message(Letter letter, String email, boolean whole) throws MessagingException {
    String ready = "A letter is ready, case number " + letter.caseNumber();
    MimeMessage message = mail.orElseThrow().createMimeMessage();
    MimeMessageHelper helper = new MimeMessageHelper(message, whole, StandardCharsets.UTF_8.name());
    helper.setFrom(properties.sender());
    helper.setTo(email);
    helper.setSubject(ready);
    if (whole) {
      helper.setText(ready + ".\n");
      helper.addAttachment(
          letter.caseNumber() + ".pdf", new ByteArrayResource(archive.pdf(letter)), "application/pdf");
    } else if (letter.council().isPresent() || letter.addressee().signsIn()) {
      helper.setText(ready + ".\n\n" + properties.baseUrl() + address(letter) + "\n");
    } else {
      // Nobody there can sign in to the case: a link would lead nowhere.
      helper.setText(ready + ". It is sent to you by post.\n");
    }
    return message;
  }

  /** The signed-in address of a letter. */
  static String address(Letter letter) {
    return "/nrm/cases/" + letter.caseNumber() + "/letters/" + letter.id() + ".pdf";
  }
}

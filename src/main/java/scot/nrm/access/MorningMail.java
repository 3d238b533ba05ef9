package scot.nrm.access;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * E-mails in the morning: for managers who want them, and for people whose revision came into
 * force. The program that sends them knows nothing of cases.
 */
public interface MorningMail {

  /**
   * @param address the person's own, from their profile
   * @param text counts and case numbers; nothing about a child
   */
  record Mail(String address, String subject, String text) {}

  /** User ids of the people who get them. */
  List<String> recipients();

  /** The page that the e-mail leads to, from the root of the application. */
  String page();

  /**
   * The e-mail of a morning, with what the person may see when it is sent. Empty if they no longer
   * want it, watch no cases any more, have no address, or there is nothing to report.
   */
  Optional<Mail> of(String person, LocalDate morning);
}

package scot.nrm.repair;

import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

/**
 * A repair that an operator has asked for.
 *
 * @param number the number with which it is carried out
 * @param caseNumber {@code null} if it is about an account
 * @param account the user id; {@code null} if it is about a case
 * @param askedBy the operator's user id, as in the file
 * @param state a digest of the state of the case or account when the repair was asked for
 * @param decision {@code approved} or {@code refused}; {@code null} while it waits
 */
record Repair(
    long number,
    String caseNumber,
    String account,
    String askedBy,
    Instant askedAt,
    RepairAction action,
    String diagram,
    String from,
    String to,
    String reason,
    String state,
    String decision,
    String decidedBy,
    Instant decidedAt,
    Instant doneAt) {

  /** The time after which an approval lapses. */
  static final Duration APPROVAL_TIME = Duration.ofDays(7);

  static final String APPROVED = "approved";
  static final String REFUSED = "refused";

  /** The case or account in words, such as {@code case NRM-2009-7Q4X-8KD9}. */
  String subject() {
    return account == null ? "case " + caseNumber : "account " + account;
  }

  /**
   * What the repair changes, in a sentence.
   *
   * @param nameWithId gives the name of the diagram, or of one of its elements, by the id
   */
  String sentence(UnaryOperator<String> nameWithId) {
    return switch (action) {
      case MOVE ->
          from == null
              ? "The process %s continues before %s."
                  .formatted(nameWithId.apply(diagram), nameWithId.apply(to))
              : "The process %s leaves %s, whose task or stage is cancelled, and continues before %s."
                  .formatted(
                      nameWithId.apply(diagram), nameWithId.apply(from), nameWithId.apply(to));
      case RETRY_JOB ->
          "The failed work at %s of the process %s is tried once more."
              .formatted(nameWithId.apply(from), nameWithId.apply(diagram));
      case DELETE_JOB ->
          "The work or timer at %s of the process %s is removed and never done."
              .formatted(nameWithId.apply(from), nameWithId.apply(diagram));
      case ACKNOWLEDGE ->
          "What had been changed outside this service before it was changed here is no longer shown."
              + (account == null
                  ? " Until then the record of the case says what it is."
                  : " It is in the name, e-mail address or password of the account.");
    };
  }

  boolean hasLapsed(Instant now) {
    return decidedAt != null && decidedAt.plus(APPROVAL_TIME).isBefore(now);
  }
}

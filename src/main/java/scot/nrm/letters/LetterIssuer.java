package scot.nrm.letters;

import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import scot.nrm.engine.authorities.Authorities.Duty;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.letters.LetterSubjects.Subject;
import scot.nrm.letters.LetterTable.Row;
import scot.nrm.letters.LetterWriter.Content;
import scot.nrm.register.Outcome;
import scot.nrm.register.Register;
import scot.nrm.register.Register.Decision;
import scot.nrm.register.Stage;
import scot.nrm.routing.LeaveNeed;

/**
 * Sends one letter: writes it, stores it with the case and enters it in the register (D38). {@link
 * Delivery} follows after the transaction.
 */
@Component
class LetterIssuer {

  private final LetterWriter writer;
  private final LetterArchive archive;
  private final Organisations organisations;
  private final SigningOfficers officers;
  private final Delivery delivery;
  private final LeaveNeed leaveNeed;
  private final Register register;

  LetterIssuer(
      LetterWriter writer,
      LetterArchive archive,
      Organisations organisations,
      SigningOfficers officers,
      Delivery delivery,
      LeaveNeed leaveNeed,
      Register register) {
    this.writer = writer;
    this.archive = archive;
    this.organisations = organisations;
    this.officers = officers;
    this.delivery = delivery;
    this.leaveNeed = leaveNeed;
    this.register = register;
  }

  /**
   * Sends the letter of a row of the table, which may enclose the minute only of a negative
   * decision (D37).
   *
   * @param storedUnder the number of the case with which the letter is stored
   */
  Letter send(Row row, Subject subject, String storedUnder, CaseOnDay onDay) {
    return send(row, subject, storedUnder, onDay, recipient(row.addressee(), onDay));
  }

  /** The same, to a recipient that may not be that of the case now. */
  Letter send(Row row, Subject subject, String storedUnder, CaseOnDay onDay, Recipient recipient) {
    LetterOccasion occasion = subject.occasion();
    Decision decision = subject.decision();
    if (row.minuteEnclosed() && (decision == null || decision.outcome() != Outcome.NEGATIVE)) {
      throw new IllegalStateException(
          "The table letters encloses the minute with %s. The minute is sent only with a negative decision (D37): correct the row and retry."
              .formatted(occasion.occasion()));
    }
    Authority sender = occasion.sender(onDay);
    String xhtml =
        writer.write(
            row.letter(),
            new Content(
                row.code(),
                row.addressee(),
                recipient,
                organisations.authority(sender.id()),
                writer.isEnabled()
                    ? officers.of(occasion.caseNumber(), sender, decision)
                    : Optional.empty(),
                onDay.nameOf(Duty.IMMIGRATION),
                onDay.nameOf(Duty.INTAKE),
                organisations.markingOn(onDay.day()),
                organisations.council(onDay.nrmCase().localAuthority()).nameOn(onDay.day()),
                onDay,
                occasion.next() == null ? onDay.nrmCase().cgAuthority() : occasion.next(),
                decision,
                subject.dates(),
                row.minuteEnclosed(),
                isLeaveConsidered(onDay, decision)));
    Delivery.FirstState firstState =
        row.addressee() == Addressee.PERSON_OR_REPRESENTATIVE
                && Recipient.addressOnFile(onDay.file()).isEmpty()
            ? new Delivery.FirstState(DeliveryState.PRINT_QUEUE, Letter.NO_POSTAL_ADDRESS)
            : delivery.firstState(recipient.email());
    Letter letter =
        new Letter(
            UUID.randomUUID().toString(),
            storedUnder,
            occasion.occasion(),
            row.code(),
            row.letter(),
            row.addressee(),
            recipient.registerName(),
            recipient.council(),
            recipient.force(),
            sender.id(),
            onDay.day(),
            row.minuteEnclosed(),
            firstState.state(),
            firstState.note());
    archive.store(
        letter, occurrence(subject, storedUnder), xhtml, recipient.email(), occasion.officer());
    register.letterSent(
        letter.caseNumber(),
        decision == null ? null : decision.stage(),
        letter.template(),
        letter.addressee().id(),
        letter.dated(),
        occasion.officer());
    return letter;
  }

  /** A merged case may have had its own letter about the same decision of that stage (D12). */
  private static String occurrence(Subject subject, String storedUnder) {
    LetterOccasion occasion = subject.occasion();
    return storedUnder.equals(occasion.caseNumber())
        ? occasion.occurrence()
        : occasion.caseNumber() + "/" + occasion.occurrence();
  }

  Recipient recipient(Addressee addressee, CaseOnDay onDay) {
    return Recipient.of(addressee, onDay, organisations);
  }

  /**
   * After a positive decision on conclusive grounds, if the child needs permission to stay (D29).
   */
  private boolean isLeaveConsidered(CaseOnDay onDay, Decision decision) {
    return decision != null
        && decision.stage() == Stage.CONCLUSIVE_GROUNDS
        && decision.outcome() == Outcome.POSITIVE
        && leaveNeed.isConsidered(
            onDay.file(), onDay.nrmCase().referralReceivedOn(), decision.date());
  }
}

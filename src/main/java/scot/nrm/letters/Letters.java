package scot.nrm.letters;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import scot.nrm.letters.LetterSubjects.Subject;
import scot.nrm.letters.LetterTable.Row;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Links;
import scot.nrm.register.Register;
import scot.nrm.register.Register.Decision;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.Stage;

/**
 * Sends the letters of an occasion, as the table {@code letters} says, in the current transaction,
 * and reads those that have been sent.
 */
@Component
public class Letters {

  private static final Logger LOG = LoggerFactory.getLogger(Letters.class);

  private final LetterTable table;
  private final LetterSubjects subjects;
  private final LetterIssuer issuer;
  private final OtherReporters reporters;
  private final LetterArchive archive;
  private final Delivery delivery;
  private final WaitingLetters waiting;
  private final Register register;
  private final Links links;
  private final Organisations organisations;

  Letters(
      LetterTable table,
      LetterSubjects subjects,
      LetterIssuer issuer,
      OtherReporters reporters,
      LetterArchive archive,
      Delivery delivery,
      WaitingLetters waiting,
      Register register,
      Links links,
      Organisations organisations) {
    this.table = table;
    this.subjects = subjects;
    this.issuer = issuer;
    this.reporters = reporters;
    this.archive = archive;
    this.delivery = delivery;
    this.waiting = waiting;
    this.register = register;
    this.links = links;
    this.organisations = organisations;
  }

  /**
   * Sends the letters of an occasion, unless they have already been sent for this occurrence. A
   * letter to the person waits if they have no usable address ({@link WaitingLetters}).
   *
   * @return the letters of this occurrence, including earlier ones; empty only if everyone has
   *     answered a review, if the person whose leave expires is a child, or if the only letter
   *     waits for an address
   * @throws IllegalStateException if the case, the decision or a matching row is missing, if a row
   *     encloses the minute with a letter that isn't about a negative decision, or if a letter
   *     would go to a child (D37)
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public List<Letter> send(LetterOccasion occasion) {
    String caseNumber = occasion.caseNumber();
    CaseOnDay onDay = subjects.onDay(caseNumber);
    List<Decision> decisions = register.decisions(caseNumber);
    LetterOccasion numbered = LetterSubjects.withOccurrence(occasion, decisions);
    List<Letter> sent = archive.sentFor(numbered);
    if (!sent.isEmpty()) {
      return sent;
    }

    List<Row> rows = table.lettersFor(numbered, onDay);
    if (rows.isEmpty()) {
      checkMaySendNothing(occasion);
    }
    Subject subject = subjects.of(numbered, onDay, decisions);
    List<Letter> letters = new ArrayList<>();
    for (Row row : rows) {
      if (row.addressee() == Addressee.PERSON_OR_REPRESENTATIVE
          && onDay.adult()
          && Recipient.lacksAddress(onDay.file())) {
        waiting.add(onDay.nrmCase(), numbered, numbered.sender(onDay), true);
      } else {
        letters.add(issuer.send(row, subject, caseNumber, onDay));
      }
    }
    if (!occasion.occasion().equals(LetterOccasion.REVIEW_REMINDER)) {
      letters.addAll(reporters.send(subject, onDay, links.mergedInto(caseNumber), List.of()));
    }
    if (occasion.occasion().equals(LetterOccasion.CHILD_FOUND)) {
      letters.addAll(sendToFormerArea(subject, onDay, letters));
    }
    delivery.afterCommit();
    return List.copyOf(letters);
  }

  /**
   * Sends the letter to each force that was asked to search, and each local authority that was
   * notified of the search, and is no longer that of the case, such as those of the area from which
   * the child has moved meanwhile (D34, D41).
   */
  private List<Letter> sendToFormerArea(Subject subject, CaseOnDay onDay, List<Letter> sent) {
    String caseNumber = subject.occasion().caseNumber();
    LocalDate since =
        register
            .latest(caseNumber, EntryKind.CHILD_FOUND)
            .map(RegisterEvent::from)
            .orElse(onDay.day());
    List<Letter> searches =
        Stream.concat(Stream.of(caseNumber), links.mergedInto(caseNumber).stream())
            .flatMap(number -> archive.of(number).stream())
            .filter(letter -> letter.occasion().equals(LetterOccasion.CHILD_MISSING))
            .filter(letter -> !letter.dated().isBefore(since))
            .toList();
    Set<String> written = sent.stream().map(Letter::addresseeName).collect(Collectors.toSet());
    Set<String> forces =
        sent.stream().flatMap(letter -> letter.force().stream()).collect(Collectors.toSet());
    Stream<Letter> toForces =
        searches.stream()
            .filter(letter -> letter.addressee() == Addressee.POLICE)
            .flatMap(letter -> letter.force().stream())
            .filter(forces::add)
            .map(force -> withForce(onDay, force))
            .flatMap(
                theirs ->
                    rows(subject, theirs, Addressee.POLICE)
                        .map(row -> issuer.send(row, subject, caseNumber, theirs)));
    Stream<Letter> toCouncils =
        searches.stream()
            .filter(letter -> letter.addressee() == Addressee.LOCAL_AUTHORITY)
            .flatMap(
                letter -> {
                  Recipient council =
                      Recipient.formerLocalAuthority(
                          letter.council().orElseThrow(), onDay.day(), organisations);
                  return rows(subject, onDay, Addressee.LOCAL_AUTHORITY)
                      .filter(row -> written.add(council.name()))
                      .map(row -> issuer.send(row, subject, letter.caseNumber(), onDay, council));
                });
    return Stream.concat(toForces, toCouncils).toList();
  }

  private Stream<Row> rows(Subject subject, CaseOnDay onDay, Addressee addressee) {
    return table.lettersFor(subject.occasion(), onDay).stream()
        .filter(row -> row.addressee() == addressee);
  }

  /** The same case as that of another police force, and with the first responder's own. */
  private CaseOnDay withForce(CaseOnDay onDay, String force) {
    ObjectNode fields = onDay.file().fields().deepCopy();
    fields.put(
        Recipient.FORCE_OF_FIRST_RESPONDER,
        organisations.forceOfFirstResponder(onDay.file(), onDay.nrmCase().localAuthority()));
    fields.put(Recipient.FORCE, force);
    return onDay.withFile(fields);
  }

  private static void checkMaySendNothing(LetterOccasion occasion) {
    if (!LetterOccasion.maySendNothing(occasion.occasion())) {
      throw new IllegalStateException(
          "The table letters has no row for "
              + occasion.occasion()
              + ": correct the occasion in the diagram or add a row, and retry");
    }
    LOG.info(
        "The occasion {} of {} sends no letter, as the table letters says",
        occasion.occasion(),
        occasion.caseNumber());
  }

  /** All letters of a case, oldest first. */
  public List<Letter> of(String caseNumber) {
    return archive.of(caseNumber);
  }

  /**
   * The decisions of a case that have no letters, because the case was closed between the decision
   * and them (D43): nobody has been notified.
   */
  public List<Decision> decisionsWithoutLetters(RegisterCase nrmCase) {
    List<Decision> withoutLetters = new ArrayList<>();
    if (nrmCase.isClosed() && register.closing(nrmCase.caseNumber()).isPresent()) {
      Map<Stage, Integer> ordinals = new EnumMap<>(Stage.class);
      for (Decision decision : register.decisions(nrmCase.caseNumber())) {
        int ordinal = ordinals.merge(decision.stage(), 1, Integer::sum);
        String occasion = LetterOccasion.ofDecision(decision.stage(), decision.outcome());
        if (archive
            .sentFor(nrmCase.caseNumber(), occasion, LetterSubjects.occurrence(ordinal))
            .isEmpty()) {
          withoutLetters.add(decision);
        }
      }
    }
    return List.copyOf(withoutLetters);
  }

  /** The text of a letter, line by line. */
  public String text(Letter letter) {
    try (PDDocument pdf = Loader.loadPDF(archive.pdf(letter))) {
      return new PDFTextStripper().getText(pdf).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("Letter " + letter.id() + " is not a PDF", e);
    }
  }

  /**
   * The letters to local authorities that enclosed the minute of a decision, which only a negative
   * one has (D37).
   *
   * @param ordinal which decision of its stage it is, from 1
   */
  public List<Letter> lettersWithMinute(String caseNumber, Stage stage, int ordinal) {
    String occasion = stage.prefix() + "-negative";
    return archive.sentFor(caseNumber, occasion, LetterSubjects.occurrence(ordinal)).stream()
        .filter(letter -> letter.minuteEnclosed() && letter.council().isPresent())
        .toList();
  }
}

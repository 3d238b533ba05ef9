package scot.nrm.letters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.letters.LetterSubjects.Subject;
import scot.nrm.letters.LetterTable.Row;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Links;
import scot.nrm.register.Outcome;
import scot.nrm.register.Register;
import scot.nrm.register.Register.Decision;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterUpdates.FoundToBeChild;
import scot.nrm.register.Stage;

/**
 * Sends letters again, or later than on their occasion, because something has changed: an address
 * is known, the person was found to be a child, their case was merged with another or they have
 * moved. Each is sent only if it still applies, and in the current transaction.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class LettersAfterChange {

  private static final Logger LOG = LoggerFactory.getLogger(LettersAfterChange.class);

  /** Possible addressees of a letter that has waited: the person, or a child's local authority. */
  private static final Set<Addressee> WAITING_ADDRESSEES =
      Set.of(Addressee.PERSON_OR_REPRESENTATIVE, Addressee.LOCAL_AUTHORITY);

  /** The addressees that change when a person moves to another local authority (D41). */
  private static final Set<Addressee> AREA_ADDRESSEES =
      Set.of(Addressee.LOCAL_AUTHORITY, Addressee.POLICE);

  private final LetterTable table;
  private final LetterSubjects subjects;
  private final LetterIssuer issuer;
  private final OtherReporters reporters;
  private final LetterArchive archive;
  private final Organisations organisations;
  private final Delivery delivery;
  private final WaitingLetters waiting;
  private final CaseFile caseFile;
  private final Register register;
  private final Links links;

  LettersAfterChange(
      LetterTable table,
      LetterSubjects subjects,
      LetterIssuer issuer,
      OtherReporters reporters,
      LetterArchive archive,
      Organisations organisations,
      Delivery delivery,
      WaitingLetters waiting,
      CaseFile caseFile,
      Register register,
      Links links) {
    this.table = table;
    this.subjects = subjects;
    this.issuer = issuer;
    this.reporters = reporters;
    this.archive = archive;
    this.organisations = organisations;
    this.delivery = delivery;
    this.waiting = waiting;
    this.caseFile = caseFile;
    this.register = register;
    this.links = links;
  }

  /**
   * Sends a letter that has waited for an address (D7): as on the day on which it is sent, so to
   * the local authority if the person has been found to be a child meanwhile. Sends nothing if a
   * later decision has overtaken the letter.
   *
   * @param waited with its occurrence, even if it is about a decision
   */
  void sendWaiting(LetterOccasion waited) {
    CaseOnDay onDay = subjects.onDay(waited.caseNumber());
    List<Decision> decisions = register.decisions(waited.caseNumber());
    if (isSuperseded(waited, onDay.nrmCase(), decisions)) {
      LOG.info(
          "A letter of {} for {} is not sent: a later decision has overtaken it",
          waited.caseNumber(),
          waited.occasion());
      return;
    }
    Subject subject = subjects.later(waited, onDay, decisions);
    Set<Addressee> sent =
        archive.sentFor(waited).stream().map(Letter::addressee).collect(Collectors.toSet());
    table.lettersFor(waited, onDay).stream()
        .filter(
            row -> WAITING_ADDRESSEES.contains(row.addressee()) && !sent.contains(row.addressee()))
        .forEach(row -> issuer.send(row, subject, waited.caseNumber(), onDay));
    delivery.afterCommit();
  }

  /** Sends the letters of a case that wait for an address, if there is one now (D7, D43). */
  public void sendIfAddressKnown(String caseNumber) {
    if (!Recipient.lacksAddress(caseFile.read(caseNumber))) {
      waiting.endWait(caseNumber);
    }
  }

  /**
   * Notifies those who reported the child in cases that are merged with this one now of what the
   * others have been notified of and still applies (D12): the latest decision, that the child is
   * missing (D34), and that a stage is suspended (D35).
   *
   * @param merged the numbers of these cases
   * @param officer who merged them, or {@code null}
   */
  public void notifyMergedReporters(String caseNumber, List<String> merged, String officer) {
    CaseOnDay onDay = subjects.onDay(caseNumber);
    RegisterCase nrmCase = onDay.nrmCase();
    Stream.of(
            latestDecision(nrmCase, officer),
            sentSince(nrmCase, LetterOccasion.CHILD_MISSING, nrmCase.now().missingSince(), officer),
            sentSince(
                nrmCase, LetterOccasion.STAGE_SUSPENDED, nrmCase.now().suspendedOn(), officer))
        .flatMap(Optional::stream)
        .forEach(occasion -> notifyMergedReporters(onDay, merged, occasion));
    delivery.afterCommit();
  }

  private static Optional<LetterOccasion> latestDecision(RegisterCase nrmCase, String officer) {
    boolean conclusive = nrmCase.conclusiveGrounds().outcome() != null;
    Stage stage = conclusive ? Stage.CONCLUSIVE_GROUNDS : Stage.REASONABLE_GROUNDS;
    Outcome outcome =
        (conclusive ? nrmCase.conclusiveGrounds() : nrmCase.reasonableGrounds()).outcome();
    if (outcome == null || nrmCase.now().reconsideredStage() != null) {
      return Optional.empty(); // everyone gets the letter of the next decision
    }
    String occasion = LetterOccasion.ofDecision(stage, outcome);
    return Optional.of(new LetterOccasion(nrmCase.caseNumber(), occasion, null, officer));
  }

  private void notifyMergedReporters(
      CaseOnDay onDay, List<String> merged, LetterOccasion occasion) {
    String caseNumber = occasion.caseNumber();
    List<Decision> decisions = register.decisions(caseNumber);
    LetterOccasion numbered = LetterSubjects.withOccurrence(occasion, decisions);
    if (archive.sentFor(numbered).isEmpty()) {
      return; // they are about to go to everyone
    }
    List<String> earlier =
        links.mergedInto(caseNumber).stream().filter(number -> !merged.contains(number)).toList();
    reporters.send(subjects.later(numbered, onDay, decisions), onDay, merged, earlier);
  }

  /**
   * Sends letters that went to a person who was treated as an adult, is a child and still needs
   * them to the local authority, which has not had them (D7, D37): in a transaction of its own, as
   * letters that have waited for an address.
   */
  @EventListener
  void resendForChild(FoundToBeChild person) {
    CaseOnDay onDay = subjects.onDay(person.caseNumber());
    RegisterCase nrmCase = onDay.nrmCase();
    List<Decision> decisions = register.decisions(person.caseNumber());
    Map<String, LocalDate> written = new LinkedHashMap<>();
    archive.of(person.caseNumber()).stream()
        .filter(letter -> letter.addressee() == Addressee.PERSON_OR_REPRESENTATIVE)
        .forEach(letter -> written.put(letter.occasion(), letter.dated()));
    written.forEach(
        (occasion, day) ->
            sentSince(nrmCase, occasion, day, null)
                .filter(letters -> stillApplies(letters, nrmCase, decisions))
                .filter(letters -> hasNotReachedLocalAuthority(letters, onDay))
                .ifPresent(
                    letters ->
                        waiting.add(nrmCase, letters, letters.sender(onDay), onDay.adult())));
  }

  private boolean hasNotReachedLocalAuthority(LetterOccasion occasion, CaseOnDay onDay) {
    return table.lettersFor(occasion, onDay).stream()
            .anyMatch(row -> row.addressee() == Addressee.LOCAL_AUTHORITY)
        && archive.sentFor(occasion).stream()
            .noneMatch(letter -> letter.addressee() == Addressee.LOCAL_AUTHORITY);
  }

  /**
   * Changes where letters go because the person has moved to another local authority (D41). Those
   * to the police go to the force that it named, or to that of its area. The person's own address
   * that a case owner found is removed: later letters go to the address that is entered now, or
   * wait for one (D7). A first responder who is staff of the former local authority stays with it.
   * A representative and the local authority, which has changed, can still be written to.
   */
  public void updateAddressesAfterMove(String caseNumber, String from, String to, String officer) {
    CaseFileContent file = caseFile.read(caseNumber);
    Map<String, JsonNode> changes = new HashMap<>(forcesAfterMove(file, from, to));
    if (file.is("firstResponderAgency", Recipient.LOCAL_AUTHORITY_AGENCY)) {
      changes.put(
          Recipient.COUNCIL_OF_FIRST_RESPONDER,
          TextNode.valueOf(Recipient.councilOfFirstResponder(file, from)));
    }
    changes.entrySet().removeIf(now -> file.is(now.getKey(), now.getValue().asText("")));
    if (file.is(WaitingLetters.KIND, WaitingLetters.OWN_ADDRESS)) {
      changes.put(WaitingLetters.KIND, NullNode.getInstance());
      changes.put(WaitingLetters.ADDRESS, NullNode.getInstance());
    }
    caseFile.merge(caseNumber, changes, officer);
  }

  /** A first responder who is the police stays with their own force. */
  private Map<String, JsonNode> forcesAfterMove(CaseFileContent file, String from, String to) {
    String named = file.text("newPoliceForce");
    String now = named.isEmpty() ? organisations.council(to).policeForce() : named;
    String reported = organisations.forceOfFirstResponder(file, from);
    boolean differs = file.is("firstResponderAgency", "police") && !reported.equals(now);
    return Map.of(
        Recipient.FORCE, named.isEmpty() ? NullNode.getInstance() : TextNode.valueOf(named),
        Recipient.FORCE_OF_FIRST_RESPONDER,
            differs ? TextNode.valueOf(reported) : NullNode.getInstance());
  }

  /**
   * Sends to the local authority and the police force of the new area the letters that went to the
   * former ones after the person had moved, and that still apply (D41): the acceptance may be
   * recorded later than its date. Letters that ask for something are not sent again: the local
   * authority's tasks come with the case, and nobody else was asked. That the person is missing, or
   * a stage suspended, is sent however long ago it began, because the new force is to search (D34).
   *
   * @param accepted the date of acceptance
   */
  public void resendToNewArea(String caseNumber, LocalDate accepted, String officer) {
    CaseOnDay onDay = subjects.onDay(caseNumber);
    RegisterCase nrmCase = onDay.nrmCase();
    List<Decision> decisions = register.decisions(caseNumber);
    archive.of(caseNumber).stream()
        .map(Letter::occasion)
        .distinct()
        .flatMap(
            occasion ->
                sentSince(nrmCase, occasion, began(occasion, nrmCase, accepted), officer).stream())
        .filter(occasion -> stillApplies(occasion, nrmCase, decisions))
        .forEach(occasion -> sendToNewArea(occasion, onDay, decisions));
    delivery.afterCommit();
  }

  private static LocalDate began(String occasion, RegisterCase nrmCase, LocalDate accepted) {
    return switch (occasion) {
      case LetterOccasion.CHILD_MISSING -> nrmCase.now().missingSince();
      case LetterOccasion.STAGE_SUSPENDED -> nrmCase.now().suspendedOn();
      default -> accepted;
    };
  }

  private void sendToNewArea(LetterOccasion occasion, CaseOnDay onDay, List<Decision> decisions) {
    List<Letter> sent = archive.sentFor(occasion);
    List<Row> rows =
        table.lettersFor(occasion, onDay).stream()
            .filter(row -> AREA_ADDRESSEES.contains(row.addressee()))
            .filter(row -> sent.stream().noneMatch(letter -> isTo(row.addressee(), letter, onDay)))
            .toList();
    if (!rows.isEmpty()) {
      Subject subject = subjects.later(occasion, onDay, decisions);
      rows.forEach(row -> issuer.send(row, subject, occasion.caseNumber(), onDay));
    }
  }

  /** A local authority's own staff may have had another letter, as first responder. */
  private boolean isTo(Addressee addressee, Letter sent, CaseOnDay onDay) {
    Recipient recipient = issuer.recipient(addressee, onDay);
    return sent.addressee() == addressee
        && sent.council().equals(recipient.council())
        && sent.force().equals(recipient.force());
  }

  /** The occasion of an event that has not ended, if letters about it have been sent. */
  private Optional<LetterOccasion> sentSince(
      RegisterCase nrmCase, String occasion, LocalDate began, String officer) {
    return Optional.ofNullable(began)
        .flatMap(day -> archive.latestOccurrenceSince(nrmCase.caseNumber(), occasion, day))
        .map(occurrence -> new LetterOccasion(nrmCase.caseNumber(), occasion, occurrence, officer));
  }

  private boolean stillApplies(
      LetterOccasion sent, RegisterCase nrmCase, List<Decision> decisions) {
    return switch (sent.occasion()) {
      case "facts-missing",
          "child-not-known",
          "copy-reminder",
          "direct-referral-reminder",
          LetterOccasion.REVIEW_REMINDER ->
          false;
      case LetterOccasion.CHILD_MISSING -> nrmCase.now().missingSince() != null;
      case LetterOccasion.CHILD_FOUND -> nrmCase.now().missingSince() == null;
      case LetterOccasion.STAGE_SUSPENDED -> nrmCase.now().suspendedOn() != null;
      default ->
          !isSuperseded(sent, nrmCase, decisions)
              && sent.decidedStage()
                  .filter(stage -> stage == nrmCase.now().reconsideredStage())
                  .isEmpty();
    };
  }

  private boolean isSuperseded(
      LetterOccasion waited, RegisterCase nrmCase, List<Decision> decisions) {
    return switch (waited.occasion()) {
      case "referral-received" -> nrmCase.reasonableGrounds().outcome() != null;
      case "rg-extended" -> isDecidedSinceExtension(waited, Stage.REASONABLE_GROUNDS);
      case "reflection-extended" -> isDecidedSinceExtension(waited, Stage.CONCLUSIVE_GROUNDS);
      // The letter about conclusive grounds says how long the reflection period lasts.
      case LetterOccasion.POSITIVE_REASONABLE_GROUNDS ->
          nrmCase.conclusiveGrounds().outcome() != null || isReplaced(waited, decisions);
      default -> isReplaced(waited, decisions);
    };
  }

  /** A period may be extended after a decision (D22), or while it is reconsidered (D30). */
  private boolean isDecidedSinceExtension(LetterOccasion extension, Stage stage) {
    return register.history(extension.caseNumber()).stream()
        .filter(event -> event.stage() == stage)
        .filter(event -> event.is(EntryKind.EXTENDED, EntryKind.DECIDED))
        .reduce((earlier, later) -> later)
        .filter(latest -> latest.is(EntryKind.DECIDED))
        .isPresent();
  }

  /** Whether the letter is about a decision that was reconsidered and made again (D30). */
  private static boolean isReplaced(LetterOccasion waited, List<Decision> decisions) {
    return waited
        .decidedStage()
        .filter(stage -> !LetterSubjects.occurrence(stage, decisions).equals(waited.occurrence()))
        .isPresent();
  }
}

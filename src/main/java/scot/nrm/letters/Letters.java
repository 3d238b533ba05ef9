package scot.nrm.letters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.decision.deadline.TimeLimit;
import scot.nrm.decision.deadline.TimeLimits;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.Authorities.Duty;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.letters.LetterTable.Row;
import scot.nrm.letters.LetterWriter.Content;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Links;
import scot.nrm.register.Outcome;
import scot.nrm.register.Register;
import scot.nrm.register.Register.Decision;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates.FoundToBeChild;
import scot.nrm.register.Stage;
import scot.nrm.routing.LeaveNeed;

/**
 * Sends letters: evaluates the table {@code letters}, writes each letter, stores it with the case
 * and enters it in the register (D38). All in the current transaction; {@link Delivery} follows
 * after it.
 */
@Component
public class Letters {

  private static final Logger LOG = LoggerFactory.getLogger(Letters.class);

  /** Possible addressees of a letter that has waited: the person, or a child's local authority. */
  private static final Set<Addressee> WAITING_ADDRESSEES =
      Set.of(Addressee.PERSON_OR_REPRESENTATIVE, Addressee.LOCAL_AUTHORITY);

  /** The addressees that change when a person moves to another local authority (D41). */
  private static final Set<Addressee> AREA_ADDRESSEES =
      Set.of(Addressee.LOCAL_AUTHORITY, Addressee.POLICE);

  private final LetterTable table;
  private final LetterWriter writer;
  private final LetterArchive archive;
  private final Organisations organisations;
  private final Authorities authorities;
  private final SigningOfficers officers;
  private final TimeLimits timeLimits;
  private final Delivery delivery;
  private final WaitingLetters waiting;
  private final LeaveNeed leaveNeed;
  private final CaseFile caseFile;
  private final Register register;
  private final Links links;
  private final CaseClock clock;

  Letters(
      LetterTable table,
      LetterWriter writer,
      LetterArchive archive,
      Organisations organisations,
      Authorities authorities,
      SigningOfficers officers,
      TimeLimits timeLimits,
      Delivery delivery,
      WaitingLetters waiting,
      LeaveNeed leaveNeed,
      CaseFile caseFile,
      Register register,
      Links links,
      CaseClock clock) {
    this.table = table;
    this.writer = writer;
    this.archive = archive;
    this.organisations = organisations;
    this.authorities = authorities;
    this.officers = officers;
    this.timeLimits = timeLimits;
    this.delivery = delivery;
    this.waiting = waiting;
    this.leaveNeed = leaveNeed;
    this.caseFile = caseFile;
    this.register = register;
    this.links = links;
    this.clock = clock;
  }

  /**
   * Sends the letters of an occasion, unless they have already been sent for this occurrence. A
   * letter to the person waits if they have no usable address ({@link WaitingLetters}).
   *
   * @return the letters of this occurrence, also those sent earlier; empty only if everyone has
   *     answered a review, if the person whose leave expires is a child, or if the only letter
   *     waits for an address
   * @throws IllegalStateException if the case, the decision or a matching row is missing, if a row
   *     encloses the minute with a letter that isn't about a negative decision, or if a letter
   *     would go to a child (D37)
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public List<Letter> send(LetterOccasion occasion) {
    String caseNumber = occasion.caseNumber();
    RegisterCase nrmCase = nrmCase(caseNumber);
    List<Decision> decisions = register.decisions(caseNumber);
    Decision decision = decision(occasion, decisions);
    LetterOccasion numbered = withOccurrence(occasion, decisions);
    List<Letter> sent = sentFor(numbered);
    if (!sent.isEmpty()) {
      return sent;
    }

    CaseOnDay onDay = onDay(nrmCase);
    List<Row> rows = rows(numbered, onDay);
    if (rows.isEmpty()) {
      checkMaySendNothing(occasion);
    }
    Subject subject = new Subject(numbered, decision, dates(numbered, onDay, decision, decisions));
    List<Letter> letters = new ArrayList<>();
    for (Row row : rows) {
      if (row.addressee() == Addressee.PERSON_OR_REPRESENTATIVE
          && onDay.adult()
          && Recipient.lacksAddress(onDay.file())) {
        waiting.add(nrmCase, numbered, numbered.sender(onDay, authorities), true);
      } else {
        letters.add(send(row, subject, caseNumber, onDay));
      }
    }
    List<String> merged =
        occasion.occasion().equals(LetterOccasion.REVIEW_REMINDER)
            ? List.of()
            : links.mergedInto(caseNumber);
    for (Copy copy : copiesForOtherReporters(occasion, onDay, merged, List.of())) {
      letters.add(send(copy.row(), subject, copy.storedUnder(), copy.onDay()));
    }
    delivery.afterCommit();
    return List.copyOf(letters);
  }

  /**
   * Notifies those who reported the child in cases that are merged with this one now of what the
   * others have been notified of and still applies (D12): the latest decision, that the child is
   * missing (D34), and that a stage is suspended (D35).
   *
   * @param merged the numbers of these cases
   * @param officer who merged them, or {@code null}
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void notifyMergedReporters(String caseNumber, List<String> merged, String officer) {
    RegisterCase nrmCase = nrmCase(caseNumber);
    Stream.of(
            latestDecision(nrmCase, officer),
            sentSince(nrmCase, LetterOccasion.CHILD_MISSING, nrmCase.now().missingSince(), officer),
            sentSince(
                nrmCase, LetterOccasion.STAGE_SUSPENDED, nrmCase.now().suspendedOn(), officer))
        .flatMap(Optional::stream)
        .forEach(occasion -> notifyMergedReporters(nrmCase, merged, occasion));
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
    return Optional.of(new LetterOccasion(nrmCase.caseNumber(), occasion, null, officer, Map.of()));
  }

  /** The occasion of an event that has not ended, if letters about it have been sent. */
  private Optional<LetterOccasion> sentSince(
      RegisterCase nrmCase, String occasion, LocalDate began, String officer) {
    return Optional.ofNullable(began)
        .flatMap(day -> archive.latestOccurrenceSince(nrmCase.caseNumber(), occasion, day))
        .map(
            occurrence ->
                new LetterOccasion(nrmCase.caseNumber(), occasion, occurrence, officer, Map.of()));
  }

  private void notifyMergedReporters(
      RegisterCase nrmCase, List<String> merged, LetterOccasion occasion) {
    List<Decision> decisions = register.decisions(nrmCase.caseNumber());
    LetterOccasion numbered = withOccurrence(occasion, decisions);
    if (sentFor(numbered).isEmpty()) {
      return; // they are about to go to everyone
    }
    CaseOnDay onDay = onDay(nrmCase);
    Subject subject = laterSubject(numbered, onDay, decisions);
    List<String> earlier =
        links.mergedInto(nrmCase.caseNumber()).stream()
            .filter(number -> !merged.contains(number))
            .toList();
    for (Copy copy : copiesForOtherReporters(occasion, onDay, merged, earlier)) {
      send(copy.row(), subject, copy.storedUnder(), copy.onDay());
    }
  }

  /**
   * The subject of letters.
   *
   * @param occasion with its occurrence
   * @param decision {@code null} if they aren't about one
   */
  private record Subject(
      LetterOccasion occasion, Decision decision, Map<String, LocalDate> dates) {}

  /** The subject of a letter that is not sent with the decision. */
  private Subject laterSubject(LetterOccasion occasion, CaseOnDay onDay, List<Decision> decisions) {
    RegisterCase nrmCase = onDay.nrmCase();
    Decision decision = decision(occasion, decisions);
    Map<String, LocalDate> dates = dates(occasion, onDay, decision, decisions);
    if (occasion.occasion().equals(LetterOccasion.POSITIVE_REASONABLE_GROUNDS)) {
      if (nrmCase.reflectionEnd() != null) {
        dates.put("reflectionEnd", nrmCase.reflectionEnd()); // it may have been extended (D22)
      }
      if (nrmCase.cgAuthority() != null && !nrmCase.cgAuthority().equals(nrmCase.rgAuthority())) {
        dates.put(LetterOccasion.TRANSFERRED_ON, transferredOn(nrmCase));
      }
    }
    return new Subject(occasion, decision, dates);
  }

  /** Since when the authority that decides on conclusive grounds has that stage (D14). */
  private LocalDate transferredOn(RegisterCase nrmCase) {
    RegisterEvent since = null;
    for (RegisterEvent event : register.history(nrmCase.caseNumber())) {
      if (event.is(EntryKind.ROUTED)
          && event.stage() == Stage.CONCLUSIVE_GROUNDS
          && (since == null || !event.code().equals(since.code()))) {
        since = event;
      }
    }
    return LocalDay.of(since.at());
  }

  /**
   * Sends a letter that has waited for an address (D7): as on the day on which it is sent, so to
   * the local authority if the person has been found to be a child meanwhile. Sends nothing if a
   * later decision has overtaken the letter.
   *
   * @param waited with its occurrence, also if it is about a decision
   */
  @Transactional(propagation = Propagation.MANDATORY)
  void sendWaiting(LetterOccasion waited) {
    RegisterCase nrmCase = nrmCase(waited.caseNumber());
    List<Decision> decisions = register.decisions(waited.caseNumber());
    if (isSuperseded(waited, nrmCase, decisions)) {
      LOG.info(
          "A letter of {} for {} is not sent: a later decision has overtaken it",
          waited.caseNumber(),
          waited.occasion());
      return;
    }
    CaseOnDay onDay = onDay(nrmCase);
    Subject subject = laterSubject(waited, onDay, decisions);
    Set<Addressee> sent =
        sentFor(waited).stream().map(Letter::addressee).collect(Collectors.toSet());
    rows(waited, onDay).stream()
        .filter(
            row -> WAITING_ADDRESSEES.contains(row.addressee()) && !sent.contains(row.addressee()))
        .forEach(row -> send(row, subject, waited.caseNumber(), onDay));
    delivery.afterCommit();
  }

  /**
   * A letter to a first responder whose case was merged with this one.
   *
   * @param storedUnder the number under which they reported the child and may open the letter
   * @param onDay this case, as if they had reported it
   */
  private record Copy(Row row, String storedUnder, CaseOnDay onDay) {}

  /**
   * Copies for everyone who reported the child, under any number (D12, D34, D35), and only one for
   * a person who reported twice. Only the first responder on the form was asked in the review, so
   * nobody else is reminded of it (D21).
   *
   * @param merged under which numbers they reported the child
   * @param notified the numbers of others who have had the letter, beside the first responder on
   *     the form
   */
  private List<Copy> copiesForOtherReporters(
      LetterOccasion occasion, CaseOnDay onDay, List<String> merged, List<String> notified) {
    List<Copy> copies = new ArrayList<>();
    Set<Recipient> written = new HashSet<>();
    if (!merged.isEmpty()) {
      written.add(firstResponder(onDay));
      notified.forEach(number -> written.add(firstResponder(reportedAs(number, onDay))));
    }
    for (String number : merged) {
      CaseOnDay theirs = reportedAs(number, onDay);
      rows(occasion, theirs).stream()
          .filter(row -> row.addressee() == Addressee.FIRST_RESPONDER)
          .filter(row -> written.add(firstResponder(theirs)))
          .forEach(row -> copies.add(new Copy(row, number, theirs)));
    }
    return copies;
  }

  private Recipient firstResponder(CaseOnDay onDay) {
    return Recipient.of(Addressee.FIRST_RESPONDER, onDay, organisations, authorities);
  }

  /** The child's case, with the first responder of a case that was merged with it. */
  private CaseOnDay reportedAs(String merged, CaseOnDay onDay) {
    CaseFileContent theirs = caseFile.read(merged);
    String council = nrmCase(merged).localAuthority();
    String force = Recipient.forceOfFirstResponder(theirs);
    ObjectNode fields = onDay.file().fields().deepCopy();
    Recipient.FIRST_RESPONDER.forEach(key -> fields.put(key, theirs.text(key)));
    fields.put(
        Recipient.FORCE_OF_FIRST_RESPONDER,
        force.isEmpty() ? organisations.council(council).policeForce() : force);
    fields.put(
        Recipient.COUNCIL_OF_FIRST_RESPONDER, Recipient.councilOfFirstResponder(theirs, council));
    return new CaseOnDay(onDay.nrmCase(), new CaseFileContent(fields), onDay.day());
  }

  private static boolean isSuperseded(
      LetterOccasion waited, RegisterCase nrmCase, List<Decision> decisions) {
    return switch (waited.occasion()) {
      case "referral-received", "rg-extended" -> nrmCase.reasonableGrounds().outcome() != null;
      case "reflection-extended" -> nrmCase.conclusiveGrounds().outcome() != null;
      // The letter about conclusive grounds says how long the reflection period lasts.
      case LetterOccasion.POSITIVE_REASONABLE_GROUNDS ->
          nrmCase.conclusiveGrounds().outcome() != null || isReplaced(waited, decisions);
      default -> isReplaced(waited, decisions);
    };
  }

  /** Whether the letter is about a decision that was reconsidered and made again (D30). */
  private static boolean isReplaced(LetterOccasion waited, List<Decision> decisions) {
    return waited
        .decidedStage()
        .filter(stage -> !occurrence(stage, decisions).equals(waited.occurrence()))
        .isPresent();
  }

  /** Sends the letters of a case that wait for an address, if there is one now (D7, D43). */
  @Transactional(propagation = Propagation.MANDATORY)
  public void sendIfAddressKnown(String caseNumber) {
    if (!Recipient.lacksAddress(caseFile.read(caseNumber))) {
      waiting.endWait(caseNumber);
    }
  }

  /**
   * Sends letters that went to a person who was treated as an adult, is a child and still needs
   * them to the local authority, which has not had them (D7, D37): in a transaction of its own, as
   * letters that have waited for an address.
   */
  @EventListener
  void resendForChild(FoundToBeChild person) {
    RegisterCase nrmCase = nrmCase(person.caseNumber());
    List<Decision> decisions = register.decisions(person.caseNumber());
    CaseOnDay onDay = onDay(nrmCase);
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
                        waiting.add(
                            nrmCase, letters, letters.sender(onDay, authorities), onDay.adult())));
  }

  private boolean hasNotReachedLocalAuthority(LetterOccasion occasion, CaseOnDay onDay) {
    return rows(occasion, onDay).stream()
            .anyMatch(row -> row.addressee() == Addressee.LOCAL_AUTHORITY)
        && sentFor(occasion).stream()
            .noneMatch(letter -> letter.addressee() == Addressee.LOCAL_AUTHORITY);
  }

  /**
   * Changes where letters go because the person has moved to another local authority (D41). Those
   * to the police go to the force that it named, or to that of its area. The person's own address
   * that a case owner found is removed: later letters go to the address that is entered now, or
   * wait for one (D7). A first responder who is staff of the former local authority stays with it.
   * A representative and the local authority, which has changed, can still be written to.
   */
  @Transactional(propagation = Propagation.MANDATORY)
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

  /**
   * Sends to the local authority and the police force of the new area the letters that went to the
   * former ones after the person had moved, and that still apply (D41): the acceptance may be
   * recorded later than its date. Letters that ask for something are not sent again: the local
   * authority's tasks come with the case, and nobody else was asked. That the person is missing, or
   * a stage suspended, is sent however long ago it began, because the new force is to search (D34).
   *
   * @param accepted the date of acceptance
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void resendToNewArea(String caseNumber, LocalDate accepted, String officer) {
    RegisterCase nrmCase = nrmCase(caseNumber);
    List<Decision> decisions = register.decisions(caseNumber);
    CaseOnDay onDay = onDay(nrmCase);
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

  private static boolean stillApplies(
      LetterOccasion sent, RegisterCase nrmCase, List<Decision> decisions) {
    return switch (sent.occasion()) {
      case "facts-missing",
          "child-not-known",
          "copy-reminder",
          "direct-referral-reminder",
          LetterOccasion.REVIEW_REMINDER ->
          false;
      case LetterOccasion.CHILD_MISSING -> nrmCase.now().missingSince() != null;
      case "child-found" -> nrmCase.now().missingSince() == null;
      case LetterOccasion.STAGE_SUSPENDED -> nrmCase.now().suspendedOn() != null;
      default ->
          !isSuperseded(sent, nrmCase, decisions)
              && sent.decidedStage()
                  .filter(stage -> stage == nrmCase.now().reconsideredStage())
                  .isEmpty();
    };
  }

  private void sendToNewArea(LetterOccasion occasion, CaseOnDay onDay, List<Decision> decisions) {
    Set<String> written =
        sentFor(occasion).stream().map(Letter::addresseeName).collect(Collectors.toSet());
    List<Row> rows =
        rows(occasion, onDay).stream()
            .filter(row -> AREA_ADDRESSEES.contains(row.addressee()))
            .filter(row -> !written.contains(recipient(row, onDay).registerName()))
            .toList();
    if (!rows.isEmpty()) {
      Subject subject = laterSubject(occasion, onDay, decisions);
      rows.forEach(row -> send(row, subject, occasion.caseNumber(), onDay));
    }
  }

  private Recipient recipient(Row row, CaseOnDay onDay) {
    return Recipient.of(row.addressee(), onDay, organisations, authorities);
  }

  /** A first responder who is the police stays with their own force. */
  private Map<String, JsonNode> forcesAfterMove(CaseFileContent file, String from, String to) {
    String named = file.text("newPoliceForce");
    String now = named.isEmpty() ? organisations.council(to).policeForce() : named;
    String before = Recipient.forceOfFirstResponder(file);
    String reported = before.isEmpty() ? organisations.council(from).policeForce() : before;
    boolean differs = file.is("firstResponderAgency", "police") && !reported.equals(now);
    return Map.of(
        Recipient.FORCE, named.isEmpty() ? NullNode.getInstance() : TextNode.valueOf(named),
        Recipient.FORCE_OF_FIRST_RESPONDER,
            differs ? TextNode.valueOf(reported) : NullNode.getInstance());
  }

  private RegisterCase nrmCase(String caseNumber) {
    return register
        .find(caseNumber)
        .orElseThrow(
            () -> new IllegalStateException("Case " + caseNumber + " is not in the register"));
  }

  private CaseOnDay onDay(RegisterCase nrmCase) {
    return new CaseOnDay(nrmCase, caseFile.read(nrmCase.caseNumber()), clock.today());
  }

  /** The rows of the table for an occasion. */
  private List<Row> rows(LetterOccasion occasion, CaseOnDay onDay) {
    return table.lettersFor(
        occasion.caseNumber(), occasion.occasion(), LetterTable.facts(onDay, authorities));
  }

  private List<Letter> sentFor(LetterOccasion occasion) {
    return archive.sentFor(occasion.caseNumber(), occasion.occasion(), occasion.occurrence());
  }

  /**
   * @param storedUnder the number of the case with which the letter is stored
   */
  private Letter send(Row row, Subject subject, String storedUnder, CaseOnDay onDay) {
    LetterOccasion occasion = subject.occasion();
    Decision decision = subject.decision();
    if (row.minuteEnclosed() && (decision == null || decision.outcome() != Outcome.NEGATIVE)) {
      throw new IllegalStateException(
          "The table letters encloses the minute with %s. The minute is sent only with a negative decision (D37): correct the row and retry."
              .formatted(occasion.occasion()));
    }
    Authority sender = occasion.sender(onDay, authorities);
    Recipient recipient = recipient(row, onDay);
    byte[] pdf =
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
                authorities.name(onDay.with(Duty.IMMIGRATION, authorities), onDay.day()),
                authorities.name(onDay.with(Duty.INTAKE, authorities), onDay.day()),
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
            sender.id(),
            onDay.day(),
            row.minuteEnclosed(),
            firstState.state(),
            firstState.note());
    archive.store(letter, occasion.occurrence(), pdf, recipient.email(), occasion.officer());
    register.letterSent(
        letter.caseNumber(),
        decision == null ? null : decision.stage(),
        letter.template(),
        letter.addressee().id(),
        letter.dated(),
        occasion.officer());
    return letter;
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

  /** All letters of a case, oldest first. */
  @Transactional(propagation = Propagation.SUPPORTS)
  public List<Letter> of(String caseNumber) {
    return archive.of(caseNumber);
  }

  /**
   * The decisions of a case that have no letters, because the case was closed between the decision
   * and them (D43): nobody has been notified.
   */
  @Transactional(propagation = Propagation.SUPPORTS)
  public List<Decision> decisionsWithoutLetters(RegisterCase nrmCase) {
    List<Decision> withoutLetters = new ArrayList<>();
    if (nrmCase.isClosed() && register.closing(nrmCase.caseNumber()).isPresent()) {
      Map<Stage, Integer> ordinals = new EnumMap<>(Stage.class);
      for (Decision decision : register.decisions(nrmCase.caseNumber())) {
        int ordinal = ordinals.merge(decision.stage(), 1, Integer::sum);
        String occasion = LetterOccasion.ofDecision(decision.stage(), decision.outcome());
        if (archive.sentFor(nrmCase.caseNumber(), occasion, occurrence(ordinal)).isEmpty()) {
          withoutLetters.add(decision);
        }
      }
    }
    return List.copyOf(withoutLetters);
  }

  /** The text of a letter, line by line. */
  @Transactional(propagation = Propagation.SUPPORTS)
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
  @Transactional(propagation = Propagation.SUPPORTS)
  public List<Letter> lettersWithMinute(String caseNumber, Stage stage, int ordinal) {
    String occasion = stage.prefix() + "-negative";
    return archive.sentFor(caseNumber, occasion, occurrence(ordinal)).stream()
        .filter(letter -> letter.minuteEnclosed() && letter.council().isPresent())
        .toList();
  }

  /** The decision that the letters are about: the latest of the stage, matching the occasion. */
  private static Decision decision(LetterOccasion occasion, List<Decision> decisions) {
    Optional<Stage> stage = occasion.decidedStage();
    if (stage.isEmpty()) {
      return null;
    }
    Decision latest =
        decisions.stream()
            .filter(decision -> decision.stage() == stage.get())
            .reduce((earlier, later) -> later)
            .orElse(null);
    if (latest == null || latest.outcome() != occasion.outcome()) {
      throw new IllegalStateException(
          "Letters of %s were to be sent for %s, but the register has no such decision: record the decision before its letters"
              .formatted(occasion.occasion(), occasion.caseNumber()));
    }
    return latest;
  }

  /**
   * Decisions are counted, so that a repeated job sends nothing twice and a reconsidered decision
   * has letters of its own.
   */
  private static LetterOccasion withOccurrence(LetterOccasion occasion, List<Decision> decisions) {
    if (occasion.occurrence() != null) {
      return occasion;
    }
    return occasion
        .decidedStage()
        .map(stage -> occasion.withOccurrence(occurrence(stage, decisions)))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The letters of %s need to know which occurrence they belong to"
                        .formatted(occasion.occasion())));
  }

  private static String occurrence(Stage stage, List<Decision> decisions) {
    return occurrence(decisions.stream().filter(decision -> decision.stage() == stage).count());
  }

  /** The number of the decision in its stage, from 1. */
  private static String occurrence(long ordinal) {
    return "decision-" + ordinal;
  }

  private Map<String, LocalDate> dates(
      LetterOccasion occasion, CaseOnDay onDay, Decision decision, List<Decision> decisions) {
    RegisterCase nrmCase = onDay.nrmCase();
    Map<String, LocalDate> dates = new HashMap<>();
    dates.put("receivedDate", nrmCase.referralReceivedOn());
    dates.put("rgDue", nrmCase.reasonableGrounds().due());
    dates.put("copyReceived", nrmCase.now().ukbaCopyOn());
    dates.put("missingSince", nrmCase.now().missingSince());
    // The register keeps the return in its history; the file has the latest.
    dates.put("foundOn", onDay.file().date("childFoundDate").orElse(null));
    dates.put("suspendedOn", nrmCase.now().suspendedOn());
    LocalDate leaveUntil = nrmCase.leaveExpiresOn();
    boolean expired =
        leaveUntil != null && leaveUntil.isBefore(onDay.day()); // of a letter that waited
    dates.put(expired ? "leaveExpired" : "leaveExpires", leaveUntil);
    // Only for a form that reached UKHTC without the local authority (D11).
    dates.put(
        "sentStraightToUkhtc",
        register
            .latest(nrmCase.caseNumber(), EntryKind.DIRECT_REFERRAL)
            .map(RegisterEvent::from)
            .orElse(null));
    if (occasion.occasion().equals(LetterOccasion.POSITIVE_REASONABLE_GROUNDS)) {
      // The letter is sent with the decision, before the case sets its deadlines from the same
      // table (D20, D21).
      TimeLimit limit = timeLimits.of(nrmCase.referralReceivedOn(), decision.date());
      LocalDate review = limit.reflectionReview(decision.date());
      if (!review.isBefore(onDay.day())) { // of a decision that is entered late
        dates.put("reflectionReview", review);
      }
      dates.put("reflectionEnd", limit.reflectionEnd(decision.date()));
    } else {
      dates.put("reflectionReview", nrmCase.reflectionReview());
      dates.put("reflectionEnd", nrmCase.reflectionEnd());
      dates.put("cgTarget", nrmCase.conclusiveGrounds().due());
      dates.put("cgDecided", nrmCase.conclusiveGrounds().decidedOn());
    }
    if (decision != null) {
      List<LocalDate> made =
          decisions.stream()
              .filter(one -> one.stage() == decision.stage())
              .map(Decision::date)
              .toList();
      if (made.size() > 1) {
        dates.put(
            isReconsidered(nrmCase.caseNumber(), decision.stage())
                ? LetterOccasion.REPLACED_DECISION
                : LetterOccasion.MISTAKEN_DECISION,
            made.get(made.size() - 2));
      }
    }
    dates.putAll(occasion.dates());
    LocalDate end = dates.get("reflectionEnd");
    boolean conclusive =
        occasion.decidedStage().filter(Stage.CONCLUSIVE_GROUNDS::equals).isPresent();
    if (conclusive && end != null && end.isBefore(onDay.day())) {
      dates.remove("reflectionEnd");
      dates.put("reflectionEnded", end);
    }
    dates.values().removeIf(Objects::isNull);
    return dates;
  }

  /** Whether the latest decision was made because a request was accepted, not after a repair. */
  private boolean isReconsidered(String caseNumber, Stage stage) {
    boolean accepted = false;
    boolean reconsidered = false;
    for (RegisterEvent event : register.history(caseNumber)) {
      if (event.stage() == stage && event.is(EntryKind.RECONSIDERATION_ACCEPTED)) {
        accepted = true;
      } else if (event.stage() == stage && event.is(EntryKind.DECIDED)) {
        reconsidered = accepted;
        accepted = false;
      }
    }
    return reconsidered;
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
}

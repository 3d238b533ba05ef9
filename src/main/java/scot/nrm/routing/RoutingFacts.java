package scot.nrm.routing;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.casefile.ImmigrationFacts;
import scot.nrm.casefile.MatchFacts;
import scot.nrm.engine.StoredCode;
import scot.nrm.engine.TableInput;

/**
 * The inputs of the decision table {@code competent-authority} (D13). Even an empty file gives
 * inputs: a missing fact is {@code unknown} and leads to row 8.
 *
 * @param inProcess trafficking was raised in an immigration process
 * @param nationality the group that decides the row
 * @param issue whether there is an immigration issue
 * @param knownToUkba UKBA knows of the child
 * @param needsConfirmation a UK national in an immigration process is so rare that a manager
 *     confirms the route first
 */
record RoutingFacts(
    boolean inProcess,
    Nationality nationality,
    Issue issue,
    boolean knownToUkba,
    boolean needsConfirmation) {

  /** What the table is asked with, of these facts. */
  static final Map<String, TableInput> INPUTS =
      Map.of(
          "inProcess", TableInput.flag(),
          "nationality", TableInput.codes(Nationality.class),
          "issue", TableInput.codes(Issue.class),
          "knownToUkba", TableInput.flag());

  /** UK if any nationality is, else EEA if any is, else non-EEA (D13). */
  enum Nationality implements StoredCode {
    UK,
    EEA,
    NON_EEA,
    UNKNOWN
  }

  /** Whether there is an immigration issue (D13). */
  enum Issue implements StoredCode {
    YES,
    NO,
    UNKNOWN
  }

  /** The day on which a UKBA copy was added to the case (D9). */
  private static final String UKBA_COPY = "ukbaCopyReceivedDate";

  /**
   * Reads the facts from the file.
   *
   * @param received the day on which UKHTC received the form: EEA membership is checked for that
   *     day
   * @param asked the day for which leave is checked: the receipt for reasonable grounds, because
   *     leave that expires later doesn't move the case before that decision; the decision on
   *     reasonable grounds for conclusive grounds (D14)
   */
  static RoutingFacts of(
      CaseFileContent file, LocalDate received, LocalDate asked, EeaMembership eea) {
    boolean copy = !file.text(UKBA_COPY).isEmpty();
    // The copy's process is over once UKBA has found that there is none (D14); UKBA still knows of
    // the child.
    boolean copyCounts = copy && file.text(ImmigrationFacts.NOTHING_FOUND).isEmpty();
    Nationality nationality = nationality(file, received, eea);
    boolean inProcess =
        copyCounts
            || ImmigrationFacts.PROCESSES.stream().anyMatch(process -> file.is(process, "yes"));
    boolean rare = inProcess && nationality == Nationality.UK;
    return new RoutingFacts(
        inProcess && !(rare && file.is(ImmigrationFacts.UK_NATIONAL_CONFIRMED, "no")),
        nationality,
        issue(file, nationality, asked),
        copy || file.is("ukbaFile", "yes") || MatchFacts.hasReference(file, "homeOfficeReference"),
        rare && file.text(ImmigrationFacts.UK_NATIONAL_CONFIRMED).isEmpty());
  }

  /** By the names of the table's inputs. */
  Map<String, Object> tableInputs() {
    return Map.of(
        "inProcess",
        inProcess,
        "nationality",
        nationality.id(),
        "issue",
        issue.id(),
        "knownToUkba",
        knownToUkba);
  }

  /**
   * Whether removal must be on hold: not for a UK national, nor for an EEA national without an
   * issue (D32).
   */
  boolean needsRemovalHold() {
    return nationality != Nationality.UK && !(nationality == Nationality.EEA && issue == Issue.NO);
  }

  private static Nationality nationality(
      CaseFileContent file, LocalDate received, EeaMembership eea) {
    if (ImmigrationFacts.isUkNational(file)) {
      return Nationality.UK;
    }
    List<String> known = ImmigrationFacts.nationalities(file);
    if (known.isEmpty()) {
      // The form asks for EEA nationals under immigration status as well.
      return file.is("immigrationStatus", "eea") ? Nationality.EEA : Nationality.UNKNOWN;
    }
    return known.stream().anyMatch(country -> eea.includes(country, received))
        ? Nationality.EEA
        : Nationality.NON_EEA;
  }

  private static Issue issue(CaseFileContent file, Nationality nationality, LocalDate asked) {
    return switch (nationality) {
      case UK -> Issue.NO;
      case EEA -> removalIssue(file);
      case NON_EEA -> statusIssue(file, asked);
      case UNKNOWN -> Issue.UNKNOWN;
    };
  }

  /** For EEA nationals only a removal or exclusion decision is an issue (D13). */
  private static Issue removalIssue(CaseFileContent file) {
    return switch (file.text("removalOrExclusionDecision")) {
      case "yes" -> Issue.YES;
      case "no" -> Issue.NO;
      default -> Issue.UNKNOWN;
    };
  }

  /** For others: no leave, leave that has expired, or illegal entry (D13). */
  private static Issue statusIssue(CaseFileContent file, LocalDate asked) {
    return switch (file.text("immigrationStatus")) {
      case "none", "overstayed", "illegal-entrant" -> Issue.YES;
      // Leave without an end is indefinite; leave is still valid on its last day.
      case "leave" ->
          file.date("leaveUntil").filter(asked::isAfter).isPresent() ? Issue.YES : Issue.NO;
      // A family member of an EEA national is lawfully here.
      case "eea" -> Issue.NO;
      // Missing, or recorded as a UK national but with no UK nationality: queried (row 8).
      default -> Issue.UNKNOWN;
    };
  }
}

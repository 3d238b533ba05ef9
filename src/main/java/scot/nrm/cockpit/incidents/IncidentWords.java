package scot.nrm.cockpit.incidents;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Describes in plain words what failed and what to do, by the step that failed and the kind of
 * fault. It never uses the fault's own message, which may contain anything.
 */
@Component
class IncidentWords {

  private static final Set<String> LETTERS =
      Set.of(
          "sendLetters", "notifyChildFound",
          "notifyConcernAccepted", "notifyReflectionPeriod",
          "notifyInformationReceived", "notifySiblingsProtection");
  private static final Set<String> RECORDS =
      Set.of(
          "recordReasonableGrounds",
          "recordConclusiveGrounds",
          "recordLeave",
          "recordReceipt",
          "recordCaseOutcome");

  private static final Map<String, String> BY_STEP =
      Map.of(
          "notifyBooker", "A booker could not be notified",
          "allocatePlaces", "Places at an event could not be allocated",
          "startChildProtection", "The local authority's protection work could not be started",
          "askOtherCouncil", "The other local authority could not be asked",
          "askCouncilToConfirm", "The local authority could not be asked to confirm",
          "routeToCompetentAuthority", "The deciding authority could not be determined",
          "endMergedCase", "A merged case could not be ended");

  private static final List<Fault> FAULTS =
      List.of(
          new Fault(
              "mustache|SAXParse|XRRuntime|htmltopdf",
              "The letter's template has an error. Correct or remove the copy in config/letters, or take back the revision that changed it, then retry."),
          new Fault(
              "IntegrityConstraint|DataIntegrity|ConstraintViolation|BadSqlGrammar|SQLSyntaxError",
              "The database refused what this step writes, and will refuse it again. The program's log names the table and the rule at the time of this incident. Check that the schema is that of this program, and that nobody has changed it or a row by hand. Correct it, then retry."),
          new Fault(
              "DataAccess|JDBC|SQLException|SQLTransient|ConnectException|SocketTimeout|UnknownHost|CannotGetJdbc",
              "The database or another server did not respond. Check that it is running, then retry."),
          new Fault(
              "OptimisticLocking|ConcurrencyFailure|PessimisticLock|DeadlockLoser",
              "Two steps of the case happened at the same time. Retry."),
          new Fault(
              "MessagingException|MailException",
              "The mail server did not accept a message. Check that it is running, then retry."),
          new Fault(
              "Dmn|Feel|WrongRowCount",
              "A decision table could not be read, or has no row for this case; the program's log names it. Bring its last working version in with a revision that also moves this case to its set, then retry."),
          new Fault(
              "UnreadableContent|Cipher|AEADBadTag",
              "The child's file could not be opened with the current key. Configure the right key, then retry."));

  private static final String DEFAULT_HELP =
      "The program's log says what to correct: search it for the time of this incident. Then retry.";

  private record Fault(Pattern kinds, String help) {

    Fault(String kinds, String help) {
      this(Pattern.compile(kinds), help);
    }
  }

  /**
   * What failed.
   *
   * @param step the step of the program, such as {@code sendLetters}; {@code null} if the element
   *     runs none
   * @param element the element's name in the diagram
   */
  String what(String step, String element) {
    if (step != null && LETTERS.contains(step)) {
      return "A letter could not be written";
    }
    if (step != null && RECORDS.contains(step)) {
      return "A decision or outcome could not be recorded";
    }
    String known = step == null ? null : BY_STEP.get(step);
    return known != null ? known : "“" + element + "” failed";
  }

  /**
   * What the system administrator should do.
   *
   * @param classes the names of the exception and its causes
   */
  String help(String classes) {
    return FAULTS.stream()
        .filter(fault -> fault.kinds().matcher(classes).find())
        .map(Fault::help)
        .findFirst()
        .orElse(DEFAULT_HELP);
  }
}

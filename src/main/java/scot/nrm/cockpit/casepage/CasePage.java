package scot.nrm.cockpit.casepage;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.Role;
import scot.nrm.access.Viewer;
import scot.nrm.calendar.BritishDate;
import scot.nrm.cockpit.CaseScope;
import scot.nrm.cockpit.LoggedPages;
import scot.nrm.cockpit.RequestRefused;
import scot.nrm.cockpit.casepage.CasePath.DiagramPath;
import scot.nrm.cockpit.casepage.CaseTimelineBuilder.Item;
import scot.nrm.cockpit.casepage.CaseTimelineBuilder.Kind;
import scot.nrm.cockpit.casepage.CaseTimelineBuilder.OpenTask;
import scot.nrm.cockpit.casepage.CaseTimelineBuilder.Timeline;
import scot.nrm.cockpit.casepage.CaseWork.Instance;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseNumber;
import scot.nrm.letters.Letters;
import scot.nrm.record.CaseHeader;
import scot.nrm.record.CaseHeader.Header;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterUpdates;

/** One case on a manager's page in Cockpit, limited to the cases that they watch. */
@Component
class CasePage {

  static final int PAGE = 40;

  /**
   * The answer is the same for an unknown number and for a case that the person has no access to.
   */
  static final String NO_SUCH_CASE =
      "You don't have access to a case with this number. Check the number.";

  private static final String NOT_A_CASE =
      "This does not belong to a child's case, so there is nothing to show.";
  private static final String HISTORY_DELETED =
      "The engine's history of this case has been deleted, as its diagrams specify. The register and the letters are kept, but tasks and the path taken are no longer known.";

  private static final String NOT_NOTIFIED =
      "No one has been notified of the decision on %s of %s: the case was closed before its letters were written.";

  private static final Pattern ID = Pattern.compile("[\\w-]{1,64}");

  private final Register register;
  private final RegisterUpdates updates;
  private final CaseAccess access;
  private final CaseHeader headers;
  private final CaseTimelineBuilder timelines;
  private final CasePath paths;
  private final CaseWork work;
  private final Letters letters;

  CasePage(
      Register register,
      RegisterUpdates updates,
      CaseAccess access,
      CaseHeader headers,
      CaseTimelineBuilder timelines,
      CasePath paths,
      CaseWork work,
      Letters letters) {
    this.letters = letters;
    this.register = register;
    this.updates = updates;
    this.access = access;
    this.headers = headers;
    this.timelines = timelines;
    this.paths = paths;
    this.work = work;
  }

  enum Show {
    EVERYTHING(Set.of(Kind.values())),
    DECISIONS(Set.of(Kind.DECISION)),
    UPDATES(Set.of(Kind.UPDATE)),
    LETTERS(Set.of(Kind.LETTER)),
    NOTES(Set.of(Kind.NOTE)),
    TASKS(Set.of(Kind.TASK));

    private final Set<Kind> kinds;

    Show(Set<Kind> kinds) {
      this.kinds = kinds;
    }
  }

  record TimelineChoice(Show show, boolean newestFirst, int page) {}

  /**
   * The content of the page.
   *
   * @param caseNumber {@code null} for an instance that belongs to no case, as {@code notes} then
   *     explain
   * @param glance {@code null} if the viewer sees only part of the case (D41)
   * @param notes what a reader needs to know about this page
   * @param stages the current stages of the case
   * @param instance where the case is in Camunda's own view; {@code null} if it has ended, or if
   *     the viewer may not open instances
   * @param items one page of the timeline, with the stages as headings
   * @param all the number of items with this choice, without headings
   */
  record Answer(
      String caseNumber,
      Header glance,
      List<String> notes,
      List<String> stages,
      List<OpenTask> openTasks,
      boolean hasPath,
      String instance,
      List<Item> items,
      int page,
      int size,
      int all)
      implements LoggedPages.OneCase {}

  record Path(String caseNumber, List<DiagramPath> ways) implements LoggedPages.OneCase {}

  record Drawing(String xml) {}

  Answer of(String typed, Viewer viewer, CaseScope scope, TimelineChoice choice) {
    String caseNumber = number(typed);
    RegisterCase nrmCase =
        register.find(caseNumber).orElseThrow(() -> RequestRefused.notFound(NO_SUCH_CASE));
    if (isWatched(scope, caseNumber)) {
      return fullAnswer(nrmCase, viewer, choice);
    }
    return access
        .formerCouncil(viewer, caseNumber)
        .filter(council -> viewer.has(Role.LA_MANAGER))
        .map(council -> answerUntilHandover(caseNumber, council, viewer, choice))
        .orElseThrow(() -> RequestRefused.notFound(NO_SUCH_CASE));
  }

  /** The case that an instance belongs to, in any of its diagrams. */
  Answer ofInstance(String instance, Viewer viewer, CaseScope scope, TimelineChoice choice) {
    Optional<String> caseNumber = caseOf(instance);
    if (caseNumber.isEmpty()) {
      if (!work.exists(instance)) {
        throw RequestRefused.notFound(NO_SUCH_CASE);
      }
      return new Answer(
          null,
          null,
          List.of(NOT_A_CASE),
          List.of(),
          List.of(),
          false,
          null,
          List.of(),
          1,
          PAGE,
          0);
    }
    if (!scope.watchesCases()) {
      throw RequestRefused.forbidden(scope.words());
    }
    return of(caseNumber.get(), viewer, scope, choice);
  }

  Path path(String typed, CaseScope scope) {
    String caseNumber = requireWatched(number(typed), scope);
    return new Path(caseNumber, paths.of(caseNumber));
  }

  /** The path of one instance through its diagram, for Cockpit's drawing of it. */
  Path pathOfInstance(String instance, CaseScope scope) {
    Optional<String> found = caseOf(instance);
    if (found.isEmpty() && work.exists(instance)) {
      return new Path(null, List.of());
    }
    String caseNumber =
        requireWatched(found.orElseThrow(() -> RequestRefused.notFound(NO_SUCH_CASE)), scope);
    return new Path(
        caseNumber, paths.ofInstance(caseNumber, instance).map(List::of).orElse(List.of()));
  }

  Drawing drawing(String typed, String definition, CaseScope scope) {
    String caseNumber = requireWatched(number(typed), scope);
    return paths
        .xml(caseNumber, definition == null ? "" : definition)
        .map(Drawing::new)
        .orElseThrow(
            () ->
                RequestRefused.notFound(
                    "The case did not go through this diagram, or the diagram has been deleted."));
  }

  private Optional<String> caseOf(String instance) {
    if (instance == null || !ID.matcher(instance).matches()) {
      throw RequestRefused.notFound(NO_SUCH_CASE);
    }
    return work.caseOf(instance).filter(CaseNumber::isValid);
  }

  private static String number(String typed) {
    if (typed == null || typed.isBlank()) {
      throw RequestRefused.badRequest("Enter a case number, such as " + CaseNumber.EXAMPLE + ".");
    }
    String number = typed.length() > 64 ? "" : CaseNumber.of(typed);
    if (!CaseNumber.isValid(number)) {
      throw RequestRefused.notFound(NO_SUCH_CASE);
    }
    return number;
  }

  private String requireWatched(String caseNumber, CaseScope scope) {
    if (!isWatched(scope, caseNumber)) {
      throw RequestRefused.notFound(NO_SUCH_CASE);
    }
    return caseNumber;
  }

  private boolean isWatched(CaseScope scope, String caseNumber) {
    return access.isAmong(scope.cases(), caseNumber);
  }

  private Answer fullAnswer(RegisterCase nrmCase, Viewer viewer, TimelineChoice choice) {
    Timeline timeline = timelines.of(nrmCase.caseNumber(), viewer, task -> true);
    List<String> notes =
        new ArrayList<>(timeline.hasHistory() ? List.of() : List.of(HISTORY_DELETED));
    letters
        .decisionsWithoutLetters(nrmCase)
        .forEach(
            decision ->
                notes.add(
                    NOT_NOTIFIED.formatted(
                        decision.stage().label(), BritishDate.of(decision.date()))));
    String instance = readsInstances(viewer, nrmCase) ? instance(nrmCase.caseNumber()) : null;
    return answer(
        nrmCase.caseNumber(),
        headers.of(nrmCase),
        notes,
        timeline,
        timeline.hasHistory(),
        instance,
        choice);
  }

  /**
   * As granted in {@code config/roles.yaml}: in Cockpit the NRM manager reads all cases, and a
   * council's manager the council's.
   */
  private static boolean readsInstances(Viewer viewer, RegisterCase nrmCase) {
    return viewer.has(Role.NRM_MANAGER)
        || viewer.has(Role.LA_MANAGER) && viewer.tenants().contains(nrmCase.localAuthority());
  }

  /** The furthest open stage of the path. */
  private String instance(String caseNumber) {
    return work.instances(caseNumber).stream()
        .filter(one -> one.isOpen() && CaseInstances.PATH.contains(one.key()))
        .map(Instance::id)
        .reduce((earlier, later) -> later)
        .orElse(null);
  }

  private Answer answerUntilHandover(
      String caseNumber, String council, Viewer viewer, TimelineChoice choice) {
    LocalDate until = updates.handedOverOn(caseNumber, council).orElseThrow();
    String note =
        "Your local authority handed this case over on "
            + BritishDate.of(until)
            + ". You can see what was recorded until then, and the letters sent to it.";
    return answer(
        caseNumber,
        null,
        List.of(note),
        timelines.until(caseNumber, council, viewer),
        false,
        null,
        choice);
  }

  private static Answer answer(
      String caseNumber,
      Header glance,
      List<String> notes,
      Timeline timeline,
      boolean hasPath,
      String instance,
      TimelineChoice choice) {
    CaseTimeline page =
        CaseTimeline.page(
            timeline.items(), choice.show().kinds, choice.newestFirst(), choice.page(), PAGE);
    return new Answer(
        caseNumber,
        glance,
        notes,
        timeline.stages(),
        timeline.open(),
        hasPath,
        instance,
        page.items(),
        page.page(),
        PAGE,
        page.all());
  }
}

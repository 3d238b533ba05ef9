package scot.nrm.access;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.engine.TaskService;
import org.springframework.stereotype.Component;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterUpdates;

/**
 * Who may read a case on our own pages: its NRM form, its letters and its documents. Fails closed:
 * whoever is not named here sees nothing, and a case that does not exist is answered like one that
 * may not be read.
 */
@Component
public class CaseAccess {

  private static final Set<String> LOCAL_AUTHORITY =
      Set.of("la-duty-social-work", "la-lead-professional", "la-manager");
  private static final Set<String> UKHTC =
      Set.of("ukhtc-intake", "ukhtc-case-owner", "ukhtc-second-officer", "ukhtc-manager");
  private static final Set<String> UKBA =
      Set.of(
          "ukba-intake",
          "ukba-case-owner",
          "ukba-second-officer",
          "ukba-manager",
          "ukba-asylum-liaison");
  private static final String NRM_MANAGER = "nrm-manager";
  private static final String PORT_OFFICER = "ukba-port-officer";
  private static final String UKBA_COPY = "send-ukba-copy";
  private static final Set<String> BESIDE_THE_CASE = Set.of("ukba-pre-alert");

  private final Register register;
  private final RegisterUpdates onTheWay;
  private final TaskService tasks;

  public CaseAccess(Register register, RegisterUpdates onTheWay, TaskService tasks) {
    this.register = register;
    this.onTheWay = onTheWay;
    this.tasks = tasks;
  }

  /** Whether someone may read the case: its NRM form, and the letters to the local authority. */
  public boolean mayRead(Viewer viewer, String caseNumber) {
    Optional<RegisterCase> known = register.find(caseNumber);
    return known.isPresent()
        && (isItsLocalAuthority(viewer, known.get()) || readsAll(viewer, known.get()));
  }

  /**
   * The council of the viewer's that had the case and has handed it over, if the viewer may not
   * read the case any more (D41): it keeps sight of what happened in its time.
   */
  public Optional<String> hadIt(Viewer viewer, String caseNumber) {
    if (!viewer.isInAnyOf(LOCAL_AUTHORITY) || mayRead(viewer, caseNumber)) {
      return Optional.empty();
    }
    return viewer.tenants().stream()
        .filter(council -> onTheWay.hadItUntil(caseNumber, council).isPresent())
        .findFirst();
  }

  /** Whether someone is of those who read cases at all; which ones is asked of each case. */
  public boolean readsCases(Viewer viewer) {
    return viewer.isIn(NRM_MANAGER)
        || Stream.of(LOCAL_AUTHORITY, UKHTC, UKBA).anyMatch(viewer::isInAnyOf);
  }

  /**
   * Whether someone may read the letters to others as well: the competent authority and the NRM
   * manager.
   */
  public boolean mayReadAllLetters(Viewer viewer, String caseNumber) {
    return register.find(caseNumber).filter(known -> readsAll(viewer, known)).isPresent();
  }

  /**
   * Whether someone may bring the case news: who may read it, who reported it, UKBA where it has a
   * copy, and a port officer whom the council has told the number and who now sends the copy (D9).
   * The same answer, no, for a case that is not there.
   *
   * @param news the form that brings it
   */
  public boolean mayBringNews(Viewer viewer, String caseNumber, String news) {
    return !viewer.isIn(NRM_MANAGER) && mayRead(viewer, caseNumber)
        || hasReported(viewer, caseNumber)
        || viewer.isInAnyOf(UKBA)
            && register.find(caseNumber).filter(CaseAccess::hasCopy).isPresent()
        || news.equals(UKBA_COPY)
            && viewer.isIn(PORT_OFFICER)
            && register.find(caseNumber).isPresent();
  }

  /** Also a port officer whose copy has joined a case that was there (D9). */
  private boolean hasReported(Viewer viewer, String caseNumber) {
    return register
            .find(caseNumber)
            .filter(known -> viewer.userId().equals(known.now().reportedBy()))
            .isPresent()
        || viewer.isIn(PORT_OFFICER)
            && register.history(caseNumber).stream()
                .anyMatch(
                    event ->
                        event.kind().equals("ukba-copy-received")
                            && viewer.userId().equals(event.officer()));
  }

  /**
   * Whether someone may read a letter that was sent to a council (D41). The council that has the
   * case now reads those to the councils before it as well; a council that had it reads its own:
   * those up to the hand-over.
   */
  public boolean mayReadLetterTo(String council, Viewer viewer, String caseNumber) {
    return viewer.isInAnyOf(LOCAL_AUTHORITY) && viewer.tenants().contains(council)
        || register
            .find(caseNumber)
            .filter(known -> isItsLocalAuthority(viewer, known))
            .isPresent();
  }

  /**
   * Whether someone may add to the case's documents: whoever works on it. The NRM manager reads
   * only.
   */
  public boolean mayAddDocuments(Viewer viewer, String caseNumber) {
    return register
        .find(caseNumber)
        .filter(
            known -> isItsLocalAuthority(viewer, known) || isItsCompetentAuthority(viewer, known))
        .isPresent();
  }

  private static boolean isItsLocalAuthority(Viewer viewer, RegisterCase known) {
    return viewer.isInAnyOf(LOCAL_AUTHORITY) && viewer.tenants().contains(known.localAuthority());
  }

  /**
   * Who reads a case reads what was said of the same child under a number that was joined to it as
   * well (D12).
   */
  private boolean readsAll(Viewer viewer, RegisterCase known) {
    String goesOn = known.now().joinedTo();
    return viewer.isIn(NRM_MANAGER)
        || isItsCompetentAuthority(viewer, known)
        || goesOn != null
            && register
                .find(goesOn)
                .filter(other -> isItsCompetentAuthority(viewer, other))
                .isPresent();
  }

  private boolean isItsCompetentAuthority(Viewer viewer, RegisterCase known) {
    return viewer.isInAnyOf(UKHTC)
            && (known.referralReceivedOn() != null || worksOnIt(viewer, known, UKHTC))
        || viewer.isInAnyOf(UKBA) && (isUkba(known) || worksOnIt(viewer, known, UKBA));
  }

  /**
   * UKBA reads its own cases, and hand-overs from the hand-over on. A copy alone opens nothing of
   * what the council or UKHTC wrote: it is a pre-alert (D9), and UKBA's own words.
   */
  private static boolean isUkba(RegisterCase known) {
    return "UKBA".equals(known.rgAuthority()) || "UKBA".equals(known.cgAuthority());
  }

  private static boolean hasCopy(RegisterCase known) {
    return known.now().ukbaCopyOn() != null;
  }

  /**
   * A form that UKHTC has not logged yet is not in its register, but must be read to be logged
   * (D12); on leave UKBA decides in UKHTC's cases too (D29). To note a copy needs nothing of the
   * case.
   */
  private boolean worksOnIt(Viewer viewer, RegisterCase known, Set<String> groups) {
    return tasks
        .createTaskQuery()
        .processInstanceBusinessKey(known.caseNumber())
        .taskCandidateGroupIn(viewer.groups().stream().filter(groups::contains).toList())
        .includeAssignedTasks()
        .list()
        .stream()
        .map(task -> task.getProcessDefinitionId().split(":")[0])
        .anyMatch(process -> !BESIDE_THE_CASE.contains(process));
  }

  /** Whether someone may know of every UKBA copy: UKBA, which gets them. */
  public boolean readsCopies(Viewer viewer) {
    return viewer.isInAnyOf(UKBA);
  }
}

package scot.nrm.revision;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import scot.nrm.access.PersonLock;
import scot.nrm.calendar.BritishDate;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.sets.CasesUnderWay;
import scot.nrm.engine.sets.DataFile;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.gate.Comparison;
import scot.nrm.revision.Revision.Signatures;
import scot.nrm.revision.Revision.State;
import scot.nrm.revision.RevisionScenarios.Outcome;
import scot.nrm.revision.RevisionStore.Act;
import scot.nrm.revision.RevisionStore.Reason;

/**
 * The actions on revisions, and who may take them. The author, the approver and the release officer
 * of a revision are three people. Exactly what was approved comes into force: a change of its files
 * or its day needs a new approval, and so does a change of the set in force.
 *
 * <p>Every method throws {@link RevisionRefused} if an action isn't possible, and has then changed
 * nothing.
 */
@Component
public class Revisions {

  private final RevisionStore store;
  private final RevisedSets sets;
  private final RevisedCases cases;
  private final CaseClock clock;
  private final PersonLock lock;

  Revisions(
      RevisionStore store, RevisedSets sets, RevisedCases cases, CaseClock clock, PersonLock lock) {
    this.lock = lock;
    this.store = store;
    this.sets = sets;
    this.cases = cases;
    this.clock = clock;
  }

  /** The author's description of a revision. */
  record Details(String name, String reason, String rules, LocalDate day) {

    private static Details of(Revision revision) {
      return new Details(revision.name(), revision.reason(), revision.rules(), revision.day());
    }
  }

  // ---- by its author

  /** Starts a revision; a form that is sent twice starts one. */
  @Transactional
  Revision start(Details details, String author) {
    check(details);
    lock.lock(author);
    return store.inStates(Set.of(State.DRAFT)).stream()
        .filter(draft -> draft.author().equals(author) && Details.of(draft).equals(details))
        .filter(draft -> draft.takesBack() == null && store.events(draft.number()).size() == 1)
        .findFirst()
        .orElseGet(() -> add(details, author, null, ""));
  }

  private Revision add(Details details, String author, Integer takesBack, String note) {
    Revision revision =
        new Revision(
            store.nextNumber(),
            details.name(),
            details.reason(),
            details.rules(),
            details.day(),
            author,
            State.DRAFT,
            sets.inForce(),
            Signatures.NONE,
            null,
            takesBack);
    store.add(revision);
    store.addEvent(revision.number(), author, Act.STARTED, note);
    return revision;
  }

  @Transactional
  void change(int number, Details details, String author) {
    Revision revision = lockEditable(number, author);
    check(details);
    store.change(
        revision.withDetails(details.name(), details.reason(), details.rules(), details.day()));
    store.addEvent(
        number,
        author,
        Act.CHANGED,
        revision.day().equals(details.day()) ? "" : "In force on " + BritishDate.of(details.day()));
  }

  private void check(Details details) {
    if (details.name().isEmpty() || details.reason().isEmpty()) {
      throw new RevisionRefused("Enter a name and a reason.");
    }
    if (details.name().length() > Revision.MAX_NAME_LENGTH
        || details.reason().length() > Revision.MAX_REASON_LENGTH
        || details.rules().length() > Revision.MAX_RULES_LENGTH) {
      throw new RevisionRefused(
          "Up to %,d characters for the name, %,d for the reason and %,d for the rules."
              .formatted(
                  Revision.MAX_NAME_LENGTH, Revision.MAX_REASON_LENGTH, Revision.MAX_RULES_LENGTH));
    }
    if (details.day() == null) {
      throw new RevisionRefused(
          "Enter the day in force like 5/12/" + clock.today().getYear() + ".");
    }
    mustBeAhead(details.day());
  }

  private void mustBeAhead(LocalDate day) {
    if (!day.isAfter(clock.today()) || day.isAfter(clock.today().plusYears(5))) {
      throw new RevisionRefused(
          "The day in force must be from tomorrow to five years from now. A revision comes into force at midnight, so that all children have the same procedure on the same day.");
    }
  }

  /** Those who sign can't change the day. */
  private void mustNotBeDue(Revision revision) {
    if (!revision.day().isAfter(clock.today())) {
      throw new RevisionRefused(
          "Its day in force, %s, has come. Request changes: its author then enters a later day."
              .formatted(BritishDate.of(revision.day())));
    }
  }

  /**
   * The author's draft with this name, to which files can be added.
   *
   * @param name the name as typed; capitals don't matter
   */
  @Transactional
  Revision draft(String name, String author) {
    List<Revision> open = store.inStates(State.OPEN);
    List<Revision> named =
        open.stream().filter(revision -> revision.name().equalsIgnoreCase(name)).toList();
    List<Revision> own =
        named.stream().filter(revision -> revision.author().equals(author)).toList();
    List<Revision> drafts = own.stream().filter(revision -> revision.isIn(State.EDITABLE)).toList();
    if (drafts.size() > 1) {
      throw new RevisionRefused(
          "You have %d drafts with this name. Rename them on their pages."
              .formatted(drafts.size()));
    }
    if (!drafts.isEmpty()) {
      return drafts.get(0);
    }
    if (!own.isEmpty()) {
      return lockEditable(own.get(0).number(), author);
    }
    if (!named.isEmpty()) {
      throw new RevisionRefused(
          "The revision with this name is someone else's, and only its author adds files.");
    }
    String others =
        open.stream()
            .filter(revision -> revision.author().equals(author))
            .filter(revision -> revision.isIn(State.EDITABLE))
            .map(Revision::name)
            .collect(Collectors.joining("; "));
    throw new RevisionRefused(
        "You have no draft with this name. Enter the name of a draft as the deployment name"
            + (others.isEmpty()
                ? ". Start one on the page Revisions first."
                : ": " + others + "."));
  }

  /**
   * Adds files, or replaces those with the same names. Files that are the same as in the set in
   * force are left out, so that a whole folder can be sent.
   *
   * @return the number of files that differ
   */
  @Transactional
  int addFiles(int number, Map<String, byte[]> files, String author) {
    Revision revision = bringUpToDate(lockEditable(number, author));
    Map<String, byte[]> inForce = sets.files(revision.base());
    Map<String, byte[]> before = store.files(number);
    List<String> changed = new ArrayList<>();
    files.forEach(
        (file, content) -> {
          if (inForce.containsKey(file) && Comparison.isSame(file, inForce.get(file), content)) {
            removeFile(number, file, author);
            return;
          }
          if (file.endsWith(".yaml")
              && !file.equals(CasesUnderWay.FILE)
              && DataFile.of(file).isEmpty()) {
            throw new RevisionRefused(
                "%s can't be part of a revision: it comes with a start of the program. Of the folder config, a revision can have letters/, scenarios/, %s and %s."
                    .formatted(file, DataFile.names(), DefinitionSets.nameOf(CasesUnderWay.FILE)));
          }
          store.put(number, file, content, revision.base());
          changed.add(file);
        });
    List<String> noted =
        changed.stream().filter(file -> !Arrays.equals(files.get(file), before.get(file))).toList();
    if (!noted.isEmpty()) {
      store.addEvent(number, author, Act.FILES_ADDED, String.join(", ", noted));
    }
    return changed.size();
  }

  /**
   * Adds or replaces a file for a page that writes it, unless the check finds new problems. If it
   * is the same as in the set in force, it is left out.
   *
   * @param file its name with the folder
   */
  @Transactional
  public void put(int number, String file, byte[] content, String author) {
    lockEditable(number, author);
    Map<String, byte[]> before = store.files(number);
    Map<String, byte[]> after = new TreeMap<>(before);
    after.put(file, content);
    List<String> found = new ArrayList<>(sets.problems(after));
    if (!found.isEmpty() && !before.isEmpty()) {
      found.removeAll(sets.problems(before));
    }
    if (!found.isEmpty()) {
      throw new RevisionRefused(String.join("\n", found));
    }
    addFiles(number, Map.of(file, content), author);
  }

  /** Whether a person is the author of a revision that hasn't been sent for approval. */
  public boolean isEditable(int number, String person) {
    return store
        .find(number)
        .filter(revision -> revision.author().equals(person) && revision.isIn(State.EDITABLE))
        .isPresent();
  }

  /** Checks that this person can change the files of a revision now. */
  @Transactional
  public void mustBeEditable(int number, String person) {
    lockEditable(number, person);
  }

  @Transactional
  void removeFile(int number, String file, String author) {
    lockEditable(number, author);
    if (store.remove(number, file)) {
      store.addEvent(number, author, Act.FILE_REMOVED, file);
    }
  }

  /**
   * Stores the author's reasons why the files are right despite the warnings.
   *
   * @param reasons the reasons by warning
   */
  @Transactional
  void giveReasons(int number, Map<String, String> reasons, String author) {
    lockEditable(number, author);
    if (reasons.isEmpty()
        || reasons.values().stream().anyMatch(why -> why.length() > Revision.MAX_NOTE_LENGTH)) {
      throw new RevisionRefused(
          "Write a reason of up to %,d characters for each warning."
              .formatted(Revision.MAX_NOTE_LENGTH));
    }
    reasons.forEach((warning, reason) -> store.putReason(number, new Reason(warning, reason)));
  }

  /**
   * Makes the new result of a scenario its expected one.
   *
   * @param scenario the name of its file
   */
  @Transactional
  void acceptResult(int number, String scenario, String author) {
    Revision revision = bringUpToDate(lockEditable(number, author));
    Map<String, byte[]> files = store.files(number);
    if (sets.scenarios(files).unexpected().stream().noneMatch(one -> one.file().equals(scenario))) {
      throw new RevisionRefused(
          "The result of this scenario is as expected, or it is being replayed again. Refresh the page.");
    }
    int base = store.baseSets(number).getOrDefault(scenario, revision.base());
    store.put(number, scenario, sets.withResult(scenario, files), base);
    store.addEvent(number, author, Act.FILES_ADDED, scenario + ", with the new result");
  }

  /** Sends it for approval. */
  @Transactional
  void submit(int number, String author) {
    Revision revision = bringUpToDate(lockEditable(number, author));
    mustBeAhead(revision.day());
    mustUndoNoChange(revision);
    mustHaveNoProblems(store.files(number));
    mustHaveReasons(revision);
    mustHaveExpectedResults(store.files(number));
    Set<String> warnings = Set.copyOf(warnings(revision));
    store.reasons(number).stream()
        .map(Reason::warning)
        .filter(warning -> !warnings.contains(warning))
        .forEach(warning -> store.removeReason(number, warning));
    store.change(revision.inState(State.IN_REVIEW).unsigned());
    store.addEvent(number, author, Act.SUBMITTED, "");
  }

  /** Cancels a revision, in any state before it is in force. */
  @Transactional
  void cancel(int number, String author) {
    Revision revision = lockOpen(number);
    mustBeAuthor(revision, author);
    store.change(revision.inState(State.CANCELLED));
    store.addEvent(number, author, Act.CANCELLED, "");
  }

  /**
   * Starts a revision that restores the files that another one changed. It needs an approval and a
   * release like any other.
   */
  @Transactional
  Revision takeBack(int number, String author) {
    Revision revision = lock(number);
    if (revision.state() != State.IN_FORCE) {
      throw new RevisionRefused("Only a revision in force can be taken back.");
    }
    if (store.takingBack(number).stream().anyMatch(other -> other.isIn(State.OPEN))) {
      throw new RevisionRefused("A revision that takes this one back has been started.");
    }
    List<String> files = new ArrayList<>(store.fileNames(number));
    List<String> since = new ArrayList<>(changedBetween(files, revision.made(), sets.inForce()));
    if (files.size() > 1 && since.remove(CasesUnderWay.FILE)) {
      files.remove(CasesUnderWay.FILE); // the rows of a later revision stay
    }
    if (!since.isEmpty()) {
      throw new RevisionRefused(
          "Later sets have changed %s too. Start a revision and restore there what has to be restored."
              .formatted(String.join(", ", since)));
    }
    Revision back =
        add(
            new Details(
                shortened("Take back: " + revision.name()),
                "Restores the files that revision %d changed.".formatted(number),
                revision.rules(),
                clock.today().plusDays(1)),
            author,
            number,
            "Takes back revision " + number);
    Map<String, byte[]> before = sets.files(revision.base());
    // A new file stays: the set no longer refers to it, but cases under way may.
    files.stream()
        .filter(before::containsKey)
        .forEach(file -> store.put(back.number(), file, before.get(file), back.base()));
    return back;
  }

  private static String shortened(String name) {
    return name.length() > Revision.MAX_NAME_LENGTH
        ? name.substring(0, Revision.MAX_NAME_LENGTH)
        : name;
  }

  // ---- by others

  @Transactional
  void comment(int number, String note, String person) {
    lock(number);
    String comment = checkedNote(note);
    if (!store.isRepeated(number, person, Act.COMMENTED, comment)) {
      store.addEvent(number, person, Act.COMMENTED, comment);
    }
  }

  /**
   * Approves a revision. The approver must not be the author.
   *
   * @param shown the digest of what the approver has read, see {@link #digestOfPage}
   */
  @Transactional
  void approve(int number, String note, String approver, String shown) {
    Revision revision = lockInReview(number, approver);
    mustBeAsShown(revision, shown);
    Map<String, byte[]> files = store.files(number);
    mustNotBeDue(revision);
    mustHaveNoProblems(files);
    mustHaveReasons(revision);
    mustHaveExpectedResults(files);
    store.change(
        revision
            .inState(State.APPROVED)
            .signed(new Signatures(approver, null, approvalDigest(revision, files))));
    store.addEvent(number, approver, Act.APPROVED, checkedNote(note));
  }

  @Transactional
  void requestChanges(int number, String note, String person) {
    Revision revision = bringUpToDate(lock(number));
    if (revision.state() == State.APPROVED) {
      mustBeThirdPerson(revision, person);
    } else if (revision.state() != State.RELEASED || revision.author().equals(person)) {
      mustBeInReview(revision, person);
    }
    store.change(revision.inState(State.CHANGES_REQUESTED).unsigned());
    store.addEvent(number, person, Act.CHANGES_REQUESTED, checkedNote(note));
  }

  @Transactional
  void reject(int number, String note, String approver) {
    Revision revision = lockInReview(number, approver);
    store.change(revision.inState(State.REJECTED).unsigned());
    store.addEvent(number, approver, Act.REJECTED, checkedNote(note));
  }

  /**
   * Releases a revision, so that it comes into force on its day.
   *
   * @param shown the digest of what the officer has read, see {@link #digestOfPage}
   */
  @Transactional
  void release(int number, String note, String officer, String shown) {
    Revision revision = bringUpToDate(lock(number));
    if (revision.state() != State.APPROVED) {
      throw new RevisionRefused("Someone has to approve the revision first.");
    }
    mustBeThirdPerson(revision, officer);
    mustBeAsShown(revision, shown);
    mustNotBeDue(revision);
    mustBeAsApproved(revision, store.files(number));
    Signatures approval = revision.signatures();
    store.change(
        revision
            .inState(State.RELEASED)
            .signed(new Signatures(approval.approver(), officer, approval.digest())));
    store.addEvent(number, officer, Act.RELEASED, checkedNote(note));
  }

  private Revision lockInReview(int number, String person) {
    Revision revision = bringUpToDate(lock(number));
    mustBeInReview(revision, person);
    return revision;
  }

  private static void mustBeInReview(Revision revision, String person) {
    if (revision.state() != State.IN_REVIEW) {
      throw new RevisionRefused("The revision isn't waiting for approval.");
    }
    if (revision.author().equals(person)) {
      throw new RevisionRefused("You are its author. Someone else has to approve it.");
    }
  }

  private static void mustBeThirdPerson(Revision revision, String officer) {
    if (Set.of(revision.author(), revision.signatures().approver()).contains(officer)) {
      throw new RevisionRefused(
          "You are its author, or you approved it. A third person has to release it.");
    }
  }

  // ---- coming into force

  /** Brings each open revision up to date with the set: {@link #bringUpToDate(Revision)}. */
  @Transactional
  void bringUpToDate() {
    int inForce = sets.inForce();
    store.inStates(State.OPEN).stream()
        .filter(revision -> revision.base() != inForce)
        .forEach(revision -> store.lock(revision.number()).ifPresent(this::bringUpToDate));
  }

  /** The numbers of the released revisions that are due, by day. */
  List<Integer> due() {
    return store.due(clock.today());
  }

  /**
   * Brings a released revision into force if it is due, as one deployment in this transaction. If
   * two nodes do so at the same time, the second finds it done. If a start deploys another set at
   * the same time, either that set comes first and the approval lapses, or the start finds this set
   * in force.
   *
   * @return whether it is in force; not if its approval has lapsed
   */
  @Transactional
  boolean bringIntoForce(int number) {
    Revision locked = lock(number);
    // In this order, because a check of files holds the revision while it waits to deploy them.
    sets.lock();
    Revision revision = bringUpToDate(locked);
    if (revision.state() != State.RELEASED || revision.day().isAfter(clock.today())) {
      return revision.state() == State.IN_FORCE;
    }
    Map<String, byte[]> files = store.files(number);
    mustBeAsApproved(revision, files);
    int made = sets.deploy("revision " + number, files);
    sets.runFollowers(files);
    store.change(revision.inState(State.IN_FORCE).madeInto(made));
    store.addEvent(number, null, Act.IN_FORCE, "Set " + made);
    cases.beginMoving(number, made, files);
    return true;
  }

  /** Returns a revision that could not come into force to its author, who has to correct it. */
  @Transactional
  void sendBack(int number, String why) {
    Revision revision = lock(number);
    if (revision.state() == State.RELEASED) {
      store.change(revision.inState(State.CHANGES_REQUESTED).unsigned());
      store.addEvent(number, null, Act.NOT_IN_FORCE, why);
    }
  }

  /**
   * Writes into the history of a revision that a fault keeps it from coming into force, once until
   * something else happens.
   *
   * @param fault what the log calls it
   * @return whether it is still due
   */
  @Transactional
  boolean noteFault(int number, String fault) {
    String note =
        "A fault in the program stopped it (%s). The log has the details for an operator. It will be tried again each minute. If another set comes into force in the meantime, enter a later day."
            .formatted(fault);
    boolean isDue = lock(number).state() == State.RELEASED;
    if (isDue && !store.isRepeated(number, null, Act.NOT_IN_FORCE, note)) {
      store.addEvent(number, null, Act.NOT_IN_FORCE, note);
    }
    return isDue;
  }

  // ---- checks and comparisons

  /**
   * The revision based on the set in force. If another set has come into force since, an approval
   * lapses; if that set changed a file of the revision, or its day has come, the author has to
   * change that.
   */
  private Revision bringUpToDate(Revision revision) {
    int inForce = sets.inForce();
    if (!revision.isIn(State.OPEN) || revision.base() == inForce) {
      return revision;
    }
    List<String> changed =
        new ArrayList<>(
            changedBetween(store.fileNames(revision.number()), revision.base(), inForce));
    State state = revision.state();
    boolean isMissed = revision.isIn(State.SUBMITTED) && !revision.day().isAfter(clock.today());
    if (revision.isIn(State.SUBMITTED)) {
      state = changed.isEmpty() && !isMissed ? State.IN_REVIEW : State.CHANGES_REQUESTED;
    }
    Revision now = revision.inState(state).basedOn(inForce).unsigned();
    store.change(now);
    String note = "Set %d is in force now.".formatted(inForce);
    List<String> same = removeSame(revision.number(), changed, inForce);
    if (!same.isEmpty()) {
      note +=
          " It has the same change, so these files were removed from this revision: %s."
              .formatted(String.join(", ", same));
      changed.removeAll(same);
    }
    if (!changed.isEmpty()) {
      note +=
          " It changed files of this revision too: %s. Put both changes into them and add them again."
              .formatted(String.join(", ", changed));
    }
    if (isMissed) {
      note += " The day of this revision has come: enter a later one.";
    }
    Act act = revision.isIn(State.SUBMITTED) ? Act.LAPSED : Act.SET_CHANGED;
    store.addEvent(revision.number(), null, act, note);
    return now;
  }

  /**
   * Removes those of these files that a set has as they are in the revision, as if they were added
   * now. What it says about the cases under way stays: it is for the set that it makes.
   */
  private List<String> removeSame(int number, List<String> files, int set) {
    Map<String, byte[]> own = store.files(number);
    Map<String, byte[]> inForce = sets.files(set);
    List<String> same =
        files.stream()
            .filter(file -> !file.equals(CasesUnderWay.FILE) && inForce.containsKey(file))
            .filter(file -> Comparison.isSame(file, inForce.get(file), own.get(file)))
            .toList();
    same.forEach(file -> store.remove(number, file));
    return same;
  }

  /** Those of these files that differ between two sets. */
  private List<String> changedBetween(List<String> files, int from, int until) {
    return sets.changed(from, until).stream().filter(files::contains).toList();
  }

  /**
   * Checks that no file undoes a change: one that was written for an earlier set would undo what a
   * later set has changed in it.
   */
  private void mustUndoNoChange(Revision revision) {
    List<String> old = new ArrayList<>();
    store
        .baseSets(revision.number())
        .forEach((file, base) -> old.addAll(changedBetween(List.of(file), base, revision.base())));
    // This file is only about the cases under way, and undoes nothing.
    old.remove(CasesUnderWay.FILE);
    if (!old.isEmpty()) {
      throw new RevisionRefused(
          "Another set has changed %s since you added it to this revision, and your file would undo that change. Download the set in force, make your change in its file, and add that. If yours has both changes already, add it again as it is."
              .formatted(String.join(", ", old)));
    }
  }

  /** The problems of a revision's files, in sentences; empty without files. */
  List<String> problems(Revision revision) {
    Map<String, byte[]> files = store.files(revision.number());
    return files.isEmpty() ? List.of() : sets.problems(files);
  }

  private void mustHaveNoProblems(Map<String, byte[]> files) {
    if (files.isEmpty()) {
      throw new RevisionRefused("Add the files that the revision changes first.");
    }
    List<String> problems = sets.problems(files);
    if (!problems.isEmpty()) {
      throw new RevisionRefused(
          "The check found something to correct:\n" + String.join("\n", problems));
    }
  }

  /** The possible mistakes, in sentences; empty while there are problems. */
  List<String> warnings(Revision revision) {
    return soundFiles(revision)
        .map(files -> sets.warnings(files, revision.day()))
        .orElse(List.of());
  }

  /** The files of a revision; empty while there are problems or no files. */
  private Optional<Map<String, byte[]>> soundFiles(Revision revision) {
    return Optional.of(store.files(revision.number()))
        .filter(files -> !files.isEmpty() && sets.problems(files).isEmpty());
  }

  private void mustHaveReasons(Revision revision) {
    Set<String> given =
        store.reasons(revision.number()).stream().map(Reason::warning).collect(Collectors.toSet());
    long without = warnings(revision).stream().filter(warning -> !given.contains(warning)).count();
    if (without > 0) {
      throw new RevisionRefused(
          "The author has to give a reason for each warning. %d %s none."
              .formatted(without, without == 1 ? "has" : "have"));
    }
  }

  /** The results of the scenarios under a revision; none while there are problems. */
  Outcome scenarios(Revision revision) {
    return soundFiles(revision).map(sets::scenarios).orElse(Outcome.NONE);
  }

  private void mustHaveExpectedResults(Map<String, byte[]> files) {
    Outcome outcome = sets.scenarios(files);
    if (!outcome.isAsExpected()) {
      throw new RevisionRefused(
          Stream.concat(Stream.of(outcome.sentence()), outcome.sentences().stream())
              .collect(Collectors.joining("\n")));
    }
  }

  private static void mustBeAsApproved(Revision revision, Map<String, byte[]> files) {
    if (!Objects.equals(revision.signatures().digest(), approvalDigest(revision, files))) {
      throw new RevisionRefused(
          "The files or the day are not those that were approved. Contact the system administrator, who can find out what was changed.");
    }
  }

  /**
   * Checks that the person signs the present state: the author may have changed it since the page
   * was opened.
   */
  private void mustBeAsShown(Revision revision, String shown) {
    if (!digestOfPage(revision).equals(shown)) {
      throw new RevisionRefused(
          "The revision has changed since you opened this page. Read what it changes now, and then sign.");
    }
  }

  /** The digest of everything that a person signs, as the page shows it now. */
  String digestOfPage(Revision revision) {
    Map<String, byte[]> all = new TreeMap<>(store.files(revision.number()));
    List<Object> details =
        List.of(
            revision.name(),
            revision.reason(),
            revision.rules(),
            revision.base(),
            store.reasons(revision.number()));
    all.put("details", details.toString().getBytes(StandardCharsets.UTF_8));
    return approvalDigest(revision, all);
  }

  /** The subject of an approval: the day and the digest of the files. */
  private static String approvalDigest(Revision revision, Map<String, byte[]> files) {
    return revision.day() + " " + RevisionFiles.digest(files);
  }

  private Revision lock(int number) {
    return store
        .lock(number)
        .orElseThrow(() -> new RevisionRefused("There is no revision " + number + "."));
  }

  private Revision lockOpen(int number) {
    Revision revision = lock(number);
    if (!revision.isIn(State.OPEN)) {
      throw new RevisionRefused("The revision is no longer open.");
    }
    return revision;
  }

  private Revision lockEditable(int number, String author) {
    Revision revision = lockOpen(number);
    mustBeAuthor(revision, author);
    if (!revision.isIn(State.EDITABLE)) {
      throw new RevisionRefused(
          "The revision has been sent for approval. It can be changed when changes are requested.");
    }
    return revision;
  }

  private static void mustBeAuthor(Revision revision, String person) {
    if (!revision.author().equals(person)) {
      throw new RevisionRefused("Only its author changes a revision. Add a comment.");
    }
  }

  private static String checkedNote(String note) {
    if (note.isEmpty() || note.length() > Revision.MAX_NOTE_LENGTH) {
      throw new RevisionRefused(
          "Write a note of up to %,d characters.".formatted(Revision.MAX_NOTE_LENGTH));
    }
    return note;
  }
}

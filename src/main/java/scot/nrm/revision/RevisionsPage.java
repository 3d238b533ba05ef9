package scot.nrm.revision;

import static scot.nrm.pages.SignedInPages.text;

import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import scot.nrm.access.NamesAndRoles;
import scot.nrm.access.Role;
import scot.nrm.access.Viewer;
import scot.nrm.calendar.BritishDate;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.pages.FormToken;
import scot.nrm.pages.SignedInPages;
import scot.nrm.pages.StartPageEntry;
import scot.nrm.revision.Revision.State;
import scot.nrm.revision.RevisionScenarios.Outcome;
import scot.nrm.revision.RevisionStore.Event;
import scot.nrm.signin.request.RequestPath;

/**
 * The page on which policy staff revise the procedure: they start a revision, add its files, check,
 * approve and release it. It shows nothing about any case.
 */
@Controller
class RevisionsPage implements StartPageEntry {

  private static final String PATH = "/nrm/revisions";
  private static final String ONE_REVISION = PATH + "/{number}";
  private static final String TABLE = ".dmn";
  private static final MediaType ZIP = MediaType.parseMediaType("application/zip");

  private final SignedInPages pages;
  private final RevisionStore store;
  private final Revisions revisions;
  private final RevisedSets sets;
  private final NamesAndRoles people;
  private final CaseClock clock;
  private final RevisionPaper paper;
  private final RevisionWatch watch;
  private final RevisionWarnings warnings;
  private final RevisionComments comments;

  RevisionsPage(
      SignedInPages pages,
      RevisionStore store,
      Revisions revisions,
      RevisedSets sets,
      NamesAndRoles people,
      CaseClock clock,
      RevisionPaper paper,
      RevisionWatch watch,
      RevisionWarnings warnings,
      RevisionComments comments) {
    this.pages = pages;
    this.store = store;
    this.revisions = revisions;
    this.sets = sets;
    this.people = people;
    this.clock = clock;
    this.paper = paper;
    this.watch = watch;
    this.warnings = warnings;
    this.comments = comments;
  }

  @Override
  public List<Entry> entries(Viewer viewer) {
    return Entry.onlyIf(
        mayRead(viewer),
        "Revisions",
        "Change diagrams, tables and forms: checked, approved and in force from a day.",
        PATH);
  }

  private static boolean mayRead(Viewer viewer) {
    return viewer.hasAnyOf(Role.REVISING);
  }

  // ---- all

  @GetMapping(PATH)
  ResponseEntity<byte[]> all(HttpServletRequest request) {
    return pages.forViewer(
        request, RevisionsPage::mayRead, viewer -> list(viewer, request, "", Typed.NOTHING));
  }

  /** A zip of the set in force, for Camunda Modeler. */
  @GetMapping(PATH + "/set-in-force.zip")
  ResponseEntity<byte[]> setInForce(HttpServletRequest request) {
    return pages.forViewer(
        request,
        RevisionsPage::mayRead,
        viewer -> {
          int set = sets.inForce();
          return pages.file(
              RevisionFiles.zip(sets.files(set)), ZIP, false, "set-%d.zip".formatted(set));
        });
  }

  @PostMapping(PATH)
  ResponseEntity<byte[]> start(HttpServletRequest request) {
    return pages.forViewer(
        request,
        viewer -> viewer.has(Role.POLICY_STAFF),
        viewer -> {
          Typed typed = Typed.of(request);
          try {
            requireToken(request);
            Revision revision = revisions.start(typed.details(), viewer.userId());
            return pages.seeOther(path(request, revision.number()));
          } catch (RevisionRefused refused) {
            return list(viewer, request, refused.getMessage(), typed);
          }
        });
  }

  private static void requireToken(HttpServletRequest request) {
    if (!FormToken.isOurs(request)) {
      throw new RevisionRefused(FormToken.NOT_OURS);
    }
  }

  private record Typed(String name, String reason, String rules, String day) {

    static final Typed NOTHING = new Typed("", "", "", "");

    static Typed of(HttpServletRequest request) {
      return new Typed(
          text(request, "name"),
          text(request, "reason"),
          text(request, "rules"),
          text(request, "day"));
    }

    static Typed of(Revision revision) {
      LocalDate day = revision.day();
      return new Typed(
          revision.name(),
          revision.reason(),
          revision.rules(),
          "%d/%d/%d".formatted(day.getDayOfMonth(), day.getMonthValue(), day.getYear()));
    }

    Revisions.Details details() {
      // If it isn't a date, the refusal says how to type one.
      return new Revisions.Details(name, reason, rules, BritishDate.parse(day).orElse(null));
    }

    void addTo(Map<String, Object> model) {
      model.put("typedName", name);
      model.put("typedReason", reason);
      model.put("typedRules", rules);
      model.put("typedDay", day);
    }
  }

  private ResponseEntity<byte[]> list(
      Viewer viewer, HttpServletRequest request, String refused, Typed typed) {
    revisions.bringUpToDate();
    Map<String, Object> model = new HashMap<>();
    model.put("refused", refused);
    model.put("set", sets.inForce());
    model.put("mayStart", viewer.has(Role.POLICY_STAFF));
    typed.addTo(model);
    List<Revision> all = store.latest();
    Map<Integer, Integer> takenBack = store.takenBack();
    NamesAndRoles.History authors = people.of(all.stream().map(Revision::author).toList());
    model.put(
        "revisions",
        all.stream()
            // The open ones first.
            .sorted(Comparator.comparing(revision -> !revision.isIn(State.OPEN)))
            .map(
                revision ->
                    new Row(
                        revision.number(),
                        revision.name(),
                        state(revision, takenBack),
                        BritishDate.of(revision.day()),
                        authors.nameWithId(revision.author())))
            .toList());
    return pages.formPage(request, "revisions", model, !refused.isEmpty());
  }

  private record Row(int number, String name, String state, String day, String author) {}

  private static String state(Revision revision, Map<Integer, Integer> takenBack) {
    if (takenBack.containsKey(revision.number())) {
      return "Taken back by revision " + takenBack.get(revision.number());
    }
    return revision.made() == null
        ? revision.state().words()
        : "%s, set %d".formatted(revision.state().words(), revision.made());
  }

  private static String path(HttpServletRequest request, int number) {
    return request.getContextPath() + PATH + "/" + number;
  }

  // ---- one

  @GetMapping(ONE_REVISION)
  ResponseEntity<byte[]> show(@PathVariable String number, HttpServletRequest request) {
    return pages.forViewer(
        request,
        RevisionsPage::mayRead,
        viewer -> {
          revisions.bringUpToDate();
          return find(number)
              .map(revision -> page(viewer, request, revision, "", Typed.of(revision), ""))
              .orElseGet(pages::notFound);
        });
  }

  @GetMapping(ONE_REVISION + "/files.zip")
  ResponseEntity<byte[]> files(@PathVariable String number, HttpServletRequest request) {
    return pages.forViewer(
        request,
        RevisionsPage::mayRead,
        viewer ->
            find(number)
                .map(
                    revision ->
                        pages.file(
                            RevisionFiles.zip(store.files(revision.number())),
                            ZIP,
                            false,
                            "revision-%d.zip".formatted(revision.number())))
                .orElseGet(pages::notFound));
  }

  /** Adds files from the author's computer: single files or a zip. */
  @PostMapping(ONE_REVISION + "/files")
  ResponseEntity<byte[]> addFiles(@PathVariable String number, HttpServletRequest request) {
    return pages.forViewer(
        request,
        RevisionsPage::mayRead,
        viewer -> {
          Optional<Revision> revision = find(number);
          if (revision.isEmpty()) {
            return pages.notFound();
          }
          try {
            Map<String, byte[]> files = RevisionFiles.uploaded(request);
            requireToken(request);
            int changed = revisions.addFiles(revision.get().number(), files, viewer.userId());
            if (changed == 0) {
              throw new RevisionRefused(
                  "The files are the same as in the set in force. This revision has none of them.");
            }
            return pages.seeOther(path(request, revision.get().number()));
          } catch (RevisionRefused refused) {
            return refused(viewer, request, number, refused);
          }
        });
  }

  /** All other actions on a revision, each named by its button. */
  @PostMapping(ONE_REVISION)
  ResponseEntity<byte[]> act(
      @PathVariable String number,
      @RequestParam(name = "act", defaultValue = "") String act,
      HttpServletRequest request) {
    return pages.forViewer(
        request,
        viewer -> mayRead(viewer) && allowedActs(viewer).contains(act),
        viewer -> {
          Optional<Revision> revision = find(number);
          if (revision.isEmpty()) {
            return pages.notFound();
          }
          try {
            requireToken(request);
            return pages.seeOther(
                path(request, act(revision.get().number(), act, viewer.userId(), request)));
          } catch (RevisionRefused refused) {
            return refused(viewer, request, number, refused);
          }
        });
  }

  /** What the viewer's roles allow. Whether the revision allows it is checked when it is done. */
  private static Set<String> allowedActs(Viewer viewer) {
    List<String> acts = new ArrayList<>(List.of("comment", "comment-on", "settle"));
    if (viewer.has(Role.POLICY_STAFF)) {
      acts.addAll(
          List.of(
              "change",
              "remove",
              "give-reasons",
              "accept-scenario",
              "submit",
              "cancel",
              "take-back"));
    }
    if (viewer.has(Role.POLICY_APPROVER)) {
      acts.addAll(List.of("approve", "reject"));
    }
    if (viewer.has(Role.POLICY_APPROVER) || viewer.has(Role.RELEASE_OFFICER)) {
      acts.add("request-changes");
    }
    if (viewer.has(Role.RELEASE_OFFICER)) {
      acts.add("release");
    }
    return Set.copyOf(acts);
  }

  /** Returns the number of the revision to show afterwards. */
  private int act(int number, String act, String person, HttpServletRequest request) {
    String note = text(request, "note");
    switch (act) {
      case "change" -> revisions.change(number, Typed.of(request).details(), person);
      case "remove" -> revisions.removeFile(number, text(request, "file"), person);
      case "give-reasons" -> warnings.saveReasons(number, request, person);
      case "accept-scenario" -> revisions.acceptResult(number, text(request, "scenario"), person);
      case "submit" -> revisions.submit(number, person);
      case "cancel" -> revisions.cancel(number, person);
      case "comment-on" -> comments.write(number, request, person);
      case "settle" -> comments.settle(number, request, person);
      case "comment" -> revisions.comment(number, note, person);
      case "approve" -> revisions.approve(number, note, person, text(request, "shown"));
      case "request-changes" -> revisions.requestChanges(number, note, person);
      case "reject" -> revisions.reject(number, note, person);
      case "release" -> revisions.release(number, note, person, text(request, "shown"));
      case "take-back" -> {
        return revisions.takeBack(number, person).number();
      }
      default -> throw new IllegalArgumentException(act);
    }
    return number;
  }

  private ResponseEntity<byte[]> refused(
      Viewer viewer, HttpServletRequest request, String number, RevisionRefused refused) {
    Revision revision = find(number).orElseThrow();
    boolean changed = "change".equals(request.getParameter("act"));
    return page(
        viewer,
        request,
        revision,
        refused.getMessage(),
        changed ? Typed.of(request) : Typed.of(revision),
        text(request, "note"));
  }

  private Optional<Revision> find(String number) {
    return SignedInPages.number(number).flatMap(store::find);
  }

  private ResponseEntity<byte[]> page(
      Viewer viewer,
      HttpServletRequest request,
      Revision revision,
      String refused,
      Typed typed,
      String note) {
    Map<String, Object> model = new HashMap<>();
    model.put("action", path(request, revision.number()));
    model.put("refused", refused.lines().toList());
    model.put("note", note);
    model.put("longestNote", "%,d".formatted(Revision.MAX_NOTE_LENGTH));
    typed.addTo(model);
    model.put("number", revision.number());
    model.put("name", revision.name());
    model.put("reason", revision.reason().lines().toList());
    model.put("rules", revision.rules());
    model.put("day", BritishDate.of(revision.day()));
    model.put(
        "dayHasCome",
        revision.isIn(State.OPEN)
            && revision.state() != State.RELEASED
            && !revision.day().isAfter(clock.today()));
    model.put("state", state(revision, store.takenBack()));
    model.put("base", revision.base());
    model.put("author", people.nameWithId(revision.author()));
    model.put("takesBack", revision.takesBack() == null ? "" : revision.takesBack());
    Set<String> acts = allowedActs(viewer);
    boolean open = revision.isIn(State.OPEN);
    model.put("open", open);
    model.put("staysUnder", open && revision.takesBack() != null);
    boolean own = revision.author().equals(viewer.userId());
    boolean editable = own && acts.contains("change") && revision.isIn(State.EDITABLE);
    model.put("editable", editable);
    model.put("isWithAuthor", revision.isIn(State.EDITABLE));
    model.put(
        "before",
        store.comingBefore(revision).stream()
            .map(
                other ->
                    Map.of(
                        "number", other.number(),
                        "name", other.name(),
                        "day", BritishDate.of(other.day()),
                        "isSameDay", other.day().equals(revision.day())))
            .toList());
    model.put(
        "modeler",
        ServletUriComponentsBuilder.fromContextPath(request)
            .path(RequestPath.MODELER)
            .toUriString());
    model.put("mayCancel", own && acts.contains("cancel") && open);
    boolean mayApprove = acts.contains("approve") && !own && revision.state() == State.IN_REVIEW;
    boolean mayRelease =
        acts.contains("release")
            && revision.state() == State.APPROVED
            && !own
            && !viewer.userId().equals(revision.signatures().approver());
    model.put("mayApprove", mayApprove);
    model.put("mayRelease", mayRelease);
    model.put("shown", mayApprove || mayRelease ? revisions.digestOfPage(revision) : "");
    boolean mayStop =
        acts.contains("request-changes") && !own && revision.state() == State.RELEASED;
    model.put("mayRequestChanges", mayApprove || mayRelease || mayStop);
    model.put("mayTakeBack", acts.contains("take-back") && revision.state() == State.IN_FORCE);
    List<String> names = store.fileNames(revision.number());
    paper.addFiles(model, revision, names, viewer.userId());
    comments.addChoices(model, revision, request);
    model.put("noFiles", names.isEmpty());
    model.put("table", tableToAsk(names));
    List<String> problems = open ? revisions.problems(revision) : List.of();
    model.put("problems", problems);
    model.put("sound", open && !names.isEmpty() && problems.isEmpty());
    boolean complete = warnings.add(model, revision, request);
    Outcome scenarios = open ? revisions.scenarios(revision) : Outcome.NONE;
    model.put(
        "maySubmit",
        editable && !names.isEmpty() && problems.isEmpty() && complete && scenarios.isAsExpected());
    model.put("events", events(store.events(revision.number()), people));
    paper.addPictures(model, revision);
    paper.addEvidence(model, revision, scenarios);
    watch.add(model, revision, viewer);
    return pages.formPage(request, "revision", model, !refused.isEmpty());
  }

  /** The first table that the revision changes, otherwise that of the competent authority. */
  private static String tableToAsk(List<String> names) {
    return names.stream()
        .filter(name -> name.endsWith(TABLE))
        .map(name -> DefinitionSets.nameOf(name).replace(TABLE, ""))
        .findFirst()
        .orElse("competent-authority");
  }

  /** An event in words, or several changes of files as one. */
  record EventRow(String at, String who, String what, List<String> note) {}

  static List<EventRow> events(List<Event> events, NamesAndRoles people) {
    NamesAndRoles.History names = people.of(events.stream().map(Event::person).toList());
    List<EventRow> rows = new ArrayList<>();
    for (List<Event> group : groupedByRow(events)) {
      Event latest = group.get(group.size() - 1);
      boolean addedOnly = group.stream().allMatch(one -> one.act() == latest.act());
      rows.add(
          new EventRow(
              BritishDate.withTime(latest.at()),
              latest.person() == null ? "The program" : names.nameWithId(latest.person()),
              addedOnly ? latest.act().words() : "Files added or removed",
              group.size() == 1
                  ? latest.note().lines().toList()
                  : List.of(
                      group.stream()
                          .flatMap(one -> Stream.of(one.note().split(", ")))
                          .distinct()
                          .sorted()
                          .collect(Collectors.joining(", ")))));
    }
    return rows;
  }

  /** The events by row: changes of files by the author with nothing between them are one row. */
  static List<List<Event>> groupedByRow(List<Event> events) {
    List<List<Event>> groups = new ArrayList<>();
    Event before = null;
    for (Event event : events) {
      if (before == null
          || !before.act().changesFiles()
          || !event.act().changesFiles()
          || !Objects.equals(before.person(), event.person())) {
        groups.add(new ArrayList<>());
      }
      groups.get(groups.size() - 1).add(event);
      before = event;
    }
    return groups;
  }
}

package scot.nrm.cockpit.workload;

import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import scot.nrm.access.Absences;
import scot.nrm.access.Absences.Absence;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.NamesAndRoles;
import scot.nrm.access.TeamMembers;
import scot.nrm.access.TeamMembers.Person;
import scot.nrm.access.Teams;
import scot.nrm.access.Viewer;
import scot.nrm.access.tasks.AbsenteeTasks;
import scot.nrm.calendar.BritishDate;
import scot.nrm.cockpit.Pages;
import scot.nrm.cockpit.WatchedTeams;
import scot.nrm.cockpit.WatchedTeams.Watched;
import scot.nrm.engine.CaseClock;
import scot.nrm.pages.FormToken;
import scot.nrm.pages.PageRequest;
import scot.nrm.pages.SignedInPages;
import scot.nrm.pages.StartPageEntry;

/**
 * Where people enter when they are away, and where the manager of their team names a deputy from
 * it. It shows nothing about any case. Tasks are passed on at once if the absence has begun, and
 * otherwise at the start of its first day.
 */
@Controller
class AbsencesPage implements StartPageEntry {

  private static final String PATH = "/nrm/absences";
  private static final int YEARS_AHEAD = 2;

  private final SignedInPages pages;
  private final CaseAccess access;
  private final Absences absences;
  private final AbsenteeTasks tasks;
  private final WatchedTeams teams;
  private final TeamMembers members;
  private final NamesAndRoles people;
  private final IdentityService identity;
  private final CaseClock clock;

  AbsencesPage(
      SignedInPages pages,
      CaseAccess access,
      Absences absences,
      AbsenteeTasks tasks,
      WatchedTeams teams,
      TeamMembers members,
      NamesAndRoles people,
      IdentityService identity,
      CaseClock clock) {
    this.pages = pages;
    this.access = access;
    this.absences = absences;
    this.tasks = tasks;
    this.teams = teams;
    this.members = members;
    this.people = people;
    this.identity = identity;
    this.clock = clock;
  }

  @Override
  public List<Entry> entries(Viewer viewer) {
    return Entry.onlyIf(
        access.mayReadCases(viewer),
        "Absences",
        "Enter when you are away. Managers name a deputy for people in their teams.",
        PATH);
  }

  @GetMapping(PATH)
  ResponseEntity<byte[]> show(
      @RequestParam(name = "deputy-of", defaultValue = "") String changed,
      HttpServletRequest request) {
    return pages.forViewer(
        request,
        access::mayReadCases,
        viewer -> page(viewer, request, "", Typed.empty(viewer), changed));
  }

  /** What was typed, for the page that refuses it. */
  private record Typed(String person, String from, String until) {

    static Typed empty(Viewer viewer) {
      return new Typed(viewer.userId(), "", "");
    }
  }

  @PostMapping(PATH)
  ResponseEntity<byte[]> enter(
      @RequestParam(name = "person", defaultValue = "") String named,
      @RequestParam(name = "from", defaultValue = "") String from,
      @RequestParam(name = "until", defaultValue = "") String until,
      HttpServletRequest request) {
    return pages.forViewer(
        request,
        access::mayReadCases,
        viewer -> {
          String person = named.isEmpty() ? viewer.userId() : named;
          if (!peopleToEnter(viewer).containsKey(person)) {
            return pages.notFound();
          }
          LocalDate first = BritishDate.parse(from.strip()).orElse(null);
          LocalDate last = BritishDate.parse(until.strip()).orElse(null);
          String refused = FormToken.isOurs(request) ? refusal(first, last) : FormToken.NOT_OURS;
          if (refused.isEmpty() && absences.add(person, first, last).isEmpty()) {
            refused =
                "An absence has already been entered for some of these days. Remove it first.";
          }
          if (!refused.isEmpty()) {
            return page(viewer, request, refused, new Typed(person, from, until), "");
          }
          tasks.updateOrLog();
          return redirectToList(request);
        });
  }

  @PostMapping(PATH + "/end")
  ResponseEntity<byte[]> end(
      @RequestParam(name = "id", defaultValue = "") String id, HttpServletRequest request) {
    return pages.forForm(
        request,
        access::mayReadCases,
        viewer -> {
          Optional<Absence> absence = absences.find(id);
          if (absence.isPresent() && !peopleToEnter(viewer).containsKey(absence.get().person())) {
            return pages.notFound();
          }
          // If there is none, someone has ended it already.
          absence.ifPresent(tasks::end);
          return redirectToList(request);
        });
  }

  @PostMapping(PATH + "/deputy")
  ResponseEntity<byte[]> nameDeputy(
      @RequestParam(name = "id", defaultValue = "") String id,
      @RequestParam(name = "deputy", defaultValue = "") String deputy,
      HttpServletRequest request) {
    return pages.forForm(
        request,
        access::mayReadCases,
        viewer -> {
          Optional<Absence> absence = absences.find(id);
          if (absence.isEmpty()) { // someone has ended it
            return redirectToList(request);
          }
          List<Team> watched = watchedTeams(absence.get(), teams.find(viewer));
          if (watched.isEmpty()) {
            return pages.notFound();
          }
          if (!deputy.isEmpty()
              && possibleDeputies(absence.get(), watched).stream()
                  .noneMatch(person -> person.id().equals(deputy))) {
            return page(
                viewer,
                request,
                "Choose a deputy from the list. The person you chose is away, has left the team, or may not have one of the tasks.",
                Typed.empty(viewer),
                id);
          }
          tasks.nameDeputy(absence.get(), deputy.isEmpty() ? null : deputy);
          return redirectToList(request);
        });
  }

  private ResponseEntity<byte[]> redirectToList(HttpServletRequest request) {
    int page = pageRequest(request).number();
    return pages.seeOther(request.getContextPath() + PATH + (page > 1 ? "?page=" + page : ""));
  }

  private static PageRequest pageRequest(HttpServletRequest request) {
    return PageRequest.parse(SignedInPages.text(request, "page"), Pages.SIZE);
  }

  private String refusal(LocalDate first, LocalDate last) {
    LocalDate today = clock.today();
    if (first == null || last == null) {
      return "Enter the first and the last day, each like 5/12/" + today.getYear() + ".";
    }
    if (last.isBefore(first)) {
      return "The last day can't be before the first day.";
    }
    if (last.isBefore(today) || last.isAfter(today.plusYears(YEARS_AHEAD))) {
      return "The last day must be from today to " + YEARS_AHEAD + " years from now.";
    }
    return "";
  }

  /** The names by user id: the person, and for a manager the people of their teams. */
  private Map<String, String> peopleToEnter(Viewer viewer) {
    Map<String, String> names = new TreeMap<>();
    names.put(viewer.userId(), people.nameWithId(viewer.userId()));
    teams
        .find(viewer)
        .filter(Watched::mayReassign)
        .ifPresent(
            watched ->
                Stream.concat(
                        watched.nationalTeams().stream()
                            .flatMap(team -> members.of(team, null).stream()),
                        watched.councilTeams().stream()
                            .flatMap(
                                team ->
                                    watched.councils().stream()
                                        .flatMap(council -> members.of(team, council).stream())))
                    .forEach(person -> names.put(person.id(), person.name())));
    return names;
  }

  private record Team(String group, String council) {}

  private List<Team> watchedTeams(Absence absence, Optional<Watched> watched) {
    if (watched.isEmpty()) {
      return List.of();
    }
    Viewer person = Teams.person(absence.person(), identity);
    return person.groups().stream()
        .flatMap(
            group ->
                teams.isOfCouncils(group)
                    ? person.tenants().stream().map(council -> new Team(group, council))
                    : Stream.of(new Team(group, null)))
        .filter(team -> watched.get().includes(team.group(), team.council()))
        .toList();
  }

  /** The colleagues who may be named, by name. */
  private List<Person> possibleDeputies(Absence absence, List<Team> watched) {
    Map<String, Person> colleagues =
        watched.stream()
            .flatMap(team -> members.of(team.group(), team.council()).stream())
            .filter(person -> !person.id().equals(absence.person()))
            .collect(Collectors.toMap(Person::id, person -> person, (one, same) -> one));
    absences.of(Set.copyOf(colleagues.keySet())).stream()
        .filter(other -> other.overlaps(absence.from(), absence.until()))
        .forEach(other -> colleagues.remove(other.person()));
    tasks
        .excludedDeputies(absence.person(), Set.copyOf(colleagues.keySet()))
        .forEach(colleagues::remove);
    return colleagues.values().stream().sorted(Comparator.comparing(Person::name)).toList();
  }

  /**
   * @param changed the absence whose deputy is being changed; possible deputies are read for this
   *     one only
   */
  private ResponseEntity<byte[]> page(
      Viewer viewer, HttpServletRequest request, String refused, Typed typed, String changed) {
    Optional<Watched> watched = teams.find(viewer);
    Map<String, String> others = peopleToEnter(viewer);
    List<Absence> own = absences.of(viewer.userId());
    long all = watched.map(of -> absences.count(of.membersSql("person"), of.params())).orElse(0L);
    PageRequest page = pageRequest(request).within(all);
    List<Absence> teamAbsences = watched.map(of -> teamAbsences(of, page)).orElse(List.of());
    NamesAndRoles.History names = names(own, teamAbsences);
    Map<String, Object> model = new HashMap<>(page.model(PATH, all));
    model.put("refused", refused);
    model.put("from", typed.from());
    model.put("until", typed.until());
    model.put("forOthers", others.size() > 1);
    model.put(
        "people",
        others.entrySet().stream()
            .map(one -> option(one.getKey(), one.getValue(), typed.person()))
            .toList());
    model.put("own", own.stream().map(one -> row(one, names)).toList());
    model.put("manages", watched.isPresent());
    model.put("number", page.number());
    model.put(
        "team",
        teamAbsences.stream()
            .map(
                one -> {
                  Map<String, Object> row = row(one, names);
                  row.put("mayEnd", others.containsKey(one.person()));
                  boolean changes = one.id().equals(changed);
                  row.put("changes", changes);
                  row.put("offered", changes ? options(one, watched) : List.of());
                  return row;
                })
            .toList());
    return pages.formPage(request, "absences", model, !refused.isEmpty());
  }

  private List<Absence> teamAbsences(Watched watched, PageRequest page) {
    return absences.of(watched.membersSql("person"), watched.params(), page.offset(), page.rows());
  }

  private List<Map<String, Object>> options(Absence absence, Optional<Watched> watched) {
    return possibleDeputies(absence, watchedTeams(absence, watched)).stream()
        .map(who -> option(who.id(), who.name(), absence.deputy()))
        .toList();
  }

  private NamesAndRoles.History names(List<Absence> own, List<Absence> teamAbsences) {
    return people.of(
        Stream.concat(own.stream(), teamAbsences.stream())
            .flatMap(one -> Stream.of(one.person(), Objects.toString(one.deputy(), "")))
            .toList());
  }

  private static Map<String, Object> row(Absence absence, NamesAndRoles.History names) {
    Map<String, Object> row = new HashMap<>();
    row.put("id", absence.id());
    row.put("name", names.nameWithId(absence.person()));
    row.put("from", BritishDate.of(absence.from()));
    row.put("until", BritishDate.of(absence.until()));
    row.put("away", absence.begun());
    row.put("deputy", absence.deputy() == null ? "" : names.nameWithId(absence.deputy()));
    return row;
  }

  private static Map<String, Object> option(String id, String name, String chosen) {
    return Map.of("id", id, "name", name, "chosen", Objects.equals(id, chosen));
  }
}

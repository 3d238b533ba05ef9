package scot.nrm.rehearsal;

import static scot.nrm.pages.SignedInPages.text;

import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Profile;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import scot.nrm.access.TeamMembers;
import scot.nrm.access.Viewer;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.CaseNumberInTaskName;
import scot.nrm.engine.MovableClock;
import scot.nrm.forms.DeployedForms;
import scot.nrm.pages.SignedInPages;
import scot.nrm.pages.StartPageEntry;

/**
 * The page of a process in which a revision is tried out: it moves the date, and turns a case that
 * was tried out into a scenario. It exists only in the process that {@link RevisionTrials} starts,
 * in which all people and cases are invented, so everyone there may use it.
 */
@Controller
@Profile("!production")
@ConditionalOnProperty(RevisionTrials.REVISION)
class TrialCasesPage implements StartPageEntry {

  private static final String PATH = "/nrm/try";
  private static final int MAX_DAYS = 100;
  private static final int MAX_CASES = 100;
  private static final int MAX_PEOPLE = 3;

  private final SignedInPages pages;
  private final MovableClock clock;
  private final JdbcClient jdbc;
  private final PastCases cases;
  private final DeployedForms forms;
  private final TeamMembers teams;
  private final int revision;
  private final String until;

  TrialCasesPage(
      SignedInPages pages,
      MovableClock clock,
      JdbcClient jdbc,
      PastCases cases,
      DeployedForms forms,
      TeamMembers teams,
      @Value("${" + RevisionTrials.REVISION + "}") int revision,
      @Value("${" + RevisionTrials.UNTIL + ":}") String until) {
    this.pages = pages;
    this.clock = clock;
    this.jdbc = jdbc;
    this.cases = cases;
    this.forms = forms;
    this.teams = teams;
    this.revision = revision;
    this.until = until;
  }

  @Override
  public List<Entry> entries(Viewer viewer) {
    return List.of(
        new Entry(
            "Date and cases of the rehearsal",
            "Move the date, and download a case as a scenario of the revision.",
            PATH));
  }

  @GetMapping(PATH)
  ResponseEntity<byte[]> show(HttpServletRequest request) {
    return pages.forViewer(request, viewer -> page(request, ""));
  }

  @PostMapping(PATH)
  ResponseEntity<byte[]> move(HttpServletRequest request) {
    return pages.forForm(
        request,
        viewer -> {
          Optional<Integer> days =
              SignedInPages.number(text(request, "days"))
                  .filter(typed -> typed > 0 && typed <= MAX_DAYS);
          if (days.isEmpty()) {
            return page(request, "Enter a number of days from 1 to %d.".formatted(MAX_DAYS));
          }
          clock.moveTo(clock.now().plusDays(days.get()));
          return pages.seeOther(request.getContextPath() + PATH);
        });
  }

  private record TrialCase(String number, List<String> tasks) {}

  private ResponseEntity<byte[]> page(HttpServletRequest request, String refused) {
    Map<String, Object> model = new HashMap<>();
    model.put("refused", refused);
    model.put("revision", revision);
    model.put("until", until);
    model.put("now", BritishDate.withTime(clock.now().atZone(LocalDay.ZONE).toInstant()));
    model.put("most", MAX_DAYS);
    List<String> latestFirst = new ArrayList<>(cases.latest(MAX_CASES));
    Collections.reverse(latestFirst);
    model.put(
        "cases",
        latestFirst.stream().map(number -> new TrialCase(number, openTasks(number))).toList());
    return pages.formPage(request, "tried-cases", model, !refused.isEmpty());
  }

  /** The open tasks, each with people who can complete it, to sign in as one of them. */
  private List<String> openTasks(String caseNumber) {
    return OpenTask.of(jdbc, caseNumber).stream()
        .map(
            task ->
                "%s: %s"
                    .formatted(
                        CaseNumberInTaskName.without(task.name(), caseNumber),
                        task.assignee() == null
                            ? people(task.team(), task.council())
                            : task.assignee()))
        .sorted()
        .toList();
  }

  /** Some members of a team; a national team belongs to no council. */
  private String people(String team, String council) {
    return Stream.of(teams.of(team, council), teams.of(team, null))
        .filter(members -> !members.isEmpty())
        .findFirst()
        .map(
            members ->
                members.stream()
                    .limit(MAX_PEOPLE)
                    .map(TeamMembers.Person::id)
                    .collect(Collectors.joining(", ")))
        .orElse("nobody");
  }

  /** Downloads a case as a scenario, with its course until now. */
  @GetMapping(PATH + "/{number}")
  ResponseEntity<byte[]> scenario(@PathVariable String number, HttpServletRequest request) {
    return pages.forViewer(
        request,
        viewer -> cases.latest(MAX_CASES).contains(number),
        viewer ->
            pages.file(
                Scenario.of(
                    cases.read(number),
                    "Tried out by hand under revision %d: case %s".formatted(revision, number),
                    LocalDate.from(clock.now()),
                    forms.newestForms(),
                    teams),
                MediaType.APPLICATION_JSON,
                false,
                "case-%s.json".formatted(number)));
  }
}

package scot.nrm.cockpit.casepage;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.NamesAndRoles;
import scot.nrm.access.Viewer;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.LocalDay;
import scot.nrm.cockpit.casepage.CaseWork.Instance;
import scot.nrm.engine.CaseClock;
import scot.nrm.pages.PageRequest;
import scot.nrm.pages.SignedInPages;
import scot.nrm.pages.StartPageEntry;
import scot.nrm.record.CodeNames;
import scot.nrm.record.RecordAddress;
import scot.nrm.register.CaseOverview;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;

/**
 * The page of a person who works on cases: the cases in which they have a task, and those in which
 * they completed one in the last 90 days. It shows nothing about the child.
 */
@Controller
class MyCasesPage implements StartPageEntry {

  private static final int ROWS = 50;
  private static final String MY_CASES = "/nrm/my-cases";
  private static final String WORKED_ON = MY_CASES + "/worked-on";

  private final SignedInPages pages;
  private final CaseAccess access;
  private final MyCases cases;
  private final Register register;
  private final CaseWork work;
  private final CurrentStages stages;
  private final CodeNames names;
  private final NamesAndRoles people;
  private final CaseClock clock;

  MyCasesPage(
      SignedInPages pages,
      CaseAccess access,
      MyCases cases,
      Register register,
      CaseWork work,
      CurrentStages stages,
      CodeNames names,
      NamesAndRoles people,
      CaseClock clock) {
    this.pages = pages;
    this.access = access;
    this.cases = cases;
    this.register = register;
    this.work = work;
    this.stages = stages;
    this.names = names;
    this.people = people;
    this.clock = clock;
  }

  @Override
  public List<Entry> entries(Viewer viewer) {
    return Entry.onlyIf(
        access.worksOnCases(viewer),
        "My cases",
        "The cases in which you have a task, and those you worked on in the last 90 days.",
        MY_CASES);
  }

  @GetMapping(MY_CASES)
  ResponseEntity<byte[]> withMyTask(
      @RequestParam(name = "page", defaultValue = "1") String typed, HttpServletRequest request) {
    Instant now = clock.now();
    return show(
        MY_CASES,
        typed,
        request,
        (viewer, page) -> cases.withMyTask(viewer, page.offset(), ROWS),
        MyCases.WithMyTasks::caseNumber,
        one -> Map.of("tasks", one.tasks().stream().map(task -> task(task, now)).toList()));
  }

  @GetMapping(WORKED_ON)
  ResponseEntity<byte[]> workedOn(
      @RequestParam(name = "page", defaultValue = "1") String typed, HttpServletRequest request) {
    return show(
        WORKED_ON,
        typed,
        request,
        (viewer, page) -> cases.workedOn(viewer, page.offset(), ROWS),
        MyCases.WorkedOn::caseNumber,
        one -> Map.of("last", one.name(), "completed", BritishDate.withTime(one.completed())));
  }

  private <T> ResponseEntity<byte[]> show(
      String path,
      String typed,
      HttpServletRequest request,
      BiFunction<Viewer, PageRequest, MyCases.Part<T>> find,
      Function<T, String> caseNumber,
      Function<T, Map<String, Object>> row) {
    return pages.forViewer(
        request,
        access::worksOnCases,
        viewer -> {
          PageRequest.Found<MyCases.Part<T>> found =
              PageRequest.parse(typed, ROWS)
                  .find(page -> find.apply(viewer, page), MyCases.Part::all);
          MyCases.Part<T> part = found.part();
          Map<String, Object> model = new HashMap<>(found.page().model(path, part.all()));
          model.put("none", part.all() == 0);
          List<String> numbers = part.cases().stream().map(caseNumber).toList();
          Map<String, RegisterCase> known = register.find(numbers);
          Map<String, List<Instance>> instances = work.instances(numbers);
          model.put(
              "cases",
              part.cases().stream()
                  .map(
                      one -> {
                        String number = caseNumber.apply(one);
                        Map<String, Object> shown = new HashMap<>(row.apply(one));
                        shown.putAll(
                            row(known.get(number), instances.getOrDefault(number, List.of())));
                        return shown;
                      })
                  .toList());
          model.put("mine", path.equals(MY_CASES));
          return pages.page(HttpStatus.OK, "my-cases", model);
        });
  }

  private Map<String, Object> row(RegisterCase nrmCase, List<Instance> instances) {
    return Map.of(
        "caseNumber", nrmCase.caseNumber(),
        "record", RecordAddress.of(nrmCase.caseNumber()),
        "council", names.council(nrmCase.localAuthority()),
        "stage", stage(nrmCase, instances));
  }

  private String stage(RegisterCase nrmCase, List<Instance> instances) {
    List<String> open = stages.of(nrmCase, instances);
    if (!open.isEmpty()) {
      return String.join(", ", open);
    }
    return nrmCase.closedOn() == null
        ? "No current stage"
        : "Closed on " + BritishDate.orEmpty(nrmCase.closedOn());
  }

  private Map<String, String> task(MyCases.MyTask task, Instant now) {
    return Map.of(
        "name",
        task.name(),
        "address",
        "/camunda/app/tasklist/default/#/?task=" + task.id(),
        "away",
        task.away() == null ? "" : people.nameWithId(task.away()),
        "due",
        task.due() == null
            ? "no due date"
            : "%s (%s)"
                .formatted(
                    CaseOverview.left(task.due(), now), BritishDate.of(LocalDay.of(task.due()))));
  }
}

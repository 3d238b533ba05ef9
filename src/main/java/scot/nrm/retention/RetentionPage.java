package scot.nrm.retention;

import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import scot.nrm.access.Role;
import scot.nrm.access.Viewer;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseNumber;
import scot.nrm.pages.FormToken;
import scot.nrm.pages.SignedInPages;
import scot.nrm.pages.StartPageEntry;
import scot.nrm.retention.LegalHolds.Hold;
import scot.nrm.retention.Retention.Due;
import scot.nrm.retention.Retention.State;

/**
 * Which cases are erased next, legal holds, and what has been erased: for the NRM manager, who sets
 * and lifts holds, and the data controller, who reads. It shows case numbers, and nothing from a
 * case.
 */
@Controller
class RetentionPage implements StartPageEntry {

  static final String PATH = "/nrm/retention";
  static final String HOLDS = PATH + "/holds";

  private static final int MIN_REASON = 10;
  private static final int MAX_REASON = 500;
  private static final int MAX_ROWS = 500;

  private final SignedInPages pages;
  private final Retention retention;
  private final RetentionRules rules;
  private final LegalHolds holds;
  private final JdbcClient jdbc;
  private final CaseClock clock;

  RetentionPage(
      SignedInPages pages,
      Retention retention,
      RetentionRules rules,
      LegalHolds holds,
      JdbcClient jdbc,
      CaseClock clock) {
    this.pages = pages;
    this.retention = retention;
    this.rules = rules;
    this.holds = holds;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public List<Entry> entries(Viewer viewer) {
    return Entry.onlyIf(
        mayRead(viewer),
        "Keeping and erasing cases",
        "Which cases are erased next, legal holds, and what has been erased.",
        PATH);
  }

  private static boolean mayRead(Viewer viewer) {
    return viewer.has(Role.NRM_MANAGER) || viewer.has(Role.DATA_CONTROLLER);
  }

  @GetMapping(PATH)
  ResponseEntity<byte[]> show(
      @RequestParam(name = "caseNumber", defaultValue = "") String erased,
      @RequestParam(name = "changed", defaultValue = "") String changed,
      HttpServletRequest request) {
    return pages.forViewer(
        request,
        RetentionPage::mayRead,
        viewer -> page(HttpStatus.OK, new Input(erased, "", "", ""), changed, viewer, request));
  }

  @PostMapping(HOLDS)
  ResponseEntity<byte[]> hold(
      @RequestParam(name = "caseNumber", defaultValue = "") String caseNumber,
      @RequestParam(name = "reason", defaultValue = "") String reason,
      @RequestParam(name = "do", defaultValue = "") String what,
      HttpServletRequest request) {
    return pages.forViewer(
        request,
        viewer -> viewer.has(Role.NRM_MANAGER),
        viewer -> {
          if (!FormToken.isOurs(request)) {
            return page(
                HttpStatus.FORBIDDEN,
                new Input("", caseNumber, reason, FormToken.NOT_OURS),
                "",
                viewer,
                request);
          }
          String number = CaseNumber.of(caseNumber);
          String problem = change(number, reason.strip(), what, viewer);
          return problem.isEmpty()
              ? pages.seeOther(request.getContextPath() + PATH + "?changed=" + number)
              : page(
                  HttpStatus.BAD_REQUEST,
                  new Input("", caseNumber, reason, problem),
                  "",
                  viewer,
                  request);
        });
  }

  /** Sets or lifts a hold. Returns what is wrong, or an empty text if nothing is. */
  private String change(String caseNumber, String reason, String what, Viewer viewer) {
    if (!holds.exists(caseNumber)) {
      return "There is no case with this number. Enter it like " + CaseNumber.EXAMPLE + ".";
    }
    if (reason.length() < MIN_REASON || reason.length() > MAX_REASON) {
      return "Enter a reason of " + MIN_REASON + " to " + MAX_REASON + " characters.";
    }
    boolean done =
        switch (what) {
          case "set" -> holds.set(caseNumber, viewer.userId(), reason);
          case "lift" -> holds.lift(caseNumber, viewer.userId(), reason);
          default -> false;
        };
    if (done) {
      return "";
    }
    if (!holds.exists(caseNumber)) {
      return "This case was erased before your form arrived. It can't be brought back.";
    }
    return switch (what) {
      case "set" -> "This case already has a legal hold.";
      case "lift" -> "This case has no legal hold.";
      default -> "Choose whether to set or to lift the hold.";
    };
  }

  /**
   * What the person has entered.
   *
   * @param erased the number that is looked for among the erased cases
   * @param problem why it was refused; empty if it was not
   */
  private record Input(String erased, String caseNumber, String reason, String problem) {}

  /** A sentence that the hold on a case was set or lifted, by its present state. */
  private String done(String changed, List<Hold> held, List<Due> due) {
    if (!CaseNumber.isValid(changed) || !holds.exists(changed)) {
      return "";
    }
    if (held.stream().anyMatch(hold -> hold.caseNumber().equals(changed))) {
      return changed + " now has a legal hold. It is kept until you lift the hold.";
    }
    return changed
        + " no longer has a legal hold. "
        + due.stream()
            .filter(one -> one.numbers().contains(changed))
            .findFirst()
            .map(one -> "It will be erased on or after " + BritishDate.of(one.on()) + ".")
            .orElse("It will be erased when it is due.");
  }

  /** The case whose hold has just been set or lifted; empty if there is none. */
  private ResponseEntity<byte[]> page(
      HttpStatus status, Input input, String changed, Viewer viewer, HttpServletRequest request) {
    LocalDate today = clock.today();
    LocalDate horizon = today.plusMonths(1).with(TemporalAdjusters.lastDayOfMonth());
    List<Due> due = retention.dueBy(horizon);
    Map<Boolean, Long> now =
        due.stream()
            .filter(one -> !one.on().isAfter(today))
            .collect(
                Collectors.partitioningBy(one -> one.state() == State.DUE, Collectors.counting()));
    long erasedNext = now.get(true);
    long kept = now.get(false);
    Map<String, Object> model = new HashMap<>();
    model.put("token", FormToken.of(request));
    model.put("message", input.problem());
    model.put("now", erasedNext);
    model.put("keptNow", kept > 0 ? kept : "");
    model.put("later", due.size() - erasedNext - kept);
    model.put("horizon", BritishDate.of(horizon));
    model.put("due", due.stream().limit(MAX_ROWS).map(DueCase::of).toList());
    model.put("more", due.size() > MAX_ROWS);
    model.put("most", MAX_ROWS);
    model.put("mayHold", viewer.has(Role.NRM_MANAGER));
    model.put("caseNumber", input.caseNumber());
    model.put("reason", input.reason());
    model.put("shortest", MIN_REASON);
    model.put("longest", MAX_REASON);
    List<Hold> held = holds.all();
    model.put("done", viewer.has(Role.NRM_MANAGER) ? done(changed, held, due) : "");
    model.put(
        "holds",
        held.stream()
            .map(hold -> new HeldCase(hold.caseNumber(), BritishDate.of(hold.since())))
            .toList());
    model.put("erased", input.erased());
    String number = CaseNumber.of(input.erased());
    model.put(
        "erasures", number.isEmpty() || CaseNumber.isValid(number) ? erasures(number) : List.of());
    return pages.page(status, "retention", model);
  }

  /**
   * A case that is due.
   *
   * @param kept why it is kept; empty if it isn't
   */
  private record DueCase(String caseNumber, String merged, String rule, String on, String kept) {

    static DueCase of(Due due) {
      return new DueCase(
          due.caseNumber(),
          String.join(", ", due.merged()),
          due.rule().name(),
          BritishDate.of(due.on()),
          switch (due.state()) {
            case DUE -> "";
            case ON_HOLD -> "Kept: legal hold";
            case OPEN_WORK -> "Kept: work on the case is still open";
          });
    }
  }

  private record HeldCase(String caseNumber, String since) {}

  private record ErasedCase(String caseNumber, String rule, String erased) {}

  private List<ErasedCase> erasures(String caseNumber) {
    return jdbc.sql(
            """
            select case_number, rule, erased_at from case_erasure
            where :number = '' or case_number = :number
            order by erased_at desc, case_number limit :most\
            """)
        .param("number", caseNumber)
        .param("most", MAX_ROWS)
        .query(
            (row, number) ->
                new ErasedCase(
                    row.getString("case_number"),
                    rules.name(row.getString("rule")),
                    BritishDate.of(
                        LocalDay.of(row.getObject("erased_at", OffsetDateTime.class).toInstant()))))
        .list();
  }
}

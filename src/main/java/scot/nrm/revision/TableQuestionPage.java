package scot.nrm.revision;

import static scot.nrm.pages.SignedInPages.text;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import scot.nrm.access.Role;
import scot.nrm.calendar.BritishDate;
import scot.nrm.engine.DecisionTables;
import scot.nrm.pages.SignedInPages;
import scot.nrm.revision.RevisionContents.Contents;

/**
 * Asks a decision table one question, under the set in force and under a revision. Nothing that is
 * entered is kept.
 */
@Controller
class TableQuestionPage {

  private static final String PATH = "/nrm/revisions/{number}/tables/{table}";

  private final SignedInPages pages;
  private final RevisionContents revisions;
  private final List<DecisionTables.Check> tables;

  TableQuestionPage(
      SignedInPages pages, RevisionContents revisions, List<DecisionTables.Check> tables) {
    this.pages = pages;
    this.revisions = revisions;
    this.tables = tables;
  }

  @GetMapping(PATH)
  ResponseEntity<byte[]> show(
      @PathVariable String number, @PathVariable String table, HttpServletRequest request) {
    return pages.forViewer(
        request,
        viewer -> viewer.hasAnyOf(Role.REVISING),
        viewer -> answer(number, table, request, false));
  }

  @PostMapping(PATH)
  ResponseEntity<byte[]> ask(
      @PathVariable String number, @PathVariable String table, HttpServletRequest request) {
    return pages.forForm(
        request,
        viewer -> viewer.hasAnyOf(Role.REVISING),
        viewer -> answer(number, table, request, true));
  }

  private ResponseEntity<byte[]> answer(
      String number, String table, HttpServletRequest request, boolean asks) {
    Optional<Contents> revision = SignedInPages.number(number).flatMap(revisions::find);
    Optional<DecisionTables.Check> check =
        tables.stream().filter(one -> one.table().equals(table)).findFirst();
    return revision.isEmpty() || check.isEmpty()
        ? pages.notFound()
        : page(request, revision.get(), new TableQuestion(check.get()), table, asks);
  }

  /**
   * An input on the page.
   *
   * @param options none for a day
   */
  private record AskedInput(String name, String input, String typed, List<Option> options) {}

  private record Option(String value, String label, boolean chosen) {

    static Option of(String value, String typed) {
      return new Option(value, value.isEmpty() ? "not known" : value, value.equals(typed));
    }
  }

  private record Answers(String heading, List<TableQuestion.Row> rows) {}

  private ResponseEntity<byte[]> page(
      HttpServletRequest request,
      Contents revision,
      TableQuestion question,
      String table,
      boolean asks) {
    Map<String, byte[]> inForce = revisions.files(revisions.inForce());
    Optional<byte[]> before = question.file(inForce);
    Optional<byte[]> after = question.file(revision.with(inForce));
    if (before.isEmpty() || after.isEmpty()) {
      return pages.notFound();
    }
    List<byte[]> versions = List.of(before.get(), after.get());
    Map<String, Object> asked = new HashMap<>();
    List<String> problems = new ArrayList<>();
    List<AskedInput> inputs = new ArrayList<>();
    question
        .inputs(versions)
        .forEach(
            (name, label) -> {
              List<String> values = question.values(versions, name);
              String typed = text(request, name);
              Object value =
                  values.isEmpty()
                      ? BritishDate.parse(typed).orElse(null)
                      : values.contains(typed) ? typed : null;
              if (asks && value == null) {
                problems.add(
                    label
                        + (values.isEmpty()
                            ? ": enter a day like 14/4/2009."
                            : ": choose an option."));
              }
              asked.put(name, value);
              inputs.add(
                  new AskedInput(
                      name,
                      label,
                      typed,
                      values.stream().map(one -> Option.of(one, typed)).toList()));
            });
    Map<String, Object> model = new HashMap<>();
    model.put("number", revision.number());
    model.put("table", table);
    model.put("tables", tables.stream().map(DecisionTables.Check::table).sorted().toList());
    model.put("problems", problems);
    model.put("inputs", inputs);
    model.put(
        "answers",
        asks && problems.isEmpty()
            ? List.of(
                new Answers("Set in force", question.ask(before.get(), asked)),
                new Answers("Revision " + revision.number(), question.ask(after.get(), asked)))
            : List.of());
    return pages.formPage(request, "table-question", model, !problems.isEmpty());
  }
}

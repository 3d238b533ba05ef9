package scot.nrm.modelcheck;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.DecisionTables;
import scot.nrm.engine.TableInput;
import scot.nrm.modelcheck.TableAnswers.AnalysisException;
import scot.nrm.modelcheck.TableAnswers.Group;
import scot.nrm.modelcheck.TableAnswers.Questions;
import scot.nrm.modelcheck.TableFile.Column;
import scot.nrm.modelcheck.TableFile.Row;

/** Errors in a decision table: questions with no or two answers, and rows that never apply. */
final class TableFindings {

  private static final int MAX_OF_A_KIND = 5;

  private static final Pattern DAYS = Pattern.compile("date\\(\"(.*?)\"\\)");

  private final TableFile table;
  private final DecisionTables.Check check;

  TableFindings(TableFile table, DecisionTables.Check check) {
    this.table = table;
    this.check = check;
  }

  /** A sentence for each finding, in the words of the columns. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    wrongHitPolicy(table, check).ifPresent(problems::add);
    problems.addAll(impossibleValues());
    if (!problems.isEmpty()) {
      return problems;
    }
    try {
      TableAnswers answers = new TableAnswers(List.of(table), check.inputs());
      List<Questions> questions = answers.allQuestions();
      TableWords words = new TableWords(answers, List.of(table), check.inputs());
      problems.addAll(gaps(questions, words));
      problems.addAll(overlaps(questions, words, answers));
      problems.addAll(unreachable(questions, answers));
      problems.addAll(check.problems(answers));
    } catch (AnalysisException e) {
      problems.add("The table could not be analysed: " + e.getMessage() + ".");
    }
    return problems;
  }

  /** What is wrong with the hit policy, if the program can't use it. */
  static Optional<String> wrongHitPolicy(TableFile table, DecisionTables.Check check) {
    Set<String> policies =
        check.givesOneRow() ? Set.of("FIRST", "UNIQUE", "ANY") : Set.of("COLLECT", "RULE ORDER");
    return policies.contains(table.hitPolicy())
        ? Optional.empty()
        : Optional.of(
            "The hit policy can't be %s, because %s. Choose %s."
                .formatted(
                    table.hitPolicy(),
                    check.givesOneRow()
                        ? "the program needs the answer of exactly one row"
                        : "every matching row counts",
                    String.join(" or ", new TreeSet<>(policies))));
  }

  /** The problems with values in cells that can't occur. */
  private List<String> impossibleValues() {
    List<String> problems = new ArrayList<>();
    for (int at = 0; at < table.inputs().size(); at++) {
      Set<Object> named = new HashSet<>();
      Column column = table.inputs().get(at);
      TableInput input = check.inputs().get(column.text());
      if (input != null && input.kind() != TableInput.Kind.DAY) {
        Set<Object> possible =
            input.kind() == TableInput.Kind.CHOICE
                ? Set.copyOf(input.values().stream().filter(Objects::nonNull).toList())
                : TableAnswers.quoted(List.of(column.listed()));
        for (Row row : table.rows()) {
          if (at < row.cells().size()) {
            TableAnswers.quoted(List.of(row.cells().get(at))).stream()
                .filter(value -> !possible.contains(value) && named.add(value))
                .forEach(
                    value ->
                        problems.add(
                            "Line %d: row %d asks for \"%s\" under \"%s\", which can't occur. Write one of %s%s."
                                .formatted(
                                    row.line(),
                                    row.number(),
                                    value,
                                    column.heading(),
                                    possible.stream()
                                        .map(Object::toString)
                                        .sorted()
                                        .collect(Collectors.joining(", ")),
                                    input.kind() == TableInput.Kind.CHOICE
                                        ? ""
                                        : ", or add it to the predefined values of the column")));
          }
        }
      }
    }
    return problems;
  }

  private List<String> gaps(List<Questions> questions, TableWords words) {
    if (!check.givesOneRow()) {
      return List.of();
    }
    return firstFew(
        TableWords.merge(
                questions.stream()
                    .filter(question -> question.rows().get(0).isEmpty())
                    .map(Questions::kinds)
                    .toList())
            .stream()
            .map(
                gap ->
                    "No row answers %s. Add a row for this, or a last row without conditions."
                        .formatted(words.condition(gap)))
            .toList());
  }

  private List<String> overlaps(List<Questions> questions, TableWords words, TableAnswers answers) {
    if (!check.givesOneRow() || table.hitPolicy().equals("FIRST")) {
      return List.of();
    }
    Map<List<Integer>, List<List<BitSet>>> overlapping = new LinkedHashMap<>();
    for (Questions question : questions) {
      List<Integer> rows = question.rows().get(0);
      boolean same = rows.stream().map(row -> answers.answer(0, row)).distinct().count() < 2;
      if (rows.size() > 1 && !(same && table.hitPolicy().equals("ANY"))) {
        overlapping.computeIfAbsent(rows, it -> new ArrayList<>()).add(question.kinds());
      }
    }
    return firstFew(
        overlapping.entrySet().stream()
            .map(
                found ->
                    "Rows %s answer at the same time %s. Change their conditions so that only one does, or choose the hit policy First and put the one that counts above the others."
                        .formatted(
                            numbers(found.getKey()),
                            words.condition(TableWords.merge(found.getValue()).get(0))))
            .toList());
  }

  private List<String> unreachable(List<Questions> questions, TableAnswers answers) {
    Set<Integer> reached =
        questions.stream()
            .map(question -> question.rows().get(0))
            .flatMap(
                rows -> table.hitPolicy().equals("FIRST") ? rows.stream().limit(1) : rows.stream())
            .collect(Collectors.toSet());
    List<String> problems = new ArrayList<>();
    for (Row row : table.rows()) {
      int at = row.number() - 1;
      if (!reached.contains(at) && !isCatchAll(row)) {
        problems.add(
            "Line %d: row %d never answers, because %s."
                .formatted(row.line(), row.number(), reason(at, answers)));
      }
    }
    return firstFew(problems);
  }

  /** Whether it is a last row without conditions, which is right even if nothing is left for it. */
  private boolean isCatchAll(Row row) {
    return row.number() == table.rows().size()
        && row.cells().stream().allMatch(cell -> cell.isEmpty() || cell.equals("-"));
  }

  private String reason(int row, TableAnswers answers) {
    for (Group group : answers.groups()) {
      if (!answers.canMatch(row, group)) {
        List<String> cells = new ArrayList<>();
        boolean isNoDay = false;
        for (int at = 0; at < table.inputs().size(); at++) {
          Column column = table.inputs().get(at);
          if (group.inputs().stream().anyMatch(column.text()::contains)) {
            String cell = table.rows().get(row).cells().get(at);
            cells.add("%s under \"%s\"".formatted(cell, column.heading()));
            isNoDay |= asksForADay(column) && hasNoDay(cell);
          }
        }
        return "nothing that can occur matches %s. %s, or remove the row"
            .formatted(
                String.join(" and ", cells),
                isNoDay ? "Write a day like >= date(\"2009-06-01\")" : "Correct it");
      }
    }
    List<Integer> above = new ArrayList<>();
    for (int other = 0; other < row; other++) {
      if (answers.canBothMatch(row, other)) {
        above.add(other);
      }
    }
    return "%s above %s first in all of its cases. Move it up, or remove it"
        .formatted(
            above.size() > 4 ? "the rows" : (above.size() == 1 ? "row " : "rows ") + numbers(above),
            above.size() == 1 ? "answers" : "answer");
  }

  private boolean asksForADay(Column column) {
    return check.inputs().entrySet().stream()
        .anyMatch(
            input ->
                input.getValue().kind() == TableInput.Kind.DAY
                    && column.text().contains(input.getKey()));
  }

  /** Whether a cell has numbers, and no day that can be read. */
  private static boolean hasNoDay(String cell) {
    return cell.matches(".*\\d.*")
        && DAYS.matcher(cell).results().allMatch(day -> LocalDay.parse(day.group(1)).isEmpty());
  }

  private static String numbers(List<Integer> rows) {
    return rows.stream()
        .map(row -> Integer.toString(row + 1))
        .collect(Collectors.joining(rows.size() == 2 ? " and " : ", "));
  }

  private static List<String> firstFew(List<String> problems) {
    if (problems.size() <= MAX_OF_A_KIND) {
      return problems;
    }
    List<String> first = new ArrayList<>(problems.subList(0, MAX_OF_A_KIND));
    first.add("%d more like these.".formatted(problems.size() - MAX_OF_A_KIND));
    return first;
  }
}

package scot.nrm.modelcheck;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import scot.nrm.engine.DecisionTables.Check;
import scot.nrm.engine.TableInput;
import scot.nrm.modelcheck.TableAnswers.AnalysisException;
import scot.nrm.modelcheck.TableAnswers.Questions;
import scot.nrm.modelcheck.TableFile.Column;
import scot.nrm.modelcheck.XmlFile.Element;

/** Compares two versions of a decision table by their answers. */
public final class TableComparison {

  /**
   * Questions whose answer changes.
   *
   * @param when the questions in the words of the columns: {@code if "Nationality" is eea}
   * @param before the answers that are no longer given; empty if there is none
   * @param after the answers that are given instead, or in addition; empty if there is none
   */
  public record Change(String when, String before, String after) {}

  /**
   * @param changes the changes, as few as can describe them all
   * @param problem why the answers can't be compared; empty if they were compared
   */
  public record Result(List<Change> changes, String problem) {}

  private TableComparison() {}

  /** The changed answers; empty if the program doesn't ask the table, or a file has none. */
  public static Optional<Result> of(Element before, Element after, Collection<Check> checks) {
    return of(before, after, checks, LocalDate.MAX);
  }

  /**
   * The changes of the answers for earlier days, in a table whose newest version also applies to
   * cases under way; empty for another table, or if one of the files has none.
   *
   * @param day the first day that doesn't count
   */
  public static Optional<Result> ofPastDays(
      Element before, Element after, Collection<Check> checks, LocalDate day) {
    return of(before, after, checks.stream().filter(Check::usesNewestVersion).toList(), day);
  }

  private static Optional<Result> of(
      Element before, Element after, Collection<Check> checks, LocalDate until) {
    List<TableFile> old = TableFile.in(before);
    List<TableFile> now = TableFile.in(after);
    if (old.isEmpty() || now.isEmpty()) {
      return Optional.empty();
    }
    return checks.stream()
        .filter(check -> check.table().equals(now.get(0).id()))
        .findFirst()
        .map(check -> compare(List.of(old.get(0), now.get(0)), check, until));
  }

  private record AnswerChange(List<Map<String, Object>> before, List<Map<String, Object>> after) {}

  private static Result compare(List<TableFile> tables, Check check, LocalDate until) {
    if (TableFindings.wrongHitPolicy(tables.get(1), check).isPresent()) {
      return new Result(List.of(), "the program can't use this hit policy");
    }
    try {
      TableAnswers answers = new TableAnswers(tables, check.inputs());
      TableWords words = new TableWords(answers, tables, check.inputs());
      List<BitSet> counted = answers.kindsBefore(until);
      Map<AnswerChange, List<List<BitSet>>> changed = new LinkedHashMap<>();
      for (Questions questions : answers.allQuestions()) {
        List<BitSet> kinds = intersection(counted, questions.kinds());
        if (kinds.stream().anyMatch(BitSet::isEmpty)) {
          continue;
        }
        List<Map<String, Object>> old = counting(0, questions, tables, answers, check);
        List<Map<String, Object>> now = counting(1, questions, tables, answers, check);
        AnswerChange difference = new AnswerChange(minus(old, now), minus(now, old));
        if (!difference.before().isEmpty() || !difference.after().isEmpty()) {
          changed.computeIfAbsent(difference, it -> new ArrayList<>()).add(kinds);
        }
      }
      List<Change> changes = new ArrayList<>();
      changed.forEach(
          (difference, questions) ->
              TableWords.merge(questions)
                  .forEach(
                      question ->
                          changes.add(
                              new Change(
                                  words.condition(question),
                                  text(difference.before(), tables.get(0)),
                                  text(difference.after(), tables.get(1))))));
      return new Result(changes, "");
    } catch (AnalysisException e) {
      return new Result(List.of(), e.getMessage());
    }
  }

  private static List<BitSet> intersection(List<BitSet> some, List<BitSet> others) {
    List<BitSet> common = new ArrayList<>();
    for (int at = 0; at < some.size(); at++) {
      BitSet kinds = (BitSet) some.get(at).clone();
      kinds.and(others.get(at));
      common.add(kinds);
    }
    return common;
  }

  private static List<Map<String, Object>> counting(
      int table, Questions questions, List<TableFile> tables, TableAnswers answers, Check check) {
    List<Map<String, Object>> rows =
        questions.rows().get(table).stream()
            .limit(tables.get(table).hitPolicy().equals("FIRST") ? 1 : Long.MAX_VALUE)
            .map(row -> answers.answer(table, row))
            .toList();
    return check.applicable(rows);
  }

  /** The rows without the others, each of which removes one equal row. */
  private static List<Map<String, Object>> minus(
      List<Map<String, Object>> rows, List<Map<String, Object>> others) {
    List<Map<String, Object>> rest = new ArrayList<>(rows);
    others.forEach(rest::remove);
    return rest;
  }

  private static String text(List<Map<String, Object>> rows, TableFile table) {
    return rows.stream()
        .map(
            row ->
                table.outputs().stream()
                    .map(output -> value(output, row))
                    .collect(Collectors.joining(", ")))
        .collect(Collectors.joining("; "));
  }

  private static String value(Column output, Map<String, Object> row) {
    Object value = row.get(output.text());
    return "%s: %s"
        .formatted(
            output.heading(), value == null || value.equals("") ? "-" : TableInput.inWords(value));
  }
}

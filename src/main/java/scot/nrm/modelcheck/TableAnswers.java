package scot.nrm.modelcheck;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineException;
import org.camunda.bpm.dmn.feel.impl.FeelException;
import org.springframework.web.util.HtmlUtils;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.DecisionTables;
import scot.nrm.engine.TableInput;
import scot.nrm.modelcheck.TableFile.Column;
import scot.nrm.modelcheck.TableFile.Row;

/**
 * Every answer of a decision table, or of two versions of it, as the engine itself evaluates each
 * cell. The engine evaluates each column alone, at every value around the boundaries of its cells.
 * Values that the same cells accept are one kind, and which rows match a question follows from the
 * kinds. So all questions are known without asking each.
 */
final class TableAnswers implements DecisionTables.Answers {

  /** The first day of the National Referral Mechanism. */
  static final LocalDate FIRST_DAY = LocalDate.of(2009, 4, 1);

  private static final int LAST_YEAR = 2035;

  private static final int MAX_VALUES = 20_000;
  private static final int MAX_QUESTIONS = 200_000;

  private static final Pattern DAY = Pattern.compile("\"(\\d{4}-\\d\\d-\\d\\d)\"");
  private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"");
  private static final Pattern TEXT = Pattern.compile("\"[^\"\\\\]*+\"");
  private static final Pattern TEXTS = Pattern.compile(TEXT + "(\\s*,\\s*" + TEXT + ")*");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");
  private static final Set<String> FEEL_WORDS =
      Set.of("date", "not", "and", "or", "in", "between", "true", "false", "null", "cellInput");

  private static final List<Column> ROW_NUMBER = List.of(new Column("", "row", "integer", "", ""));

  private static final DmnEngine ENGINE = DecisionTables.newEngine();

  /** The table can't be analysed; the message is a sentence that says why. */
  static final class AnalysisException extends Exception {
    AnalysisException(String sentence) {
      super(sentence);
    }
  }

  /**
   * Inputs that occur in the same columns, usually one.
   *
   * @param kinds their values by kind: those that the same cells accept, with the rows of all
   *     tables that have these cells
   */
  record Group(List<String> inputs, List<Kind> kinds) {}

  record Kind(List<Map<String, Object>> values, BitSet rows) {}

  /**
   * Questions with the same matching rows.
   *
   * @param kinds the numbers of the kinds, by group
   * @param rows the matching rows of each table, in order; in a FIRST table, none below the row
   *     that answers
   */
  record Questions(List<BitSet> kinds, List<List<Integer>> rows) {}

  private final List<TableFile> tables;
  private final Map<String, TableInput> inputs;
  private final List<Group> groups = new ArrayList<>();
  private final List<List<Map<String, Object>>> answers = new ArrayList<>();
  private final List<BitSet> alwaysMatching;

  /**
   * @param tables the table, or two versions of it
   * @throws AnalysisException if a cell can't be read, or names an input that the program doesn't
   *     give
   */
  TableAnswers(List<TableFile> tables, Map<String, TableInput> inputs) throws AnalysisException {
    this.tables = tables;
    this.inputs = inputs;
    for (TableFile table : tables) {
      requireRectangular(table);
      answers.add(answersOf(table));
    }
    for (List<String> together : inputGroups()) {
      groups.add(group(together));
    }
    alwaysMatching = alwaysMatching();
  }

  List<Group> groups() {
    return groups;
  }

  /** The answer of a row, by the names of the outputs. */
  Map<String, Object> answer(int table, int row) {
    return answers.get(table).get(row);
  }

  // --- all questions

  /**
   * All questions, with the rows that match them.
   *
   * @throws AnalysisException if there are too many questions
   */
  List<Questions> allQuestions() throws AnalysisException {
    List<Questions> found = new ArrayList<>();
    BitSet candidates = new BitSet();
    candidates.set(0, offset(tables.size()));
    ask(0, candidates, new ArrayList<>(), found);
    return found;
  }

  private void ask(int at, BitSet candidates, List<BitSet> chosen, List<Questions> found)
      throws AnalysisException {
    BitSet open = removeShadowed(candidates, at);
    if (at == groups.size()) {
      if (found.size() == MAX_QUESTIONS) {
        throw new AnalysisException(
            "it has more than %d kinds of questions. Divide it, or ask less in a row"
                .formatted(MAX_QUESTIONS));
      }
      found.add(new Questions(List.copyOf(chosen), byTable(open)));
      return;
    }
    Map<BitSet, BitSet> kinds = new LinkedHashMap<>();
    List<Kind> all = groups.get(at).kinds();
    for (int kind = 0; kind < all.size(); kind++) {
      BitSet rest = (BitSet) open.clone();
      rest.and(all.get(kind).rows());
      kinds.computeIfAbsent(rest, rows -> new BitSet()).set(kind);
    }
    for (Map.Entry<BitSet, BitSet> kind : kinds.entrySet()) {
      chosen.add(kind.getValue());
      ask(at + 1, kind.getKey(), chosen, found);
      chosen.remove(chosen.size() - 1);
    }
  }

  /** Removes a FIRST table's rows below one that matches all remaining questions. */
  private BitSet removeShadowed(BitSet candidates, int at) {
    BitSet open = (BitSet) candidates.clone();
    for (int table = 0; table < tables.size(); table++) {
      if (tables.get(table).hitPolicy().equals("FIRST")) {
        int end = offset(table + 1);
        for (int row = open.nextSetBit(offset(table));
            row >= 0 && row < end;
            row = open.nextSetBit(row + 1)) {
          if (alwaysMatching.get(at).get(row)) {
            open.clear(row + 1, end);
          }
        }
      }
    }
    return open;
  }

  /** The rows that match every value of a group and of all later groups, by group. */
  private List<BitSet> alwaysMatching() {
    List<BitSet> all = new ArrayList<>();
    BitSet rows = new BitSet();
    rows.set(0, offset(tables.size()));
    all.add((BitSet) rows.clone());
    for (int at = groups.size() - 1; at >= 0; at--) {
      groups.get(at).kinds().forEach(kind -> rows.and(kind.rows()));
      all.add(0, (BitSet) rows.clone());
    }
    return all;
  }

  private List<List<Integer>> byTable(BitSet rows) {
    List<List<Integer>> each = new ArrayList<>();
    for (int table = 0; table < tables.size(); table++) {
      int first = offset(table);
      each.add(rows.get(first, offset(table + 1)).stream().boxed().toList());
    }
    return each;
  }

  private int offset(int table) {
    return tables.subList(0, table).stream().mapToInt(it -> it.rows().size()).sum();
  }

  /** The numbers of the kinds with a day before this one, or without a day, by group. */
  List<BitSet> kindsBefore(LocalDate until) {
    return groups.stream()
        .map(
            group ->
                IntStream.range(0, group.kinds().size())
                    .filter(
                        kind ->
                            group.kinds().get(kind).values().stream()
                                .anyMatch(values -> isBefore(until, values)))
                    .collect(BitSet::new, BitSet::set, BitSet::or))
        .toList();
  }

  private boolean isBefore(LocalDate until, Map<String, Object> values) {
    return values.entrySet().stream()
        .filter(value -> inputs.get(value.getKey()).kind() == TableInput.Kind.DAY)
        .allMatch(
            value ->
                value.getValue() == null
                    || LocalDate.parse((String) value.getValue()).isBefore(until));
  }

  /** Whether any value matches the cells that a row has for a group. */
  boolean canMatch(int row, Group group) {
    return group.kinds().stream().anyMatch(kind -> kind.rows().get(row));
  }

  /** Whether one question can match both rows. */
  boolean canBothMatch(int row, int other) {
    return groups.stream()
        .allMatch(
            group ->
                group.kinds().stream()
                    .anyMatch(kind -> kind.rows().get(row) && kind.rows().get(other)));
  }

  // --- one question

  @Override
  public List<Object> values(String input) {
    return groups.stream()
        .filter(group -> group.inputs().contains(input))
        .flatMap(group -> group.kinds().stream())
        .map(kind -> kind.values().get(0).get(input))
        .distinct()
        .toList();
  }

  @Override
  public List<Map<String, Object>> at(Map<String, Object> facts) {
    BitSet rows = new BitSet();
    rows.set(0, offset(1));
    for (Group group : groups) {
      Map<String, Object> asked = new HashMap<>();
      group.inputs().forEach(input -> asked.put(input, facts.get(input)));
      group.kinds().stream()
          .filter(kind -> kind.values().contains(asked))
          .findFirst()
          .ifPresentOrElse(kind -> rows.and(kind.rows()), rows::clear);
    }
    return rows.stream().mapToObj(row -> answer(0, row)).toList();
  }

  // --- values

  /**
   * The names of inputs by group. Inputs that occur in one column belong together, and so do
   * columns that share an input.
   */
  private List<List<String>> inputGroups() throws AnalysisException {
    List<Set<String>> sets = new ArrayList<>();
    for (TableFile table : tables) {
      for (int column = 0; column < table.inputs().size(); column++) {
        Set<String> names = new LinkedHashSet<>(names(table, column));
        for (Set<String> set : List.copyOf(sets)) {
          if (set.stream().anyMatch(names::contains)) {
            sets.remove(set);
            set.addAll(names);
            names = set;
          }
        }
        sets.add(names);
      }
    }
    return sets.stream().map(List::copyOf).toList();
  }

  private Set<String> names(TableFile table, int column) throws AnalysisException {
    Column asked = table.inputs().get(column);
    Set<String> names = new LinkedHashSet<>(names(asked.text(), asked, "The column"));
    for (Row row : table.rows()) {
      names.addAll(names(row.cells().get(column), asked, "Line " + row.line() + ": the cell"));
    }
    if (names.isEmpty()) {
      throw new AnalysisException(
          "the column \"%s\" asks nothing. Write one of %s"
              .formatted(asked.heading(), String.join(", ", new TreeSet<>(inputs.keySet()))));
    }
    return names;
  }

  private Set<String> names(String feel, Column column, String place) throws AnalysisException {
    Set<String> names = namesIn(feel);
    names.remove(column.variable());
    for (String name : names) {
      if (!inputs.containsKey(name)) {
        throw new AnalysisException(
            "%s of \"%s\" asks %s, which the program doesn't give. Write one of %s, or a text between quotation marks"
                .formatted(
                    place,
                    column.heading(),
                    name,
                    String.join(", ", new TreeSet<>(inputs.keySet()))));
      }
    }
    return names;
  }

  static Set<String> namesIn(String feel) {
    return NAME.matcher(QUOTED.matcher(feel).replaceAll("\"\""))
        .results()
        .map(MatchResult::group)
        .filter(name -> !FEEL_WORDS.contains(name))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private Group group(List<String> names) throws AnalysisException {
    List<Map<String, Object>> questions = List.of(Map.of());
    for (String name : names) {
      Collection<Object> values = values(name, names);
      if ((long) questions.size() * values.size() > MAX_VALUES) {
        throw new AnalysisException(
            "one column compares %s with each other in too many ways. Ask them in columns of their own"
                .formatted(String.join(", ", names)));
      }
      List<Map<String, Object>> more = new ArrayList<>();
      for (Map<String, Object> question : questions) {
        for (Object value : values) {
          Map<String, Object> with = new HashMap<>(question);
          with.put(name, value);
          more.add(with);
        }
      }
      questions = more;
    }
    List<BitSet> matching = questions.stream().map(question -> new BitSet()).toList();
    for (int table = 0; table < tables.size(); table++) {
      addMatches(table, names, questions, matching);
    }
    Map<BitSet, Kind> kinds = new LinkedHashMap<>();
    for (int question = 0; question < questions.size(); question++) {
      kinds
          .computeIfAbsent(matching.get(question), rows -> new Kind(new ArrayList<>(), rows))
          .values()
          .add(questions.get(question));
    }
    return new Group(names, List.copyOf(kinds.values()));
  }

  /** All values of an input that may have different answers. */
  private Collection<Object> values(String name, List<String> together) throws AnalysisException {
    TableInput input = inputs.get(name);
    return switch (input.kind()) {
      case CHOICE -> input.values();
      case DAY -> days(texts(together));
      case LISTED -> {
        Set<Object> values = new LinkedHashSet<>();
        for (TableFile table : tables) {
          table.inputs().stream()
              .filter(column -> column.text().equals(name))
              .map(column -> quoted(List.of(column.listed())))
              .forEach(values::addAll);
        }
        if (values.isEmpty()) {
          throw new AnalysisException(
              "no column lists the values of %s. Add them to the column".formatted(name));
        }
        yield values;
      }
    };
  }

  private static Set<Object> days(List<String> texts) {
    TreeSet<LocalDate> days = new TreeSet<>();
    days.add(FIRST_DAY);
    for (int year = FIRST_DAY.getYear() + 1; year <= LAST_YEAR; year++) {
      days.add(LocalDate.of(year, 1, 1));
    }
    DAY.matcher(String.join(" ", texts))
        .results()
        .flatMap(found -> LocalDay.parse(found.group(1)).stream())
        .forEach(day -> days.addAll(List.of(day.minusDays(1), day, day.plusDays(1))));
    return days.tailSet(FIRST_DAY).stream()
        .map(LocalDate::toString)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  static Set<Object> quoted(List<String> texts) {
    return QUOTED
        .matcher(String.join(" ", texts))
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The expressions and cells of the columns for some inputs. */
  private List<String> texts(List<String> names) throws AnalysisException {
    List<String> texts = new ArrayList<>();
    for (TableFile table : tables) {
      for (int column : columns(table, names)) {
        texts.add(table.inputs().get(column).text());
        table.rows().forEach(row -> texts.add(row.cells().get(column)));
      }
    }
    return texts;
  }

  private List<Integer> columns(TableFile table, List<String> names) throws AnalysisException {
    List<Integer> columns = new ArrayList<>();
    for (int column = 0; column < table.inputs().size(); column++) {
      if (names.containsAll(names(table, column))) {
        columns.add(column);
      }
    }
    return columns;
  }

  // --- the engine

  /** Evaluates only the columns for some inputs, and each combination of cells only once. */
  private void addMatches(
      int table, List<String> names, List<Map<String, Object>> questions, List<BitSet> matching)
      throws AnalysisException {
    TableFile file = tables.get(table);
    List<Integer> columns = columns(file, names);
    Map<List<String>, BitSet> rows = new LinkedHashMap<>();
    for (Row row : file.rows()) {
      rows.computeIfAbsent(
              columns.stream().map(row.cells()::get).map(TableAnswers::emptyIfAny).toList(),
              cells -> new BitSet())
          .set(offset(table) + row.number() - 1);
    }
    BitSet any = rows.remove(columns.stream().map(column -> "").toList());
    if (any != null) {
      matching.forEach(found -> found.or(any));
    }
    if (columns.size() == 1) {
      Column asked = file.inputs().get(columns.get(0));
      if (isText(asked) && names.contains(asked.text())) {
        addTextMatches(asked.text(), questions, rows, matching);
      }
    }
    if (rows.isEmpty()) {
      return;
    }
    List<List<String>> cells = new ArrayList<>(rows.keySet());
    DmnDecision asked =
        parse(
            columns.stream().map(file.inputs()::get).toList(),
            ROW_NUMBER,
            IntStream.range(0, cells.size())
                .mapToObj(row -> new Row(row, 0, cells.get(row), List.of(Integer.toString(row))))
                .toList());
    for (int question = 0; question < questions.size(); question++) {
      try {
        for (Map<String, Object> found :
            ENGINE.evaluateDecisionTable(asked, questions.get(question)).getResultList()) {
          matching.get(question).or(rows.get(cells.get(((Number) found.get("row")).intValue())));
        }
      } catch (DmnEngineException | FeelException e) {
        throw unreadableCell(file, columns, questions.get(question));
      }
    }
  }

  /** Evaluates cells that only list texts without the engine, which is slow with so many. */
  private static void addTextMatches(
      String input,
      List<Map<String, Object>> questions,
      Map<List<String>, BitSet> rows,
      List<BitSet> matching) {
    rows.entrySet()
        .removeIf(
            row -> {
              String cell = row.getKey().get(0);
              if (!TEXTS.matcher(cell).matches()) {
                return false;
              }
              Set<Object> listed = quoted(List.of(cell));
              for (int question = 0; question < questions.size(); question++) {
                if (listed.contains(questions.get(question).get(input))) {
                  matching.get(question).or(row.getValue());
                }
              }
              return true;
            });
  }

  private static boolean isText(Column column) {
    return column.type().isEmpty() || column.type().equals("string");
  }

  private static String emptyIfAny(String cell) {
    return cell.equals("-") ? "" : cell;
  }

  /** Finds the cell that the engine can't evaluate. */
  private static AnalysisException unreadableCell(
      TableFile file, List<Integer> columns, Map<String, Object> question)
      throws AnalysisException {
    for (Row row : file.rows()) {
      for (int column : columns) {
        try {
          ENGINE.evaluateDecisionTable(
              parse(
                  List.of(file.inputs().get(column)),
                  ROW_NUMBER,
                  List.of(new Row(0, 0, List.of(row.cells().get(column)), List.of("0")))),
              question);
        } catch (DmnEngineException | FeelException e) {
          return new AnalysisException(
              "Line %d: row %d has %s under \"%s\", which can't be evaluated. Write it as in another row"
                  .formatted(
                      row.line(),
                      row.number(),
                      row.cells().get(column),
                      file.inputs().get(column).heading()));
        }
      }
    }
    return new AnalysisException("the engine can't evaluate it. Check its columns");
  }

  private static List<Map<String, Object>> answersOf(TableFile table) throws AnalysisException {
    try {
      return answersOf(table, table.rows());
    } catch (DmnEngineException | FeelException e) {
      for (Row row : table.rows()) {
        try {
          answersOf(table, List.of(row));
        } catch (DmnEngineException | FeelException wrong) {
          throw new AnalysisException(
              "Line %d: row %d has an answer that can't be evaluated: %s. Write a value, and a text between quotation marks"
                  .formatted(row.line(), row.number(), String.join(", ", row.answers())));
        }
      }
      throw new AnalysisException(
          "the engine can't evaluate its answers. Check the types of its columns");
    }
  }

  /** The answers of some rows. Columns of texts only are read without the engine, which is slow. */
  private static List<Map<String, Object>> answersOf(TableFile table, List<Row> rows)
      throws AnalysisException {
    List<Integer> evaluated =
        IntStream.range(0, table.outputs().size())
            .filter(
                at ->
                    !isText(table.outputs().get(at))
                        || !rows.stream()
                            .allMatch(row -> TEXT.matcher(row.answers().get(at)).matches()))
            .boxed()
            .toList();
    List<Map<String, Object>> answers = new ArrayList<>();
    if (evaluated.isEmpty()) {
      rows.forEach(row -> answers.add(new HashMap<>()));
    } else {
      ENGINE
          .evaluateDecisionTable(
              parse(
                  List.of(new Column("", "true", "", "", "")),
                  evaluated.stream().map(table.outputs()::get).toList(),
                  rows.stream()
                      .map(
                          row ->
                              new Row(
                                  row.number(),
                                  0,
                                  List.of(""),
                                  evaluated.stream().map(row.answers()::get).toList()))
                      .toList()),
              Map.of())
          .getResultList()
          .forEach(answer -> answers.add(new HashMap<>(answer)));
    }
    for (int row = 0; row < rows.size(); row++) {
      for (int at = 0; at < table.outputs().size(); at++) {
        if (!evaluated.contains(at)) {
          String text = rows.get(row).answers().get(at);
          answers
              .get(row)
              .put(table.outputs().get(at).text(), text.substring(1, text.length() - 1));
        }
      }
    }
    return answers;
  }

  private static void requireRectangular(TableFile table) throws AnalysisException {
    for (Row row : table.rows()) {
      if (row.cells().size() != table.inputs().size()
          || row.answers().size() != table.outputs().size()) {
        throw new AnalysisException(
            "Line %d: row %d has another number of cells than the table has columns. Save it with Camunda Modeler"
                .formatted(row.line(), row.number()));
      }
    }
    Set<String> names = new HashSet<>();
    for (Column output : table.outputs()) {
      if (!names.add(output.text())) {
        throw new AnalysisException("two columns answer %s. Remove one".formatted(output.text()));
      }
    }
  }

  private static DmnDecision parse(List<Column> inputs, List<Column> outputs, List<Row> rows)
      throws AnalysisException {
    StringBuilder xml =
        new StringBuilder(
            "<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/'"
                + " xmlns:camunda='http://camunda.org/schema/1.0/dmn' id='f' name='f'"
                + " namespace='d'><decision id='d' name='d'><decisionTable id='t'"
                + " hitPolicy='COLLECT'>");
    int id = 0;
    for (Column input : inputs) {
      id++;
      xml.append(
          "<input id='i%d'%s><inputExpression id='e%d'%s><text>%s</text></inputExpression></input>"
              .formatted(
                  id,
                  attribute("camunda:inputVariable", input.variable()),
                  id,
                  attribute("typeRef", input.type()),
                  escaped(input.text())));
    }
    for (Column output : outputs) {
      xml.append(
          "<output id='o%d' name='%s'%s/>"
              .formatted(++id, escaped(output.text()), attribute("typeRef", output.type())));
    }
    for (Row row : rows) {
      xml.append("<rule id='r%d'>".formatted(++id));
      for (String cell : row.cells()) {
        xml.append(entry("inputEntry", ++id, cell));
      }
      for (String answer : row.answers()) {
        xml.append(entry("outputEntry", ++id, answer));
      }
      xml.append("</rule>");
    }
    xml.append("</decisionTable></decision></definitions>");
    try {
      return ENGINE.parseDecision(
          "d", new ByteArrayInputStream(xml.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (DmnEngineException | FeelException e) {
      throw new AnalysisException("the engine can't read it. Check the types of its columns");
    }
  }

  private static String entry(String name, int id, String text) {
    return "<%s id='c%d'><text>%s</text></%s>".formatted(name, id, escaped(text), name);
  }

  private static String attribute(String name, String value) {
    return value.isEmpty() ? "" : " %s='%s'".formatted(name, escaped(value));
  }

  private static String escaped(String text) {
    return HtmlUtils.htmlEscapeDecimal(text);
  }
}

package scot.nrm.modelcheck;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.DecisionTables;
import scot.nrm.engine.DecisionTables.Row;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.modelcheck.TableFile.Column;
import scot.nrm.modelcheck.XmlFile.Attribute;
import scot.nrm.modelcheck.XmlFile.Element;

/**
 * The allowed content of a decision table: rows of values and conditions in FEEL, without programs.
 */
@Component
final class TableCheck {

  private static final Set<String> DMN =
      Set.of(
          "https://www.omg.org/spec/DMN/20191111/MODEL/",
          "http://www.omg.org/spec/DMN/20180521/MODEL/",
          "http://www.omg.org/spec/DMN/20151101/dmn.xsd");
  static final String CAMUNDA = "http://camunda.org/schema/1.0/dmn";
  private static final Set<String> DRAWING =
      Set.of(
          "https://www.omg.org/spec/DMN/20191111/DMNDI/",
              "http://www.omg.org/spec/DMN/20180521/DMNDI/",
          "http://www.omg.org/spec/DMN/20180521/DC/", "http://www.omg.org/spec/DMN/20180521/DI/",
          "http://camunda.org/schema/modeler/1.0", "http://bpmn.io/schema/dmn/biodi/2.0");
  private static final Set<String> ELEMENTS =
      Set.of(
          new String[] {
            "definitions", "decision", "decisionTable", "input",
            "inputExpression", "inputValues", "output", "outputValues",
            "rule", "inputEntry", "outputEntry", "text",
            "description", "variable", "inputData", "informationRequirement",
            "requiredDecision", "requiredInput", "annotation", "annotationEntry",
            "extensionElements", "textAnnotation", "association", "sourceRef",
            "targetRef"
          });
  private static final Set<String> CAMUNDA_ATTRIBUTES =
      Set.of("historyTimeToLive", "versionTag", "inputVariable", "diagramRelationId", "width");
  private static final Pattern FEEL =
      Pattern.compile("(?i)feel|https?://www\\.omg\\.org/spec/(DMN|FEEL)/\\w+/?(FEEL/?)?");
  private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"");

  /**
   * The allowed parts of FEEL, apart from quoted texts: names, numbers, comparisons, ranges and
   * lists. Comments are not allowed, because a quotation mark in a comment would hide code from all
   * other checks.
   */
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s+|\"\"|\\d+(?:\\.\\d+)?(?!\\w)|\\.\\.|[-,<>()\\[\\]]|[<>!]?=|(?<name>[A-Za-z_]\\w*)");

  /** A day that the program's checks, and the comparison of two versions, would not find. */
  private static final Pattern DAY_IN_NUMBERS = Pattern.compile("\\bdate\\s*\\(\\s*\\d");

  /** The only allowed functions. Their running time depends only on the length of the text. */
  private static final Set<String> FUNCTIONS = Set.of("date", "not", "and", "or", "in", "between");

  private static final Set<String> KEYWORDS =
      Set.of("function", "external", "for", "some", "every", "if", "then", "else", "return");

  /** Texts for people, which the engine doesn't evaluate. */
  private static final Set<String> PROSE = Set.of("annotationEntry", "textAnnotation");

  private static final int MAX_LENGTH = 2000;

  private final Authorities authorities;
  private final List<DecisionTables.Check> checks;

  TableCheck(Authorities authorities, List<DecisionTables.Check> checks) {
    this.authorities = authorities;
    this.checks = checks;
  }

  /** A sentence for each problem; empty if the table can be deployed. */
  List<String> problems(Element root) {
    List<String> problems = new ArrayList<>();
    if (!DMN.contains(root.namespace()) || !root.name().equals("definitions")) {
      problems.add(
          "This is not a decision table. Save it with Camunda Modeler as a DMN diagram for Camunda 7.");
    } else {
      check(root, problems);
      checkIds(root, problems);
      if (problems.isEmpty()) {
        TableFile.in(root).forEach(table -> problems.addAll(tableProblems(table)));
      }
    }
    return problems;
  }

  private void check(Element element, List<String> problems) {
    if (DRAWING.contains(element.namespace())) {
      return;
    }
    String place = "Line " + element.line() + ": ";
    if (!DMN.contains(element.namespace()) || !ELEMENTS.contains(element.name())) {
      problems.add(
          place + element.name() + " cannot be used. Only decision tables can be deployed.");
      return;
    }
    for (Attribute attribute : element.attributes()) {
      attributeProblem(attribute).ifPresent(problem -> problems.add(place + problem + "."));
    }
    if (PROSE.contains(element.name())) {
      return;
    }
    if (element.name().equals("text")) {
      feelProblem(element.text()).ifPresent(problem -> problems.add(place + problem + "."));
    }
    element.children().forEach(child -> check(child, problems));
  }

  /** Finds parts with the same id, such as a row copied by hand: the engine would refuse them. */
  private static void checkIds(Element root, List<String> problems) {
    Set<String> ids = new HashSet<>();
    root.all()
        .filter(element -> DMN.contains(element.namespace()))
        .filter(element -> element.attribute("id") != null && !ids.add(element.attribute("id")))
        .forEach(
            element ->
                problems.add(
                    "Line %d: another part of the table has the id %s too. Give one of them another id."
                        .formatted(element.line(), element.attribute("id"))));
  }

  /**
   * A problem if an output is missing, without which every case that needs the table would stop.
   */
  private static Optional<String> missingOutputs(TableFile table, Set<String> outputs) {
    Set<String> lost = new TreeSet<>(outputs);
    table.outputs().forEach(output -> lost.remove(output.text()));
    return lost.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "The table has no column with the output name %s. Give it back to the column: its label may be another."
                .formatted(String.join(", ", lost)));
  }

  private List<String> tableProblems(TableFile table) {
    List<Row> rows =
        table.rows().stream()
            .map(
                row ->
                    new Row(
                        row.line(),
                        byName(table.inputs(), row.cells()),
                        byName(table.outputs(), row.answers())))
            .toList();
    List<String> problems = new ArrayList<>();
    if (!checks.isEmpty() && checks.stream().noneMatch(it -> it.table().equals(table.id()))) {
      problems.add(
          "The program asks no table with the id %s. Give it the id of the table that you revise: %s."
              .formatted(
                  table.id(),
                  checks.stream()
                      .map(DecisionTables.Check::table)
                      .sorted()
                      .collect(Collectors.joining(", "))));
    }
    checkAuthorities(rows, problems);
    for (DecisionTables.Check check : checks) {
      if (check.table().equals(table.id())) {
        missingOutputs(table, check.outputs()).ifPresent(problems::add);
        if (problems.isEmpty()) {
          problems.addAll(check.problems(rows));
        }
        // Only if there is no other problem, so that nothing is reported twice.
        if (problems.isEmpty()) {
          LocalDate today = new CaseClock().today();
          new TableFindings(table, check)
              .problems()
              .forEach(problem -> problems.add(authorities.fill(problem, today)));
        }
      }
    }
    return problems;
  }

  /** Checks that each row that answers an authority (D13) names one that has people. */
  private void checkAuthorities(List<Row> rows, List<String> problems) {
    for (Row row : rows) {
      row.outputs()
          .forEach(
              (name, answer) -> {
                if (name.endsWith("Authority")
                    && authorities.ids().stream()
                        .noneMatch(code -> answer.equals('"' + code + '"'))) {
                  problems.add(
                      "Line %d: %s is no authority in %s. Write the code of one, between quotation marks: %s."
                          .formatted(
                              row.line(),
                              answer.isEmpty() ? "an empty answer" : answer,
                              Authorities.FILE,
                              String.join(", ", authorities.ids())));
                }
              });
    }
  }

  private static Map<String, String> byName(List<Column> columns, List<String> cells) {
    Map<String, String> named = new LinkedHashMap<>();
    for (int place = 0; place < Math.min(columns.size(), cells.size()); place++) {
      named.put(columns.get(place).text(), cells.get(place));
    }
    return named;
  }

  private static Optional<String> attributeProblem(Attribute attribute) {
    if (DRAWING.contains(attribute.namespace())) {
      return Optional.empty();
    }
    if (attribute.name().equals("expressionLanguage") || attribute.name().equals("typeLanguage")) {
      return FEEL.matcher(attribute.value()).matches()
          ? Optional.empty()
          : Optional.of(
              "the expression language can only be FEEL. Choose FEEL, and write the condition in it");
    }
    boolean known =
        attribute.namespace().isEmpty()
            || attribute.namespace().equals(CAMUNDA)
                && CAMUNDA_ATTRIBUTES.contains(attribute.name());
    return known ? Optional.empty() : Optional.of(attribute.name() + " cannot be used. Remove it");
  }

  private static Optional<String> feelProblem(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.of(
          "the text is longer than %,d characters. Divide the row".formatted(MAX_LENGTH));
    }
    String feel = QUOTED.matcher(text).replaceAll("\"\"");
    if (DAY_IN_NUMBERS.matcher(feel).find()) {
      return Optional.of(
          "%s has a day without quotation marks. Write it like date(\"2009-06-01\")"
              .formatted(text));
    }
    Matcher token = TOKEN.matcher(feel);
    boolean afterValue = false;
    for (int at = 0; at < feel.length(); at = token.end()) {
      if (feel.charAt(at) == '"' && !feel.startsWith("\"\"", at)) {
        return Optional.of(
            "%s lacks a quotation mark. Write one before and after each text".formatted(text));
      }
      if (!token.region(at, feel.length()).lookingAt()) {
        return notAllowed(feel.substring(at, at + 1));
      }
      String name = token.group("name");
      boolean calls = feel.substring(token.end()).stripLeading().startsWith("(");
      if (name != null && (KEYWORDS.contains(name) || calls && !FUNCTIONS.contains(name))
          || token.group().equals("[") && afterValue) {
        return notAllowed(token.group());
      }
      if (!token.group().isBlank()) {
        afterValue = name != null || ")]\"\"".contains(token.group());
      }
    }
    return Optional.empty();
  }

  private static Optional<String> notAllowed(String part) {
    return Optional.of(
        "\"%s\" cannot be used in a table. Compare values, and write a text between quotation marks"
            .formatted(part));
  }
}

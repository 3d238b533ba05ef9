package scot.nrm.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.samskivert.mustache.Template;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaInputOutput;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaInputParameter;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.Input;
import org.camunda.bpm.model.dmn.instance.InputExpression;
import org.camunda.bpm.model.dmn.instance.Output;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.springframework.stereotype.Component;
import org.springframework.util.ConcurrentReferenceHashMap;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.DecisionTables;
import scot.nrm.engine.FormsCheck;
import scot.nrm.engine.StoredCode;
import scot.nrm.engine.TableInput;
import scot.nrm.pages.Templates;
import scot.nrm.pages.Templates.Filled;

/** The table {@code letters} of policy staff: the letters of each occasion, with addressees. */
@Component
class LetterTable {

  static final String KEY = "letters";

  private static final String OCCASION = "occasion";
  private static final String ADULT = "adult";
  private static final String LETTER = "letter";
  private static final String ADDRESSEE = "addressee";
  private static final String REQUESTED_ON = "requestedOn";
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");

  private final DecisionTables tables;

  LetterTable(DecisionTables tables) {
    this.tables = tables;
  }

  record Row(String code, String letter, Addressee addressee, boolean minuteEnclosed) {}

  List<Row> lettersFor(LetterOccasion occasion, CaseOnDay onDay) {
    return lettersFor(occasion.caseNumber(), occasion.occasion(), facts(onDay));
  }

  /** The matching rows of the table in the case's set. */
  List<Row> lettersFor(String caseNumber, String occasion, Map<String, Object> facts) {
    Map<String, Object> variables = new HashMap<>(facts);
    variables.put(OCCASION, occasion);
    return tables.askAll(caseNumber, KEY, variables).stream().map(LetterTable::row).toList();
  }

  /**
   * The table's inputs for a case on the day of the letter: the day, and flags such as adult (D7).
   * Nothing identifies the child.
   */
  static Map<String, Object> facts(CaseOnDay onDay) {
    CaseFileContent file = onDay.file();
    return Map.of(
        "onDate",
        onDay.day().toString(),
        ADULT,
        onDay.adult(),
        // Only the local authority's own staff: a school or health body gets a separate letter.
        "firstResponderIsLocalAuthority",
        Recipient.isFirstResponderOfLocalAuthority(onDay),
        // The file has one police force: that of a first responder who is the police, until the
        // person moves to another force's area.
        "firstResponderIsThePoliceForce",
        file.is("firstResponderAgency", "police")
            && file.text(Recipient.FORCE_OF_FIRST_RESPONDER).isEmpty(),
        "localAuthorityAnswered",
        file.is("reviewLocalAuthority", "answered"),
        "firstResponderAnswered",
        file.is("reviewFirstResponder", "answered"),
        "policeAnswered",
        file.is("reviewPolice", "answered"),
        "authorityKnown",
        onDay.notifiedAuthority().isPresent());
  }

  private static Row row(Map<String, Object> row) {
    return new Row(
        text(row, "code"),
        text(row, LETTER),
        Addressee.of(text(row, ADDRESSEE)),
        Boolean.TRUE.equals(row.get("minuteEnclosed")));
  }

  private static String text(Map<String, Object> row, String output) {
    return Objects.toString(row.get(output), "");
  }

  @Component
  static final class TableCheck implements DecisionTables.Check, FormsCheck.SetCheck {

    /** The longest code that the register of letters can store. */
    private static final int LONGEST_CODE = 16;

    private static final String SEND_LETTERS = "${sendLetters}";

    /** A cache by diagram, because most diagrams don't change; it is cleared if memory is short. */
    private static final Map<ByteBuffer, List<Map<String, String>>> STEPS_BY_DIAGRAM =
        new ConcurrentReferenceHashMap<>();

    private final Templates templates;

    TableCheck(Templates templates) {
      this.templates = templates;
    }

    private static final List<String> FLAGS =
        List.of(
            "firstResponderIsLocalAuthority", "firstResponderIsThePoliceForce",
            "localAuthorityAnswered", "firstResponderAnswered",
            "policeAnswered", "authorityKnown");

    @Override
    public String table() {
      return KEY;
    }

    @Override
    public Map<String, TableInput> inputs() {
      Map<String, TableInput> inputs = new HashMap<>();
      FLAGS.forEach(flag -> inputs.put(flag, TableInput.flag()));
      inputs.put(ADULT, TableInput.flag());
      inputs.put(OCCASION, TableInput.listed());
      inputs.put("onDate", TableInput.day());
      return inputs;
    }

    @Override
    public Set<String> outputs() {
      return Set.of("code", LETTER, ADDRESSEE, "minuteEnclosed");
    }

    @Override
    public boolean givesOneRow() {
      return false;
    }

    @Override
    public List<String> problems(List<DecisionTables.Row> rows) {
      return Stream.of(
              unknownAddressees(rows), unknownTemplates(rows), longCodes(rows), duplicates(rows))
          .flatMap(it -> it)
          .toList();
    }

    /** Errors for duplicate rows, which would send the same letter twice. */
    private static Stream<String> duplicates(List<DecisionTables.Row> rows) {
      Set<List<Object>> known = new HashSet<>();
      return rows.stream()
          .filter(row -> !known.add(List.of(row.inputs(), row.outputs())))
          .map(
              row ->
                  "Line %d: the same row is above, so the letter would be sent twice. Change or remove one."
                      .formatted(row.line()));
    }

    private Stream<String> unknownTemplates(List<DecisionTables.Row> rows) {
      return rows.stream()
          .filter(row -> !templates.isLetter(row.outputs().get(LETTER).replace("\"", "")))
          .map(
              row ->
                  "Line %d: %s is no letter. Correct its name, or add its template to config/letters."
                      .formatted(row.line(), cell(row, LETTER)));
    }

    private static Stream<String> longCodes(List<DecisionTables.Row> rows) {
      return rows.stream()
          .filter(row -> row.outputs().get("code").replace("\"", "").length() > LONGEST_CODE)
          .map(
              row ->
                  "Line %d: the code %s has more than %d characters. Shorten it."
                      .formatted(row.line(), cell(row, "code"), LONGEST_CODE));
    }

    private static String cell(DecisionTables.Row row, String column) {
      String written = row.outputs().get(column);
      return written.isEmpty() ? "an empty cell" : written;
    }

    private static Stream<String> unknownAddressees(List<DecisionTables.Row> rows) {
      return rows.stream()
          .filter(
              row ->
                  StoredCode.ids(Addressee.class).stream()
                      .noneMatch(id -> row.outputs().get(ADDRESSEE).equals('"' + id + '"')))
          .map(
              row ->
                  "Line %d: %s is no addressee. Write one of %s, between quotation marks."
                      .formatted(
                          row.line(),
                          cell(row, ADDRESSEE),
                          String.join(", ", StoredCode.ids(Addressee.class))));
    }

    /**
     * Checks that each occasion has a letter and values for the letter's placeholders, that an
     * adult or their representative gets the letters that the local authority gets for a child, and
     * that a child never gets one (D37, D7). The minute is enclosed only with negative decisions.
     */
    @Override
    public List<String> problems(DecisionTables.Answers answers) {
      Set<String> problems = new LinkedHashSet<>();
      Set<SentLetter> sent = new LinkedHashSet<>();
      for (Object value : answers.values(OCCASION)) {
        String occasion = (String) value;
        for (Object day : answers.values("onDate")) {
          for (long flags = 0; flags < 1L << FLAGS.size(); flags++) {
            Map<String, Object> facts = new HashMap<>(Map.of(OCCASION, occasion, "onDate", day));
            BitSet set = BitSet.valueOf(new long[] {flags});
            for (int flag = 0; flag < FLAGS.size(); flag++) {
              facts.put(FLAGS.get(flag), set.get(flag));
            }
            facts.put(ADULT, false);
            List<Row> toChild = rows(answers.at(facts));
            facts.put(ADULT, true);
            List<Row> toAdult = rows(answers.at(facts));
            wrong(occasion, toChild, toAdult).ifPresent(problems::add);
            toChild.forEach(row -> sent.add(new SentLetter(occasion, row, false)));
            toAdult.forEach(row -> sent.add(new SentLetter(occasion, row, true)));
          }
        }
      }
      if (problems.isEmpty()) { // a row that is wrong may also send a letter without its values
        Map<String, Template> parsed = new HashMap<>();
        sent.stream().flatMap(one -> unfilled(one, "", parsed)).forEach(problems::add);
      }
      return List.copyOf(problems);
    }

    private record SentLetter(String occasion, Row row, boolean adult) {}

    /**
     * @param alwaysEmpty a placeholder without a value, even if the occasion can have one; empty
     *     for none
     * @param parsed the letters that have been asked, by name: each is sent on many occasions
     */
    private Stream<String> unfilled(
        SentLetter sent, String alwaysEmpty, Map<String, Template> parsed) {
      return Templates.unfilled(
              parsed.computeIfAbsent(sent.row().letter(), templates::parsed),
              placeholder ->
                  placeholder.equals(alwaysEmpty)
                      ? Filled.NEVER
                      : LetterWriter.filled(placeholder, sent.occasion(), sent.row(), sent.adult()))
          .stream()
          .map(
              placeholder ->
                  "The letter %1$s prints {{%2$s}}, which never has a value on the occasion %3$s. Remove it from the letter, or put it with its words between {{#%2$s}} and {{/%2$s}}."
                      .formatted(sent.row().letter(), placeholder, sent.occasion()));
    }

    @Override
    public List<String> problems(Map<String, byte[]> files) {
      byte[] table = files.get(KEY + ".dmn");
      if (table == null) {
        return List.of();
      }
      Map<String, List<Map<String, String>>> steps = stepsWithOccasion(files);
      // The day of a request (D30) has a value only on occasions for which a diagram sets it.
      List<Pattern> requestOccasions =
          steps.values().stream()
              .flatMap(List::stream)
              .filter(inputs -> inputs.containsKey(REQUESTED_ON))
              .map(inputs -> pattern(inputs.get(OCCASION)))
              .toList();
      List<SentLetter> sent = sent(table).toList();
      List<String> problems = new ArrayList<>(unknownOccasions(steps, sent));
      Map<String, Template> parsed = new HashMap<>();
      sent.stream()
          .filter(
              one ->
                  requestOccasions.stream().noneMatch(it -> it.matcher(one.occasion()).matches()))
          .flatMap(one -> unfilled(one, REQUESTED_ON, parsed))
          .distinct()
          .forEach(problems::add);
      return problems;
    }

    private static List<String> unknownOccasions(
        Map<String, List<Map<String, String>>> steps, List<SentLetter> sent) {
      Set<String> occasions = sent.stream().map(SentLetter::occasion).collect(Collectors.toSet());
      List<String> problems = new ArrayList<>();
      steps.forEach(
          (file, inputs) ->
              inputs.stream()
                  .map(requestOccasions -> requestOccasions.get(OCCASION).strip())
                  .filter(named -> occasions.stream().noneMatch(pattern(named).asMatchPredicate()))
                  .map(
                      named ->
                          "processes/%s: The table letters has no row for the occasion \"%s\", so nobody would get a letter. Add a row, or write one of %s."
                              .formatted(file, named, String.join(", ", new TreeSet<>(occasions))))
                  .forEach(problems::add));
      return problems;
    }

    /** A pattern for an occasion; an expression such as {@code ${rgOutcome}} matches any text. */
    private static Pattern pattern(String occasion) {
      return Pattern.compile(
          Arrays.stream(occasion.strip().split("\\$\\{[^}]*}", -1))
              .map(Pattern::quote)
              .collect(Collectors.joining(".*")));
    }

    /** The input parameters of each diagram's steps that have an occasion of letters. */
    private static Map<String, List<Map<String, String>>> stepsWithOccasion(
        Map<String, byte[]> files) {
      Map<String, List<Map<String, String>>> steps = new LinkedHashMap<>();
      files.forEach(
          (file, content) -> {
            if (file.endsWith(".bpmn") && new String(content, UTF_8).contains(SEND_LETTERS)) {
              steps.put(
                  file,
                  STEPS_BY_DIAGRAM.computeIfAbsent(
                      ByteBuffer.wrap(content), TableCheck::readSteps));
            }
          });
      return steps;
    }

    private static List<Map<String, String>> readSteps(ByteBuffer diagram) {
      return Bpmn.readModelFromStream(new ByteArrayInputStream(diagram.array()))
          .getModelElementsByType(CamundaInputOutput.class)
          .stream()
          .map(
              step ->
                  step.getCamundaInputParameters().stream()
                      .collect(
                          Collectors.toMap(
                              CamundaInputParameter::getCamundaName,
                              CamundaInputParameter::getTextContent)))
          .filter(inputs -> inputs.containsKey(OCCASION))
          .toList();
    }

    /** The letters in the rows of a table, with their occasions. */
    private static Stream<SentLetter> sent(byte[] table) {
      DmnModelInstance model = Dmn.readModelFromStream(new ByteArrayInputStream(table));
      List<String> all =
          model.getModelElementsByType(Input.class).stream()
              .filter(
                  input ->
                      input
                          .getInputExpression()
                          .getText()
                          .getTextContent()
                          .strip()
                          .equals(OCCASION))
              .flatMap(input -> quoted(input.getInputValues().getText().getTextContent()))
              .toList();
      List<String> columns =
          Stream.concat(
                  model.getModelElementsByType(InputExpression.class).stream()
                      .map(asked -> asked.getText().getTextContent().strip()),
                  model.getModelElementsByType(Output.class).stream().map(Output::getName))
              .toList();
      return model.getModelElementsByType(Rule.class).stream()
          .map(
              rule ->
                  Stream.concat(rule.getInputEntries().stream(), rule.getOutputEntries().stream())
                      .map(cell -> cell.getTextContent().strip())
                      .toList())
          .flatMap(cells -> sent(cell -> cells.get(columns.indexOf(cell)), all));
    }

    private static Stream<SentLetter> sent(UnaryOperator<String> cells, List<String> all) {
      Row row =
          new Row(
              cells.apply("code").replace("\"", ""),
              cells.apply(LETTER).replace("\"", ""),
              Addressee.of(cells.apply(ADDRESSEE).replace("\"", "")),
              cells.apply("minuteEnclosed").equals("true"));
      return occasions(cells.apply(OCCASION), all)
          .flatMap(
              occasion ->
                  Stream.of(true, false)
                      .filter(adult -> !cells.apply(ADULT).equals(String.valueOf(!adult)))
                      .map(adult -> new SentLetter(occasion, row, adult)));
    }

    /** The occasions of a row's cell: all if it names none, and all others after {@code not}. */
    private static Stream<String> occasions(String cell, List<String> all) {
      List<String> named = quoted(cell).toList();
      return named.isEmpty() || cell.startsWith("not")
          ? all.stream().filter(occasion -> !named.contains(occasion))
          : named.stream();
    }

    private static Stream<String> quoted(String text) {
      return QUOTED.matcher(text).results().map(found -> found.group(1));
    }

    private static Optional<String> wrong(String occasion, List<Row> child, List<Row> adult) {
      if ((child.isEmpty() || adult.isEmpty()) && !LetterOccasion.maySendNothing(occasion)) {
        return Optional.of(
            "There is %s where nobody gets a letter of %s. Add a row for this, or ask less in a row."
                .formatted(child.isEmpty() ? "a child's case" : "an adult's case", occasion));
      }
      if (addressees(child).contains(Addressee.PERSON_OR_REPRESENTATIVE)) {
        return Optional.of(
            "The letter of %s would go to a child (D37). Write true under adult in the row to person-or-representative."
                .formatted(occasion));
      }
      Optional<Row> twice = sentTwice(child).or(() -> sentTwice(adult));
      if (twice.isPresent()) {
        return Optional.of(
            "Two rows would send the letter %s of %s to %s. Ask more in one of them, or remove it."
                .formatted(twice.get().letter(), occasion, twice.get().addressee().id()));
      }
      if (addressees(child).contains(Addressee.LOCAL_AUTHORITY)
          && !addressees(adult).contains(Addressee.LOCAL_AUTHORITY)
          && !addressees(adult).contains(Addressee.PERSON_OR_REPRESENTATIVE)) {
        return Optional.of(
            "The local authority gets the letter of %s for a child, and an adult has none (D7). Add a row to person-or-representative with true under adult."
                .formatted(occasion));
      }
      boolean negative =
          LetterOccasion.decidedStage(occasion).isPresent() && occasion.endsWith("negative");
      return Stream.concat(child.stream(), adult.stream()).anyMatch(Row::minuteEnclosed)
              && !negative
          ? Optional.of(
              "The letter of %s would enclose the minute, which is sent only with a negative decision (D37). Write false in the row."
                  .formatted(occasion))
          : Optional.empty();
    }

    /** The register of letters refuses the second letter, and then nobody gets any. */
    private static Optional<Row> sentTwice(List<Row> rows) {
      Set<List<Object>> sent = new HashSet<>();
      return rows.stream()
          .filter(row -> !sent.add(List.of(row.letter(), row.addressee())))
          .findFirst();
    }

    private static List<Row> rows(List<Map<String, Object>> rows) {
      return rows.stream().map(LetterTable::row).toList();
    }

    private static Set<Addressee> addressees(List<Row> rows) {
      return rows.stream().map(Row::addressee).collect(Collectors.toSet());
    }
  }
}

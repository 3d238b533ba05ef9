package scot.nrm.modelcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scot.nrm.decision.deadline.DecisionTable;
import scot.nrm.engine.DecisionTables;
import scot.nrm.engine.TableInput;
import scot.nrm.engine.authorities.KnownAuthorities;

/** Tests the findings about a decision table's answers to all possible questions. */
@Tag("quick")
class TableFindingsTest {

  private static final List<DecisionTables.Check> CHECKS = ProgramsTables.checks();
  private static final TableCheck CHECK = new TableCheck(KnownAuthorities.OF_THE_FILE, CHECKS);

  private static List<String> problems(String xml) throws Exception {
    return CHECK.problems(XmlFile.read(xml.getBytes(StandardCharsets.UTF_8)));
  }

  private static String shipped(String table) throws IOException {
    return Files.readString(Path.of("processes", table + ".dmn"));
  }

  @ParameterizedTest
  @CsvSource({
    "competent-authority, cgAuthority",
    "letters, addressee",
    "updates, refusal",
    "time-limits, unit"
  })
  void aColumnThatTheProgramReadsCannotBeRenamed(String table, String output) throws Exception {
    String renamed = shipped(table).replace("name=\"" + output + "\"", "name=\"" + output + "s\"");

    assertThat(problems(renamed))
        .containsExactly(
            "The table has no column with the output name %s. Give it back to the column: its label may be another."
                .formatted(output));
  }

  @Test
  void aCopiedRowIsRefused() throws Exception {
    String row =
        Pattern.compile("(?s)<rule id=\"Rule_MissingFacts\".*?</rule>")
            .matcher(shipped("letters"))
            .results()
            .findFirst()
            .orElseThrow()
            .group();

    assertThat(
            problems(shipped("letters").replace(row, row + row.replace("MissingFacts", "Copied"))))
        .singleElement()
        .asString()
        .endsWith(
            "the same row is above, so the letter would be sent twice. Change or remove one.");
  }

  @Test
  void aCopyWithTheSameIdIsRefused() throws Exception {
    String copied =
        shipped("letters").replace("Rule_NegativeReasonableGrounds\"", "Rule_MissingFacts\"");

    assertThat(problems(copied))
        .singleElement()
        .asString()
        .endsWith(
            "another part of the table has the id Rule_MissingFacts too. Give one of them another id.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"competent-authority", "letters", "updates", "time-limits"})
  void aShippedTableAnswersEveryQuestion(String table) throws Exception {
    assertThat(problems(shipped(table))).isEmpty();
  }

  /** Compares the matching rows with those of the engine, which evaluates the whole table. */
  @ParameterizedTest
  @ValueSource(strings = {"competent-authority", "letters", "updates", "time-limits"})
  void theEngineGivesTheSameAnswers(String table) throws Exception {
    DecisionTables.Check asked =
        CHECKS.stream().filter(check -> check.table().equals(table)).findFirst().orElseThrow();
    TableFile file =
        TableFile.in(XmlFile.read(shipped(table).getBytes(StandardCharsets.UTF_8))).get(0);
    TableAnswers answers = new TableAnswers(List.of(file), asked.inputs());
    Random random = new Random(6);
    for (int question = 0; question < 20; question++) {
      Map<String, Object> facts = new HashMap<>();
      for (String input : asked.inputs().keySet()) {
        List<Object> values =
            answers.groups().stream()
                .filter(group -> group.inputs().contains(input))
                .flatMap(group -> group.kinds().stream())
                .flatMap(kind -> kind.values().stream())
                .map(value -> value.get(input))
                .toList();
        facts.put(input, values.isEmpty() ? true : values.get(random.nextInt(values.size())));
      }
      List<Map<String, Object>> found = answers.at(facts);
      assertThat(DecisionTable.named(table).ask(facts))
          .as(facts.toString())
          .isEqualTo(file.hitPolicy().equals("FIRST") ? found.subList(0, 1) : found);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "PositiveReasonableGroundsToPerson | (?s).* | | The local authority gets the letter of rg-positive for a child, and an adult has none (D7).",
        "PositiveReasonableGroundsToPerson | <text>true | <text>false | The letter of rg-positive would go to a child (D37).",
        "MissingFacts | (?s).* | | There is a child's case where nobody gets a letter of facts-missing.",
        "MissingFacts | <text>false | <text>true | The letter of facts-missing would enclose the minute",
        "MissingFacts | \"local-authority\" | \"the-council\" | \"the-council\" is no addressee.",
        "MissingFacts | request-for | demand-for | \"demand-for-missing-facts\" is no letter.",
        "MissingFacts | \"request-for-missing-facts\" | | an empty cell is no letter.",
        "MissingFacts | \"facts-missing\" | \"fact-missing\" | asks for \"fact-missing\" under \"Occasion\", which can't occur."
      })
  void aLetterWithoutOrWithTheWrongRecipientIsReported(
      String row, String part, String instead, String sentence) throws Exception {
    String changed =
        Pattern.compile("(?s)<rule id=\"Rule_" + row + "\".*?</rule>")
            .matcher(shipped("letters"))
            .replaceFirst(
                found ->
                    Matcher.quoteReplacement(
                        found.group().replaceFirst(part, instead == null ? "" : instead)));

    assertThat(problems(changed))
        .anySatisfy(problem -> assertThat(problem).contains(sentence))
        .as("what only follows from it")
        .noneMatch(problem -> problem.contains(" prints {{"));
  }

  @Test
  void anUnknownLocalAuthorityIsReported() throws Exception {
    String row = shipped("competent-authority");
    String cell = "(<inputEntry id=\"Entry_Process_LocalAuthority\">\\s*<text>)-";

    assertThat(problems(row.replaceFirst(cell, "$1\"glasgow-city\""))).isEmpty();
    assertThat(problems(row.replaceFirst(cell, "$1\"glasgow\"")))
        .singleElement()
        .asString()
        .contains("row 1 asks for \"glasgow\" under \"Local authority\", which can't occur.");
    assertThat(of(true, table("FIRST", "\"chld\" | - | 1", "\"chld\" | - | 2", "- | - | 3")))
        .as("once, although two rows ask for it")
        .hasSize(1);
  }

  // --- a table of two columns

  private static DecisionTables.Check asked(boolean one) {
    return new DecisionTables.Check() {
      @Override
      public String table() {
        return "t";
      }

      @Override
      public Map<String, TableInput> inputs() {
        return Map.of(
            "onDate", TableInput.day(),
            "age", TableInput.choice(List.of("child", "adult")),
            "missing", TableInput.flag());
      }

      @Override
      public boolean givesOneRow() {
        return one;
      }
    };
  }

  /** Rows are {@code age | onDate | answer}. */
  private static String table(String policy, String... rows) {
    StringBuilder xml =
        new StringBuilder(
            ("<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' id='d'><decision"
                    + " id='t'><decisionTable id='x' hitPolicy='%s'><input id='i'"
                    + " label='Age'><inputExpression id='e'><text>age</text></inputExpression>"
                    + "</input><input id='i2' label='Day'><inputExpression id='e2'><text>date(onDate)"
                    + "</text></inputExpression></input><output id='o' name='answer' />")
                .formatted(policy));
    int line = 0;
    for (String row : rows) {
      String[] cells = row.split("\\|");
      xml.append("\n<rule id='r%d'>".formatted(++line));
      for (int cell = 0; cell < 3; cell++) {
        String entry = cell < 2 ? "inputEntry" : "outputEntry";
        xml.append("<%s id='c%d%d'><text>".formatted(entry, line, cell))
            .append(cells[cell].strip().replace("<", "&lt;"))
            .append("</text></%s>".formatted(entry));
      }
      xml.append("</rule>");
    }
    return xml + "</decisionTable></decision></definitions>";
  }

  private static List<String> of(boolean one, String xml) throws Exception {
    return new TableCheck(KnownAuthorities.OF_THE_FILE, List.of(asked(one)))
        .problems(XmlFile.read(xml.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aColumnThatComparesTooManyDaysIsRefusedAtOnce() throws Exception {
    Map<String, TableInput> inputs = new HashMap<>(asked(true).inputs());
    StringBuilder days = new StringBuilder("date(onDate)");
    for (int day = 1; day <= 6; day++) {
      inputs.put("day" + day, TableInput.day());
      days.append(", date(day%d)".formatted(day));
    }
    List<TableFile> tables =
        TableFile.in(
            XmlFile.read(
                table("FIRST", "- | %s | \"yes\"".formatted(days))
                    .getBytes(StandardCharsets.UTF_8)));

    assertThatThrownBy(() -> new TableAnswers(tables, inputs))
        .hasMessageEndingWith("with each other in too many ways. Ask them in columns of their own");
  }

  @Test
  void aDayBetweenTwoRowsIsAGap() throws Exception {
    assertThat(
            of(
                true,
                table(
                    "UNIQUE",
                    "\"child\" | < date(\"2010-05-01\") | 1",
                    "\"child\" | > date(\"2010-05-01\") | 2",
                    "\"adult\" | - | 3")))
        .containsExactly(
            "No row answers if \"Age\" is child and \"Day\" is 1 May 2010. Add a row for this, or a last row without conditions.");
  }

  /** The other checks, and the comparison of two versions, find days by their quotation marks. */
  @Test
  void aDayInNumbersIsRefused() throws Exception {
    assertThat(
            of(
                true,
                table(
                    "FIRST",
                    "- | < date(2010, 5, 1) | 1",
                    "- | > date( 2010, 5, 1) | 2",
                    "- | date(\"2010-05-01\") | 3")))
        .containsExactly(
            "Line 2: < date(2010, 5, 1) has a day without quotation marks. Write it like date(\"2009-06-01\").",
            "Line 3: > date( 2010, 5, 1) has a day without quotation marks. Write it like date(\"2009-06-01\").");
  }

  @Test
  void aColumnOfTextsIsMatchedByWhatItAsks() throws Exception {
    Map<String, TableInput> inputs =
        Map.of(
            "nationality", TableInput.choice(List.of("uk", "eea")),
            "passport", TableInput.choice(List.of("uk", "eea")),
            "onDate", TableInput.day());
    String both =
        table("FIRST", "nationality = passport | - | 1", "- | - | 2")
            .replace("<text>age<", "<text>nationality<");
    String one =
        table("FIRST", "\"uk\" | - | 1", "- | - | 2").replace("<text>age<", "<text>passport<");
    List<TableFile> tables = new ArrayList<>();
    for (String xml : List.of(both, one)) {
      tables.addAll(TableFile.in(XmlFile.read(xml.getBytes(StandardCharsets.UTF_8))));
    }

    TableAnswers answers = new TableAnswers(tables, inputs);

    assertThat(answers.groups().get(0).kinds())
        .filteredOn(kind -> kind.values().contains(Map.of("nationality", "eea", "passport", "uk")))
        .singleElement()
        .satisfies(kind -> assertThat(kind.rows().get(2)).as("asks the passport").isTrue());
  }

  @Test
  void twoRowsForOneQuestionOverlap() throws Exception {
    String[] rows = {"\"child\" | - | 1", "- | >= date(\"2013-04-01\") | 2", "\"adult\" | - | 3"};

    assertThat(of(true, table("UNIQUE", rows)))
        .hasSize(2)
        .startsWith(
            "Rows 1 and 2 answer at the same time if \"Age\" is child and \"Day\" is from 1 April 2013. Change their conditions so that only one does, or choose the hit policy First and put the one that counts above the others.");
    assertThat(of(true, table("ANY", rows))).hasSize(2);
    assertThat(of(true, table("ANY", rows[0], "- | > date(\"2013-04-01\") | 1", "\"adult\"|-|1")))
        .isEmpty();
    assertThat(of(true, table("COLLECT", rows)))
        .containsExactly(
            "The hit policy can't be COLLECT, because the program needs the answer of exactly one row. Choose ANY or FIRST or UNIQUE.");
    assertThat(of(false, table("COLLECT' aggregation='SUM", rows)))
        .containsExactly(
            "The hit policy can't be COLLECT (SUM), because every matching row counts. Choose COLLECT or RULE ORDER.");
    assertThat(of(true, table("FIRST", rows).replace(" id='t'", " id='t2'")))
        .containsExactly(
            "The program asks no table with the id t2. Give it the id of the table that you revise: t.");
    assertThat(of(false, table("COLLECT", rows))).isEmpty();
    assertThat(of(false, table("FIRST", rows)))
        .containsExactly(
            "The hit policy can't be FIRST, because every matching row counts. Choose COLLECT or RULE ORDER.");
  }

  @Test
  void aRowHiddenByEarlierRowsIsReported() throws Exception {
    assertThat(
            of(
                true,
                table(
                    "FIRST",
                    "\"child\" | - | 1",
                    "\"adult\" | < date(\"2012-01-01\") | 2",
                    "\"adult\" | date(\"2011-06-01\") | 3",
                    "- | - | 4")))
        .containsExactly(
            "Line 4: row 3 never answers, because row 2 above answers first in all of its cases. Move it up, or remove it.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '^',
      value = {
        "\"chld\" | - | 1; row 1 asks for \"chld\" under \"Age\", which can't occur. Write one of adult, child.",
        "\"child\" | >= date(\"2010-02-30\") | 1; nothing that can occur matches >= date(\"2010-02-30\") under \"Day\". Write a day like >= date(",
        "\"child\" | >= 2010-03-01 | 1; nothing that can occur matches >= 2010-03-01 under \"Day\". Write a day like >= date(",
        "\"child\" | < date(\"2009-01-01\") | 1; nothing that can occur matches < date(\"2009-01-01\") under \"Day\"",
        "\"child\" | > day | 1; the cell of \"Day\" asks day, which the program doesn't give",
        "\"child\" | > > 3 | 1; row 1 has > > 3 under \"Day\", which can't be evaluated",
        "\"child\" | - | 1 1; row 1 has an answer that can't be evaluated: 1 1"
      })
  void anUnmatchableOrUnreadableCellIsReported(String row, String sentence) throws Exception {
    assertThat(of(true, table("FIRST", row, "- | - | 2")))
        .singleElement()
        .asString()
        .contains("Line 2: ", sentence);
  }

  @Test
  void columnsWithTheSameInputAreCheckedTogether() throws Exception {
    assertThat(of(true, table("FIRST", "\"child\" | age = \"adult\" | 1", "- | - | 2")))
        .containsExactly(
            "Line 2: row 1 never answers, because nothing that can occur matches \"child\" under \"Age\" and age = \"adult\" under \"Day\". Correct it, or remove the row.");
  }
}

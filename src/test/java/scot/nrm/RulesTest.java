package scot.nrm;

import static org.assertj.core.api.Assertions.assertThat;
import static scot.nrm.ProjectText.read;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Anyone who meets a rule's number in a diagram, a form or the code finds the rule in {@code
 * docs/rules.md}, and from there what carries it.
 */
@Tag("quick")
class RulesTest {

  private static final Path RULES = Path.of("docs", "rules.md");
  private static final String CITED = "\\bD([1-9]\\d?)\\b";

  @Test
  void eachRuleHasOneHeadingWithAnAnchor() {
    List<Integer> headings = numbers("(?m)^<a id=\"d(\\d+)\"></a>\\n### D\\1 \\S", read(RULES));

    assertThat(headings)
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 43).boxed().toList());
  }

  @Test
  void everyCitedRuleIsWrittenDown() {
    List<Integer> known = numbers("(?m)^### D(\\d+) ", read(RULES));
    List<String> unknown = new ArrayList<>();

    for (String folder : List.of("processes", "forms", "config", "docs", "src/main")) {
      for (Path file : files(folder).filter(RulesTest::isText).toList()) {
        new TreeSet<>(numbers(CITED, read(file)))
            .stream()
                .filter(number -> !known.contains(number))
                .forEach(number -> unknown.add(file + ": D" + number));
      }
    }

    assertThat(unknown).isEmpty();
  }

  @Test
  void everyLinkInsideTheRulesLeadsToARule() {
    String rules = read(RULES);

    assertThat(numbers("\\(#d(\\d+)\\)", rules)).isSubsetOf(numbers("<a id=\"d(\\d+)\">", rules));
  }

  @Test
  void everyCarrierOfARuleExists() {
    Set<String> known = carriers();

    assertThat(rules())
        .hasSize(43)
        .allSatisfy(
            rule -> assertThat(known).as("D%d", rule.number()).containsAll(rule.carriers()));
  }

  @Test
  void aClassThatCarriesARuleCitesIt() {
    assertThat(rules())
        .allSatisfy(
            rule -> {
              assertThat(rule.classes()).as("Classes that carry D%d", rule.number()).isNotEmpty();
              assertThat(rule.classes())
                  .allSatisfy(
                      name ->
                          assertThat(numbers(CITED, comments(name)))
                              .as("Rules that %s cites", name)
                              .contains(rule.number()));
            });
  }

  private static List<Rule> rules() {
    return Pattern.compile("(?m)^### D(\\d+) (?:.*\\n)+?\\*Source: .* Carried by: (.*)$")
        .matcher(read(RULES))
        .results()
        .map(found -> new Rule(Integer.parseInt(found.group(1)), quoted(found.group(2))))
        .toList();
  }

  /** Classes, tables, diagrams, forms, decision tables and files that a rule may name. */
  private static Set<String> carriers() {
    Stream<String> tables =
        files("src/main/resources/db")
            .flatMap(file -> matches("(?i)create table (\\w+)", read(file)));
    Stream<String> deployed =
        Stream.of("processes", "forms")
            .flatMap(RulesTest::files)
            .map(file -> file.getFileName().toString())
            .flatMap(name -> Stream.of(name, name.replaceAll("\\.(?:bpmn|form)$", "")));
    Stream<String> settings = files("config").map(file -> file.toString().replace('\\', '/'));
    Stream<String> classes = files("src/main/java").map(RulesTest::className);
    return Stream.of(tables, deployed, settings, classes)
        .flatMap(names -> names)
        .collect(Collectors.toSet());
  }

  private static String comments(String className) {
    return files("src/main/java")
        .filter(file -> className(file).equals(className))
        .flatMap(file -> matches("(?s)(/\\*.*?\\*/|//[^\n]*)", read(file)))
        .collect(Collectors.joining("\n"));
  }

  private static String className(Path file) {
    return file.getFileName().toString().replace(".java", "");
  }

  private static List<String> quoted(String text) {
    return matches("`([^`]+)`", text).toList();
  }

  private static List<Integer> numbers(String pattern, String text) {
    return matches(pattern, text).map(Integer::valueOf).toList();
  }

  /** The first group of each match. */
  private static Stream<String> matches(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(RulesTest::first);
  }

  private static String first(MatchResult found) {
    return found.group(1);
  }

  private static boolean isText(Path file) {
    return file.toString().matches(".*\\.(bpmn|dmn|form|yaml|md|java|html|mustache|js)");
  }

  private static Stream<Path> files(String folder) {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      return files.filter(Files::isRegularFile).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Rule(int number, List<String> carriers) {

    List<String> classes() {
      return carriers.stream().filter(name -> name.matches("[A-Z]\\w*")).toList();
    }
  }
}

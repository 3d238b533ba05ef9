package scot.nrm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whoever meets a rule's number in a diagram, a form or the code finds the rule in {@code
 * docs/rules.md}.
 */
class RulesTest {

  private static final Path RULES = Path.of("docs", "rules.md");
  private static final String CITED = "\\bD([1-9]\\d?)\\b";

  @Test
  void theRulesStandOnceEachWithAnAnchor() {
    List<Integer> headings = numbers("(?m)^<a id=\"d(\\d+)\"></a>\\n### D\\1 \\S", read(RULES));

    assertThat(headings)
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 43).boxed().toList());
  }

  @Test
  void everyRuleThatADiagramATableAFormOrTheCodeCitesIsWrittenDown() throws IOException {
    List<Integer> known = numbers("(?m)^### D(\\d+) ", read(RULES));
    List<String> unknown = new ArrayList<>();

    for (String folder : List.of("processes", "forms", "config", "docs", "src/main")) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        for (Path file : files.filter(RulesTest::isText).toList()) {
          new TreeSet<>(numbers(CITED, read(file)))
              .stream()
                  .filter(number -> !known.contains(number))
                  .forEach(number -> unknown.add(file + ": D" + number));
        }
      }
    }

    assertThat(unknown).isEmpty();
  }

  @Test
  void everyLinkInsideTheRulesLeadsToARule() {
    String rules = read(RULES);

    assertThat(numbers("\\(#d(\\d+)\\)", rules)).isSubsetOf(numbers("<a id=\"d(\\d+)\">", rules));
  }

  private static List<Integer> numbers(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .map(RulesTest::number)
        .toList();
  }

  private static int number(String cited) {
    return Integer.parseInt(cited.replaceAll("(?s)\\D*(\\d+).*", "$1"));
  }

  private static boolean isText(Path file) {
    return file.toString().matches(".*\\.(bpmn|dmn|form|yaml|md|java|html|mustache|js)");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

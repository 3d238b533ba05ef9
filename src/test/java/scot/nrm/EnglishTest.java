package scot.nrm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Texts that people read follow {@code docs/english.md}. */
@Tag("quick")
class EnglishTest {

  private static final Path GUIDE = Path.of("docs", "english.md");

  private static final List<Word> WORDS =
      rows("## Words to avoid")
          .filter(row -> !row.get(2).equals("a reader"))
          .flatMap(row -> quoted(row.get(0)).map(avoid -> new Word(avoid, row)))
          .toList();
  private static final List<Exception> EXCEPTIONS =
      rows("## Exceptions")
          .map(row -> new Exception(unquoted(row.get(0)), row.get(1), row.get(2)))
          .toList();
  private static final Pattern TEST =
      Pattern.compile("(?s)@(?:Test|ParameterizedTest|Property)\\b.*?void (\\w+)\\(");
  private static final List<Finding> FINDINGS = findings();

  @Test
  void noTextUsesAWordToAvoid() {
    assertThat(FINDINGS)
        .filteredOn(finding -> EXCEPTIONS.stream().noneMatch(finding::isAllowedBy))
        .isEmpty();
  }

  @Test
  void everyExceptionIsNeededAndSaysWhy() {
    assertThat(EXCEPTIONS)
        .allSatisfy(
            exception -> {
              assertThat(exception.why()).isNotBlank();
              assertThat(FINDINGS).anyMatch(finding -> finding.isAllowedBy(exception));
            });
  }

  @Test
  void everyApostropheIsStraight() {
    assertThat(ProjectText.all())
        .allSatisfy(text -> assertThat(text.words()).as(text.file()).doesNotContain("\u2019"));
  }

  @Test
  void aTestsNameBeginsWithItsSubjectAndIsShort() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".java")))
          .flatMap(file -> TEST.matcher(Files.readString(file)).results().toList())
          .extracting(test -> test.group(1))
          .hasSizeGreaterThan(2_000)
          .allSatisfy(
              name ->
                  assertThat(name)
                      .hasSizeLessThanOrEqualTo(76)
                      .doesNotMatch("(d\\d+)?([wW]hat|[wW]hoever|[wW]hether|[oO]f)[A-Z].*"));
    }
  }

  @Test
  void theGuideHasWordsToCheck() {
    assertThat(WORDS).hasSizeGreaterThan(50);
    assertThat(rows("## Words to avoid").map(row -> row.get(2)))
        .containsOnly("everywhere", "texts", "a reader");
  }

  private static List<Finding> findings() {
    Pattern any =
        Pattern.compile(
            WORDS.stream()
                .map(Word::pattern)
                .sorted(Comparator.comparing(String::length).reversed())
                .collect(
                    Collectors.joining("|", "\\b(?<![\\w/.-])(?=\\w)(?:", ")(?![\\w/-]|\\.\\w)")));
    return ProjectText.all().stream()
        .flatMap(text -> any.matcher(text.words()).results().flatMap(hit -> finding(text, hit)))
        .toList();
  }

  private static Stream<Finding> finding(ProjectText text, MatchResult hit) {
    String words = hit.group().replaceAll("[\\s\"+]+", " ");
    Word word =
        WORDS.stream()
            .filter(each -> each.avoid().equalsIgnoreCase(words))
            .findFirst()
            .orElseThrow();
    return (text.forUsers() || word.everywhere()) && !word.isAllowed(text, hit)
        ? Stream.of(new Finding(text, text.lineOf(hit.start()), words, word.better()))
        : Stream.empty();
  }

  /** The cells of the table under a heading of the guide. */
  private static Stream<List<String>> rows(String heading) {
    String below = guide().split("(?m)^" + heading + "$")[1].split("(?m)^## ")[0];
    return below
        .lines()
        .filter(line -> line.startsWith("|"))
        .skip(2)
        .map(line -> Arrays.stream(line.substring(1).split("\\|", -1)).map(String::trim).toList());
  }

  private static Stream<String> quoted(String cell) {
    return Pattern.compile("`([^`]+)`").matcher(cell).results().map(found -> found.group(1));
  }

  private static String unquoted(String cell) {
    return cell.replace("`", "");
  }

  private static String guide() {
    return ProjectText.read(GUIDE);
  }

  /** A word or phrase to avoid, in lower case or with a capital at the beginning. */
  private record Word(String avoid, String better, boolean everywhere, List<String> allowed) {

    Word(String avoid, List<String> row) {
      this(avoid, row.get(1), row.get(2).equals("everywhere"), quoted(row.get(3)).toList());
    }

    /** Also over the end of a line, and where the code puts a text together. */
    String pattern() {
      String first = avoid.substring(0, 1);
      return "[" + first + first.toUpperCase() + "]" + avoid.substring(1).replace(" ", "[\\s\"+]+");
    }

    boolean isAllowed(ProjectText text, MatchResult hit) {
      String line = text.line(text.lineOf(hit.start()));
      return allowed.stream().anyMatch(line::contains);
    }
  }

  private record Finding(ProjectText text, int line, String words, String better) {

    boolean isAllowedBy(Exception exception) {
      return text.file().equals(exception.file()) && text.line(line).contains(exception.words());
    }

    @Override
    public String toString() {
      return "\n%s:%d: \"%s\". Write: %s".formatted(text.file(), line, words, better);
    }
  }

  private record Exception(String file, String words, String why) {}
}

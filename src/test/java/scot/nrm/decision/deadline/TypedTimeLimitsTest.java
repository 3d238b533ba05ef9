package scot.nrm.decision.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.gate.files.TypedLimits;

/**
 * Time limits are shown from the decision table and never typed, so that they change in one place.
 */
@Tag("quick")
class TypedTimeLimitsTest {

  private static final Pattern TEXT_OR_COMMENT =
      Pattern.compile(
          "\"\"\"[\\s\\S]*?\"\"\"|\"(?:[^\"\\\\\\n]|\\\\.)*\"|//[^\\n]*|/\\*[\\s\\S]*?\\*/");

  /** Numbers that are not time limits, with their file and the reason. */
  private static final Map<String, String> EXCEPTIONS =
      Map.ofEntries(
          Map.entry("PeriodStatistics.java: 7 days", "a band of a table"),
          Map.entry("PeriodStatistics.java: 45 days", "a band of a table"),
          Map.entry("PeriodStatistics.java: 3 months", "a band of a table"),
          Map.entry("PeriodStatistics.java: 6 months", "a band of a table"),
          Map.entry("ReferralCounter.java: 7 days", "the code of a band"),
          Map.entry("ReferralCounter.java: 45 days", "the code of a band"),
          Map.entry("ReferralCounter.java: 3 months", "the code of a band"),
          Map.entry("ReferralCounter.java: 6 months", "the code of a band"),
          Map.entry("AccessAlerts.java: 24 hours", "how far back an alert looks"),
          Map.entry("OperatorFigures.java: seven days", "how far ahead a figure looks"),
          Map.entry("OperatorFigures.java: two days", "how far back a figure looks"),
          Map.entry("CaseloadAlert.java: seven days", "how far ahead a page looks"),
          Map.entry("CaseloadAlert.java: 2 days", "a band of waiting tasks on a page"),
          Map.entry("CaseloadAlert.java: 7 days", "a band of waiting tasks on a page"),
          Map.entry("MyCasesPage.java: 90 days", "how far back a page looks"),
          Map.entry("WorkloadResource.java: 30 days", "how far back a page looks"));

  @Test
  void noFormContainsATypedTimeLimit() throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Path form : files("forms", ".form")) {
      TypedLimits.formTexts(Files.readAllBytes(form))
          .forEach((text, says) -> texts.put(form.getFileName() + ", " + text, says));
    }

    assertThat(texts).isNotEmpty();
    assertThat(limits(texts)).isEmpty();
  }

  @Test
  void noLetterContainsATypedTimeLimit() throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Path letter : files("src/main/resources/letters", ".html")) {
      texts.put(letter.getFileName().toString(), Files.readString(letter));
    }

    assertThat(texts).isNotEmpty();
    assertThat(limits(texts)).isEmpty();
  }

  @Test
  void noTextInTheCodeContainsATypedTimeLimit() throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Path source : files("src/main/java", ".java")) {
      Matcher found =
          TEXT_OR_COMMENT.matcher(Files.readString(source).replaceAll("\"\\s*\\+\\s*\"", ""));
      StringBuilder said = new StringBuilder();
      while (found.find()) {
        if (found.group().startsWith("\"")) {
          said.append(found.group()).append('\n');
        }
      }
      texts.put(source.getFileName().toString(), said.toString());
    }

    List<String> limits = limits(texts);

    assertThat(limits).containsAll(EXCEPTIONS.keySet());
    assertThat(limits).isSubsetOf(EXCEPTIONS.keySet());
  }

  /** The numbers of days, hours or months in a text, with their place. */
  private static List<String> limits(Map<String, String> texts) {
    List<String> limits = new ArrayList<>();
    texts.forEach(
        (where, text) ->
            TypedLimits.limitsIn(text).forEach(limit -> limits.add(where + ": " + limit)));
    return limits;
  }

  private static List<Path> files(String folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }
}

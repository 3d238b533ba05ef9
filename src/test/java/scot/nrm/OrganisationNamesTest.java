package scot.nrm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.engine.authorities.KnownAuthorities;

/** No text has the name of an authority in it: names change, and placeholders follow the day. */
@Tag("quick")
class OrganisationNamesTest {

  private static final Pattern NAME =
      Pattern.compile(
          "\\b(?:UKHTC|UKBA|UK Border Agency|United Kingdom Border Agency|(?:United Kingdom|UK) Human Trafficking Centre)\\b");

  private static final Set<String> CONFIGURED =
      Set.of(
          "config/roles.yaml",
          "config/notices.yaml",
          "config/guidance.yaml",
          "config/lists/form-options.yaml");

  /** Why a text has a name all the same. */
  private static final Map<String, String> ALLOWED =
      Map.of(
          "forms/record-age-finding.form",
          "who made a finding on age, which may be from before the agency was abolished");

  @Test
  void noTextOfTheProgramNamesAnAuthority() {
    assertThat(ProjectText.all())
        .filteredOn(text -> text.forUsers() && !text.file().endsWith(".md"))
        .filteredOn(text -> !ALLOWED.containsKey(text.file()))
        .flatMap(OrganisationNamesTest::names)
        .isEmpty();
    assertThat(ProjectText.all())
        .filteredOn(text -> CONFIGURED.contains(text.file()))
        .flatMap(OrganisationNamesTest::names)
        .isEmpty();
  }

  private static List<String> names(ProjectText text) {
    return NAME.matcher(text.words())
        .results()
        .map(name -> text.line(text.lineOf(name.start())).strip())
        .filter(line -> !line.startsWith("#")) // a comment
        .map(line -> text.file() + " " + line)
        .toList();
  }

  @Test
  void everyExceptionIsNeeded() {
    assertThat(ProjectText.all())
        .filteredOn(text -> ALLOWED.containsKey(text.file()))
        .hasSameSizeAs(ALLOWED.keySet())
        .allSatisfy(text -> assertThat(names(text)).isNotEmpty());
  }

  @Test
  void everyPlaceholderIsKnown() throws IOException {
    for (String folder : List.of("forms", "processes", "config", "src/main")) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        for (Path file : files.filter(path -> path.toString().matches(TEXTS)).toList()) {
          assertThat(KnownAuthorities.OF_THE_FILE.nameProblem(Files.readString(file)))
              .as(file.toString())
              .isEmpty();
        }
      }
    }
  }

  private static final String TEXTS = ".*\\.(form|bpmn|dmn|yaml|html|js)";
}

package scot.nrm;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static scot.nrm.ProjectText.read;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.engine.authorities.KnownAuthorities;

/** Documentation that points at something points at something that is there. */
@Tag("quick")
class DocumentationTest {

  private static final Pattern LINK = Pattern.compile("\\]\\(([^()\\s]+(?:\\([^()]*\\))?)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *#*$");
  private static final Pattern ANCHOR = Pattern.compile("<(?:a|view) id=\"([^\"]+)\"");
  private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```.*?^```");
  private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");

  /** Text in backticks that begins like this is a path in the repository; … and * are wildcards. */
  private static final Pattern PATH =
      Pattern.compile("(?:config|docs|forms|processes|src|\\.ci)/(?:[\\w.-]+/)*[\\w.-]*");

  /** Exists only once someone has changed a letter. */
  private static final Pattern OPTIONAL_PATH = Pattern.compile("config/letters/.*");

  /**
   * At least two words in one, such as {@code DecisionDeadlines}, perhaps after a package or before
   * a member. A test is named before #.
   */
  private static final Pattern CLASS =
      Pattern.compile(
          "((?:[a-z]+\\.)*(?:[A-Z][a-z0-9]+){2,})(?:\\.([a-zA-Z]\\w*)|#([a-zA-Z]\\w*))?");

  private static final Pattern BOLD = Pattern.compile("\\*\\*([^*\\n]+[^*\\n.])\\*\\*");
  private static final Set<String> CAMUNDAS_OWN_NAMES =
      Set.of("Start process", "Keyboard Shortcuts");
  private static final Pattern UPDATE =
      Pattern.compile(
          "(?m)^\\| \\[([^\\]]+)\\]\\(\\.\\./diagrams/(?:[a-z-]+\\.svg#)?([a-z-]+)(?:\\.svg)?\\)");

  private final Map<Path, Set<String>> anchors = new HashMap<>();

  @Test
  void theReadmeIsAtMostEightKilobytesLong() throws IOException {
    assertThat(Files.size(Path.of("README.md"))).isLessThanOrEqualTo(8_000);
  }

  @Test
  void everyLinkLeadsToAFileAndAHeading() {
    assertThat(
            pages()
                .flatMap(
                    page ->
                        matches(LINK, prose(page))
                            .map(link -> link.group(1))
                            .filter(
                                target -> !target.matches("[a-z]+:.*")) // elsewhere, such as https:
                            .filter(target -> !isThere(page, target))
                            .map(target -> page + ": " + target)))
        .isEmpty();
  }

  @Test
  void everyPathInBackticksExists() {
    assertThat(
            pages()
                .flatMap(
                    page ->
                        codes(page)
                            .filter(
                                code ->
                                    PATH.matcher(code).matches()
                                        && !OPTIONAL_PATH.matcher(code).matches())
                            .filter(code -> !Files.exists(Path.of(code)))
                            .map(code -> page + ": " + code)))
        .isEmpty();
  }

  @Test
  void everyClassAndTestThatThePagesNameExists() {
    List<Path> classes = files("src", ".java").toList();

    assertThat(
            pages()
                .filter(
                    page ->
                        page.startsWith("docs/adr")
                            || page.startsWith("docs/develop")
                            || page.startsWith("docs/policy")
                            || page.endsWith("security.md"))
                .flatMap(
                    page ->
                        codes(page)
                            .map(CLASS::matcher)
                            .filter(Matcher::matches)
                            .filter(code -> classes.stream().noneMatch(file -> has(file, code)))
                            .map(code -> page + ": " + code.group())))
        .isEmpty();
  }

  @Test
  void everyPackageIsExplainedToNewcomers() throws IOException {
    List<String> packages;
    try (Stream<Path> folders = Files.list(Path.of("src/main/java/scot/nrm"))) {
      packages =
          folders.filter(Files::isDirectory).map(Path::getFileName).map(Path::toString).toList();
    }

    assertThat(packages)
        .allSatisfy(
            name ->
                assertThat(read(Path.of("docs/develop/architecture.md")))
                    .containsPattern("[ (]" + name + "/ "));
  }

  private static boolean has(Path file, MatchResult code) {
    String member = code.group(2);
    String test = code.group(3);
    return file.endsWith(code.group(1).replace('.', '/') + ".java")
        && (member == null || read(file).matches("(?s).*\\b" + member + "\\b.*"))
        && (test == null || read(file).contains(" void " + test + "("));
  }

  @Test
  void everyPageOfTheDocumentationIsInItsIndex() {
    Path index = Path.of("docs", "README.md");
    Set<Path> listed =
        matches(LINK, prose(index))
            .map(link -> index.resolveSibling(link.group(1).replaceFirst("#.*", "")).normalize())
            .collect(toSet());

    assertThat(
            pages()
                .filter(page -> page.startsWith("docs") && !page.equals(index))
                .filter(page -> !listed.contains(page) && !listed.contains(page.getParent())))
        .isEmpty();
  }

  @Test
  void updatesAreListedUnderTheNamesThatStartProcessHas() {
    Map<String, String> documented = new HashMap<>();
    matches(UPDATE, read(Path.of("docs", "users", "what-may-happen.md")))
        .forEach(update -> documented.put(update.group(2), update.group(1)));

    assertThat(documented)
        .hasSizeGreaterThan(15)
        .allSatisfy((process, name) -> assertThat(nameOf(process)).isEqualTo(name));
  }

  @Test
  void everyNameInBoldOnAUsersPageIsOnAScreen() {
    String product =
        Stream.of(
                files("processes", ""),
                files("forms", ""),
                files("config", ".yaml"),
                files("src/main/java", ".java"),
                files("src/main/resources", ".html"),
                files("src/main/resources", ".js"))
            .flatMap(files -> files)
            .map(ProjectText::read)
            .collect(joining("\n"))
            .replace("&#39;", "'");

    assertThat(
            Stream.concat(
                    Stream.of("README.md", "docs/operate/incidents.md").map(Path::of),
                    files("docs/users", ".md"))
                .flatMap(
                    page ->
                        matches(BOLD, prose(page))
                            .map(name -> name.group(1))
                            .filter(
                                name ->
                                    !product.contains(name) && !CAMUNDAS_OWN_NAMES.contains(name))
                            .map(name -> page + ": " + name)))
        .isEmpty();
  }

  private static Stream<Path> pages() {
    return Stream.concat(
        Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
            .map(Path::of)
            .filter(Files::exists),
        files("docs", ".md"));
  }

  private boolean isThere(Path page, String target) {
    String[] parts = target.split("#", 2);
    Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
    return Files.exists(file) && (parts.length == 1 || anchors(file).contains(parts[1]));
  }

  /** The headings of a page as GitHub links them, and anchors that are written down. */
  private Set<String> anchors(Path page) {
    return anchors.computeIfAbsent(
        page,
        file -> {
          Set<String> found = new HashSet<>();
          matches(ANCHOR, read(file)).forEach(anchor -> found.add(anchor.group(1)));
          matches(HEADING, prose(file))
              .forEach(
                  heading -> {
                    String slug =
                        heading
                            .group(1)
                            .toLowerCase(Locale.ROOT)
                            .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
                            .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                            .replace(' ', '-');
                    for (int again = 0;
                        !found.add(again == 0 ? slug : slug + "-" + again);
                        again++) {}
                  });
          return found;
        });
  }

  private static String nameOf(String process) {
    return Bpmn.readModelFromStream(KnownAuthorities.named(Path.of("processes", process + ".bpmn")))
        .getModelElementsByType(Process.class)
        .iterator()
        .next()
        .getName();
  }

  private static Stream<String> codes(Path page) {
    return matches(CODE, prose(page)).map(code -> code.group(1));
  }

  private static String prose(Path page) {
    return CODE_BLOCK.matcher(read(page)).replaceAll("");
  }

  private static Stream<MatchResult> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results();
  }

  private static Stream<Path> files(String folder, String ending) {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(ending))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

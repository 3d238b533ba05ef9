package scot.nrm.pages;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.startup.StartRefused;

/**
 * The mustache templates of letters and pages. A letter in the folder {@code nrm.letters.templates}
 * overrides the one of that name in the jar, so that policy staff can change it without a new
 * version. A letter may include pieces of pages, such as their style. The placeholders of
 * organisations have the names of the day.
 */
@Component
public class Templates {

  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[#^/&]?\\s*([\\w.-]+)\\s*}}");

  /**
   * What XML cannot hold at all, not even escaped: a pasted control character must not stop a
   * letter.
   */
  private static final Pattern NOT_XML =
      Pattern.compile("[^\\t\\n\\r\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]");

  private final Path changedTexts;
  private final Authorities authorities;

  /**
   * @param changedTexts the folder of texts that win over those in the jar and that name only known
   *     organisations
   */
  public Templates(
      @Value("${nrm.letters.templates:config/letters}") Path changedTexts,
      Authorities authorities) {
    this.changedTexts = changedTexts;
    this.authorities = authorities;
    lettersNameOnlyWhatIsKnown();
  }

  private void lettersNameOnlyWhatIsKnown() {
    if (!Files.isDirectory(changedTexts)) {
      return;
    }
    try (var files = Files.newDirectoryStream(changedTexts, "*.html")) {
      Set<String> known = placeholdersOfLetters();
      for (Path file : files) {
        String letter = Files.readString(file);
        authorities.mustKnowNamesIn("The letter " + file.getFileName(), letter);
        mustKnowPlaceholders(file, letter, known);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A misspelt one would print nothing. Each kind of addressee has one that few letters use. */
  private static void mustKnowPlaceholders(Path file, String letter, Set<String> known) {
    placeholders(letter)
        .filter(name -> !known.contains(name) && !name.startsWith("to-"))
        .findFirst()
        .ifPresent(
            name -> {
              throw new StartRefused(
                  "The letter %s has the placeholder {{%s}}, which no letter has."
                      .formatted(file.getFileName(), name),
                  "Write one of docs/policy/catalogue.md and start again.");
            });
  }

  /** Those of all letters that are shipped. */
  private static Set<String> placeholdersOfLetters() throws IOException {
    Set<String> names = new TreeSet<>();
    for (Resource letter :
        new PathMatchingResourcePatternResolver().getResources("classpath:/letters/*.html")) {
      placeholders(letter.getContentAsString(StandardCharsets.UTF_8)).forEach(names::add);
    }
    return names;
  }

  private static Stream<String> placeholders(String letter) {
    return PLACEHOLDER
        .matcher(letter)
        .results()
        .map(found -> found.group(1))
        .filter(name -> !name.startsWith("authority."));
  }

  /**
   * A letter filled in, with all values escaped.
   *
   * @param day the letter's date, whose names the organisations have in it
   */
  public String letter(String name, Object model, LocalDate day) {
    return authorities.fill(letters(day).loadTemplate(name).execute(model), day);
  }

  /** A page filled in, with all values escaped. */
  public String page(String name, Object model) {
    LocalDate today = new CaseClock().today();
    return authorities.fill(
        compiler(piece -> open(page(piece), today)).loadTemplate(name).execute(model), today);
  }

  private Mustache.Compiler letters(LocalDate day) {
    return compiler(name -> letter(name, day));
  }

  /** Whether a letter, or a piece that it includes, uses one of these fields. */
  public boolean mentions(String name, Collection<String> fields) {
    AtomicBoolean found = new AtomicBoolean();
    letters(LocalDate.MIN)
        .loadTemplate(name)
        .visit(
            new Mustache.Visitor() {
              @Override
              public void visitText(String text) {}

              @Override
              public void visitVariable(String variable) {
                found.compareAndSet(false, fields.contains(variable));
              }

              @Override
              public boolean visitInclude(String piece) {
                return true;
              }

              @Override
              public boolean visitSection(String section) {
                visitVariable(section);
                return true;
              }

              @Override
              public boolean visitInvertedSection(String section) {
                visitVariable(section);
                return true;
              }
            });
    return found.get();
  }

  private static Mustache.Compiler compiler(Mustache.TemplateLoader loader) {
    return Mustache.compiler()
        .withEscaper(text -> Escapers.HTML.escape(NOT_XML.matcher(text).replaceAll("\uFFFD")))
        .emptyStringIsFalse(true)
        .defaultValue("")
        .withLoader(loader);
  }

  private Reader letter(String name, LocalDate day) throws IOException {
    Path changed = changedTexts.resolve(checked(name) + ".html");
    if (Files.isRegularFile(changed)) {
      return open(new FileSystemResource(changed), day);
    }
    Resource original = new ClassPathResource("letters/" + name + ".html");
    if (original.exists()) {
      return open(original, day);
    }
    if (page(name).exists()) {
      return open(page(name), day);
    }
    throw new IllegalStateException(
        "There is no template "
            + name
            + ": add "
            + changedTexts
            + "/"
            + name
            + ".html or correct the table letters");
  }

  /** Whether there is a letter with this name. */
  public boolean isLetter(String name) {
    return NAME.matcher(name).matches()
        && (Files.isRegularFile(changedTexts.resolve(name + ".html"))
            || new ClassPathResource("letters/" + name + ".html").exists());
  }

  private static Resource page(String name) {
    return new ClassPathResource("pages/" + checked(name) + ".html");
  }

  private static String checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "The name of a template has small letters, digits and hyphens only: " + name);
    }
    return name;
  }

  private Reader open(Resource template, LocalDate day) throws IOException {
    return new StringReader(
        authorities.fill(template.getContentAsString(StandardCharsets.UTF_8), day));
  }
}

package scot.nrm.pages;

import com.samskivert.mustache.DefaultCollector;
import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheParseException;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.Definitions;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.sets.NearestName;
import scot.nrm.engine.sets.SetData;
import scot.nrm.startup.StartRefused;

/**
 * The mustache templates of letters and pages. A letter of the set in force is used if it differs
 * from the one at the start. A letter in the folder {@code nrm.letters.templates} overrides the one
 * with the same name in the jar. A letter may include fragments of pages, such as their style.
 * Placeholders are replaced by the names of organisations on the day.
 */
@Component
public class Templates extends SetData<Map<String, String>> implements SetData.Check {

  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[#^/&]?\\s*([\\w.-]+)\\s*}}");

  /** Braces that aren't those of a placeholder, around a name. */
  private static final Pattern OTHER_BRACES = Pattern.compile("\\{+[#^/&]?\\s*([\\w.-]+)\\s*}+");

  /** What the parser says of a part with only one of its two ends. */
  private static final Pattern ONE_END = Pattern.compile("'([^']+)'.*line (\\d+)");

  private static final Pattern INCLUDE =
      Pattern.compile("\\{\\{>\\s*([a-z0-9]+(?:-[a-z0-9]+)*)\\s*}}");
  private static final Pattern TAG = Pattern.compile("\\{\\{[^}]*}}}?");

  /**
   * Characters that XML can't contain, not even escaped. They are replaced, because a pasted
   * control character must not stop a letter.
   */
  private static final Pattern NOT_XML =
      Pattern.compile("[^\\t\\n\\r\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]");

  /**
   * Keeps, for all templates, how a name is found in a class, or that it isn't: the library asks a
   * text in a section for each name there, by twenty exceptions.
   */
  private static final Mustache.Collector COLLECTOR =
      new DefaultCollector() {
        private final Map<?, ?> found = new ConcurrentHashMap<>();

        @Override
        @SuppressWarnings("unchecked")
        public <K, V> Map<K, V> createFetcherCache() {
          return (Map<K, V>) found;
        }
      };

  private final Path overrides;
  private final Authorities authorities;

  public Templates(
      @Value("${nrm.letters.templates:config/letters}") Path overrides, Authorities authorities) {
    super(Map.of());
    this.overrides = overrides;
    this.authorities = authorities;
    checkFolder();
  }

  @Override
  protected Map<String, String> read(Data data) {
    Map<String, String> letters = new TreeMap<>();
    data.letters()
        .forEach(
            (name, letter) ->
                letters.put(
                    name.substring(0, name.lastIndexOf('.')),
                    new String(letter, StandardCharsets.UTF_8)));
    return Map.copyOf(letters);
  }

  @Override
  public void validate() {
    List<String> problems = problems(get());
    if (!problems.isEmpty()) {
      throw new IllegalStateException(String.join("\n", problems));
    }
  }

  /**
   * A sentence for each letter that can't be read, or that has a placeholder that no original
   * letter has.
   *
   * @param changed the changed letters by name; the others are checked as well, because they may
   *     include one
   */
  private List<String> problems(Map<String, String> changed) {
    if (changed.isEmpty()) {
      return List.of();
    }
    Set<String> known;
    Set<String> letters = new TreeSet<>(changed.keySet());
    try {
      known = placeholdersOfLetters();
      for (Resource original : originals()) {
        letters.add(original.getFilename().replace(".html", ""));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> problems = new ArrayList<>();
    Set<String> fragments = new TreeSet<>();
    for (String name : letters) {
      String letter = "config/letters/" + name + ".html ";
      if (!NAME.matcher(name).matches()) {
        problems.add(
            letter + "has other characters in its name than small letters, digits and hyphens.");
        continue;
      }
      try {
        fields(name, fragment -> letter(fragment, LocalDate.MIN), fragments);
        authorities.nameProblem(text(name)).ifPresent(it -> problems.add(letter + it + "."));
        placeholders(changed.getOrDefault(name, ""))
            .filter(placeholder -> !isKnown(placeholder, known))
            .map(
                placeholder ->
                    "%shas the placeholder {{%s}}, which no letter has. Write one from the catalogue%s."
                        .formatted(letter, placeholder, NearestName.suchAs(placeholder, known)))
            .distinct()
            .forEach(problems::add);
        OTHER_BRACES
            .matcher(PLACEHOLDER.matcher(changed.getOrDefault(name, "")).replaceAll(""))
            .results()
            .filter(braces -> isKnown(braces.group(1), known))
            .map(
                braces ->
                    "%shas %s, which would be printed as it is. Write {{%s}}."
                        .formatted(letter, braces.group(), braces.group(1)))
            .distinct()
            .forEach(problems::add);
      } catch (IOException | RuntimeException | StackOverflowError e) {
        Matcher end = ONE_END.matcher(String.valueOf(e.getMessage()));
        problems.add(
            letter
                + (e instanceof MustacheParseException && end.find()
                    ? "has a {{#part}} that isn't closed, or isn't opened: line %s, %s. Write both {{#%2$s}} and {{/%2$s}}, around the same words."
                        .formatted(end.group(2), end.group(1))
                    : "includes itself, or a template that doesn't exist. Compare it with the one in the set in force."));
      }
    }
    letters.removeAll(fragments);
    if (problems.isEmpty()) {
      Map<String, String> faults = new TreeMap<>();
      letters.forEach(
          name -> fault(expanded(name)).ifPresent(place -> faults.put(name, " in " + place)));
      // A letter that hasn't changed has its fault from what it includes.
      if (!changed.keySet().containsAll(faults.keySet())) {
        faults.clear();
        fragments.retainAll(changed.keySet());
        fragments.forEach(name -> faults.put(name, ", or makes a letter so"));
      }
      faults.forEach(
          (name, place) ->
              problems.add(
                  "config/letters/%s.html is not well-formed%s: each <tag> needs its </tag>, in the right order, and & is written &amp;.%s"
                      .formatted(
                          name,
                          place,
                          place.contains("<body>") || place.equals(" in line 1")
                              ? " A letter begins with {{>letterhead}} and ends with {{>close}}."
                              : "")));
    }
    return problems;
  }

  private static Resource[] originals() throws IOException {
    return new PathMatchingResourcePatternResolver().getResources("classpath:/letters/*.html");
  }

  /** The fields of a template; adds the names of the fragments that it includes to a set. */
  private static Set<String> fields(
      String name, Mustache.TemplateLoader loader, Set<String> fragments) {
    Set<String> fields = new TreeSet<>();
    compiler(loader)
        .loadTemplate(name)
        .visit(
            new Mustache.Visitor() {
              @Override
              public void visitText(String text) {}

              @Override
              public void visitVariable(String variable) {
                fields.add(variable);
              }

              @Override
              public boolean visitInclude(String fragment) {
                fragments.add(fragment);
                return true;
              }

              @Override
              public boolean visitSection(String section) {
                fields.add(section);
                return true;
              }

              @Override
              public boolean visitInvertedSection(String section) {
                return visitSection(section);
              }
            });
    return fields;
  }

  /** The text of a letter with its fragments included in one line, and every section once. */
  private String expanded(String name) {
    try {
      return TAG.matcher(
              INCLUDE
                  .matcher(text(name))
                  .replaceAll(
                      fragment ->
                          Matcher.quoteReplacement(
                              expanded(fragment.group(1)).replaceAll("\\R", " "))))
          .replaceAll("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a letter stops being well-formed: the innermost element that is open there. */
  private static Optional<String> fault(String letter) {
    Deque<String> open = new ArrayDeque<>(List.of("line 1"));
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(letter));
      while (reader.hasNext()) {
        switch (reader.next()) {
          case XMLStreamConstants.START_ELEMENT ->
              open.push(
                  "<%s> of line %d"
                      .formatted(reader.getLocalName(), reader.getLocation().getLineNumber()));
          case XMLStreamConstants.END_ELEMENT -> open.pop();
          case XMLStreamConstants.DTD -> throw new XMLStreamException();
          default -> {}
        }
      }
      return Optional.empty();
    } catch (XMLStreamException e) {
      return Optional.of(open.peek());
    }
  }

  private void checkFolder() {
    List<String> problems = problems(lettersInFolder());
    if (!problems.isEmpty()) {
      throw new StartRefused(String.join("\n", problems), "Correct it and start again.");
    }
  }

  private Map<String, String> lettersInFolder() {
    Map<String, String> letters = new TreeMap<>();
    if (Files.isDirectory(overrides)) {
      try (var files = Files.newDirectoryStream(overrides, "*.html")) {
        for (Path file : files) {
          letters.put(file.getFileName().toString().replace(".html", ""), read(file));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return letters;
  }

  private static String read(Path letter) {
    return new String(Definitions.content(new FileSystemResource(letter)), StandardCharsets.UTF_8);
  }

  /** Whether a letter may use a placeholder. Those for addressees may be in no original. */
  private static boolean isKnown(String placeholder, Set<String> known) {
    return known.contains(placeholder) || placeholder.startsWith("to-");
  }

  private static Set<String> placeholdersOfLetters() throws IOException {
    Set<String> names = new TreeSet<>();
    for (Resource letter : originals()) {
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

  /** A letter filled in, with all values escaped, and the names of organisations on its day. */
  public String letter(String name, Object model, LocalDate day) {
    return authorities.fill(letters(day).loadTemplate(name).execute(model), day);
  }

  /** A page filled in, with all values escaped. */
  public String page(String name, Object model) {
    return page(name, model, "");
  }

  /** The root is the context path, added to URLs in the template and the model. */
  String page(String name, Object model, String root) {
    LocalDate today = new CaseClock().today();
    StringWriter page = new StringWriter();
    compiler(fragment -> reader(page(fragment), today))
        .loadTemplate(name)
        .execute(model, Map.of("root", root), page);
    return authorities.fill(page.toString(), today);
  }

  private Mustache.Compiler letters(LocalDate day) {
    return compiler(name -> letter(name, day));
  }

  /** Whether a letter, or a fragment that it includes, uses one of these fields. */
  public boolean mentions(String name, Collection<String> fields) {
    return !Collections.disjoint(
        fields(name, fragment -> letter(fragment, LocalDate.MIN), new TreeSet<>()), fields);
  }

  /** How often a placeholder has a value in letters of one kind. */
  public enum Filled {
    ALWAYS,
    SOMETIMES,
    NEVER
  }

  /**
   * The placeholders that a letter and its fragments print but that never have a value there, apart
   * from those in a section that the letter never has.
   *
   * @param letter see {@link #parsed}
   * @param values how often a placeholder has a value, by its name
   */
  public static Set<String> unfilled(Template letter, Function<String, Filled> values) {
    Set<String> unfilled = new TreeSet<>();
    letter.visit(
        new Mustache.Visitor() {
          @Override
          public void visitText(String text) {}

          @Override
          public void visitVariable(String variable) {
            if (values.apply(variable) == Filled.NEVER) {
              unfilled.add(variable);
            }
          }

          @Override
          public boolean visitInclude(String fragment) {
            return true;
          }

          @Override
          public boolean visitSection(String section) {
            return values.apply(section) != Filled.NEVER;
          }

          @Override
          public boolean visitInvertedSection(String section) {
            return values.apply(section) != Filled.ALWAYS;
          }
        });
    return unfilled;
  }

  /** A letter that can be asked for its placeholders many times. */
  public Template parsed(String name) {
    return letters(LocalDate.MIN).loadTemplate(name);
  }

  private static Mustache.Compiler compiler(Mustache.TemplateLoader loader) {
    return Mustache.compiler()
        .withCollector(COLLECTOR)
        .withEscaper(text -> Escapers.HTML.escape(NOT_XML.matcher(text).replaceAll("\uFFFD")))
        .emptyStringIsFalse(true)
        .defaultValue("")
        .withLoader(loader);
  }

  private Reader letter(String name, LocalDate day) throws IOException {
    return new StringReader(authorities.fill(text(name), day));
  }

  /** The text of a letter from the set in force, the folder or the jar; or a fragment of a page. */
  private String text(String name) throws IOException {
    String ofSet = get().get(checked(name));
    if (ofSet != null) {
      return ofSet;
    }
    Path changed = overrides.resolve(name + ".html");
    if (Files.isRegularFile(changed)) {
      return read(changed);
    }
    for (Resource original : List.of(original(name), page(name))) {
      if (original.exists()) {
        return original.getContentAsString(StandardCharsets.UTF_8);
      }
    }
    throw new IllegalStateException(
        "There is no template %s: add %s/%s.html or correct the table letters"
            .formatted(name, overrides, name));
  }

  public boolean isLetter(String name) {
    return NAME.matcher(name).matches()
        && (get().containsKey(name)
            || Files.isRegularFile(overrides.resolve(name + ".html"))
            || original(name).exists());
  }

  private static Resource original(String name) {
    return new ClassPathResource("letters/" + name + ".html");
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

  private Reader reader(Resource template, LocalDate day) throws IOException {
    return new StringReader(
        authorities.fill(template.getContentAsString(StandardCharsets.UTF_8), day));
  }
}

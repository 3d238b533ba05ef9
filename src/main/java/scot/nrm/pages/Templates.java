package scot.nrm.pages;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;

/**
 * The texts of letters and pages: mustache templates. One in the folder {@code
 * nrm.letters.templates} wins over the one of that name in it, so that policy staff can change a
 * text without a new version.
 */
@Component
public class Templates {

  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  /**
   * What XML cannot hold at all, not even escaped: a pasted control character must not stop a
   * letter.
   */
  private static final Pattern NOT_XML =
      Pattern.compile("[^\\t\\n\\r\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]");

  private final Path changedTexts;
  private final Mustache.Compiler mustache =
      Mustache.compiler()
          .withEscaper(text -> Escapers.HTML.escape(NOT_XML.matcher(text).replaceAll("\uFFFD")))
          .emptyStringIsFalse(true)
          .defaultValue("")
          .withLoader(this::open);

  /**
   * @param changedTexts the folder of texts that win over those in the jar
   */
  public Templates(@Value("${nrm.letters.templates:config/letters}") Path changedTexts) {
    this.changedTexts = changedTexts;
  }

  /** The template filled in, with everything from outside escaped. */
  public String fill(String name, Object model) {
    try (Reader template = open(name)) {
      return mustache.compile(template).execute(model);
    } catch (IOException e) {
      throw new IllegalStateException("The template " + name + " cannot be read", e);
    }
  }

  /** Whether a template, or a piece that it includes, writes one of these fields or asks for it. */
  public boolean mentions(String name, Collection<String> fields) {
    AtomicBoolean found = new AtomicBoolean();
    try (Reader template = open(name)) {
      mustache
          .compile(template)
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
    } catch (IOException e) {
      throw new IllegalStateException("The template " + name + " cannot be read", e);
    }
    return found.get();
  }

  private Reader open(String name) throws IOException {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "The name of a template has small letters, digits and hyphens only: " + name);
    }
    Path changed = changedTexts.resolve(name + ".html");
    Resource template =
        Files.isRegularFile(changed)
            ? new FileSystemResource(changed)
            : new ClassPathResource("letters/" + name + ".html");
    if (!template.exists()) {
      throw new IllegalStateException(
          "There is no template "
              + name
              + ": add "
              + changedTexts
              + "/"
              + name
              + ".html or correct the table letters");
    }
    return new InputStreamReader(template.getInputStream(), StandardCharsets.UTF_8);
  }
}

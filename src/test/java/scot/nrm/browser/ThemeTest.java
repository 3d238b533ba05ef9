package scot.nrm.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The colours of the applications and of our pages have the contrast that WCAG 2.2 requires,
 * calculated by its formula.
 */
class ThemeTest {

  private static final Path THEME =
      Path.of("src/main/resources/META-INF/resources/webjars/camunda/lib/nrm/theme.css");
  private static final Pattern COLOUR = Pattern.compile("--nrm-([a-z-]+): #([0-9a-f]{6});");

  private final Map<String, Integer> colours = new TreeMap<>(Map.of("white", 0xffffff));

  ThemeTest() throws IOException {
    Matcher colour = COLOUR.matcher(Files.readString(THEME));
    while (colour.find()) {
      colours.put(colour.group(1), Integer.parseInt(colour.group(2), 16));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ink, white",
    "ink, ground",
    "ink, due-tint",
    "ink, note-tint",
    "ink, focus",
    "quiet, white",
    "quiet, ground",
    "quiet, note-tint",
    "link, white",
    "link, ground",
    "link, note-tint",
    "link-hover, white",
    "link-hover, ground",
    "late, white",
    "late, ground",
    "late, late-tint",
    "due, white",
    "due, ground",
    "due, due-tint",
    "ok, white",
    "ok, ground",
    "ok, ok-tint",
    "note, white",
    "note, ground",
    "note, note-tint",
    "bar-text, bar",
    "white, go",
    "white, go-hover",
    "white, stop",
    "white, stop-hover",
  })
  void textHasEnoughContrast(String text, String ground) {
    assertThat(contrast(text, ground)).isGreaterThanOrEqualTo(4.5);
  }

  @ParameterizedTest
  @CsvSource({
    "field-line, white",
    "field-line, ground",
    "focus-line, white",
    "focus-line, ground",
    "focus, bar"
  })
  void fieldsAndKeyboardFocusHaveEnoughContrast(String line, String ground) {
    assertThat(contrast(line, ground)).isGreaterThanOrEqualTo(3);
  }

  private double contrast(String one, String other) {
    double first = luminance(colours.get(one));
    double second = luminance(colours.get(other));
    return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
  }

  private static double luminance(int colour) {
    return 0.2126 * part(colour >> 16) + 0.7152 * part(colour >> 8) + 0.0722 * part(colour);
  }

  private static double part(int colour) {
    double part = (colour & 0xff) / 255.0;
    return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
  }
}

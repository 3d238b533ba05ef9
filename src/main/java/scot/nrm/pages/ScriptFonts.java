package scot.nrm.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.Character.UnicodeScript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.fontbox.ttf.CmapLookup;
import org.springframework.util.StringUtils;

/**
 * The fonts of the operating system, one for each script: Debian's Noto fonts, which have the
 * script in their name, Droid Sans Fallback for Chinese and Japanese, and Nanum Gothic for Korean.
 * The Noto fonts for these languages are not TrueType and can't be embedded. Fonts are found by
 * name, and read only when a text needs one.
 */
final class ScriptFonts {

  private static final Pattern NOTO = Pattern.compile("Noto(Sans|Serif)([A-Za-z]+)-Regular\\.ttf");
  private static final Pattern DROID = Pattern.compile("DroidSansFallback(Full)?\\.ttf");
  private static final List<UnicodeScript> DROID_SCRIPTS =
      List.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.BOPOMOFO);

  private static final Map<String, UnicodeScript> BY_NAME =
      Arrays.stream(UnicodeScript.values())
          .collect(Collectors.toMap(script -> normalised(script.name()), script -> script));

  private final Map<UnicodeScript, Path> files = new EnumMap<>(UnicodeScript.class);
  private final Map<UnicodeScript, byte[]> contents = new ConcurrentHashMap<>();
  private final Map<UnicodeScript, CmapLookup> characters = new ConcurrentHashMap<>();

  /** Searches a folder, which may not exist, and its subfolders. */
  ScriptFonts(Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> found = Files.walk(folder, 4)) {
      // sorted, so that Sans is before Serif
      found.sorted().forEach(this::register);
    } catch (IOException | UncheckedIOException e) {
      throw new IllegalStateException(
          "nrm.letters.system-fonts: the folder " + folder + " can't be read", e);
    }
  }

  private void register(Path file) {
    String name = String.valueOf(file.getFileName());
    Matcher noto = NOTO.matcher(name);
    if (noto.matches()) {
      UnicodeScript script = BY_NAME.get(normalised(noto.group(2)));
      if (script != null) {
        files.putIfAbsent(script, file);
      }
    } else if (DROID.matcher(name).matches()) {
      DROID_SCRIPTS.forEach(script -> files.put(script, file));
    } else if (name.equals("NanumGothic.ttf")) {
      files.put(UnicodeScript.HANGUL, file);
    }
  }

  boolean has(UnicodeScript script) {
    return files.containsKey(script);
  }

  boolean canPrint(int character) {
    UnicodeScript script = UnicodeScript.of(character);
    return of(script)
        .map(font -> characters.computeIfAbsent(script, unread -> PdfWriter.characters(font)))
        .filter(lookup -> lookup.getGlyphId(character) != 0)
        .isPresent();
  }

  /** The font's bytes; empty if none is installed. */
  Optional<byte[]> of(UnicodeScript script) {
    return Optional.ofNullable(files.get(script))
        .map(file -> contents.computeIfAbsent(script, unread -> bytes(file)));
  }

  /** The name of a script, such as {@code Ol Chiki}. */
  static String name(UnicodeScript script) {
    return Arrays.stream(script.name().toLowerCase(Locale.ROOT).split("_"))
        .map(StringUtils::capitalize)
        .collect(Collectors.joining(" "));
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String normalised(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }
}

package scot.nrm.documents;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of a file on the computer from which it came, in any script, as it can be shown. It is
 * never the name of anything here.
 */
record FileName(String whole) {

  private static final int LONGEST = 255;

  private static final Pattern FOLDERS = Pattern.compile("^.*[/\\\\:]", Pattern.DOTALL);

  /**
   * Also the marks that turn the direction of writing: with them a name reads as if it ended
   * differently.
   */
  private static final Pattern INVISIBLE =
      Pattern.compile(
          "[\\p{Cc}\\p{Cs}\\p{Co}\\p{Cn}\\u200B\\u200E\\u200F\\u202A-\\u202E\\u2060-\\u2069\\uFEFF]");

  /** What is left of what a browser sends, or a program that takes itself for one. */
  static FileName of(String sent) {
    String name = Normalizer.normalize(sent == null ? "" : sent, Normalizer.Form.NFC);
    name = INVISIBLE.matcher(FOLDERS.matcher(name).replaceFirst("")).replaceAll("").strip();
    return new FileName(shortened(name));
  }

  /** Keeps the ending, by which people tell what it is. */
  private static String shortened(String name) {
    if (name.length() <= LONGEST) {
      return name;
    }
    String tail = name.substring(name.length() - 10);
    int end = LONGEST - tail.length() - 1;
    String head =
        name.substring(0, Character.isHighSurrogate(name.charAt(end - 1)) ? end - 1 : end);
    return head + "…" + (Character.isLowSurrogate(tail.charAt(0)) ? tail.substring(1) : tail);
  }

  /** What stands behind the last dot, in small letters; empty where there is none. */
  String ending() {
    int dot = whole.lastIndexOf('.');
    return dot < 0 ? "" : whole.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}

package scot.nrm.documents;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** A file's name on the sender's computer, in any script. Nothing is stored under it. */
record FileName(String whole) {

  private static final int MAX_LENGTH = 255;

  private static final Pattern FOLDERS = Pattern.compile("^.*[/\\\\:]", Pattern.DOTALL);

  /** Invisible characters, such as marks of direction, which can disguise a name's ending. */
  private static final Pattern INVISIBLE =
      Pattern.compile(
          "[\\p{Cc}\\p{Cs}\\p{Co}\\p{Cn}\\u200B\\u200E\\u200F\\u202A-\\u202E\\u2060-\\u2069\\uFEFF]");

  /** Cleans the name sent by a browser, or by a program that imitates one. */
  static FileName of(String sent) {
    String name = Normalizer.normalize(sent == null ? "" : sent, Normalizer.Form.NFC);
    name = INVISIBLE.matcher(FOLDERS.matcher(name).replaceFirst("")).replaceAll("").strip();
    return new FileName(shortened(name));
  }

  /** Keeps the ending, which shows people the type. */
  private static String shortened(String name) {
    if (name.length() <= MAX_LENGTH) {
      return name;
    }
    String tail = name.substring(name.length() - 10);
    int end = MAX_LENGTH - tail.length() - 1;
    String head =
        name.substring(0, Character.isHighSurrogate(name.charAt(end - 1)) ? end - 1 : end);
    return head + "…" + (Character.isLowSurrogate(tail.charAt(0)) ? tail.substring(1) : tail);
  }

  /** The part after the last dot, in lower case; empty if there is none. */
  String ending() {
    int dot = whole.lastIndexOf('.');
    return dot < 0 ? "" : whole.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}

package scot.nrm.casefile;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Something that may be in the child's file only, in every dress in which it could lie about
 * elsewhere: as text in small letters or capitals, in hexadecimal, in Base64 at each of the three
 * places where it can begin, or escaped.
 */
final class Secret {

  private final String what;
  private final String small;

  /** Each byte as one letter, so that bytes are searched as text is. */
  private final Map<String, String> dresses = new LinkedHashMap<>();

  Secret(String text) {
    this.what = text;
    this.small = text.toLowerCase(Locale.ROOT);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    dresses.put(
        "UTF-16", letters(text.getBytes(StandardCharsets.UTF_16BE)).toLowerCase(Locale.ROOT));
    dresses.put("hexadecimal", HexFormat.of().formatHex(bytes));
    dresses.put("escaped as \\u1ec5", escaped(text, "\\u%04x"));
    dresses.put("escaped as \\1ec5", escaped(text, "\\%04x"));
    dresses.put(
        "escaped as %E1", URLEncoder.encode(text, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT));
    for (int before = 0; before < 3; before++) {
      dresses.put("Base64 " + before, base64(bytes, before));
    }
  }

  /** What is searched for many secrets, read once for all of them. */
  record Searched(String asWritten, String small, String text) {

    static Searched of(byte[] content) {
      String letters = letters(content);
      return new Searched(
          letters,
          letters.toLowerCase(Locale.ROOT),
          new String(content, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT));
    }
  }

  /** The dress in which the secret is there, if it is. */
  Optional<String> in(byte[] content) {
    return in(Searched.of(content));
  }

  Optional<String> in(Searched content) {
    if (content.text().contains(small)) {
      return Optional.of("\"" + what + "\" as text");
    }
    for (Map.Entry<String, String> dress : dresses.entrySet()) {
      String searched = dress.getKey().startsWith("Base64") ? content.asWritten() : content.small();
      if (searched.contains(dress.getValue())) {
        return Optional.of("\"" + what + "\" as " + dress.getKey());
      }
    }
    return Optional.empty();
  }

  /** What is left of Base64 when what stands before and after is not known. */
  private static String base64(byte[] bytes, int before) {
    byte[] all =
        ByteBuffer.allocate(before + bytes.length).put(new byte[before]).put(bytes).array();
    String encoded = Base64.getEncoder().withoutPadding().encodeToString(all);
    int known = encoded.length() - (all.length % 3 == 0 ? 0 : 1);
    return encoded.substring(before == 0 ? 0 : before + 1, known);
  }

  private static String escaped(String text, String escape) {
    return text.chars()
        .mapToObj(c -> c < 128 ? String.valueOf((char) c) : escape.formatted(c))
        .collect(Collectors.joining())
        .toLowerCase(Locale.ROOT);
  }

  private static String letters(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Override
  public String toString() {
    return what;
  }
}

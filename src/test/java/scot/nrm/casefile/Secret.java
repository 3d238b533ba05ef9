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
 * Something that may be in the child's file only, in every encoding in which it could be found
 * elsewhere: as text in small letters or capitals, in hexadecimal, in Base64 at each of the three
 * places where it can begin, or escaped.
 */
final class Secret {

  private final String what;
  private final String small;

  /** Each byte as one letter, so that bytes are searched as text is. */
  private final Map<String, String> encodings = new LinkedHashMap<>();

  Secret(String text) {
    this.what = text;
    this.small = text.toLowerCase(Locale.ROOT);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    encodings.put(
        "UTF-16", letters(text.getBytes(StandardCharsets.UTF_16BE)).toLowerCase(Locale.ROOT));
    encodings.put("hexadecimal", HexFormat.of().formatHex(bytes));
    encodings.put("escaped as \\u1ec5", escaped(text, "\\u%04x"));
    encodings.put("escaped as \\1ec5", escaped(text, "\\%04x"));
    encodings.put(
        "escaped as %E1", URLEncoder.encode(text, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT));
    for (int before = 0; before < 3; before++) {
      encodings.put("Base64 " + before, base64(bytes, before));
    }
  }

  /** The content that is searched, prepared once for all secrets. */
  record Searched(String asWritten, String small, String text) {

    static Searched of(byte[] content) {
      String letters = letters(content);
      return new Searched(
          letters,
          letters.toLowerCase(Locale.ROOT),
          new String(content, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT));
    }
  }

  /** The encoding in which the secret was found, if it was. */
  Optional<String> in(byte[] content) {
    return in(Searched.of(content));
  }

  Optional<String> in(Searched content) {
    if (content.text().contains(small)) {
      return Optional.of("\"" + what + "\" as text");
    }
    for (Map.Entry<String, String> encoding : encodings.entrySet()) {
      String searched =
          encoding.getKey().startsWith("Base64") ? content.asWritten() : content.small();
      if (searched.contains(encoding.getValue())) {
        return Optional.of("\"" + what + "\" as " + encoding.getKey());
      }
    }
    return Optional.empty();
  }

  /** The part of the Base64 text that does not depend on the bytes before and after. */
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

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

  /** Each byte as one letter, so that bytes are searched as text is. */
  private final Map<String, String> dresses = new LinkedHashMap<>();

  Secret(String text) {
    this.what = text;
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

  /** The dress in which the secret is there, if it is. */
  Optional<String> in(byte[] content) {
    String asWritten = letters(content);
    String small = asWritten.toLowerCase(Locale.ROOT);
    if (new String(content, StandardCharsets.UTF_8)
        .toLowerCase(Locale.ROOT)
        .contains(what.toLowerCase(Locale.ROOT))) {
      return Optional.of("\"" + what + "\" as text");
    }
    return dresses.entrySet().stream()
        .filter(
            dress ->
                (dress.getKey().startsWith("Base64") ? asWritten : small)
                    .contains(dress.getValue()))
        .map(dress -> "\"" + what + "\" as " + dress.getKey())
        .findFirst();
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

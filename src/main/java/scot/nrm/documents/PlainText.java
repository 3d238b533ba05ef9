package scot.nrm.documents;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks whether a file is plain text, and finds its encoding, which is not stored in the file. */
final class PlainText {

  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cc}&&[^\\t\\n\\r\\f\\x{80}-\\x{9F}]]");

  private PlainText() {}

  /** The character set of a text; empty if it isn't text. */
  static Optional<Charset> charset(byte[] content) {
    return beginsWith(content, 0xFE, 0xFF) || beginsWith(content, 0xFF, 0xFE)
        ? ifReadable(content, StandardCharsets.UTF_16)
        : ifReadable(content, StandardCharsets.UTF_8).or(() -> ifReadable(content, WINDOWS));
  }

  private static boolean beginsWith(byte[] content, int first, int second) {
    return content.length >= 2 && content[0] == (byte) first && content[1] == (byte) second;
  }

  private static Optional<Charset> ifReadable(byte[] content, Charset charset) {
    try {
      return CONTROL.matcher(charset.newDecoder().decode(ByteBuffer.wrap(content))).find()
          ? Optional.empty()
          : Optional.of(charset);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}

package scot.nrm.documents;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSDocument;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;

/**
 * What a PDF would do when it is opened. Every object is checked, not only those that pages use,
 * and twice: as the file's table of objects lists them, and as a program finds them that doesn't
 * use the table.
 */
final class PdfFile {

  static final String ACTIONS =
      "The PDF contains a script, a form that sends data, another file, sound or video. Print it to"
          + " a new PDF, and choose the new file. Add a file that was inside it separately.";
  static final String PROTECTED =
      "The PDF is protected, so it cannot be checked. Save it without protection, or print it to a"
          + " new PDF, and choose the new file.";

  private static final String TABLE = "startxref";

  private static final Set<String> KEYS =
      Set.of("JS", "JavaScript", "EF", "EmbeddedFiles", "XFA", "RichMediaContent");

  /** Types of action (S) and of annotation (Subtype). A link to a page of the web may stay. */
  private static final Set<String> TYPES =
      Set.of(
          "JavaScript",
          "Launch",
          "SubmitForm",
          "ImportData",
          "GoToR",
          "GoToE",
          "Rendition",
          "RichMediaExecute",
          "RichMedia",
          "FileAttachment",
          "Movie",
          "Sound",
          "Screen",
          "3D");

  /** Addresses that aren't of a page of the web, an e-mail or a telephone. */
  private static final Pattern PROGRAM =
      Pattern.compile("(?i)(?!(https?|mailto|tel):)[a-z][a-z0-9+.-]*:.*", Pattern.DOTALL);

  private PdfFile() {}

  /**
   * Returns a sentence for the sender; empty if it does nothing.
   *
   * @throws IOException if it is damaged
   */
  static Optional<String> harm(byte[] content) throws IOException {
    try {
      Optional<String> listed = harmOfObjects(content);
      return listed.isPresent() ? listed : harmOfObjects(withoutTable(content));
    } catch (InvalidPasswordException e) {
      return Optional.of(PROTECTED);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      // The parser fails in these ways too, at files made to be odd.
      throw new IOException("cannot be read", e);
    }
  }

  private static Optional<String> harmOfObjects(byte[] content) throws IOException {
    try (PDDocument pdf = Loader.loadPDF(content)) {
      if (pdf.isEncrypted()) {
        // It opens without a password, but objects that the table doesn't list can't be read.
        return Optional.of(PROTECTED);
      }
      COSDocument objects = pdf.getDocument();
      Deque<COSBase> open = new ArrayDeque<>();
      Set<COSBase> seen = Collections.newSetFromMap(new IdentityHashMap<>());
      open.add(objects.getTrailer());
      for (COSObjectKey key : List.copyOf(objects.getXrefTable().keySet())) {
        open.add(objects.getObjectFromPool(key));
      }
      while (!open.isEmpty()) {
        COSBase next = open.pop();
        COSBase object = next instanceof COSObject reference ? reference.getObject() : next;
        if (object == null || !seen.add(object)) {
          continue;
        }
        if (object instanceof COSArray array) {
          array.forEach(item -> push(open, item));
        } else if (object instanceof COSDictionary dictionary) {
          if (acts(dictionary)) {
            return Optional.of(ACTIONS);
          }
          dictionary.getValues().forEach(value -> push(open, value));
        }
      }
      return Optional.empty();
    }
  }

  private static void push(Deque<COSBase> open, COSBase item) {
    if (item != null) {
      open.push(item);
    }
  }

  private static boolean acts(COSDictionary dictionary) {
    return dictionary.keySet().stream().map(COSName::getName).anyMatch(KEYS::contains)
        || TYPES.contains(name(dictionary, COSName.S))
        || TYPES.contains(name(dictionary, COSName.SUBTYPE))
        || PROGRAM.matcher(dictionary.getString(COSName.URI, "").strip()).matches()
        || leavesUnasked(dictionary.getDictionaryObject(COSName.OPEN_ACTION))
        || dictionary.getDictionaryObject(COSName.AA) instanceof COSDictionary events
            && events.keySet().stream()
                .anyMatch(event -> leavesUnasked(events.getDictionaryObject(event)));
  }

  /** Whether a page of the web opens without a click, or after another action. */
  private static boolean leavesUnasked(COSBase action) {
    return action instanceof COSDictionary dictionary
        && (name(dictionary, COSName.S).equals("URI")
            || dictionary.containsKey(COSName.getPDFName("Next")));
  }

  private static String name(COSDictionary dictionary, COSName key) {
    return dictionary.getDictionaryObject(key) instanceof COSName name ? name.getName() : "";
  }

  private static byte[] withoutTable(byte[] content) {
    return new String(content, StandardCharsets.ISO_8859_1)
        .replace(TABLE, " ".repeat(TABLE.length()))
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}

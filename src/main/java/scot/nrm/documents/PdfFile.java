package scot.nrm.documents;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSDocument;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;

/**
 * Finds what a PDF would do when it is opened, and what its pictures would reveal. Every object is
 * checked, not only those on pages, and in two ways: through the file's table of objects, and by
 * scanning the file as a program without that table would.
 */
final class PdfFile {

  static final String ACTIONS =
      "The PDF contains a script, a form that sends data, another file, sound or video. Print it to a new PDF, and choose the new file. Add a file that was inside it separately.";
  static final String PROTECTED =
      "The PDF is protected, so it cannot be checked. Save it without protection, or print it to a new PDF, and choose the new file.";

  static final String TOO_LARGE =
      "The PDF is too large when it is unpacked. Make it smaller, for example by scanning it in black and white or splitting it, and choose the new file.";

  /** Of one part when unpacked, because the parser keeps some of them in memory. */
  private static final long MAX_PART = 64L * 1024 * 1024;

  private static final long MAX_TOTAL = 16 * MAX_PART;

  /** How often a part may be packed. */
  private static final int MAX_LAYERS = 3;

  /** How often a whole file may be read. Files of usual programs need five times at most. */
  private static final int MAX_READINGS = 20;

  private static final int BASE_ALLOWANCE = 1024 * 1024;

  private static final String XREF_KEYWORD = "startxref";

  private static final Set<String> ACTIVE_KEYS =
      Set.of("JS", "JavaScript", "EF", "EmbeddedFiles", "XFA", "RichMediaContent");

  /** Types of action (S) and of annotation (Subtype). A link to a page of the web may stay. */
  private static final Set<String> ACTIVE_TYPES =
      Set.of(
          new String[] {
            "JavaScript", "Launch", "SubmitForm", "ImportData", "GoToR", "GoToE", "Rendition",
            "RichMediaExecute", "RichMedia", "FileAttachment", "Movie", "Sound", "Screen", "3D"
          });

  /** Addresses that aren't of a page of the web, an e-mail or a telephone. */
  private static final Pattern PROGRAM_ADDRESS =
      Pattern.compile("(?i)(?!(https?|mailto|tel):)[a-z][a-z0-9+.-]*:.*", Pattern.DOTALL);

  /** How pictures are packed that may have data beside them: JPEG and JPEG 2000. */
  private static final List<String> PICTURE_FILTERS =
      List.of(
          COSName.DCT_DECODE.getName(),
          COSName.DCT_DECODE_ABBREVIATION.getName(),
          COSName.JPX_DECODE.getName());

  /** XMP, and what programs keep of the picture they made it from. */
  private static final List<COSName> METADATA_KEYS =
      List.of(COSName.METADATA, COSName.getPDFName("PieceInfo"));

  private static final String EXIF = "Exif\0\0";

  private PdfFile() {}

  /**
   * Returns a sentence for the sender; empty if it does nothing.
   *
   * @throws IOException if it is damaged
   */
  static Optional<String> harm(byte[] content) throws IOException {
    if (unpacksTooLarge(content)) {
      return Optional.of(TOO_LARGE);
    }
    try {
      Optional<String> listed = harmOfObjects(content);
      return listed.isPresent() ? listed : harmOfObjects(withoutXrefTable(content));
    } catch (InvalidPasswordException e) {
      return Optional.of(PROTECTED);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      // The parser fails in these ways too, at files made to be odd.
      throw new IOException("cannot be read", e);
    }
  }

  private static Optional<String> harmOfObjects(byte[] content) throws IOException {
    try (PDDocument pdf = Loader.loadPDF(new LimitedRead(content))) {
      if (pdf.isEncrypted()) {
        // It opens without a password, but objects that the table doesn't list can't be read.
        return Optional.of(PROTECTED);
      }
      return dictionaries(pdf.getDocument()).stream().anyMatch(PdfFile::isActive)
          ? Optional.of(ACTIONS)
          : Optional.empty();
    }
  }

  /** All of them, whether a page uses them or not. */
  private static List<COSDictionary> dictionaries(COSDocument objects) {
    List<COSDictionary> found = new ArrayList<>();
    Deque<COSBase> pending = new ArrayDeque<>();
    Set<COSBase> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    pending.add(objects.getTrailer());
    for (COSObjectKey key : List.copyOf(objects.getXrefTable().keySet())) {
      pending.add(objects.getObjectFromPool(key));
    }
    while (!pending.isEmpty()) {
      COSBase next = pending.pop();
      COSBase object = next instanceof COSObject reference ? reference.getObject() : next;
      if (object == null || !seen.add(object)) {
        continue;
      }
      if (object instanceof COSArray array) {
        array.forEach(item -> push(pending, item));
      } else if (object instanceof COSDictionary dictionary) {
        found.add(dictionary);
        dictionary.getValues().forEach(value -> push(pending, value));
      }
    }
    return found;
  }

  /**
   * Returns the PDF without the data of its pictures, such as where they were taken. It is written
   * again only where there is some; what no page uses any more, such as an earlier picture, is then
   * left out. Empty if a picture has data that can't be removed.
   *
   * @throws IOException if it is damaged
   */
  static Optional<byte[]> withoutPictureData(byte[] content) throws IOException {
    try (PDDocument pdf = Loader.loadPDF(new LimitedRead(content))) {
      boolean changed = new String(content, StandardCharsets.ISO_8859_1).contains(EXIF);
      for (COSDictionary dictionary : dictionaries(pdf.getDocument())) {
        for (COSName data : METADATA_KEYS) {
          changed |= dictionary.containsKey(data);
          dictionary.removeItem(data);
        }
        if (dictionary instanceof COSStream stream) {
          Optional<Boolean> picture = withoutData(stream);
          if (picture.isEmpty()) {
            return Optional.empty();
          }
          changed |= picture.get();
        }
      }
      if (!changed) {
        return Optional.of(content);
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream(content.length);
      pdf.save(out);
      return Optional.of(out.toByteArray());
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw new IOException("cannot be read", e);
    }
  }

  /** Whether a stream was a picture and had data; empty if that can't be removed. */
  private static Optional<Boolean> withoutData(COSStream stream) throws IOException {
    PDStream parts = new PDStream(stream);
    List<COSName> filters = parts.getFilters();
    String last = filters.isEmpty() ? "" : filters.get(filters.size() - 1).getName();
    if (!PICTURE_FILTERS.contains(last)) {
      return Optional.of(false);
    }
    byte[] picture;
    try (InputStream in = parts.createInputStream(PICTURE_FILTERS)) {
      picture = in.readAllBytes();
    }
    if (last.equals(COSName.JPX_DECODE.getName())) {
      return Optional.of(false).filter(nothing -> !Picture.hasNamedData(picture));
    }
    Optional<byte[]> cleaned = Picture.withoutData(FileType.JPEG, picture);
    if (cleaned.isEmpty() || Arrays.equals(cleaned.get(), picture)) {
      return cleaned.map(same -> false);
    }
    try (OutputStream out = stream.createRawOutputStream()) {
      out.write(cleaned.get());
    }
    stream.setItem(COSName.FILTER, COSName.DCT_DECODE);
    if (stream.getDictionaryObject(COSName.DECODE_PARMS) instanceof COSArray parameters) {
      stream.setItem(COSName.DECODE_PARMS, parameters.getObject(filters.size() - 1));
    }
    return Optional.of(true);
  }

  private static void push(Deque<COSBase> pending, COSBase item) {
    if (item != null) {
      pending.push(item);
    }
  }

  private static boolean isActive(COSDictionary dictionary) {
    return dictionary.keySet().stream().map(COSName::getName).anyMatch(ACTIVE_KEYS::contains)
        || ACTIVE_TYPES.contains(name(dictionary, COSName.S))
        || ACTIVE_TYPES.contains(name(dictionary, COSName.SUBTYPE))
        || PROGRAM_ADDRESS.matcher(dictionary.getString(COSName.URI, "").strip()).matches()
        || opensPageAutomatically(dictionary.getDictionaryObject(COSName.OPEN_ACTION))
        || dictionary.getDictionaryObject(COSName.AA) instanceof COSDictionary events
            && events.keySet().stream()
                .anyMatch(event -> opensPageAutomatically(events.getDictionaryObject(event)));
  }

  /** Whether a page of the web opens without a click, or after another action. */
  private static boolean opensPageAutomatically(COSBase action) {
    return action instanceof COSDictionary dictionary
        && (name(dictionary, COSName.S).equals("URI")
            || dictionary.containsKey(COSName.getPDFName("Next")));
  }

  private static String name(COSDictionary dictionary, COSName key) {
    return dictionary.getDictionaryObject(key) instanceof COSName name ? name.getName() : "";
  }

  /** The parser may decompress anything after this word, whatever the file declares. */
  private static boolean unpacksTooLarge(byte[] content) throws IOException {
    String file = new String(content, StandardCharsets.ISO_8859_1);
    long all = 0;
    long read = 0;
    for (int at = file.indexOf("stream"); at >= 0; at = file.indexOf("stream", at + 1)) {
      int start = at + 6;
      while (start < content.length && " \r\n".indexOf(content[start]) >= 0) {
        start++;
      }
      for (int layers = 1; layers <= MAX_LAYERS; layers++) {
        Unpacked unpacked = unpacked(content, start, layers);
        all += unpacked.size();
        read += unpacked.read();
        if (unpacked.size() > MAX_PART || all > MAX_TOTAL || read > maxRead(content.length)) {
          return true;
        }
        if (unpacked.size() == 0) {
          break;
        }
      }
    }
    return false;
  }

  /**
   * The most bytes that may be read from a file of this length: nested parts could make the check
   * unpack the same bytes again and again.
   */
  private static long maxRead(long length) {
    return BASE_ALLOWANCE + MAX_READINGS * length;
  }

  /** The unpacked size, and how many bytes of the file were read. */
  private record Unpacked(long size, long read) {}

  private static Unpacked unpacked(byte[] content, int start, int layers) throws IOException {
    List<Inflater> inflaters = Stream.generate(() -> new Inflater(true)).limit(layers).toList();
    long size = 0;
    long bytesRead = 0;
    try {
      InputStream in = new ByteArrayInputStream(content, start, content.length - start);
      for (Inflater inflater : inflaters) {
        // The parser, too, doesn't read the two bytes that say how it is packed.
        in.skipNBytes(2);
        in = new InflaterInputStream(in, inflater);
      }
      byte[] buffer = new byte[16 * 1024];
      for (int read = in.read(buffer); read > 0 && size <= MAX_PART; read = in.read(buffer)) {
        size += read;
      }
    } catch (ZipException | EOFException e) {
      // It isn't packed, or only so far.
    } finally {
      bytesRead = inflaters.get(0).getBytesRead();
      inflaters.forEach(Inflater::end);
    }
    return new Unpacked(size, bytesRead);
  }

  /** Stops the parser at a file made to keep it busy, such as one whose parts never end. */
  private static final class LimitedRead extends RandomAccessReadBuffer {

    private long left;

    LimitedRead(byte[] content) {
      super(content);
      left = maxRead(content.length);
    }

    @Override
    public int read() throws IOException {
      count(1);
      return super.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      count(Math.max(0, read));
      return read;
    }

    /** Throws an exception that the parser doesn't catch, so that it doesn't continue. */
    private void count(int read) {
      left -= read;
      if (left < 0) {
        throw new IllegalStateException("read too often");
      }
    }
  }

  private static byte[] withoutXrefTable(byte[] content) {
    return new String(content, StandardCharsets.ISO_8859_1)
        .replace(XREF_KEYWORD, " ".repeat(XREF_KEYWORD.length()))
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}

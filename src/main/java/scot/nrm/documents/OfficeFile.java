package scot.nrm.documents;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The content of a word processor's file, which is a zip archive. Nothing is written to disk.
 *
 * <p>Its parts are those of the central directory, and they must fill the file without a gap: a
 * program that reads the directory, and one that reads from the beginning, then find the same.
 */
final class OfficeFile {

  static final String MACROS =
      "The file contains macros, which run when it is opened. Save it as a PDF, and choose the new file.";
  static final String OBJECTS =
      "The file contains another file or an object, such as a spreadsheet, a chart or a button. Save it as a PDF, and choose the new file. Add the other file separately.";
  static final String REMOTE =
      "The file fetches something from elsewhere when it is opened, such as a template, a picture or a field, or links to a file. Save it as a PDF, and choose the new file.";

  private static final int MAX_PARTS = 10_000;
  private static final long MAX_UNPACKED = 200L * 1024 * 1024;
  private static final int MAX_PICTURE = 64 * 1024 * 1024;

  /** The largest XML part: some parsers keep a whole value in memory, and each open element. */
  private static final int MAX_XML = 16 * 1024 * 1024;

  private static final int MAX_XML_DEPTH = 1_000;

  private static final int DIRECTORY_END = 0x06054b50;
  private static final int DIRECTORY_ENTRY = 0x02014b50;
  private static final int LOCAL_ENTRY = 0x04034b50;
  private static final int ENCRYPTED = 1;
  private static final int SIZES_AFTER_DATA = 1 << 3;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;

  /** Another name for the part, which some programs use instead of the first one. */
  private static final int SECOND_NAME = 0x7075;

  private static final int DATA_DESCRIPTOR = 0x08074b50;

  private static final Pattern MACRO_PART =
      Pattern.compile("(.*/)?vbaproject\\.bin|(.*/)?vbadata\\.xml|(basic|scripts|dialogs)/.*");
  private static final Pattern OBJECT_PART =
      Pattern.compile("(.*/)?(embeddings|activex|webextensions)/.*|objectreplacements/.*");
  private static final Pattern MACRO_TYPE =
      Pattern.compile("(?i).*(macroEnabled|vbaProject|vbaData|wordVbaData).*");
  private static final Pattern OBJECT_TYPE =
      Pattern.compile(
          "(?i).*/(oleObject|package|control|activeX\\w*|aFChunk|webextension\\w*|subDocument)");

  /** Fields that run a program, or read another file or page. */
  private static final Pattern FIELD =
      Pattern.compile(
          "(?i)\\{\\s*(DDE|DDEAUTO|INCLUDE|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT|DATABASE)\\b");

  /** Links that do nothing until a person follows them. */
  private static final Pattern LINK = Pattern.compile("(?i)(https?://|mailto:|#).*");

  private static final Pattern REMOTE_TARGET =
      Pattern.compile("(?i)[a-z][a-z0-9+.-]*:.*|[/\\\\].*");

  /** A picture written into the text, whose data isn't removed here. */
  private static final Pattern INLINE_PICTURE = Pattern.compile("(?is)\\s*data:image/.*");

  private static final String XLINK = "http://www.w3.org/1999/xlink";

  /** An earlier date than 1 February 1980 would be written in a form that OpenDocument forbids. */
  private static final LocalDateTime NEUTRAL_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  private record Part(
      String name, int start, int packedSize, int method, int size, boolean picture) {}

  private final byte[] content;
  private final List<Part> orderedParts = new ArrayList<>();
  private final Set<String> partNames = new HashSet<>();
  private String harm;
  private long unpacked;

  /**
   * @throws IOException if it is not a complete archive, two programs could read it differently, or
   *     it is too large when unpacked
   */
  OfficeFile(byte[] content) throws IOException {
    this.content = content;
    try {
      read(ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN));
    } catch (BufferUnderflowException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | DataFormatException
        | XMLStreamException e) {
      throw new IOException("cannot be read", e);
    }
  }

  boolean isWordDocument() {
    return partNames.contains("[content_types].xml") && partNames.contains("word/document.xml");
  }

  boolean isOpenDocument() {
    return partNames.contains("mimetype") && partNames.contains("content.xml");
  }

  /** A sentence for the sender about what the file would do when it is opened; empty if nothing. */
  Optional<String> harm() {
    return Optional.ofNullable(harm);
  }

  private void read(ByteBuffer zip) throws IOException, DataFormatException, XMLStreamException {
    int end = zip.limit() - 22;
    int count = Short.toUnsignedInt(zip.getShort(end + 10));
    int directory = zip.getInt(end + 16);
    require(
        zip.getInt(end) == DIRECTORY_END
            && zip.getInt(end + 4) == 0
            && zip.getShort(end + 20) == 0
            && directory >= 0
            && (long) directory + zip.getInt(end + 12) == end
            && count == Short.toUnsignedInt(zip.getShort(end + 8))
            && count <= MAX_PARTS);
    TreeMap<Integer, Integer> entries = new TreeMap<>();
    int at = directory;
    for (int i = 0; i < count; i++) {
      require(zip.getInt(at) == DIRECTORY_ENTRY);
      require(entries.put(zip.getInt(at + 42), at) == null);
      at +=
          46
              + Short.toUnsignedInt(zip.getShort(at + 28))
              + Short.toUnsignedInt(zip.getShort(at + 30))
              + Short.toUnsignedInt(zip.getShort(at + 32));
    }
    require(at == end);
    int expected = 0;
    for (var entry : entries.entrySet()) {
      require(entry.getKey() == expected);
      int next = Optional.ofNullable(entries.higherKey(expected)).orElse(directory);
      expected = readPart(zip, entry.getKey(), entry.getValue());
      if ((zip.getShort(entry.getKey() + 6) & SIZES_AFTER_DATA) != 0) {
        // Eight bytes each instead of four, in files of programs that can write larger ones.
        boolean signed = zip.getInt(expected) == DATA_DESCRIPTOR;
        expected += signed ? next == expected + 24 ? 24 : 16 : 12;
      }
    }
    require(expected == directory);
  }

  /** Returns the end of its data. */
  private int readPart(ByteBuffer zip, int local, int entry)
      throws IOException, DataFormatException, XMLStreamException {
    int flags = zip.getShort(local + 6);
    int method = zip.getShort(entry + 10);
    int packedSize = zip.getInt(entry + 20);
    int size = zip.getInt(entry + 24);
    byte[] name = bytes(zip, entry + 46, Short.toUnsignedInt(zip.getShort(entry + 28)));
    int extra = local + 30 + name.length;
    int extraLength = Short.toUnsignedInt(zip.getShort(local + 28));
    int start = extra + extraLength;
    require(
        zip.getInt(local) == LOCAL_ENTRY
            && ((flags | zip.getShort(entry + 8)) & ENCRYPTED) == 0
            && zip.getShort(local + 8) == method
            && Short.toUnsignedInt(zip.getShort(local + 26)) == name.length
            && Arrays.equals(name, bytes(zip, local + 30, name.length))
            && packedSize >= 0
            && packedSize <= zip.limit() - start
            && size >= 0
            && ((flags & SIZES_AFTER_DATA) != 0
                || zip.getInt(local + 18) == packedSize && zip.getInt(local + 22) == size));
    refuseSecondName(zip, extra, extraLength);
    refuseSecondName(zip, entry + 46 + name.length, Short.toUnsignedInt(zip.getShort(entry + 30)));
    String part = normalised(name);
    require(partNames.add(part) && !("/" + part).contains("/../"));
    if (MACRO_PART.matcher(part).matches()) {
      harm = MACROS;
    } else if (OBJECT_PART.matcher(part).matches()) {
      report(OBJECTS);
    }
    ByteBuffer beginning = unpack(zip, start, packedSize, method, size);
    orderedParts.add(
        new Part(
            new String(name, StandardCharsets.UTF_8),
            start,
            packedSize,
            method,
            size,
            Picture.isPicture(beginning.duplicate())));
    boolean xml = isXml(beginning);
    // Or it is in an encoding that isn't read here.
    require(xml || size == 0 || !part.endsWith(".xml") && !part.endsWith(".rels"));
    if (xml) {
      require(size <= MAX_XML);
      // Programs write a document type into their own settings.
      boolean mayHaveDocumentType =
          part.startsWith("configurations2/") || part.startsWith("meta-inf/");
      try (InputStream unpackedPart = open(orderedParts.get(orderedParts.size() - 1))) {
        readXml(unpackedPart, mayHaveDocumentType);
      }
    }
    return start + packedSize;
  }

  private InputStream open(Part part) {
    InputStream packed = new ByteArrayInputStream(content, part.start(), part.packedSize());
    if (part.method() == STORED) {
      return packed;
    }
    Inflater inflater = new Inflater(true);
    return new InflaterInputStream(packed, inflater) {
      @Override
      public void close() throws IOException {
        super.close();
        inflater.end();
      }
    };
  }

  /**
   * Returns the file without the data of its pictures, such as where they were taken. Empty if a
   * picture has data that can't be removed.
   */
  Optional<byte[]> withoutPictureData() throws IOException {
    if (orderedParts.stream().noneMatch(Part::picture)) {
      return Optional.of(content);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(content.length);
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Part part : orderedParts) {
        ZipEntry entry = new ZipEntry(part.name());
        entry.setTimeLocal(NEUTRAL_TIME);
        Optional<byte[]> whole = Optional.empty();
        if (part.picture()) {
          whole = part.size() > MAX_PICTURE ? whole : Picture.embedded(unpacked(part));
          if (whole.isEmpty()) {
            return Optional.empty();
          }
        } else if (part.method() == STORED) {
          // As the first part of an OpenDocument file must be.
          whole = Optional.of(unpacked(part));
          CRC32 sum = new CRC32();
          sum.update(whole.get());
          entry.setMethod(ZipEntry.STORED);
          entry.setSize(part.size());
          entry.setCrc(sum.getValue());
        }
        zip.putNextEntry(entry);
        if (whole.isPresent()) {
          zip.write(whole.get());
        } else {
          try (InputStream in = open(part)) {
            in.transferTo(zip);
          }
        }
        zip.closeEntry();
      }
    }
    return Optional.of(out.toByteArray());
  }

  private byte[] unpacked(Part part) throws IOException {
    try (InputStream in = open(part)) {
      return in.readAllBytes();
    }
  }

  private static String normalised(byte[] name) {
    return new String(name, StandardCharsets.UTF_8)
        .replace('\\', '/')
        .replaceAll("/(\\./|/)+", "/")
        .replaceFirst("^(\\./|/)+", "")
        .toLowerCase(Locale.ROOT);
  }

  private static void refuseSecondName(ByteBuffer zip, int start, int length) throws IOException {
    for (int at = start; at + 4 <= start + length; ) {
      require(Short.toUnsignedInt(zip.getShort(at)) != SECOND_NAME);
      at += 4 + Short.toUnsignedInt(zip.getShort(at + 2));
    }
  }

  /** Returns how it begins. Nothing large is kept in memory. */
  private ByteBuffer unpack(ByteBuffer zip, int start, int packedSize, int method, int size)
      throws IOException, DataFormatException {
    unpacked += size;
    require(unpacked <= MAX_UNPACKED && (method == STORED || method == DEFLATED));
    if (method == STORED) {
      require(packedSize == size);
      return ByteBuffer.wrap(zip.array(), start, size);
    }
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(zip.array(), start, packedSize);
      byte[] first = new byte[64 * 1024];
      byte[] buffer = first;
      int beginning = inflater.inflate(first);
      while (!inflater.finished()) {
        buffer = buffer == first ? new byte[first.length] : buffer;
        require(inflater.inflate(buffer) > 0 || inflater.finished());
        require(inflater.getBytesWritten() <= size);
      }
      require(inflater.getBytesWritten() == size && inflater.getRemaining() == 0);
      return ByteBuffer.wrap(first, 0, beginning);
    } finally {
      inflater.end();
    }
  }

  private static byte[] bytes(ByteBuffer zip, int start, int length) {
    byte[] bytes = new byte[length];
    zip.get(start, bytes);
    return bytes;
  }

  private static void require(boolean condition) throws IOException {
    if (!condition) {
      throw new IOException("not a complete archive, or one that can be read in two ways");
    }
  }

  /** By content: a part may have any name. White space, marks and zeros of UTF-16 come first. */
  private static boolean isXml(ByteBuffer content) {
    while (content.hasRemaining()) {
      switch (Byte.toUnsignedInt(content.get())) {
        case '<':
          return true;
        case ' ', '\t', '\n', '\r', 0, 0xEF, 0xBB, 0xBF, 0xFE, 0xFF:
          break;
        default:
          return false;
      }
    }
    return false;
  }

  private void readXml(InputStream content, boolean mayHaveDocumentType)
      throws XMLStreamException, IOException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    XMLStreamReader xml = factory.createXMLStreamReader(content);
    // All fields of the part: one may extend over several pieces of text.
    StringBuilder fields = new StringBuilder();
    boolean inField = false;
    int depth = 0;
    while (xml.hasNext()) {
      int event = xml.next();
      require(event != XMLStreamConstants.DTD || mayHaveDocumentType);
      if (event == XMLStreamConstants.START_ELEMENT) {
        require(++depth <= MAX_XML_DEPTH);
        checkElement(xml, fields);
        inField = xml.getLocalName().toLowerCase(Locale.ROOT).endsWith("instrtext");
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
        inField = false;
      } else if (inField && xml.isCharacters()) {
        fields.append(xml.getText());
      }
    }
    if (FIELD.matcher(fields).find()) {
      report(REMOTE);
    }
  }

  private void checkElement(XMLStreamReader xml, StringBuilder fields) {
    String name = xml.getLocalName();
    switch (name) {
      case "Relationship" -> checkRelationship(xml);
      case "Default", "Override" -> {
        if (MACRO_TYPE.matcher(attribute(xml, "ContentType")).matches()) {
          harm = MACROS;
        }
      }
      case "fldSimple" -> fields.append('{').append(attribute(xml, "instr")).append('}');
      case "fldChar" -> fields.append(attribute(xml, "fldCharType").equals("begin") ? '{' : '}');
      case "event-listener", "script" -> harm = MACROS;
      case "object", "object-ole", "OLEObject", "plugin", "applet", "floating-frame" ->
          report(OBJECTS);
      case "binary-data", "binData" -> report(Picture.INSIDE_HAS_DATA);
      default -> {
        if (name.startsWith("dde-")) {
          report(REMOTE);
        }
      }
    }
    checkLink(xml);
  }

  private void checkRelationship(XMLStreamReader xml) {
    String type = attribute(xml, "Type");
    String target = attribute(xml, "Target");
    if (MACRO_TYPE.matcher(type).matches()) {
      harm = MACROS;
    } else if (OBJECT_TYPE.matcher(type).matches()) {
      report(OBJECTS);
    } else if (!(type.endsWith("/hyperlink") && LINK.matcher(target).matches())
        && (attribute(xml, "TargetMode").equalsIgnoreCase("External")
            || target.contains(":")
            || target.startsWith("\\\\")
            || target.startsWith("//"))) {
      report(REMOTE);
    }
  }

  private void checkLink(XMLStreamReader xml) {
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      if (INLINE_PICTURE.matcher(xml.getAttributeValue(i)).matches()) {
        report(Picture.INSIDE_HAS_DATA);
        return;
      }
    }
    String target = xml.getAttributeValue(XLINK, "href");
    if (target == null) {
      return;
    }
    target = target.strip();
    boolean followed = xml.getLocalName().equals("a") && LINK.matcher(target).matches();
    if (!followed && (REMOTE_TARGET.matcher(target).matches() || target.startsWith(".."))) {
      report(REMOTE);
    }
  }

  private static String attribute(XMLStreamReader xml, String name) {
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      if (xml.getAttributeLocalName(i).equals(name)) {
        return xml.getAttributeValue(i).strip();
      }
    }
    return "";
  }

  /** Macros come first, because they are the worst. */
  private void report(String sentence) {
    harm = harm == null ? sentence : harm;
  }
}

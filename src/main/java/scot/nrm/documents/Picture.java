package scot.nrm.documents;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A picture without the data that cameras and programs add to it: place, time, device and a small
 * copy of the picture. Otherwise a photograph could show where a child lives. The picture itself
 * isn't compressed again.
 */
final class Picture {

  static final String HAS_DATA =
      "The picture contains data about where or how it was made, which cannot be removed here. Save it as PNG or PDF, and choose the new file.";
  static final String INSIDE_HAS_DATA =
      "The file contains a picture with data about where or how it was made, which cannot be removed here. Print it to a new PDF, and choose the new file.";

  private static final int START = 0xD8;
  private static final int END = 0xD9;
  private static final int SCAN = 0xDA;
  private static final int APP0 = 0xE0;
  private static final int EXIF = 0xE1;
  private static final int COLOURS = 0xE2;
  private static final int ADOBE = 0xEE;

  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  /** The chunks that are needed to show a PNG. All others are removed. */
  private static final Set<String> NEEDED_CHUNKS =
      Set.of(
          "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "bKGD",
          "pHYs", "cICP", "acTL", "fcTL", "fdAT");

  private static final int ORIENTATION = 0x0112;

  /** XMP, IPTC, Photoshop, EXIF, GPS, and directories inside a directory, which may have them. */
  private static final Set<Integer> DATA_TAGS =
      Set.of(0x02BC, 0x83BB, 0x8649, 0x8769, 0x8825, 0x014A);

  private static final int MAX_DIRECTORIES = 10_000;

  /** How JPEG, PNG, TIFF, GIF, WebP, and HEIC, AVIF and films begin. */
  private static final Pattern PICTURE_START =
      Pattern.compile(
          "(\u00FF\u00D8\u00FF|\u0089PNG|II\\*\0|MM\0\\*|GIF8|RIFF|.{4}ftyp).*", Pattern.DOTALL);

  private static final int START_LENGTH = 8;

  /** What GIF, WebP and JPEG 2000 call such data. */
  private static final Pattern DATA_NAMES = Pattern.compile("EXIF|XMP |uuid|xml ");

  private Picture() {}

  /** Empty if the picture is damaged. Other types of file stay as they are. */
  static Optional<byte[]> withoutData(FileType type, byte[] content) {
    try {
      return switch (type) {
        case JPEG -> jpeg(ByteBuffer.wrap(content));
        case PNG -> png(ByteBuffer.wrap(content));
        default -> Optional.of(content);
      };
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** Whether a part of another file is a picture, by how it begins. */
  static boolean isPicture(ByteBuffer first) {
    return PICTURE_START
        .matcher(latin1(bytes(first, Math.min(START_LENGTH, first.remaining()))))
        .matches();
  }

  /** A picture that is part of another file. Empty if it has data that can't be removed here. */
  static Optional<byte[]> embedded(byte[] content) {
    return switch (content[0]) {
      case (byte) 0xFF -> withoutData(FileType.JPEG, content);
      case (byte) 0x89 -> withoutData(FileType.PNG, content);
      case 'I', 'M' -> Optional.of(content).filter(tiff -> !hasTiffData(tiff));
      case 'G', 'R' -> Optional.of(content).filter(other -> !hasNamedData(other));
      default -> Optional.empty();
    };
  }

  /** Whether a GIF, WebP or JPEG 2000 has such data. */
  static boolean hasNamedData(byte[] content) {
    return DATA_NAMES.matcher(latin1(content)).find();
  }

  private static Optional<byte[]> jpeg(ByteBuffer in) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(in.limit());
    if (marker(in) != START) {
      return Optional.empty();
    }
    writeMarker(out, START);
    for (int marker = marker(in); ; marker = marker(in)) {
      if (marker == END) {
        // Behind it, telephones write a film or more pictures.
        writeMarker(out, END);
        return Optional.of(out.toByteArray());
      }
      if (marker < 0xC0) {
        return Optional.empty();
      }
      byte[] segment = bytes(in, Short.toUnsignedInt(in.getShort(in.position())));
      if (marker == EXIF) {
        orientation(segment).ifPresent(turned -> out.writeBytes(exif(turned)));
      } else if (isNeeded(marker, segment)) {
        writeMarker(out, marker);
        out.writeBytes(segment);
      }
      if (marker == SCAN) {
        out.writeBytes(bytes(in, scanLength(in)));
      }
    }
  }

  /** The next marker, or -1 where there is none. */
  private static int marker(ByteBuffer in) {
    if (Byte.toUnsignedInt(in.get()) != 0xFF) {
      return -1;
    }
    int marker = Byte.toUnsignedInt(in.get());
    while (marker == 0xFF) {
      marker = Byte.toUnsignedInt(in.get());
    }
    return marker;
  }

  /** The bytes up to the next marker that isn't part of the picture. */
  private static int scanLength(ByteBuffer in) {
    int at = in.position();
    while (true) {
      int next = Byte.toUnsignedInt(in.get(at + 1));
      if (in.get(at) == (byte) 0xFF && next != 0 && next != 0xFF && (next < 0xD0 || next > 0xD7)) {
        return at - in.position();
      }
      at++;
    }
  }

  private static boolean isNeeded(int marker, byte[] segment) {
    return switch (marker) {
      case APP0 -> startsWith(segment, "JFIF\0");
      case COLOURS -> startsWith(segment, "ICC_PROFILE\0");
      case ADOBE -> startsWith(segment, "Adobe");
      default -> marker < APP0;
    };
  }

  private static boolean startsWith(byte[] segment, String with) {
    return latin1(segment).startsWith(with, 2);
  }

  private static String latin1(byte[] content) {
    return new String(content, StandardCharsets.ISO_8859_1);
  }

  /** How a photograph is turned to be shown upright, 2 to 8: telephones always write it there. */
  private static Optional<Integer> orientation(byte[] segment) {
    if (!startsWith(segment, "Exif\0\0")) {
      return Optional.empty();
    }
    try {
      ByteBuffer tiff = tiff(ByteBuffer.wrap(segment, 8, segment.length - 8).slice());
      int at = tiff.getInt(4);
      for (int i = Short.toUnsignedInt(tiff.getShort(at)); i > 0; i--) {
        int entry = at + 2 + 12 * (i - 1);
        int value = tiff.getShort(entry + 8);
        if (tiff.getShort(entry) == ORIENTATION && value >= 2 && value <= 8) {
          return Optional.of(value);
        }
      }
    } catch (IndexOutOfBoundsException e) {
      // Without it, the photograph may be on its side.
    }
    return Optional.empty();
  }

  private static byte[] exif(int orientation) {
    return ByteBuffer.allocate(36)
        .putInt(0xFFE10022)
        .put("Exif\0\0MM\0*".getBytes(StandardCharsets.ISO_8859_1))
        .putInt(8)
        .putShort((short) 1)
        .putShort((short) ORIENTATION)
        .putShort((short) 3)
        .putInt(1)
        .putShort((short) orientation)
        .array();
  }

  private static Optional<byte[]> png(ByteBuffer in) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(in.limit());
    if (!Arrays.equals(bytes(in, PNG.length), PNG)) {
      return Optional.empty();
    }
    out.writeBytes(PNG);
    while (true) {
      int length = in.getInt(in.position());
      if (length < 0 || length > in.remaining() - 12) {
        return Optional.empty();
      }
      byte[] chunk = bytes(in, length + 12);
      String type = new String(chunk, 4, 4, StandardCharsets.ISO_8859_1);
      if (NEEDED_CHUNKS.contains(type)) {
        out.writeBytes(chunk);
      }
      if (type.equals("IEND")) {
        return Optional.of(out.toByteArray());
      }
    }
  }

  /** Whether a TIFF has such data, or can't be read. Its parts may be anywhere in the file. */
  static boolean hasTiffData(byte[] content) {
    try {
      ByteBuffer tiff = tiff(ByteBuffer.wrap(content));
      Set<Integer> seen = new HashSet<>();
      for (int at = tiff.getInt(4); at != 0; ) {
        int count = Short.toUnsignedInt(tiff.getShort(at));
        for (int entry = at + 2; entry < at + 2 + 12 * count; entry += 12) {
          if (DATA_TAGS.contains(Short.toUnsignedInt(tiff.getShort(entry)))) {
            return true;
          }
        }
        if (!seen.add(at) || seen.size() > MAX_DIRECTORIES) {
          return true;
        }
        at = tiff.getInt(at + 2 + 12 * count);
      }
      return tiff.getShort(2) != 42;
    } catch (IndexOutOfBoundsException e) {
      return true;
    }
  }

  private static ByteBuffer tiff(ByteBuffer content) {
    return content.order(content.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
  }

  private static byte[] bytes(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static void writeMarker(ByteArrayOutputStream out, int marker) {
    out.write(0xFF);
    out.write(marker);
  }
}

package scot.nrm.documents;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The content of a word processor's file, which is a zip archive. Nothing is written to disk. */
final class OfficeFile {

  private static final int MOST_PARTS = 10_000;
  private static final long LARGEST = 200L * 1024 * 1024;

  private final Set<String> parts = new HashSet<>();

  /**
   * @throws IOException if it is not a complete archive, or is too large when unpacked
   */
  OfficeFile(byte[] content) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    long unpacked = 0;
    try (ZipInputStream archive = new ZipInputStream(new ByteArrayInputStream(content))) {
      for (ZipEntry part = archive.getNextEntry(); part != null; part = archive.getNextEntry()) {
        parts.add(part.getName().toLowerCase(Locale.ROOT));
        for (int read = archive.read(buffer); read >= 0; read = archive.read(buffer)) {
          unpacked += read;
          if (unpacked > LARGEST) {
            throw new IOException("too large when unpacked");
          }
        }
        if (parts.size() > MOST_PARTS) {
          throw new IOException("too many parts");
        }
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("a part's name cannot be read");
    }
  }

  boolean isWordDocument() {
    return parts.contains("[content_types].xml") && parts.contains("word/document.xml");
  }

  boolean isOpenDocument() {
    return parts.contains("mimetype") && parts.contains("content.xml");
  }

  /** Whether it contains programs that run when it is opened. */
  boolean hasMacros() {
    return parts.stream()
        .anyMatch(
            part ->
                part.endsWith("vbaproject.bin")
                    || part.startsWith("basic/")
                    || part.startsWith("scripts/"));
  }
}

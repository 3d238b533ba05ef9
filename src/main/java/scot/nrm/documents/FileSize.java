package scot.nrm.documents;

import java.util.Locale;

/** The size of a file, in words. */
final class FileSize {

  private static final long KB = 1024;
  private static final long MB = KB * KB;

  private FileSize() {}

  /** Such as {@code 12 KB} or {@code 2.4 MB}. */
  static String inWords(long bytes) {
    if (bytes < KB) {
      return bytes + (bytes == 1 ? " byte" : " bytes");
    }
    long wholeKb = (bytes + KB - 1) / KB;
    if (wholeKb < KB) {
      return wholeKb + " KB";
    }
    return bytes % MB == 0
        ? bytes / MB + " MB"
        : String.format(Locale.UK, "%.1f MB", (double) bytes / MB);
  }
}

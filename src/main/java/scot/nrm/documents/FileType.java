package scot.nrm.documents;

import java.util.List;
import java.util.Locale;

/**
 * The types of file that can be told by their content and opened by everybody. Which of them an
 * installation takes is in {@code nrm.documents.types}.
 */
public enum FileType {
  PDF("PDF", "application/pdf", true, "pdf"),
  JPEG("JPEG", "image/jpeg", true, "jpg", "jpeg"),
  PNG("PNG", "image/png", true, "png"),
  /** No browser shows it. */
  TIFF("TIFF", "image/tiff", false, "tif", "tiff"),
  TEXT("plain text", "text/plain", true, "txt"),
  DOCX(
      "Word (.docx)",
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      false,
      "docx"),
  ODT("OpenDocument text (.odt)", "application/vnd.oasis.opendocument.text", false, "odt");

  private final String words;
  private final String mediaType;
  private final boolean opens;
  private final List<String> endings;

  FileType(String words, String mediaType, boolean opens, String... endings) {
    this.words = words;
    this.mediaType = mediaType;
    this.opens = opens;
    this.endings = List.of(endings);
  }

  /** As people call it. */
  public String words() {
    return words;
  }

  String mediaType() {
    return mediaType;
  }

  /**
   * Whether the browser shows it; others are saved and opened in the program that they were made
   * with.
   */
  boolean opens() {
    return opens;
  }

  /** How the names of such files end, without the dot; the first is ours. */
  List<String> endings() {
    return endings;
  }

  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  static FileType of(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT));
  }
}

package scot.nrm.documents;

import java.util.List;
import scot.nrm.engine.StoredCode;

/**
 * The types of file that can be recognised by content and opened by everyone. {@code
 * nrm.documents.types} says which of them an installation accepts.
 */
public enum FileType implements StoredCode {
  /** Saved first: a browser's viewer for PDFs runs what is in them, outside any sandbox. */
  PDF("PDF", "application/pdf", false, "pdf"),
  JPEG("JPEG", "image/jpeg", true, "jpg", "jpeg"),
  PNG("PNG", "image/png", true, "png"),
  /** No browser can show it. */
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
  private final boolean opensInBrowser;
  private final List<String> endings;

  FileType(String words, String mediaType, boolean opens, String... endings) {
    this.words = words;
    this.mediaType = mediaType;
    this.opensInBrowser = opens;
    this.endings = List.of(endings);
  }

  /** The name displayed to people. */
  public String words() {
    return words;
  }

  String mediaType() {
    return mediaType;
  }

  /** Whether browsers show it; others are saved and opened in their own program. */
  boolean opensInBrowser() {
    return opensInBrowser;
  }

  /** The endings of such files, without the dot; the first one is used for downloads. */
  List<String> endings() {
    return endings;
  }
}

package scot.nrm.documents;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MimeTypes;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Checks whether a file may be added: its size, its type by content, a name that matches it, and
 * that nothing in it runs or is fetched when it is opened.
 */
@Component
class FileCheck {

  /** Archive types that a word processor's file may be detected as. */
  private static final Set<String> ARCHIVES =
      Set.of(
          "application/zip",
          "application/x-tika-ooxml",
          FileType.DOCX.mediaType(),
          FileType.ODT.mediaType());

  /** Types that may be plain text: it may begin like an e-mail, or be too short to detect. */
  private static final Set<String> TEXTS =
      Set.of(FileType.TEXT.mediaType(), "message/rfc822", "application/octet-stream");

  private static final String DAMAGED =
      "The file is damaged. Open it in the program that created it, save it again, and choose the new file.";

  private final DocumentSettings settings;
  private final MimeTypes byContent = MimeTypes.getDefaultMimeTypes();

  FileCheck(DocumentSettings settings) {
    this.settings = settings;
  }

  /**
   * @return the type by content
   * @throws DocumentRefused with a sentence for the sender
   */
  FileType check(FileName name, byte[] content) {
    if (content.length == 0) {
      throw new DocumentRefused(HttpStatus.BAD_REQUEST, "The file is empty. Choose another file.");
    }
    if (content.length > settings.maxSize().toBytes()) {
      throw tooLarge();
    }
    FileType type =
        type(content)
            .filter(settings.types()::contains)
            .orElseThrow(
                () ->
                    new DocumentRefused(
                        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                        "This type of file cannot be added. Save it as a PDF, or as one of the other types listed below, and choose the new file."));
    if (!type.endings().contains(name.ending())) {
      throw new DocumentRefused(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          "The content of the file is %s, but its name does not end in %s. Save it again with a name that does, and choose the new file."
              .formatted(
                  type.words(),
                  type.endings().stream()
                      .map(ending -> "." + ending)
                      .collect(Collectors.joining(" or "))));
    }
    harm(type, content)
        .ifPresent(
            sentence -> {
              throw new DocumentRefused(HttpStatus.UNSUPPORTED_MEDIA_TYPE, sentence);
            });
    return type;
  }

  DocumentRefused tooLarge() {
    return new DocumentRefused(
        HttpStatus.PAYLOAD_TOO_LARGE,
        "The file is larger than %s. Make it smaller, for example by scanning it in black and white or splitting it, and choose the new file."
            .formatted(settings.maxSizeInWords()));
  }

  private Optional<FileType> type(byte[] content) {
    String found = detect(content);
    if (ARCHIVES.contains(found)) {
      return officeType(content);
    }
    if (TEXTS.contains(found)) {
      return PlainText.charset(content).map(charset -> FileType.TEXT);
    }
    return settings.types().stream().filter(type -> type.mediaType().equals(found)).findFirst();
  }

  private String detect(byte[] content) {
    try {
      // Without the name, which would decide if the content says little.
      return byContent
          .detect(new ByteArrayInputStream(content), new Metadata())
          .getBaseType()
          .toString();
    } catch (IOException e) {
      throw new IllegalStateException("A file in memory cannot be read", e);
    }
  }

  /** What it would do or reveal when it is opened; a word processor's file is checked before. */
  private static Optional<String> harm(FileType type, byte[] content) {
    try {
      Optional<String> harm = type == FileType.PDF ? PdfFile.harm(content) : Optional.empty();
      return harm.isPresent() || withoutPictureData(type, content).isPresent()
          ? harm
          : Optional.of(
              switch (type) {
                case TIFF -> Picture.HAS_DATA;
                case PDF, DOCX, ODT -> Picture.INSIDE_HAS_DATA;
                case JPEG, PNG, TEXT -> DAMAGED;
              });
    } catch (IOException e) {
      return Optional.of(DAMAGED);
    }
  }

  /**
   * The file as it is given out: without what pictures, alone or inside it, say about where and how
   * they were made. Empty if that can't be removed.
   *
   * @throws IOException if it is damaged
   */
  static Optional<byte[]> withoutPictureData(FileType type, byte[] content) throws IOException {
    return switch (type) {
      case JPEG, PNG -> Picture.withoutData(type, content);
      case TIFF -> Optional.of(content).filter(tiff -> !Picture.hasTiffData(tiff));
      case PDF -> PdfFile.withoutPictureData(content);
      case DOCX, ODT -> new OfficeFile(content).withoutPictureData();
      case TEXT -> Optional.of(content);
    };
  }

  private static Optional<FileType> officeType(byte[] content) {
    OfficeFile file;
    try {
      file = new OfficeFile(content);
    } catch (IOException e) {
      throw new DocumentRefused(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          "The file is damaged or cannot be unpacked. Open it in the program that created it, save it as a PDF, and choose the new file.");
    }
    if (file.harm().isPresent()) {
      throw new DocumentRefused(HttpStatus.UNSUPPORTED_MEDIA_TYPE, file.harm().get());
    }
    return file.isWordDocument()
        ? Optional.of(FileType.DOCX)
        : file.isOpenDocument() ? Optional.of(FileType.ODT) : Optional.empty();
  }
}

package scot.nrm.documents;

import static scot.nrm.pages.SignedInPages.text;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import org.springframework.web.util.WebUtils;

/**
 * The page's submission.
 *
 * @param description may be empty
 * @param fileName on the sender's computer
 * @param content empty where no file was chosen
 */
record DocumentUpload(String kind, String description, FileName fileName, byte[] content) {

  static final DocumentUpload EMPTY = new DocumentUpload("", "", FileName.of(""), new byte[0]);

  /**
   * Reads the request. Called only after the permission check: nothing is read from a person who
   * may not add documents.
   *
   * @throws DocumentRefused if it is far too large, or incomplete
   */
  static DocumentUpload of(HttpServletRequest request, FileCheck files) {
    MultipartHttpServletRequest parts =
        WebUtils.getNativeRequest(request, MultipartHttpServletRequest.class);
    try {
      MultipartFile file = parts == null ? null : parts.getFile("file");
      return new DocumentUpload(
          text(request, "kind"),
          text(request, "description"),
          FileName.of(file == null ? "" : file.getOriginalFilename()),
          file == null ? new byte[0] : file.getBytes());
    } catch (MaxUploadSizeExceededException e) {
      throw files.tooLarge();
    } catch (MultipartException | IOException e) {
      throw new DocumentRefused(
          HttpStatus.BAD_REQUEST, "The file was not received completely. Choose it again.");
    }
  }

  /** Without the content, for logs. */
  @Override
  public String toString() {
    return "a document";
  }
}

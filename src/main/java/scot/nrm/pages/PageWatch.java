package scot.nrm.pages;

import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Supplier;
import org.springframework.http.ResponseEntity;
import scot.nrm.access.Viewer;

/**
 * Checks every answer of {@link SignedInPages} before it is sent, so a new page can't be forgotten.
 */
public interface PageWatch {

  /**
   * The answer to the request: that of the page, or another one in its place.
   *
   * @param page makes the answer; {@code null} if it has already been sent
   */
  ResponseEntity<byte[]> answer(
      SignedInPages pages,
      HttpServletRequest request,
      Viewer viewer,
      Supplier<ResponseEntity<byte[]>> page);

  /** A table is about to be sent. What is thrown here stops it. */
  void tableBegins(HttpServletRequest request);

  /**
   * A table has been sent, perhaps only in part.
   *
   * @param rows the rows sent, without the headings
   */
  void tableSent(HttpServletRequest request, int rows);
}

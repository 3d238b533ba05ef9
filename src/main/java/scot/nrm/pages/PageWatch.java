package scot.nrm.pages;

import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Supplier;
import org.springframework.http.ResponseEntity;
import scot.nrm.access.Viewer;

/** Checks each response of {@link SignedInPages} before it is sent: every new page as well. */
public interface PageWatch {

  /**
   * The response to the request: that of the page, or another one instead.
   *
   * @param page creates the response; {@code null} if it has already been sent
   */
  ResponseEntity<byte[]> answer(
      SignedInPages pages,
      HttpServletRequest request,
      Viewer viewer,
      Supplier<ResponseEntity<byte[]>> page);

  /** Called before a table is sent. An exception prevents that. */
  void tableBegins(HttpServletRequest request);

  /**
   * Called after a table has been sent, perhaps only in part.
   *
   * @param rows the number of rows sent, without the headings
   */
  void tableSent(HttpServletRequest request, int rows);
}

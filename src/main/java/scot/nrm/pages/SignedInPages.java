package scot.nrm.pages;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.ResponseEntity.BodyBuilder;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;
import scot.nrm.access.SignedIn;
import scot.nrm.access.Viewer;

/**
 * Builds the responses of all URLs that require signing in. Browsers and proxies cache none of
 * them, and a page that the person may not read looks exactly like one that doesn't exist.
 */
@Component
public class SignedInPages {

  private static final String SIGN_IN = "/camunda/app/%s/default/#/login";

  /** Pages that redirect to Cockpit's sign-in, as some of their users may not open Tasklist. */
  private static final List<String> COCKPIT_PAGES =
      List.of("/nrm/revisions", "/nrm/cases-under-way");

  private static final String CONTENT_SECURITY_POLICY = "Content-Security-Policy";

  private final SignedIn signedIn;
  private final Templates templates;
  private final ObjectProvider<PageWatch> watch;
  private final String root;

  /**
   * @param watch created after this bean, because it has pages itself
   * @param root the context path of the program
   */
  public SignedInPages(
      SignedIn signedIn,
      Templates templates,
      ObjectProvider<PageWatch> watch,
      @Value("${server.servlet.context-path:}") String root) {
    this.signedIn = signedIn;
    this.templates = templates;
    this.watch = watch;
    this.root = root;
  }

  /**
   * For a signed-in person; otherwise a redirect to the sign-in page, 401 for a program, and for a
   * form a page that says how to send it again.
   */
  public ResponseEntity<byte[]> forViewer(
      HttpServletRequest request, Function<Viewer, ResponseEntity<byte[]>> answer) {
    return signedIn
        .viewer(request)
        .map(viewer -> watched(request, viewer, () -> answer.apply(viewer)))
        .orElseGet(() -> signInFirst(request));
  }

  /** As {@link #forViewer(HttpServletRequest, Function)}; "not found" if they may not open it. */
  public ResponseEntity<byte[]> forViewer(
      HttpServletRequest request,
      Predicate<Viewer> mayOpen,
      Function<Viewer, ResponseEntity<byte[]>> answer) {
    return forViewer(request, viewer -> mayOpen.test(viewer) ? answer.apply(viewer) : notFound());
  }

  /** The response to a submitted form; "not found" if the form isn't from this session. */
  public ResponseEntity<byte[]> forForm(
      HttpServletRequest request, Function<Viewer, ResponseEntity<byte[]>> answer) {
    return forForm(request, viewer -> true, answer);
  }

  /**
   * The response to a submitted form; "not found" if it isn't from this session or the person may
   * not send it.
   */
  public ResponseEntity<byte[]> forForm(
      HttpServletRequest request,
      Predicate<Viewer> maySend,
      Function<Viewer, ResponseEntity<byte[]>> answer) {
    return forViewer(request, viewer -> FormToken.isOurs(request) && maySend.test(viewer), answer);
  }

  /**
   * The value of a field in a submitted form; empty if there is none. Browsers send a line break as
   * two characters, but count it as one.
   */
  public static String text(HttpServletRequest request, String field) {
    String sent = request.getParameter(field);
    return sent == null ? "" : sent.replace("\r\n", "\n").strip();
  }

  /** A number in the URL of a page; empty if it can't be one. */
  public static Optional<Integer> number(String typed) {
    return typed.matches("\\d{1,9}") ? Optional.of(Integer.valueOf(typed)) : Optional.empty();
  }

  private ResponseEntity<byte[]> watched(
      HttpServletRequest request, Viewer viewer, Supplier<ResponseEntity<byte[]>> page) {
    PageWatch pageWatch = watch.getIfAvailable();
    return pageWatch == null ? page.get() : pageWatch.answer(this, request, viewer, page);
  }

  private ResponseEntity<byte[]> signInFirst(HttpServletRequest request) {
    if (!isFromBrowser(request)) {
      return uncached(HttpStatus.UNAUTHORIZED).build();
    }
    String path = request.getServletPath();
    String app = COCKPIT_PAGES.stream().anyMatch(path::startsWith) ? "cockpit" : "tasklist";
    String signIn = SIGN_IN.formatted(app);
    // A redirect would lose what was typed. A browser that reloads the answer sends the form again.
    return request.getMethod().equals("POST")
        ? page(HttpStatus.UNAUTHORIZED, "not-sent", Map.of("signIn", signIn))
        : uncached(HttpStatus.FOUND)
            .location(URI.create(request.getContextPath() + signIn + requestedPage(request)))
            .build();
  }

  /** The requested page, for {@code asked-page.js}, which opens it after sign-in. */
  private static String requestedPage(HttpServletRequest request) {
    String query = request.getQueryString();
    String page = request.getRequestURI() + (query == null ? "" : "?" + query);
    return "?page=" + UriUtils.encode(page, StandardCharsets.UTF_8);
  }

  static boolean isFromBrowser(HttpServletRequest request) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    return accept != null && accept.contains(MediaType.TEXT_HTML_VALUE);
  }

  /** The file name has nothing personal: browsers keep it in their list of downloads. */
  public ResponseEntity<byte[]> pdf(byte[] pdf, String fileName) {
    return uncached(HttpStatus.OK)
        .contentType(MediaType.APPLICATION_PDF)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.inline().filename(fileName).build().toString())
        .body(pdf);
  }

  public interface Table {

    /** Writes the table and returns the number of rows, without the headings. */
    int write(Writer out);
  }

  /**
   * A table for a spreadsheet, to be saved. Rows are sent to the browser while they are read,
   * because they may not fit into memory. The response is complete when this returns.
   *
   * @param fileName contains nothing personal
   */
  public ResponseEntity<byte[]> csv(
      HttpServletRequest request, HttpServletResponse response, String fileName, Table table) {
    watch.ifAvailable(pageWatch -> pageWatch.tableBegins(request));
    uncached(HttpStatus.OK)
        .build()
        .getHeaders()
        .forEach((name, values) -> values.forEach(value -> response.setHeader(name, value)));
    response.setContentType("text/csv;charset=UTF-8;header=present");
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION,
        ContentDisposition.attachment().filename(fileName).build().toString());
    try {
      Writer out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
      int rows = table.write(out);
      out.flush();
      watch.ifAvailable(pageWatch -> pageWatch.tableSent(request, rows));
    } catch (IOException e) {
      throw new UncheckedIOException("The table could not be sent", e);
    }
    return null;
  }

  /**
   * A file from someone else, served so that it can't run scripts or load anything.
   *
   * @param type its type, determined from the content
   * @param inline whether the browser shows it; otherwise it is a download
   * @param fileName without anything personal: browsers keep it in their list of downloads
   */
  public ResponseEntity<byte[]> file(
      byte[] content, MediaType type, boolean inline, String fileName) {
    ContentDisposition.Builder disposition =
        inline ? ContentDisposition.inline() : ContentDisposition.attachment();
    return uncached(HttpStatus.OK)
        .contentType(type)
        .header(HttpHeaders.CONTENT_DISPOSITION, disposition.filename(fileName).build().toString())
        .header(
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
                // Not every browser shows a PDF in a sandbox; its viewer isolates a PDF anyway.
                + (MediaType.APPLICATION_PDF.equals(type) ? "" : "; sandbox"))
        .body(content);
  }

  public ResponseEntity<byte[]> page(HttpStatusCode status, String template, Object model) {
    return uncached(status)
        .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
        .header(
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors"
                + " 'none'")
        .body(templates.page(template, model, root).getBytes(StandardCharsets.UTF_8));
  }

  /** A page with a form, to whose model it adds the token; a bad request if it was refused. */
  public ResponseEntity<byte[]> formPage(
      HttpServletRequest request, String template, Map<String, Object> model, boolean isRefused) {
    model.put("token", FormToken.of(request));
    return page(isRefused ? HttpStatus.BAD_REQUEST : HttpStatus.OK, template, model);
  }

  public ResponseEntity<byte[]> notFound() {
    return error(HttpStatus.NOT_FOUND.value());
  }

  /** A page that describes the error and leads back to the start page. */
  public ResponseEntity<byte[]> error(int status) {
    return page(HttpStatusCode.valueOf(status), "error", ErrorText.of(status));
  }

  public ResponseEntity<byte[]> seeOther(String path) {
    return uncached(HttpStatus.SEE_OTHER).location(URI.create(path)).build();
  }

  private static BodyBuilder uncached(HttpStatusCode status) {
    return ResponseEntity.status(status).cacheControl(CacheControl.noStore());
  }
}
